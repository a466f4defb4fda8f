//! Configuration: every variable the device type has, in plain words, with the fleet's value beside the device's.

mod custom;
mod desk;
mod line;

use leptos::prelude::*;
use model::configuration::{ConfigBook, ConfigLine};
use ui::button::{Button, ButtonSize};
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::segmented::{Choice, Segmented};

use self::custom::AddCustom;
use self::desk::Desk;
pub use self::desk::{AskConfigWrite, ConfigWrite};
use self::line::Line;
use crate::services::confirm::use_confirm;

/// Which lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Set,
}

/// The configuration of a fleet or of a device. `devices`: how many the fleet has; `refusal`: why nothing may be changed.
#[component]
pub fn ConfigurationView(
    #[prop(into)] book: Memo<Option<ConfigBook>>,
    #[prop(into)] devices: Signal<u64>,
    #[prop(into)] refusal: Signal<Option<String>>,
    /// The fleet's slug or the device's uuid.
    #[prop(into)]
    called: Signal<String>,
    #[prop(into)] on_ask: Callback<AskConfigWrite>,
) -> impl IntoView {
    let is_device = book.with_untracked(|book| book.as_ref().is_some_and(|book| book.device.is_some()));
    let desk = Desk { book, devices, refusal, on_ask, confirm: use_confirm(), is_device, called };
    let lines = Memo::new(move |_| book.with(|book| book.as_ref().map(ConfigBook::lines)).unwrap_or_default());
    let (text, show, is_adding) = (RwSignal::new(String::new()), RwSignal::new(Show::All), RwSignal::new(false));
    let found = Memo::new(move |_| {
        let (text, show) = (text.get().trim().to_lowercase(), show.get());
        let has = |held: &str| held.to_lowercase().contains(&text);
        let fits = |line: &&ConfigLine| {
            let own = if is_device { &line.of_device } else { &line.of_fleet };
            (show == Show::All || own.is_some())
                && (text.is_empty()
                    || has(&line.field.name)
                    || has(&line.field.title())
                    || has(&line.field.description))
        };
        lines.with(|lines| lines.iter().filter(fits).map(|line| line.field.name.clone()).collect::<Vec<_>>())
    });
    let none = move || {
        found.with(Vec::is_empty).then(|| {
            let clear = move |()| {
                text.set(String::new());
                show.set(Show::All);
            };
            view! {
                <div class="bar">
                    <span class="muted">"No configuration matches this filter."</span>
                    <Button size=ButtonSize::Small on_press=clear>"Clear filters"</Button>
                </div>
            }
        })
    };
    let own = if is_device { "Set on this device" } else { "Set for the fleet" };
    view! {
        <div class="variables configuration">
            <div class="bar">
                <div class="filter-text">
                    <SearchField
                        label="Find configuration"
                        placeholder="Name or description"
                        small=true
                        value=text
                        on_input=move |typed: String| text.set(typed)
                    />
                </div>
                <Segmented
                    label="Which configuration"
                    choices=vec![Choice::new(Show::All, "All"), Choice::new(Show::Set, own)]
                    value=show
                    on_change=move |chosen: Show| show.set(chosen)
                />
                <span class="push"></span>
                <Button size=ButtonSize::Small icon=Glyph::Plus disabled=refusal on_press=move |()| is_adding.set(true)>
                    "Add custom configuration"
                </Button>
            </div>
            {move || is_adding.get().then(|| view! { <AddCustom desk is_adding /> })}
            <div class="scroll">
                <ul class="config-lines" aria-label="Configuration">
                    <For each=move || found.get() key=Clone::clone let:name>
                        <Line desk lines name />
                    </For>
                </ul>
                {none}
            </div>
        </div>
    }
}
