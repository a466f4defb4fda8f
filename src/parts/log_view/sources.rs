//! The bar of what writes: services to show or hide, the least level, the zone.

use leptos::prelude::*;
use logs::level::Level;
use logs::line::SUPERVISOR;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::chip::ToggleChip;
use ui::segmented::{Choice, Segmented};

use super::clock::Zone;
use super::panel::Panel;
use super::query::{level_of, shows_source, toggled, with_level};
use super::row::swatch;
use crate::routes::log_query::LogQuery;

/// Chips of the sources, the least level, the zone.
#[component]
pub(super) fn SourceBar(panel: Panel, services: Signal<Vec<String>>) -> impl IntoView {
    let query = panel.query;
    let names = Memo::new(move |_| {
        let mut names = services.get();
        panel.drawn.with(|shown| {
            for (source, _) in shown.sources.iter().filter(|(source, _)| source != SUPERVISOR) {
                if !names.contains(source) {
                    names.push(source.clone());
                }
            }
        });
        names.push(SUPERVISOR.to_owned());
        names
    });
    let chip = move |name: String| {
        let rows = {
            let name = name.clone();
            Memo::new(move |_| {
                panel
                    .drawn
                    .with(|shown| shown.sources.iter().find(|(source, _)| *source == name).map_or(0, |(_, rows)| *rows))
            })
        };
        let (shown, turned, only) = (name.clone(), name.clone(), name.clone());
        view! {
            // Two presses cancel out, so that a double press may mean "this one only".
            <span class="chip-slot" on:dblclick=move |_| {
                panel.change(|query| LogQuery { sources: Some(vec![only.clone()]), ..query });
            }>
                <ToggleChip
                    pressed=Signal::derive(move || query.with(|query| shows_source(query, &shown)))
                    on_toggle=move |_| panel.change(|query| names.with_untracked(|names| toggled(&query, &turned, names)))
                    swatch=swatch(&name)
                    count=Signal::derive(move || brief(rows.get()))
                >
                    {if name == SUPERVISOR { "Supervisor".to_owned() } else { name }}
                </ToggleChip>
            </span>
        }
    };
    let of_level = move |level: Level| {
        Signal::derive(move || {
            let rows = panel.drawn.with(|shown| shown.levels.get(level as usize).copied().unwrap_or_default());
            if rows == 0 { String::new() } else { brief(rows) }
        })
    };
    view! {
        <div class="bar log-bar">
            <div class="log-sources" role="group" aria-label="Services">
                <For each=move || names.get() key=Clone::clone children=chip />
                {move || query.with(|query| query.sources.is_some()).then(|| view! {
                    <Button
                        kind=ButtonKind::Ghost
                        size=ButtonSize::Small
                        on_press=move |()| panel.change(|query| LogQuery { sources: None, ..query })
                    >"Show all"</Button>
                })}
            </div>
            <span class="push"></span>
            <Segmented
                label="Least level"
                choices=vec![
                    Choice::new(Level::Debug, "All levels"),
                    Choice::new(Level::Info, "Info"),
                    Choice::new(Level::Warn, "Warn").counted(of_level(Level::Warn)),
                    Choice::new(Level::Error, "Error").counted(of_level(Level::Error)),
                ]
                value=Signal::derive(move || query.with(level_of))
                on_change=move |level| panel.change(|query| with_level(query, level))
            />
            <Segmented
                label="Time zone"
                choices=vec![
                    Choice::new(Zone::Local, "Local"),
                    Choice::new(Zone::Utc, "UTC"),
                    Choice::new(Zone::Relative, "Ago"),
                ]
                value=panel.clock.zone
                on_change=move |zone| panel.clock.zone.set(zone)
            />
        </div>
    }
}

/// A count as a chip has room for: `412`, `9.2 k`, `31 k`.
pub(super) fn brief(count: u32) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{} k", count / 1000, count % 1000 / 100),
        10_000..1_000_000 => format!("{} k", count / 1000),
        _ => format!("{}.{} M", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn counts_are_short() {
        assert_eq!([0, 412, 9_249, 31_999, 1_250_000].map(brief), ["0", "412", "9.2 k", "31 k", "1.2 M"]);
    }
}
