//! Editing in place: the line grows, says what was there and what follows.

use leptos::prelude::*;
use model::resolver::{Resolved, Whose};
use model::variable::Level;
use ui::button::{Button, ButtonKind};
use ui::category::{CategorySquare, swatch_of};
use ui::field::TextField;
use ui::icon::{Glyph, Icon};
use ui::segmented::{Choice, Segmented};

use super::desk::{Desk, same_as};
use super::draft::{Draft, Stand, Theirs, focused, keys};
use super::words::{cut, edit_label};
use crate::parts::same_as::SameAsButton;

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
        move || close(desk, &name, whose)
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
    let input = focused(draft.input);
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

/// Ends the editing; the focus returns to the line's button.
fn close(desk: Desk, name: &str, whose: Whose) {
    desk.editing.set(None);
    let whose = desk.peek(|book| book.whose(whose)).unwrap_or_default();
    let label = edit_label(name, &whose).replace('\\', "\\\\").replace('"', "\\\"");
    let label = format!("[aria-label=\"{label}\"]");
    request_animation_frame(move || {
        // A line that is gone has no button to return to.
        let button = document().query_selector(&label).ok().flatten();
        if let Some(button) =
            button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok())
        {
            let _ = button.focus();
        }
    });
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
