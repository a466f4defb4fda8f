//! What was: a device's history, page by page and live, and the samples of its metrics.

use std::collections::BTreeMap;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::device_event::{DeviceEvent, Half, Who};
use model::device_uuid::DeviceUuid;
use model::metric_history::{MetricPast, Moment};
use query::mutation::Mutation;
use query::remote::Remote;
use wire::device_history::{EventRow, GetHistory};
use wire::device_metrics::{GetMetrics, MetricSample};
use wire::live::Topic;

use super::failure::Failure;
use super::hub::use_hub;

/// How often the samples are read anew, in milliseconds: as often as one can be new.
const RESAMPLE: std::time::Duration = std::time::Duration::from_mins(1);

/// A device's history. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    newest: Remote<(), Failure>,
    /// By id.
    known: RwSignal<BTreeMap<i64, DeviceEvent>>,
    has_more: RwSignal<bool>,
    older: Mutation<Failure>,
    load: Callback<Option<i64>>,
}

impl Past {
    /// Newest first, once something is known.
    pub fn events(self) -> Option<Vec<DeviceEvent>> {
        let is_known = self.newest.with(|held| held.value().is_some());
        is_known.then(|| self.known.with(|known| known.values().rev().cloned().collect()))
    }

    /// Why it could not be read.
    pub fn failure(self) -> Option<Failure> {
        self.newest.failure()
    }

    /// There are older ones.
    pub fn has_more(self) -> bool {
        self.has_more.get()
    }

    /// Older ones are on their way, or why they did not come.
    pub const fn older(self) -> Mutation<Failure> {
        self.older
    }

    /// Reads the next page.
    pub fn load_older(self) {
        self.load.run(self.known.with_untracked(|known| known.keys().next().copied()));
    }

    /// Tries again.
    pub fn retry(self) {
        self.newest.refetch();
    }
}

/// Reads and follows the history of a device (whose number is `id`) until the owner goes.
pub fn history(uuid: DeviceUuid, id: Signal<Option<i64>>, half: Signal<Option<Half>>) -> Past {
    let hub = use_hub();
    let (known, has_more) = (RwSignal::new(BTreeMap::new()), RwSignal::new(false));
    let older = Mutation::new();
    let keep = move |events: Vec<EventRow>| {
        let _ = known.try_update(|known: &mut BTreeMap<i64, DeviceEvent>| {
            known.extend(events.into_iter().map(|row| (row.id, event(row))));
        });
    };
    let newest = {
        let uuid = uuid.clone();
        let shown = StoredValue::new(None::<Option<Half>>);
        Remote::keyed(
            move || Some(half.get()),
            move |half| {
                let ask = GetHistory { uuid: uuid.clone(), before: None, of: half };
                async move {
                    let answer = hub.heard(hub.client().call(ask).await)?;
                    // Another half begins anew; the same one grows at its head.
                    if shown.try_get_value().flatten() != Some(half) {
                        let _ = shown.try_update_value(|shown| *shown = Some(half));
                        let _ = known.try_update(BTreeMap::clear);
                        let _ = has_more.try_set(answer.has_more);
                    }
                    keep(answer.events);
                    Ok(())
                }
            },
        )
    };
    let load = Callback::new(move |before: Option<i64>| {
        let ask = GetHistory { uuid: uuid.clone(), before, of: half.get_untracked() };
        let read = async move { hub.heard(hub.client().call(ask).await) };
        older.run(read, move |answer| {
            if let Ok(answer) = answer {
                let _ = has_more.try_set(answer.has_more);
                keep(answer.events);
            }
        });
    });
    Effect::new(move |_| {
        let Some(id) = id.get() else { return };
        hub.follow(Topic::Device { id }, move |event| {
            if matches!(event, TopicEvent::Changed(_) | TopicEvent::Subscribed | TopicEvent::Reset) {
                newest.refetch();
            }
        });
    });
    Past { newest, known, has_more, older, load }
}

fn event(row: EventRow) -> DeviceEvent {
    let who = match row.doer.as_str() {
        "user" => Who::Person { name: row.user, key: row.key },
        "device" => Who::Device,
        "provisioning" => Who::ProvisioningKey,
        _ => Who::Server,
    };
    let (subject, was, became) = (row.subject, row.was, row.became);
    DeviceEvent { id: row.id, at: row.at, kind: row.kind, subject, was, became, who }
}

/// The samples of a day or a week, oldest first, read anew every minute until the owner goes.
pub fn metrics(uuid: DeviceUuid, is_week: Signal<bool>) -> Signal<MetricPast> {
    let hub = use_hub();
    let samples = Remote::<Vec<Moment>, Failure>::keyed(
        move || Some(is_week.get()),
        move |is_week| {
            let ask = GetMetrics { uuid: uuid.clone(), is_week };
            async move { Ok(hub.heard(hub.client().call(ask).await)?.samples.into_iter().map(moment).collect()) }
        },
    );
    if let Ok(handle) = set_interval_with_handle(move || samples.refetch(), RESAMPLE) {
        on_cleanup(move || handle.clear());
    }
    Signal::derive(move || {
        samples.with(|held| match (held.value(), held.failure()) {
            (Some(moments), _) => MetricPast::Known(Vec::clone(moments)),
            // A balena API has no such route.
            (None, Some(Failure::NotFound { .. } | Failure::Refused { .. })) => MetricPast::NotKept,
            (None, Some(failure)) => MetricPast::Failed(failure.to_string()),
            (None, None) => MetricPast::Loading,
        })
    })
}

#[expect(clippy::cast_precision_loss, reason = "percents, degrees and megabytes are exact in a float")]
fn moment(MetricSample(at, cpu, temperature, memory, storage): MetricSample) -> Moment {
    let float = |value: Option<i64>| value.map(|value| value as f64);
    Moment { at, cpu: float(cpu), temperature: float(temperature), memory: float(memory), storage: float(storage) }
}
