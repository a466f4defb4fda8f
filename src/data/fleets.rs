//! Every fleet with its devices counted by state, kept up to date for the whole frame.

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::fleet::Fleet;
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::application::ApplicationRow;
use wire::rows::device_type::DeviceTypeRow;
use wire::rows::release::ReleaseName;

use super::changes::{Changes, Dirty};
use super::convert;
use super::failure::Failure;
use super::fleet_counts::{self, Counts};
use super::hub::{Hub, use_hub};

/// The rows as they came, and their devices counted.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetBook {
    rows: Vec<ApplicationRow>,
    counts: Counts,
}

impl FleetBook {
    fn fleets(&self) -> Vec<Fleet> {
        let counts = self.counts.by_fleet();
        let count = |id: i64| counts.get(&id).copied().unwrap_or_default();
        self.rows.iter().map(|row| convert::fleet(row.clone(), count(row.id))).collect()
    }
}

/// The fleets a person may see. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Fleets {
    book: Remote<FleetBook, Failure>,
    list: Memo<Option<Vec<Fleet>>>,
}

/// What is known of one fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The fleets are not known yet.
    Unknown,
    /// There is no such fleet, or it may not be seen.
    Missing,
    There(Fleet),
}

impl Found {
    /// The fleet, if it is there.
    pub fn fleet(self) -> Option<Fleet> {
        match self {
            Self::There(fleet) => Some(fleet),
            Self::Unknown | Self::Missing => None,
        }
    }
}

/// Reads and follows the fleets; once, by the frame of a signed-in person.
pub fn provide_fleets() -> Fleets {
    let hub = use_hub();
    let book = Remote::new(move || async move { hub.heard(read(hub).await) });
    let recount = Changes::new(hub, move |_| Box::pin(count_again(hub, book)));
    let changes = Changes::new(hub, move |dirty| Box::pin(read_again(hub, book, recount, dirty)));
    hub.follow(Topic::Fleets, move |event| match event {
        TopicEvent::Changed(rows) => {
            let mut devices = Vec::new();
            for row in rows {
                match (row.resource.as_str(), row.device) {
                    ("device", _) => devices.push(row.id),
                    (_, Some(device)) => devices.push(device),
                    (_, None) => changes.all(),
                }
            }
            changes.devices(devices);
        }
        TopicEvent::Subscribed | TopicEvent::Reset => changes.all(),
        _ => {}
    });
    let list = Memo::new(move |_| book.with(|held| held.value().map(FleetBook::fleets)));
    let fleets = Fleets { book, list };
    provide_context(fleets);
    fleets
}

/// The fleets of the frame one is in.
pub fn use_fleets() -> Fleets {
    use_context().unwrap_or_else(provide_fleets)
}

impl Fleets {
    /// All of them by name, once they are known.
    pub fn list(self) -> Memo<Option<Vec<Fleet>>> {
        self.list
    }

    /// One of them.
    pub fn one(self, id: i64) -> Memo<Found> {
        let list = self.list;
        Memo::new(move |_| {
            list.with(|list| match list {
                None => Found::Unknown,
                Some(list) => {
                    list.iter().find(|fleet| fleet.id == id).map_or(Found::Missing, |fleet| Found::There(fleet.clone()))
                }
            })
        })
    }

    /// Why they could not be read last.
    pub fn failure(self) -> Option<Failure> {
        self.book.failure()
    }

    /// Asks again.
    pub fn refetch(self) {
        self.book.refetch();
    }
}

fn fleet_query() -> Query {
    Query::of(ApplicationRow::RESOURCE)
        .select(ApplicationRow::SELECT.iter().copied())
        .filter(field("is_of__class").eq("fleet").and(field("is_host").eq(false)))
        .expand(Expand::of("is_for__device_type").select(DeviceTypeRow::SELECT.iter().copied()))
        .expand(Expand::of("should_be_running__release").select(ReleaseName::SELECT.iter().copied()))
        .expand(Expand::count("owns__release"))
        .expand(Expand::count("owns__device"))
        .order_by(asc("app_name"))
}

async fn read(hub: Hub) -> Result<FleetBook, Failure> {
    let client = hub.client();
    let (rows, first) = futures_util::future::try_join(client.rows(fleet_query()), fleet_counts::first(hub)).await?;
    let counts = Counts::read(hub, &rows, first).await?;
    Ok(FleetBook { rows, counts })
}

async fn read_again(hub: Hub, book: Remote<FleetBook, Failure>, recount: Changes, dirty: Dirty) {
    match dirty {
        Dirty::All => {
            let result = hub.heard(read(hub).await);
            book.settle(result);
        }
        Dirty::Devices(ids) => {
            // A device that is not listed is one of a large fleet, or new: either way its fleet is counted again.
            let counts = book.with_untracked(|held| held.value().map(|book| book.counts.clone()));
            let has_large = counts.as_ref().is_some_and(Counts::has_large);
            let (known, other): (Vec<i64>, Vec<i64>) =
                ids.into_iter().partition(|id| !has_large || counts.as_ref().is_some_and(|counts| counts.lists(*id)));
            if !other.is_empty() {
                recount.all();
            }
            if known.is_empty() {
                return;
            }
            match hub.heard(fleet_counts::of_devices(hub, &known).await) {
                Ok(rows) => book.merge(|book| book.counts.merge(&known, rows)),
                Err(_) => book.refetch(),
            }
        }
    }
}

/// Counts the devices of large fleets again, and rests.
async fn count_again(hub: Hub, book: Remote<FleetBook, Failure>) {
    let result = hub.heard(read(hub).await);
    book.settle(result);
    hub.client().transport().sleep(fleet_counts::REST_MS).await;
}
