//! Adds an SSH key: what is pasted is read as it is typed, and what is wrong with it is said at the field.

use leptos::prelude::*;
use model::same_as::keys::add_public_key;
use model::ssh_key::{self, NotAKey};
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;
use ui::field::TextField;

use crate::data::account::use_account;
use crate::data::failure::Failure;
use crate::parts::same_as::SameAsButton;

/// The longest title, in characters (balena-api.md §6.1).
const LONGEST_TITLE: usize = 120;

/// The dialog. `known` are titles and lines that are there already.
#[component]
pub(super) fn AddKeyDialog(
    open: RwSignal<bool>,
    user: Signal<Option<i64>>,
    known: Signal<Vec<(String, String)>>,
    #[prop(into)] on_added: Callback<()>,
) -> impl IntoView {
    let account = use_account();
    let adding = Mutation::<Failure>::new();
    let (title, line) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_tried = RwSignal::new(false);
    let read = Memo::new(move |_| line.with(|line| ssh_key::read(line)));
    let close = move |()| {
        open.set(false);
        title.set(String::new());
        line.set(String::new());
        is_tried.set(false);
        adding.reset();
    };
    // The comment of a key is what most people call it.
    let named = Memo::new(move |_| {
        let typed = title.with(|title| title.trim().to_owned());
        if typed.is_empty() {
            read.with(|read| read.as_ref().map(|key| key.comment.clone()).unwrap_or_default())
        } else {
            typed
        }
    });
    let is_known = Memo::new(move |_| {
        let body = |line: &str| line.split_whitespace().nth(1).map(str::to_owned);
        line.with(|line| {
            body(line).is_some_and(|own| {
                known.with(|known| known.iter().any(|(_, other)| body(other).as_ref() == Some(&own)))
            })
        })
    });
    let line_error = Signal::derive(move || match read.get() {
        // An empty field is not wrong until it was sent.
        Err(NotAKey::Empty) if !is_tried.get() => None,
        Err(why) => Some(why.to_string()),
        Ok(_) if is_known.get() => Some("You have this key already.".to_owned()),
        Ok(_) => None,
    });
    let title_error = Signal::derive(move || match named.with(|named| named.chars().count()) {
        0 if is_tried.get() && read.with(Result::is_ok) => {
            Some("Enter what the key is called, such as the machine it is on.".to_owned())
        }
        n if n > LONGEST_TITLE => Some("A title has at most 120 characters.".to_owned()),
        _ => None,
    });
    let print = Signal::derive(move || {
        read.with(|read| read.as_ref().ok().map(|key| format!("{}, {}", key.kind, key.fingerprint)))
    });
    let form_error = move || adding.failure().map(|failure| failure.to_string());
    let add = move || {
        is_tried.set(true);
        adding.reset();
        let named = named.get_untracked();
        let Some(user) = user.get_untracked() else { return };
        if line_error.get_untracked().is_some() || title_error.get_untracked().is_some() || named.is_empty() {
            return;
        }
        let line = line.get_untracked().trim().to_owned();
        adding.run(account.add_public_key(user, named, line), move |result| {
            if result.is_ok() {
                on_added.run(());
                close(());
            }
        });
    };
    let same = Signal::derive(move || {
        let is_good = read.with(Result::is_ok) && line_error.get().is_none() && title_error.get().is_none();
        let title = named.get();
        let user = user.get().filter(|_| is_good && !title.is_empty())?;
        Some(line.with(|line| add_public_key(user, &title, line.trim())))
    });
    let footer = move || {
        view! {
            <span class="push"></span>
            <SameAsButton same missing="Paste a public key first." />
            <Button on_press=close>"Cancel"</Button>
            <Button kind=ButtonKind::Ink busy=adding.pending() on_press=move |()| add()>"Add key"</Button>
        }
    };
    view! {
        <Dialog open=open on_close=close title="Add SSH key" footer>
            <form class="vstack" novalidate=true on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); add(); }>
                <TextField
                    label="Public key"
                    value=line
                    on_input=move |text| { adding.reset(); line.set(text); }
                    placeholder="ssh-ed25519 AAAA… you@machine"
                    help=Signal::derive(move || Some(print.get().unwrap_or_else(|| "The one line of a file that ends in .pub, such as ~/.ssh/id_ed25519.pub.".to_owned())))
                    error=line_error
                    mono=true
                />
                <TextField
                    label="Title"
                    value=title
                    on_input=move |text| title.set(text)
                    placeholder=Signal::derive(move || Some(named.get()).filter(|named| !named.is_empty()))
                    error=title_error
                />
                <div class="form-error fail-t small" role="alert">{form_error}</div>
                <button class="sr-only" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}
