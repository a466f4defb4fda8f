//! One line of the table: the value that wins, every level with the losers struck, and what can be done; or its editor.

use leptos::prelude::*;
use model::figure::{UNKNOWN, grouped};
use model::resolver::{Resolved, Whose};
use model::variable::{Level, Variable, is_secret};
use ui::category::{CategorySquare, swatch_of};
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::menu::{Menu, MenuItem};

use super::desk::{Desk, Editing, LineKey};
use super::editor::LineEditor;
use super::words::{HIDDEN, cut, edit_label};
use super::write;

#[component]
pub(super) fn Line(desk: Desk, lines: Memo<Vec<Resolved>>, line: LineKey) -> impl IntoView {
    let key = line.clone();
    let held = Memo::new(move |former: Option<&Option<Resolved>>| {
        let now = lines.with(|lines| lines.iter().find(|one| one.name == key.0 && one.whose == key.1).cloned());
        now.or_else(|| former.cloned().flatten())
    });
    let key = line.clone();
    let is_edited =
        Memo::new(move |_| desk.editing.with(|editing| editing.as_ref().is_some_and(|one| one.line == key)));
    let (name, whose) = line;
    move || {
        let name = name.clone();
        if is_edited.get() {
            view! { <LineEditor desk held name whose /> }.into_any()
        } else {
            view! { <Shown desk held name whose /> }.into_any()
        }
    }
}

/// The level an editor of a line begins with: where the value comes from, but on a device the device's own.
pub(super) fn level_to_edit(line: &Resolved, is_device: bool) -> Level {
    let winner = line.winner().map(|winner| winner.slot.level);
    let is_of_service = matches!(line.whose, Whose::Service(_));
    match winner {
        Some(level) if level.is_of_device() == is_device => level,
        _ if is_device && is_of_service => Level::DeviceService,
        _ if is_device => Level::Device,
        _ => Level::Fleet,
    }
}

#[component]
fn Shown(desk: Desk, held: Memo<Option<Resolved>>, name: String, whose: Whose) -> impl IntoView {
    let is_hidden = {
        let (name, secret) = (name.clone(), is_secret(&name));
        Memo::new(move |_| secret && !desk.shown.with(|shown| shown.contains(&name)))
    };
    let text = move |value: &str| if is_hidden.get() { HIDDEN.to_owned() } else { cut(value) };
    let levels = desk.peek(model::variable_book::VariableBook::levels).unwrap_or_default();
    let is_device = levels.len() > 2;
    let cells = levels
        .iter()
        .map(|level| {
            let level = *level;
            let is_win = move || {
                held.with(|line| {
                    line.as_ref().is_some_and(|line| line.at(level).is_some() && !line.is_overridden(level))
                })
            };
            let inside = move || {
                held.with(|line| {
                    let line = line.as_ref()?;
                    Some(cell(line.at(level), line.is_overridden(level), text))
                })
            };
            view! { <td class:win=is_win>{inside}</td> }
        })
        .collect_view();
    let value =
        move || held.with(|line| line.as_ref().and_then(|line| line.winner().map(|winner| text(&winner.value))));
    let title = move || {
        if is_hidden.get() {
            "Hidden, since its name looks like a secret's".to_owned()
        } else {
            value().unwrap_or_default()
        }
    };
    let of = desk.peek(|book| book.whose(whose)).unwrap_or_default();
    let is_general = !matches!(whose, Whose::Service(_));
    let square = matches!(whose, Whose::Service(_)).then(|| view! { <CategorySquare swatch=swatch_of(&of) /> });
    let edit = {
        let line = (name.clone(), whose);
        move |level: Level| desk.editing.set(Some(Editing { line: line.clone(), level }))
    };
    let edit_own = {
        let edit = edit.clone();
        move |()| {
            if let Some(line) = held.get_untracked() {
                edit(level_to_edit(&line, is_device));
            }
        }
    };
    let refusal = desk.refusal(if is_device { Level::Device } else { Level::Fleet });
    let items = {
        let name = name.clone();
        Signal::derive(move || {
            held.with(|line| line.as_ref().map(|line| items(desk, line, &name, is_hidden.get())).unwrap_or_default())
        })
    };
    let choose = {
        let name = name.clone();
        move |chosen: String| {
            let Some(line) = held.get_untracked() else { return };
            let level = chosen
                .split_once(' ')
                .and_then(|(_, at)| at.parse::<usize>().ok())
                .and_then(|at| Level::ALL.get(at).copied());
            match (chosen.split(' ').next().unwrap_or_default(), level) {
                ("show", _) => desk.shown.update(|shown| {
                    if !shown.remove(&name) {
                        shown.insert(name.clone());
                    }
                }),
                ("edit", Some(level)) => edit(level),
                ("remove", Some(level)) => write::remove(desk, &line, level),
                ("promote", _) => write::promote(desk, &line),
                _ => {}
            }
        }
    };
    let overrides = (!is_device).then(|| overrides(desk, held, name.clone(), whose));
    let head = name.clone();
    let (edit_label, more_label) = (edit_label(&name, &of), format!("More for {name}, {of}"));
    view! {
        <tr>
            <th scope="row"><span class="mono cut" title=head.clone()>{head.clone()}</span></th>
            <td>
                <span class="hstack" class:muted=is_general>{square}<span class="cut">{of}</span></span>
            </td>
            <td class="mono" title=title>{value}</td>
            {cells}
            {overrides}
            <td class="num">
                <span class="row-actions">
                    <IconButton glyph=Glyph::Edit label=edit_label disabled=refusal on_press=edit_own />
                    <Menu label=more_label items on_choose=choose />
                </span>
            </td>
        </tr>
    }
}

