//! Variables: one table of all levels with the one that wins, edited in place, pasted, exported (design §27).

mod add;
mod desk;
mod draft;
mod editor;
mod export;
mod import;
mod import_run;
mod import_steps;
mod lines;
mod overrides;
pub mod paste;
pub mod problems;
mod row;
pub mod words;
mod write;

use std::collections::HashSet;

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::resolver::Resolved;
use model::variable::Level;
use model::variable_book::VariableBook;
use ui::button::{Button, ButtonSize};
use ui::empty_state::EmptyState;
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::menu::{Menu, MenuItem};
use ui::segmented::{Choice, Segmented};
use ui::select::{Select, SelectOption};

use self::add::AddVariable;
pub use self::desk::Ask;
use self::desk::Desk;
use self::import::ImportSheet;
use self::lines::{Lines, Show};
use self::overrides::OverridesDialog;
use crate::services::confirm::use_confirm;
use crate::services::shortcuts::use_shortcut;
use crate::services::toasts::use_toasts;

/// The variables of a fleet or of a device. `name` is the fleet's or the device's; `devices` how many the fleet has; the
/// refusals say why the person may not change a level. `device_name` tells a device's name and address by its number.
#[component]
pub fn VariablesView(
    #[prop(into)] book: Memo<Option<VariableBook>>,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] devices: Signal<u64>,
    #[prop(into)] fleet_refusal: Signal<Option<String>>,
    #[prop(into)] device_refusal: Signal<Option<String>>,
    /// Devices by id, as far as they are known: name and address.
    #[prop(into)]
    device_of: Callback<Vec<i64>, Vec<(String, String)>>,
    #[prop(into)] on_ask: Callback<Ask>,
) -> impl IntoView {
    let desk = Desk {
        book,
        devices,
        fleet_refusal,
        device_refusal,
        editing: RwSignal::new(None),
        is_adding: RwSignal::new(false),
        is_importing: RwSignal::new(false),
        overrides_of: RwSignal::new(None),
        shown: RwSignal::new(HashSet::new()),
        on_ask,
        confirm: use_confirm(),
        toasts: use_toasts(),
    };
    let (text, service, show) = (RwSignal::new(String::new()), RwSignal::new(None::<i64>), RwSignal::new(Show::All));
    let lines = Memo::new(move |_| desk.read(VariableBook::resolved).unwrap_or_default());
    let is_device = desk.peek(|book| book.device.is_some()).unwrap_or(false);
    let own_level = if is_device { Level::Device } else { Level::Fleet };
    let refusal = desk.refusal(own_level);
    let (add, paste) = (move || desk.is_adding.set(true), move || desk.is_importing.set(true));
    use_shortcut("c", "Add a variable", move || {
        if refusal.with_untracked(Option::is_none) {
            add();
        }
    });
    let export = move |kind: String| export::save(desk, &lines.get_untracked(), &name.get_untracked(), &kind);
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    let table = move || {
        if is_empty.get() && !desk.is_adding.get() {
            view! {
                <EmptyState
                    glyph=Glyph::Variables
                    title="No variable yet"
                    actions=move || view! {
                        <Button disabled=refusal on_press=move |()| paste()>"Paste .env…"</Button>
                        <Button kind=ui::button::ButtonKind::Ink icon=Glyph::Plus disabled=refusal on_press=move |()| add()>
                            "Add variable"
                        </Button>
                    }
                >
                    "A variable is part of the environment of the containers: of all services or one, on the whole fleet or one device."
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <Lines desk lines text service show /> }.into_any()
        }
    };
    view! {
        <div class="variables">
            <div class="bar">
                <div class="filter-text">
                    <SearchField
                        label="Find variables"
                        placeholder="Name or value"
                        small=true
                        value=text
                        on_input=move |typed: String| text.set(typed)
                    />
                </div>
                {shows(lines, show, is_device)}
                {move || service_filter(desk, service)}
                <span class="push"></span>
                <Menu
                    label="Export"
                    items=Signal::stored(vec![
                        MenuItem::new("env", "As .env: for all services"),
                        MenuItem::new("csv", "As CSV: set here, by service"),
                    ])
                    glyph=Glyph::Export
                    outlined=true
                    on_choose=export
                />
                <Button size=ButtonSize::Small disabled=refusal on_press=move |()| paste()>"Paste .env…"</Button>
                <Button size=ButtonSize::Small icon=Glyph::Plus shortcut="C" disabled=refusal on_press=move |()| add()>
                    "Add variable"
                </Button>
            </div>
            {move || desk.is_adding.get().then(|| view! { <AddVariable desk /> })}
            <div class="scroll">{table}</div>
            <div class="foot">
                <span>{move || lines.with(|lines| foot(lines, is_device))}</span>
                <span class="only-wide">"Struck values are set but lose to a stronger level"</span>
            </div>
            <ImportSheet desk name />
            <OverridesDialog desk device_of />
        </div>
    }
}

fn foot(lines: &[Resolved], is_device: bool) -> String {
    let names: HashSet<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let overridden = lines.iter().filter(|line| line.has_overridden()).count();
    let all = counted(names.len() as u64, "variable", "variables");
    let overridden = grouped(overridden as u64);
    if is_device {
        let own = lines.iter().filter(|line| line.is_set_on_device()).count();
        format!("{all} · {} set here · {overridden} overridden", grouped(own as u64))
    } else {
        format!("{all} · {overridden} overridden")
    }
}

/// All, set here, overridden, each with its count.
fn shows(lines: Memo<Vec<Resolved>>, show: RwSignal<Show>, is_device: bool) -> impl IntoView {
    let counts = Memo::new(move |_| {
        lines.with(|lines| {
            let count = |show: Show| lines.iter().filter(|line| show.has(line)).count();
            [count(Show::All), count(Show::OnDevice), count(Show::Overridden)]
        })
    });
    move || {
        let [all, own, overridden] = counts.get();
        let mut choices = vec![Choice::new(Show::All, format!("All {all}"))];
        if is_device {
            choices.push(Choice::new(Show::OnDevice, format!("Set on this device {own}")));
        }
        choices.push(Choice::new(Show::Overridden, format!("Overridden {overridden}")));
        view! { <Segmented label="Which variables" choices value=show on_change=move |chosen: Show| show.set(chosen) /> }
    }
}

fn service_filter(desk: Desk, service: RwSignal<Option<i64>>) -> Option<AnyView> {
    const ANY: &str = "any";
    let services = desk.read(|book| book.services.clone()).filter(|services| services.len() > 1)?;
    let options: Vec<SelectOption> = std::iter::once(SelectOption::new(ANY, "Any service"))
        .chain(services.into_iter().map(|service| SelectOption::new(service.id.to_string(), service.name)))
        .collect();
    let value = Signal::derive(move || Some(service.get().map_or_else(|| ANY.to_owned(), |id| id.to_string())));
    let choose = move |chosen: String| service.set(chosen.parse().ok());
    Some(
        view! {
            <div class="service-filter">
                <Select label="Service" hide_label=true small=true options=Signal::stored(options) value on_change=choose />
            </div>
        }
        .into_any(),
    )
}
