//! How a release comes to a fleet: the commands, to be copied.

use leptos::prelude::*;
use ui::button::Button;
use ui::code::CommandLine;
use ui::dialog::Dialog;

/// The commands for a fleet, by its slug.
#[component]
pub(super) fn Commands(#[prop(into)] slug: Signal<String>) -> impl IntoView {
    let deploy = Signal::derive(move || format!("balena deploy {} --build", slug.get()));
    let draft = Signal::derive(move || format!("balena deploy {} --build --draft", slug.get()));
    let push = Signal::derive(move || format!("balena push {}", slug.get()));
    view! {
        <ol class="teach">
            <li>
                <span>"Tell the balena CLI where this server is, and sign in."</span>
                <CommandLine command="balena login" />
            </li>
            <li>
                <span>"Build on this machine and deploy; with "<code class="mono">"--draft"</code>" nobody follows it yet."</span>
                <CommandLine command=deploy />
                <CommandLine command=draft />
            </li>
            <li>
                <span>"Or let a remote builder build it, where the server has one."</span>
                <CommandLine command=push />
            </li>
        </ol>
    }
}

/// The same in a dialog.
#[component]
pub(super) fn NewRelease(open: RwSignal<bool>, #[prop(into)] slug: Signal<String>) -> impl IntoView {
    let footer =
        move || view! { <span class="push"></span><Button on_press=move |()| open.set(false)>"Close"</Button> };
    view! {
        <Dialog open on_close=move |()| open.set(false) title="New release" footer>
            <p class="muted">"A release is made where its code is. It appears here as soon as its build begins."</p>
            <Commands slug />
        </Dialog>
    }
}
