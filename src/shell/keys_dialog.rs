//! The list of keys, on `?`, in groups, and the switch that turns single keys off.

use leptos::prelude::*;
use ui::dialog::Dialog;
use ui::kbd::Kbd;
use ui::toggle::Toggle;

use crate::services::commands::{Command, Sign, use_command};
use crate::services::shortcuts::{use_shortcut, use_shortcut_list, use_single_keys};

/// Keys that are not registered one by one: each part that has them listens itself.
const ALWAYS: [(&str, &[(&str, &str)]); 2] = [
    ("In tables", &[("J", "Next row"), ("K", "Previous row"), ("X", "Select the row"), ("↵", "Open the row")]),
    ("Everywhere", &[("Ctrl K", "Search, or run a command"), ("Esc", "Close what is on top")]),
];

/// Registers `?` and shows what it lists.
#[component]
pub(super) fn KeysDialog() -> impl IntoView {
    let open = RwSignal::new(false);
    let list = use_shortcut_list();
    let (is_on, turn) = use_single_keys();
    use_shortcut("?", "Show this list", move || open.set(true));
    use_command(Command::new(Sign::Keys, "Show the keyboard shortcuts".to_owned(), move || open.set(true)).keys("?"));
    use_command(Command::new(
        Sign::Keys,
        Signal::derive(move || {
            if is_on.get() { "Turn single-key shortcuts off" } else { "Turn single-key shortcuts on" }.to_owned()
        }),
        move || turn.run(!is_on.get_untracked()),
    ));
    let groups = move || {
        let list = list.get();
        let of = |wanted: &str| -> Vec<(String, String)> {
            let own = list.iter().filter(|(keys, _)| group(keys) == wanted);
            let own = own.map(|(keys, label)| (keys.to_uppercase(), (*label).to_owned()));
            let always = ALWAYS.iter().filter(|(title, _)| *title == wanted).flat_map(|(_, keys)| keys.iter());
            own.chain(always.map(|(keys, label)| ((*keys).to_owned(), (*label).to_owned()))).collect()
        };
        ["On this page", "Go to", "In tables", "Everywhere"]
            .into_iter()
            .map(|title| (title, of(title)))
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(title, rows)| view! { <KeyGroup title rows /> })
            .collect_view()
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title="Keyboard shortcuts">
            <div class="keys-groups">{groups}</div>
            <Toggle
                label="Single-key shortcuts"
                checked=is_on
                on_change=turn
                help="Off for speech input and for keys pressed by chance. Ctrl K stays. Kept in this browser."
            />
        </Dialog>
    }
}

fn group(keys: &str) -> &'static str {
    match keys {
        "?" | "[" => "Everywhere",
        keys if keys.starts_with("g ") => "Go to",
        _ => "On this page",
    }
}

#[component]
fn KeyGroup(title: &'static str, rows: Vec<(String, String)>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|(keys, label)| {
            let caps = keys.split(' ').map(|key| view! { <Kbd keys=key.to_owned() /> }).collect_view();
            view! {
                <dt class="hstack">{caps}</dt>
                <dd>{label}</dd>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3>{title}</h3>
            <dl class="keys-list">{rows}</dl>
        </section>
    }
}