fn cell(variable: Option<&Variable>, is_lost: bool, text: impl Fn(&str) -> String) -> AnyView {
    let Some(variable) = variable else { return view! { <span class="faint">{UNKNOWN}</span> }.into_any() };
    let value = text(&variable.value);
    if is_lost {
        view! {
            <s class="lost mono cut" title=value.clone()>{value.clone()}</s>
            <span class="sr-only">", overridden"</span>
        }
        .into_any()
    } else {
        view! {
            <span class="hstack link-tone">
                <Icon glyph=Glyph::Check size=12 />
                <span class="mono wins cut" title=value.clone()>{value.clone()}</span>
                <span class="sr-only">", wins"</span>
            </span>
        }
        .into_any()
    }
}

fn items(desk: Desk, line: &Resolved, name: &str, is_hidden: bool) -> Vec<MenuItem> {
    let mut items = Vec::new();
    if is_secret(name) {
        items.push(MenuItem::new("show", if is_hidden { "Show the value" } else { "Hide the value" }));
    }
    let service = match line.whose {
        Whose::Service(id) => Some(id),
        Whose::All | Whose::Others => None,
    };
    for level in desk
        .peek(model::variable_book::VariableBook::levels)
        .unwrap_or_default()
        .iter()
        .filter(|level| service.is_some() || !level.is_of_service())
    {
        let slot = desk.peek(|book| book.slot(*level, service)).unwrap_or_else(|| Err(String::new()));
        let place = slot.as_ref().ok().and_then(|slot| desk.peek(|book| book.place(*slot)));
        let refusal = desk.refusal(*level).get().or_else(|| slot.err());
        let verb = if line.at(*level).is_some() { "Change for" } else { "Set for" };
        let place = place.unwrap_or_else(|| level.title().to_owned());
        items.push(
            MenuItem::new(format!("edit {}", *level as usize), format!("{verb} {place}"))
                .glyph(Glyph::Edit)
                .disabled(refusal),
        );
    }
    if line.winner().is_some_and(|winner| winner.slot.level.is_of_device()) {
        let refusal = desk.fleet_refusal.get();
        items.push(MenuItem::new("promote", "Define fleet-wide…").glyph(Glyph::Fleets).disabled(refusal));
    }
    for variable in line.levels.iter().flatten() {
        let level = variable.slot.level;
        let place = desk.peek(|book| book.place(variable.slot)).unwrap_or_default();
        let item = MenuItem::new(format!("remove {}", level as usize), format!("Delete from {place}…"));
        items.push(item.glyph(Glyph::Trash).disabled(desk.refusal(level).get()).risk());
    }
    items
}

/// How many devices set this name themselves, opening their list.
fn overrides(desk: Desk, held: Memo<Option<Resolved>>, name: String, whose: Whose) -> impl IntoView {
    let _ = held;
    let service = match whose {
        Whose::Service(id) => Some(id),
        Whose::All | Whose::Others => None,
    };
    let count = {
        let name = name.clone();
        Memo::new(move |_| desk.read(|book| (book.overridden_by(&name, service).len(), book.has_more_overrides)))
    };
    let words = move || match count.get() {
        Some((count, more)) if count > 0 || more => format!("{}{}", grouped(count as u64), if more { "+" } else { "" }),
        _ => UNKNOWN.to_owned(),
    };
    let inside = move || {
        let name = name.clone();
        if count.get().is_none_or(|(count, _)| count == 0) {
            view! { <span class="faint">{words}</span> }.into_any()
        } else {
            let label = format!("Devices that override {name}");
            let open = move |_| desk.overrides_of.set(Some((name.clone(), service)));
            view! { <button type="button" class="count-button" on:click=open aria-haspopup="dialog"><span class="sr-only">{label}": "</span>{words}</button> }
                .into_any()
        }
    };
    view! { <td class="num">{inside}</td> }
}
