//! Editing in place: the line grows, says what was there and what follows; and the same for a variable that is new.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use model::resolver::{Resolved, Whose};
use model::variable::{Level, Slot, check_environment, check_environment_name};
use model::variable_write::{Answer, Write};
use ui::banner::Strip;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::category::{CategorySquare, swatch_of};
use ui::field::TextField;
use ui::icon::{Glyph, Icon};
use ui::segmented::{Choice, Segmented};
use ui::select::{Select, SelectOption};
use ui::tone::Tone;

use super::desk::{Desk, same_as};
use super::words::cut;
use crate::parts::same_as::SameAsButton;

/// Where a write stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stand {
    Typing,
    Writing,
    Failed(String),
}

/// What somebody else made of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Theirs(Option<String>);

/// The value being typed, what it is meant to replace, and what became of it. Copy.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    value: RwSignal<String>,
    /// What is there, as far as this editor has seen it; none: not set.
    expected: RwSignal<Option<String>>,
    /// What somebody else made of it meanwhile.
    theirs: RwSignal<Option<Theirs>>,
    stand: RwSignal<Stand>,
}

impl Draft {
    fn new(desk: Desk) -> Self {
        Self {
            desk,
            value: RwSignal::new(String::new()),
            expected: RwSignal::new(None),
            theirs: RwSignal::new(None),
            stand: RwSignal::new(Stand::Typing),
        }
    }

    /// Why it was not written, at the field.
    fn failure(self, name: impl Fn() -> String + Send + Sync + 'static) -> Signal<Option<String>> {
        Signal::derive(move || match self.stand.get() {
            Stand::Failed(why) => Some(why),
            _ => check_environment(&name(), &self.value.get())
                .err()
                .filter(|_| !name().is_empty())
                .map(|why| why.to_string()),
        })
    }

    fn save(self, slot: Result<Slot, String>, name: String, close: impl Fn() + Send + Sync + 'static) {
        let value = self.value.get_untracked();
        if self.stand.get_untracked() == Stand::Writing || check_environment(&name, &value).is_err() {
            return;
        }
        let slot = match slot {
            Ok(slot) => slot,
            Err(why) => return self.stand.set(Stand::Failed(why)),
        };
        self.stand.set(Stand::Writing);
        let write = Write::Set { slot, name, expected: self.expected.get_untracked(), value };
        self.desk.ask(write, move |answer| {
            let stand = match answer {
                Answer::Done => return close(),
                Answer::Meanwhile(now) => {
                    let _ = self.theirs.try_set(Some(Theirs(now)));
                    Stand::Typing
                }
                Answer::Failed(why) => Stand::Failed(why),
            };
            let _ = self.stand.try_set(stand);
        });
    }

    /// That somebody else changed it, and whose value stays.
    fn conflict(self) -> impl IntoView {
        move || {
            let Theirs(theirs) = self.theirs.get()?;
            let words = match &theirs {
                Some(value) => format!("Meanwhile somebody else set it to “{}”.", cut(value)),
                None => "Meanwhile somebody else deleted it.".to_owned(),
            };
            let keep = {
                let theirs = theirs.clone();
                move |()| {
                    self.expected.set(theirs.clone());
                    self.theirs.set(None);
                }
            };
            let take = move |()| {
                self.value.set(theirs.clone().unwrap_or_default());
                self.expected.set(theirs.clone());
                self.theirs.set(None);
            };
            Some(
                view! {
                    <Strip tone=Tone::Warn glyph=Glyph::Warning>
                        <span>{words}</span>
                        <Button size=ButtonSize::Small on_press=take>"Take theirs"</Button>
                        <Button size=ButtonSize::Small on_press=keep>"Keep mine"</Button>
                    </Strip>
                }
                .into_any(),
            )
        }
    }
}

/// The levels an editor of a line offers: those of the page it is on, or just the one that was asked for.
fn levels(asked: Level, is_device: bool, is_of_service: bool) -> Vec<Level> {
    if asked.is_of_device() != is_device {
        return vec![asked];
    }
    let all = if is_device { [Level::Device, Level::DeviceService] } else { [Level::Fleet, Level::FleetService] };
    all.into_iter().filter(|level| is_of_service || !level.is_of_service()).collect()
}

