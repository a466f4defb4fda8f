//! A form above the table for a variable that is new; it stays for the next one.

use leptos::prelude::*;
use model::variable::{Level, check_environment_name};
use ui::button::{Button, ButtonKind};
use ui::field::TextField;
use ui::icon::{Glyph, Icon};
use ui::select::{Select, SelectOption};

use super::desk::Desk;
use super::draft::{Draft, Stand, focused, keys};

#[component]
pub(super) fn AddVariable(desk: Desk) -> impl IntoView {
    const ALL: &str = "all";
    let name = RwSignal::new(String::new());
    let service = RwSignal::new(None::<i64>);
    let draft = Draft::new(desk);
    let is_device = desk.peek(|book| book.device.is_some()).unwrap_or(false);
    let level = move || match (is_device, service.get()) {
        (true, None) => Level::Device,
        (true, Some(_)) => Level::DeviceService,
        (false, None) => Level::Fleet,
        (false, Some(_)) => Level::FleetService,
    };
    let slot = move || desk.read(|book| book.slot(level(), service.get())).unwrap_or_else(|| Err(String::new()));
    let is_there = Memo::new(move |_| {
        let (slot, name) = (slot().ok(), name.get());
        desk.read(|book| book.variables.iter().any(|one| Some(one.slot) == slot && one.name == name)).unwrap_or(false)
    });
    let name_error = Signal::derive(move || {
        let name = name.get();
        if name.is_empty() {
            return None;
        }
        let taken = is_there.get().then(|| "It is set here already: edit it in the table.".to_owned());
        check_environment_name(&name).err().map(|why| why.to_string()).or(taken)
    });
    let value_error = draft.failure(move || "NAME".to_owned());
    let was_added = RwSignal::new(None::<String>);
    let save = Callback::new(move |()| {
        let added = name.get_untracked();
        if added.is_empty() || name_error.get_untracked().is_some() {
            return;
        }
        draft.save(untrack(slot), added.clone(), move || {
            // The form stays for the next one.
            let _ = draft.stand.try_set(Stand::Typing);
            let _ = was_added.try_set(Some(added.clone()));
            let _ = draft.value.try_set(String::new());
            let _ = name.try_set(String::new());
        });
    });
    let close = Callback::new(move |()| desk.is_adding.set(false));
    let options = move || {
        let services = desk.read(|book| book.services.clone()).unwrap_or_default();
        std::iter::once(SelectOption::new(ALL, "All services"))
            .chain(services.into_iter().map(|service| SelectOption::new(service.id.to_string(), service.name)))
            .collect::<Vec<_>>()
    };
    let consequence = move || match slot() {
        Ok(slot) => desk.consequence(slot),
        Err(why) => why,
    };
    let chosen = Signal::derive(move || Some(service.get().map_or_else(|| ALL.to_owned(), |id| id.to_string())));
    let disabled = Signal::derive(move || {
        let missing = name.with(String::is_empty).then(|| "Type a name first.".to_owned());
        name_error.get().or_else(|| value_error.get()).or(missing)
    });
    let writing = Signal::derive(move || draft.stand.get() == Stand::Writing);
    view! {
        <section class="add-variable" aria-label="Add a variable" on:keydown=keys(save, close)>
            <div class="add-fields">
                <TextField
                    label="Name"
                    value=name
                    on_input=move |typed: String| {
                        was_added.set(None);
                        name.set(typed);
                    }
                    mono=true
                    error=name_error
                    node_ref=focused(NodeRef::new())
                />
                <TextField
                    label="Value"
                    value=draft.value
                    on_input=move |typed: String| {
                        draft.stand.set(Stand::Typing);
                        draft.value.set(typed);
                    }
                    mono=true
                    error=value_error
                    node_ref=draft.input
                />
                <Select
                    label=if is_device { "On this device, for" } else { "On this fleet, for" }
                    options=Signal::derive(options)
                    value=chosen
                    on_change=move |chosen: String| service.set(chosen.parse().ok())
                />
                <span class="add-buttons">
                    <Button kind=ButtonKind::Ink shortcut="↵" busy=writing disabled on_press=save>"Add"</Button>
                    <Button kind=ButtonKind::Ghost shortcut="Esc" on_press=close>"Close"</Button>
                </span>
            </div>
            <p class="edit-note small muted" role="status">
                <Icon glyph=Glyph::Refresh size=12 />
                <span>
                    {move || was_added.get().map(|added| format!("{added} is set. "))}
                    {consequence}
                </span>
            </p>
            {draft.conflict()}
        </section>
    }
}
