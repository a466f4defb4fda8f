//! What a device's machine does now and did lately: four meters, each with a line, and the age of the report.

use leptos::prelude::*;
use model::device::Metrics;
use model::figure::{percent, used_of};
use model::metric_history::{DAY, MetricPast, Moment, WEEK, line};
use ui::card::Card;
use ui::chart::sparkline::Sparkline;
use ui::meter::Meter;
use ui::relative_time::RelativeTime;
use ui::segmented::{Choice, Segmented};

/// A temperature that fills the meter, in °C: where boards throttle hard.
const HOT: f64 = 100.0;

/// `reported_at` and `now` in milliseconds since 1970. `past` is of a day, or of a week when `is_week`.
#[component]
pub fn MetricsCard(
    #[prop(into)] metrics: Signal<Option<Metrics>>,
    #[prop(into)] reported_at: Signal<Option<i64>>,
    #[prop(into)] now: Signal<i64>,
    #[prop(into)] past: Signal<MetricPast>,
    is_week: RwSignal<bool>,
    /// Its power supply was too weak.
    #[prop(into)]
    is_undervolted: Signal<bool>,
) -> impl IntoView {
    let known = Memo::new(move |_| metrics.get().is_some_and(|metrics| metrics != Metrics::default()));
    let of = move |read: fn(&Metrics) -> Option<f64>| metrics.with(|metrics| metrics.as_ref().and_then(read));
    let row = move |label: &'static str,
                    share: fn(&Metrics) -> Option<f64>,
                    reading: fn(&Metrics) -> Option<String>,
                    then: fn(&Moment) -> Option<f64>,
                    top: Signal<Option<f64>>| {
        let share = Signal::derive(move || of(share));
        let reading = Signal::derive(move || metrics.with(|metrics| metrics.as_ref().and_then(reading)));
        view! {
            <div class="metric">
                <Meter label share reading />
                <Trend label past now is_week then top />
            </div>
        }
        .into_any()
    };
    let spans = vec![Choice::new(false, "24 h"), Choice::new(true, "7 d")];
    let has_past = Memo::new(move |_| past.with(|past| matches!(past, MetricPast::Known(_) | MetricPast::Loading)));
    view! {
        <Card
            title="Metrics"
            aside=move || view! { <span class="faint"><RelativeTime at=reported_at now suffix=" ago" /></span> }
            actions=move || {
                let spans = spans.clone();
                has_past
                    .get()
                    .then(|| view! { <Segmented label="Span" choices=spans value=is_week on_change=move |week| is_week.set(week) /> })
            }
        >
            <div class="in metrics">
                {row("CPU", |m| m.cpu_percent.map(|cpu| cpu / 100.0), |m| m.cpu_percent.map(percent), |then| then.cpu, Signal::stored(Some(100.0)))}
                {row(
                    "Memory",
                    |m| portion(m.memory_used, m.memory_total),
                    |m| Some(used_of(m.memory_used?, m.memory_total?)),
                    |then| then.memory,
                    Signal::derive(move || of(|m| m.memory_total)),
                )}
                {row(
                    "Storage",
                    |m| portion(m.storage_used, m.storage_total),
                    |m| Some(used_of(m.storage_used?, m.storage_total?)),
                    |then| then.storage,
                    Signal::derive(move || of(|m| m.storage_total)),
                )}
                {row(
                    "Temp",
                    |m| m.temperature.map(|degrees| degrees / HOT),
                    |m| m.temperature.map(|degrees| format!("{degrees:.0} °C")),
                    |then| then.temperature,
                    Signal::stored(Some(HOT)),
                )}
                {move || match past.get() {
                    MetricPast::NotKept => Some("This server keeps no history of metrics.".to_owned()),
                    MetricPast::Failed(why) => Some(why),
                    MetricPast::Loading | MetricPast::Known(_) => None,
                }
                .map(|words| view! { <p class="small muted">{words}</p> })}
                {move || (!known.get()).then(|| view! {
                    <p class="small muted">"The device has reported no metrics: they may be switched off in its configuration."</p>
                })}
                {move || is_undervolted.get().then(|| view! {
                    <p class="small warn-t">"Undervoltage since its last start: its power supply is too weak."</p>
                })}
            </div>
        </Card>
    }
}

/// The line under a meter.
#[component]
fn Trend(
    label: &'static str,
    past: Signal<MetricPast>,
    now: Signal<i64>,
    is_week: RwSignal<bool>,
    then: fn(&Moment) -> Option<f64>,
    top: Signal<Option<f64>>,
) -> impl IntoView {
    // The clock ticks every second; the line moves once a minute.
    let minute = Memo::new(move |_| now.get() / 60_000);
    let points = Memo::new(move |_| {
        let grid = if is_week.get() { WEEK } else { DAY };
        past.with(|past| match past {
            MetricPast::Known(moments) => line(moments, grid, minute.get() * 60_000, then),
            _ => Vec::new(),
        })
    });
    let words = Signal::derive(move || {
        let span = if is_week.get() { "7 days" } else { "24 hours" };
        let (least, most) = points.with(|points| {
            points
                .iter()
                .flatten()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)))
        });
        if least > most {
            format!("{label}, last {span}: nothing known")
        } else {
            format!("{label}, last {span}: {least:.0} to {most:.0}")
        }
    });
    let is_drawn = Memo::new(move |_| points.with(|points| points.iter().any(Option::is_some)));
    move || is_drawn.get().then(|| view! { <Sparkline label=words points top=top height=20 /> })
}

fn portion(used: Option<f64>, total: Option<f64>) -> Option<f64> {
    Some(used? / total.filter(|total| *total > 0.0)?)
}
