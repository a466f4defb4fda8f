//! A configuration variable that is not in the schema: its name and value, under the rules of the API.

use leptos::prelude::*;
use model::configuration::custom;
use model::variable::check_config_name;
use ui::button::{Button, ButtonKind};
use ui::field::TextField;

use super::desk::{ConfigWrite, Desk};
use crate::parts::same_as::SameAsButton;

#[component]
pub(super) fn AddCustom(desk: Desk, is_adding: RwSignal<bool>) -> impl IntoView {
    let (name, value) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (writing, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let name_error = Signal::derive(move || {
        name.with(|name| check_config_name(name).err().filter(|_| !name.is_empty())).map(|why| why.to_string())
    });
    let value_error = Signal::derive(move || {
        let wrong = || value.with(|value| custom("BALENA_X").check(value)).err();
        failure.get().or_else(wrong)
    });
    let is_there = Signal::derive(move || {
        let name = name.get();
        desk.book.with(|book| {
            book.as_ref().is_some_and(|book| {
                let own = if desk.is_device { &book.of_device } else { &book.of_fleet };
                own.iter().any(|set| set.name == name)
            })
        })
    });
    let disabled = Signal::derive(move || {
        let missing = name.with(String::is_empty).then(|| "Type a name first.".to_owned());
        let taken = is_there.get().then(|| "It is set here already: change it in the list.".to_owned());
        missing.or_else(|| name_error.get()).or(taken)
    });
    let save = move |()| {
        writing.set(true);
        failure.set(None);
        let write = ConfigWrite::Set { name: name.get_untracked(), value: value.get_untracked() };
        desk.ask(write, move |why| {
            let _ = writing.try_set(false);
            if why.is_none() {
                let _ = is_adding.try_set(false);
            }
            let _ = failure.try_set(why);
        });
    };
    let same = Signal::derive(move || {
        let is_good = disabled.with(Option::is_none);
        name.with(|name| value.with(|value| is_good.then(|| desk.same_as_set(name, value)).flatten()))
    });
    let reboots = move || desk.consequence(name.with(|name| custom(name).reboots));
    view! {
        <section class="add-variable" aria-label="Add custom configuration">
            <div class="add-fields">
                <TextField
                    label="Name"
                    value=name
                    on_input=move |text: String| name.set(text)
                    help="Begins with BALENA_ or RESIN_"
                    mono=true
                    error=name_error
                />
                <TextField label="Value" value on_input=move |text: String| value.set(text) mono=true error=value_error />
                <span class="add-buttons">
                    <Button kind=ButtonKind::Ink busy=writing disabled on_press=save>"Add"</Button>
                    <Button kind=ButtonKind::Ghost on_press=move |()| is_adding.set(false)>"Cancel"</Button>
                    <SameAsButton same missing="Type a name first." />
                </span>
            </div>
            <p class="edit-note small muted">{reboots}</p>
        </section>
    }
}
