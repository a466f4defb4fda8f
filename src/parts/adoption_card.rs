//! Which release runs on how many devices.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::device::Device;
use model::figure::{UNKNOWN, grouped};
use ui::card::Card;
use ui::progress::ProgressBar;

use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// None: devices that have not said what they run.
    id: Option<i64>,
    label: String,
    count: u64,
    total: u64,
}

fn lines(devices: &[Device]) -> Vec<Line> {
    let mut counts = BTreeMap::<Option<i64>, (String, u64)>::new();
    for device in devices {
        let running = device.running.as_ref();
        let label = running.map_or(UNKNOWN, |release| release.label.as_str());
        counts.entry(running.map(|release| release.id)).or_insert_with(|| (label.to_owned(), 0)).1 += 1;
    }
    let total = devices.len() as u64;
    // Newest first: numbers rise with time.
    counts.into_iter().rev().map(|(id, (label, count))| Line { id, label, count, total }).collect()
}

/// Each line leads to its devices.
#[component]
pub fn AdoptionCard(fleet: i64, #[prop(into)] devices: Signal<Vec<Device>>) -> impl IntoView {
    let lines = Memo::new(move |_| devices.with(|devices| lines(devices)));
    let rows = move || {
        lines
            .get()
            .into_iter()
            .map(|line| {
                let text = format!("{} devices of {} run {}", grouped(line.count), grouped(line.total), line.label);
                #[expect(clippy::cast_precision_loss, reason = "counts of devices are far below 2^52")]
                let share = (line.total > 0).then(|| line.count as f64 / line.total as f64);
                let label = match line.id {
                    Some(id) => {
                        let href = Place::devices_as(fleet, DeviceList::running(id)).to_string();
                        view! { <a class="mono link cut" href=href>{line.label}</a> }.into_any()
                    }
                    None => view! { <span class="mono muted">{line.label}</span> }.into_any(),
                };
                view! {
                    <li class="adoption">
                        {label}
                        <ProgressBar value=Signal::stored(share) text=text />
                        <span class="num small">{grouped(line.count)}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Card title="Releases in the field">
            <ul class="in">{rows}</ul>
        </Card>
    }
}