#[component]
pub(super) fn LineEditor(desk: Desk, held: Memo<Option<Resolved>>, name: String, whose: Whose) -> impl IntoView {
    let asked = desk.editing.with_untracked(|editing| editing.as_ref().map_or(Level::Fleet, |editing| editing.level));
    let service = match whose {
        Whose::Service(id) => Some(id),
        Whose::All | Whose::Others => None,
    };
    let is_device = desk.peek(|book| book.device.is_some()).unwrap_or(false);
    let level = RwSignal::new(asked);
    let draft = Draft::new(desk);
    let at = move |level: Level| {
        held.with(|line| line.as_ref().and_then(|line| line.at(level).map(|one| one.value.clone())))
    };
    let winner = move || held.with(|line| line.as_ref().and_then(|line| line.winner().cloned()));
    draft.expected.set(untrack(|| at(asked)));
    draft.value.set(untrack(|| at(asked).or_else(|| winner().map(|winner| winner.value))).unwrap_or_default());
    // What others do to this very variable while it is edited.
    Effect::new(move |former: Option<Level>| {
        let level = level.get();
        let now = at(level);
        if former.is_some_and(|former| former != level) {
            draft.expected.set(now);
            draft.theirs.set(None);
        } else if draft.stand.get_untracked() != Stand::Writing && now != draft.expected.get_untracked() {
            if now.as_ref() == Some(&draft.value.get_untracked()) {
                draft.expected.set(now);
            } else {
                draft.theirs.set(Some(Theirs(now)));
            }
        }
        level
    });
    let slot = move || desk.read(|book| book.slot(level.get(), service)).unwrap_or_else(|| Err(String::new()));
    let close = {
        let name = name.clone();
        move || close(desk, &name)
    };
    let save = {
        let (name, close) = (name.clone(), close.clone());
        Callback::new(move |()| draft.save(untrack(slot), name.clone(), close.clone()))
    };
    let cancel = {
        let close = close.clone();
        Callback::new(move |()| close())
    };
    let error = {
        let name = name.clone();
        draft.failure(move || name.clone())
    };
    let input = focused();
    let was = move || {
        let from = at(level.get());
        match (from, winner()) {
            (Some(value), _) => format!("was {}", cut(&value)),
            (None, Some(winner)) => format!("not set here; {} says {}", winner.slot.level.title(), cut(&winner.value)),
            (None, None) => "not set".to_owned(),
        }
    };
    let consequence = move || match slot() {
        Ok(slot) => desk.consequence(slot),
        Err(why) => why,
    };
    let place = move |level: Level| {
        let slot = desk.peek(|book| book.slot(level, service));
        slot.and_then(Result::ok)
            .and_then(|slot| desk.peek(|book| book.place(slot)))
            .unwrap_or_else(|| level.title().to_owned())
    };
    let choices: Vec<_> = levels(asked, is_device, service.is_some())
        .into_iter()
        .map(|level| Choice::new(level, capital(&place(level))))
        .collect();
    let same = {
        let name = name.clone();
        Signal::derive(move || {
            // That level has no upsert: two calls are no line to copy.
            let slot = slot().ok().filter(|slot| slot.level != Level::DeviceService);
            slot.map(|slot| same_as(slot, &name, &draft.value.get()))
        })
    };
    let of = desk.peek(|book| book.whose(whose)).unwrap_or_default();
    let square = service.map(|_| view! { <CategorySquare swatch=swatch_of(&of) /> });
    let (value_label, label) = (format!("Value of {name}"), name);
    let columns = if is_device { 5 } else { 4 };
    let writing = Signal::derive(move || draft.stand.get() == Stand::Writing);
    let disabled = Signal::derive(move || {
        error.get().or_else(|| draft.theirs.get().map(|_| "Say first whose value stays.".to_owned()))
    });
    view! {
        <tr class="edit">
            <th scope="row"><span class="mono cut">{label}</span></th>
            <td><span class="hstack">{square}<span class="cut">{of}</span></span></td>
            <td colspan=columns on:keydown=keys(save, cancel)>
                <div class="edit-line">
                    <TextField
                        label=value_label
                        value=draft.value
                        on_input=move |typed: String| {
                            draft.stand.set(Stand::Typing);
                            draft.value.set(typed);
                        }
                        mono=true
                        error
                        node_ref=input
                    />
                    <Segmented label="For" choices value=level on_change=move |chosen: Level| level.set(chosen) />
                    <Button kind=ButtonKind::Ink shortcut="↵" busy=writing disabled on_press=save>"Save"</Button>
                    <Button kind=ButtonKind::Ghost shortcut="Esc" on_press=cancel>"Cancel"</Button>
                    <SameAsButton same missing="A service's variable on one device takes two calls." />
                </div>
                <p class="edit-note small muted">
                    <Icon glyph=Glyph::Refresh size=12 />
                    <span>{consequence}" "<span class="was">{was}</span></span>
                </p>
                {draft.conflict()}
            </td>
            {(!is_device).then(|| view! { <td></td> })}
        </tr>
    }
}

/// Enter keeps, Esc cancels.
fn keys(save: Callback<()>, cancel: Callback<()>) -> impl Fn(KeyboardEvent) {
    move |event: KeyboardEvent| {
        let is_field = event
            .target()
            .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok())
            .is_some_and(|element| element.tag_name() == "INPUT");
        match event.key().as_str() {
            "Enter" if is_field => {
                event.prevent_default();
                save.run(());
            }
            "Escape" if !event.default_prevented() => {
                event.prevent_default();
                event.stop_propagation();
                cancel.run(());
            }
            _ => {}
        }
    }
}

/// Ends the editing; the focus returns to the line's button.
fn close(desk: Desk, name: &str) {
    desk.editing.set(None);
    let label = format!("[aria-label=\"Edit {name}\"]");
    request_animation_frame(move || {
        // Names are letters, digits and underscores; a line that is gone has no button to return to.
        let button = document().query_selector(&label).ok().flatten();
        if let Some(button) =
            button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok())
        {
            let _ = button.focus();
        }
    });
}

/// An input that takes the focus, its text selected, when it comes.
fn focused() -> NodeRef<html::Input> {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    input
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A form above the table for a variable that is new.
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
                    node_ref=focused()
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
