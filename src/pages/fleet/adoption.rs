//! Which release runs on how many devices; each row leads to those devices.

use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::fleet::StatusCounts;
use model::release_ref::ReleaseRef;
use query::remote::Remote;
use ui::card::Card;
use ui::chart::histogram::{Histogram, HistogramRow};
use ui::progress::Fill;
use ui::skeleton::SkeletonRows;

use crate::data::adoption::{Adoption, MOST};
use crate::data::failure::Failure;
use crate::parts::failed::Failed;
use crate::routes::device_list::DeviceList;
use crate::routes::place::Place;

/// The card.
#[component]
pub(super) fn AdoptionCard(
    id: i64,
    counts: Memo<StatusCounts>,
    target: Memo<Option<ReleaseRef>>,
    adoption: Remote<Adoption, Failure>,
) -> impl IntoView {
    let is_loading = Memo::new(move |_| adoption.is_loading());
    let rows = Memo::new(move |_| {
        let (total, target) = (counts.get().total(), target.get().map(|target| target.id));
        adoption.with(|held| held.value().map(|found| rows(id, found, total, target)).unwrap_or_default())
    });
    let failed = move || {
        adoption.failure().map(|failure| {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| adoption.refetch() /> }
        })
    };
    let content = move || {
        if is_loading.get() {
            view! { <SkeletonRows label="Releases in the field are loading" rows=3 row=26 /> }.into_any()
        } else if rows.with(Vec::is_empty) && adoption.failure().is_none() {
            view! { <p class="small muted">"No device has said yet what it runs."</p> }.into_any()
        } else {
            view! { <Histogram label="Releases in the field" rows /> }.into_any()
        }
    };
    view! {
        <Card title="Releases in the field">
            <div class="in">{failed}{content}</div>
        </Card>
    }
    .into_any()
}

fn rows(fleet: i64, found: &Adoption, devices: u64, target: Option<i64>) -> Vec<HistogramRow> {
    let told: u64 = found.releases.iter().map(|(_, count)| count).sum();
    let whole = devices.max(told + found.unknown).max(1);
    #[expect(clippy::cast_precision_loss, reason = "counts of devices are far below 2^52")]
    let share = |count: u64| count as f64 / whole as f64;
    let row = |label: String, count: u64| HistogramRow {
        label,
        is_mono: false,
        share: share(count),
        reading: grouped(count),
        note: None,
        fill: Fill::Muted,
        href: None,
    };
    let mut rows: Vec<HistogramRow> = found
        .releases
        .iter()
        .map(|(release, count)| HistogramRow {
            is_mono: true,
            note: (Some(release.id) == target).then(|| "target".to_owned()),
            href: Some(Place::devices_as(fleet, DeviceList::running(release.id)).to_string()),
            ..row(release.label.clone(), *count)
        })
        .collect();
    let beyond = devices.saturating_sub(told + found.unknown);
    if beyond > 0 && found.releases.len() as u64 == MOST {
        rows.push(row("Other releases".to_owned(), beyond));
    }
    if found.unknown > 0 {
        let words = counted(found.unknown, "device has", "devices have");
        rows.push(HistogramRow { note: Some(format!("{words} not said")), ..row("Unknown".to_owned(), found.unknown) });
    }
    rows
}
