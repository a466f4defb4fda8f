//! How many devices were not as they should be, over the last day or week.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::figure::grouped;
use model::fleet::StatusCounts;
use ui::card::Card;
use ui::chart::columns::{Series, StackedColumns, TimeColumn};
use ui::segmented::{Choice, Segmented};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::time_words::{clock, day_and_clock};
use crate::data::fleet_states::{self, History, Sample, Span};
use crate::parts::failed::Failed;
use crate::services::clock::use_now;
use crate::services::kept::{keep, kept};

/// Where the choice of the span is kept.
const KEPT_SPAN: &str = "overview.span";

/// What is drawn, from the bottom: its word, its states, its mark.
const DRAWN: [(&str, &[DeviceStatus], Tone, Shape); 3] = [
    ("Disconnected", &[DeviceStatus::Disconnected], Tone::Idle, Shape::Ring),
    ("Reduced functionality", &[DeviceStatus::ReducedFunctionality], Tone::Warn, Shape::Triangle),
    (
        "Updating or configuring",
        &[DeviceStatus::Updating, DeviceStatus::Configuring, DeviceStatus::PostProvisioning],
        Tone::Busy,
        Shape::Arc,
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Back {
    Day,
    Week,
}

impl Back {
    const fn word(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
        }
    }

    const fn span(self) -> Span {
        match self {
            Self::Day => Span { back: 86_400_000, every: 900 },
            Self::Week => Span { back: 7 * 86_400_000, every: 7_200 },
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Day => "last 24 h",
            Self::Week => "last 7 d",
        }
    }

    fn moment(self, millis: i64) -> String {
        match self {
            Self::Day => clock(millis),
            Self::Week => day_and_clock(millis),
        }
    }
}

/// The card. The last column is what is counted now; where the server keeps no past, it says so.
#[component]
pub(super) fn StatesCard(id: i64, counts: Memo<StatusCounts>) -> impl IntoView {
    let now = use_now();
    let back =
        RwSignal::new(if kept(KEPT_SPAN).as_deref() == Some(Back::Week.word()) { Back::Week } else { Back::Day });
    let history = fleet_states::of(id, Signal::derive(move || back.get().span()));
    // The chart moves on by its slots, not by the second.
    let slot = Memo::new(move |_| now.get() / (i64::from(back.get().span().every) * 1_000));
    let is_kept = Memo::new(move |_| history.with(|held| !matches!(held.value(), Some(History::NotKept))));
    let columns = Memo::new(move |_| {
        let back = back.get();
        history.with(|held| {
            let samples = match held.value() {
                Some(History::Kept { samples, .. }) => samples.as_slice(),
                _ => &[],
            };
            columns_of(samples, back, slot.get(), &counts.get())
        })
    });
    let ticks = Memo::new(move |_| {
        let (back, slot) = (back.get(), slot.get());
        let (every, count) = (i64::from(back.span().every) * 1_000, slots(back));
        let mut ticks: Vec<String> =
            (0..4).map(|part| back.moment((slot - count + 1 + part * count / 4) * every)).collect();
        ticks.push("now".to_owned());
        ticks
    });
    let label = Signal::derive(move || {
        let counts = counts.get();
        let words: Vec<String> = DRAWN
            .iter()
            .map(|(word, states, ..)| format!("{} {}", grouped(counts.in_any(states)), word.to_lowercase()))
            .collect();
        format!("Devices that were not operational, {}; now {}", back.get().label(), words.join(", "))
    });
    let aside = move || {
        let counts = counts.get();
        let not: u64 = DRAWN.iter().map(|(_, states, ..)| counts.in_any(states)).sum();
        let words = format!("{}, now {} of {}", back.get().label(), grouped(not), grouped(counts.total()));
        view! { <span class="faint cut">{words}</span> }
    };
    let choose = move |chosen: Back| {
        keep(KEPT_SPAN, chosen.word());
        back.set(chosen);
    };
    let actions = move || {
        view! {
            <Segmented
                label="Range"
                choices=vec![Choice::new(Back::Day, "24 h"), Choice::new(Back::Week, "7 d")]
                value=back
                on_change=choose
            />
        }
    };
    let failed = move || {
        history.failure().map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| history.refetch() /> }
        })
    };
    view! {
        <Card title="Not operational" aside actions>
            <div class="in">
                {failed}
                {move || {
                    if is_kept.get() {
                        let series =
                            DRAWN.iter().map(|(word, _, tone, _)| Series::new(*word, *tone)).collect::<Vec<_>>();
                        view! {
                            <StackedColumns label series columns ticks />
                            <div class="legend">
                                {move || {
                                    let has_gap = columns.with(|all| all.iter().any(|column| column.values.is_none()));
                                    has_gap.then(|| view! { <span class="small faint">"Hatched: nobody counted"</span> })
                                }}
                                {DRAWN.map(|(word, _, tone, shape)| view! { <StateLabel tone shape>{word}</StateLabel> }).collect_view()}
                            </div>
                        }
                            .into_any()
                    } else {
                        view! {
                            <p class="muted">
                                "This server does not count a fleet's states over time. Binnacle's own platform does, each minute; the balena API has no such route."
                            </p>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Card>
    }
    .into_any()
}

fn slots(back: Back) -> i64 {
    let span = back.span();
    span.back / (i64::from(span.every) * 1_000)
}

/// One column a slot up to the present one, which is as it is counted now.
fn columns_of(samples: &[Sample], back: Back, slot: i64, now: &StatusCounts) -> Vec<TimeColumn> {
    let every = i64::from(back.span().every) * 1_000;
    let values = |count: &dyn Fn(DeviceStatus) -> u64| {
        #[expect(clippy::cast_precision_loss, reason = "counts of devices are far below 2^52")]
        let sum = |states: &[DeviceStatus]| states.iter().map(|state| count(*state)).sum::<u64>() as f64;
        DRAWN.iter().map(|(_, states, ..)| sum(states)).collect::<Vec<f64>>()
    };
    (slot - slots(back) + 1..=slot)
        .map(|at| {
            if at == slot {
                return TimeColumn { label: "now".to_owned(), values: Some(values(&|state| now.get(state))) };
            }
            let sample = samples.iter().find(|sample| sample.at / every == at);
            let values = sample.map(|sample| {
                values(&|state| sample.states.iter().filter(|(other, _)| *other == state).map(|(_, count)| count).sum())
            });
            TimeColumn { label: back.moment(at * every), values }
        })
        .collect()
}
