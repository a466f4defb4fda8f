//! Every fleet with its devices counted by state, kept up to date for the whole frame.

use std::collections::HashMap;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::fleet::{Fleet, StatusCounts};
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::application::ApplicationRow;
use wire::rows::device::DeviceInFleet;
use wire::rows::device_type::DeviceTypeRow;
use wire::rows::release::ReleaseName;

use super::changes::{Changes, Dirty};
use super::convert;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// The rows as they came, and each device's fleet and state.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetBook {
    rows: Vec<ApplicationRow>,
    devices: HashMap<i64, (i64, DeviceStatus)>,
}

impl FleetBook {
    fn fleets(&self) -> Vec<Fleet> {
        let count = |id: i64| {
            let states = self.devices.values().filter(|(fleet, _)| *fleet == id).map(|(_, state)| *state);
            StatusCounts::of(states)
        };
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
    let changes = Changes::new(hub, move |dirty| Box::pin(read_again(hub, book, dirty)));
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
        .order_by(asc("app_name"))
}

fn device_query() -> Query {
    Query::of(DeviceInFleet::RESOURCE).select(DeviceInFleet::SELECT.iter().copied())
}

fn by_id(rows: Vec<DeviceInFleet>) -> impl Iterator<Item = (i64, (i64, DeviceStatus))> {
    rows.into_iter().filter_map(|row| Some((row.id, (row.belongs_to__application?.id, row.overall_status))))
}

async fn read(hub: Hub) -> Result<FleetBook, Failure> {
    let client = hub.client();
    let (rows, devices) =
        futures_util::future::try_join(client.rows(fleet_query()), client.rows(device_query())).await?;
    Ok(FleetBook { rows, devices: by_id(devices).collect() })
}

async fn read_again(hub: Hub, book: Remote<FleetBook, Failure>, dirty: Dirty) {
    match dirty {
        Dirty::All => {
            let result = hub.heard(read(hub).await);
            book.settle(result);
        }
        Dirty::Devices(ids) => {
            let query = device_query().filter(field("id").one_of(ids.iter().copied()));
            match hub.heard(hub.client().rows(query).await) {
                Ok(rows) => book.merge(|book| {
                    book.devices.retain(|id, _| !ids.contains(id));
                    book.devices.extend(by_id(rows));
                }),
                Err(_) => book.refetch(),
            }
        }
    }
}
