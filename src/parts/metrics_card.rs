//! What a device's machine does now: four meters and the age of the report.

use leptos::prelude::*;
use model::device::Metrics;
use model::figure::{percent, used_of};
use ui::card::Card;
use ui::meter::Meter;
use ui::relative_time::RelativeTime;

/// A temperature that fills the meter, in °C: where boards throttle hard.
const HOT: f64 = 100.0;

/// `reported_at` and `now` in milliseconds since 1970.
#[component]
pub fn MetricsCard(
    #[prop(into)] metrics: Signal<Option<Metrics>>,
    #[prop(into)] reported_at: Signal<Option<i64>>,
    #[prop(into)] now: Signal<i64>,
) -> impl IntoView {
    let share = move |read: fn(&Metrics) -> Option<f64>| {
        Signal::derive(move || metrics.get().and_then(|metrics| read(&metrics)))
    };
    let reading = move |read: fn(&Metrics) -> Option<String>| {
        Signal::derive(move || metrics.get().and_then(|metrics| read(&metrics)))
    };
    view! {
        <Card title="Metrics" aside=move || view! { <span class="faint"><RelativeTime at=reported_at now suffix=" ago" /></span> }>
            <div class="in metrics">
                <Meter
                    label="CPU"
                    share=share(|metrics| metrics.cpu_percent.map(|cpu| cpu / 100.0))
                    reading=reading(|metrics| metrics.cpu_percent.map(percent))
                />
                <Meter
                    label="Memory"
                    share=share(|metrics| portion(metrics.memory_used, metrics.memory_total))
                    reading=reading(|metrics| Some(used_of(metrics.memory_used?, metrics.memory_total?)))
                />
                <Meter
                    label="Storage"
                    share=share(|metrics| portion(metrics.storage_used, metrics.storage_total))
                    reading=reading(|metrics| Some(used_of(metrics.storage_used?, metrics.storage_total?)))
                />
                <Meter
                    label="Temp"
                    share=share(|metrics| metrics.temperature.map(|degrees| degrees / HOT))
                    reading=reading(|metrics| metrics.temperature.map(|degrees| format!("{degrees:.0} °C")))
                />
            </div>
        </Card>
    }
}

fn portion(used: Option<f64>, total: Option<f64>) -> Option<f64> {
    Some(used? / total.filter(|total| *total > 0.0)?)
}
