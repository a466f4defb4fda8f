//! The devices of one fleet in columns: the first rows at once, the rest in parts, changes row by row.

pub mod fields;
pub mod fill;
mod names;
mod read;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::device::Device;
use table::table::Table;
use wire::live::Topic;

use self::read::Reader;
use super::changes::{Changes, Dirty};
use super::failure::Failure;
use super::hub::use_hub;

/// How much of the fleet is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing yet.
    Begins,
    /// The first rows by name and some of the others.
    Part,
    /// Every device.
    Whole,
}

/// A fleet's devices in columns ([`fields`]). Copy; lives as long as its owner.
#[derive(Debug, Clone, Copy)]
pub struct DeviceTable {
    table: RwSignal<Table>,
    reading: RwSignal<Reading>,
    failure: RwSignal<Option<Failure>>,
    changes: Changes,
}

/// Reads and follows the devices of a fleet until the owner goes.
pub fn of(fleet: i64) -> DeviceTable {
    let hub = use_hub();
    let reader = Rc::new(RefCell::new(Reader::new(hub, fleet)));
    let table = RwSignal::new(Table::new(fields::schema()));
    let reading = RwSignal::new(Reading::Begins);
    let failure = RwSignal::new(None);
    let changes = Changes::new(hub, move |dirty| {
        let reader = Rc::clone(&reader);
        Box::pin(async move {
            let read = match dirty {
                Dirty::All => read_all(&reader, table, reading).await,
                Dirty::Devices(ids) => read_some(&reader, table, &ids).await,
            };
            if let Err(error) = hub.heard(read) {
                let _ = failure.try_set(Some(error));
            } else if failure.try_with_untracked(Option::is_some) == Some(true) {
                failure.set(None);
            }
        })
    });
    changes.all_now();
    let is_followed = std::cell::Cell::new(false);
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) => {
            let mut ids = Vec::new();
            for row in rows {
                match (row.resource.as_str(), row.device) {
                    ("device", _) => ids.push(row.id),
                    (_, Some(device)) => ids.push(device),
                    // The fleet's target or a release's name: every row shows them.
                    (_, None) => changes.all(),
                }
            }
            changes.devices(ids);
        }
        // From here on every change is told; what was read before is looked at once more.
        TopicEvent::Subscribed if !is_followed.replace(true) => {
            if let Some(read) = table.try_with_untracked(|table| table.ids().collect::<Vec<_>>()) {
                changes.devices(read);
            }
        }
        TopicEvent::Reset => changes.all(),
        _ => {}
    });
    DeviceTable { table, reading, failure, changes }
}

type Shared = Rc<RefCell<Reader>>;

async fn read_all(reader: &Shared, table: RwSignal<Table>, reading: RwSignal<Reading>) -> Result<(), Failure> {
    let mut pass = Reader::begin(reader).await?;
    let mut seen = BTreeSet::new();
    while let Some(rows) = Reader::next(reader, &mut pass).await? {
        seen.extend(rows.iter().map(|row| row.id));
        let gone = table.try_update(|table| reader.borrow_mut().fill(table, &rows)).is_none();
        if gone {
            return Ok(());
        }
        let _ = reading.try_update(|reading| {
            if *reading == Reading::Begins {
                *reading = Reading::Part;
            }
        });
    }
    let _ = table.try_maybe_update(|table| {
        let gone: Vec<i64> = table.ids().filter(|id| !seen.contains(id)).collect();
        for id in &gone {
            table.remove(*id);
        }
        (!gone.is_empty(), ())
    });
    let _ = reading.try_set(Reading::Whole);
    Ok(())
}

async fn read_some(reader: &Shared, table: RwSignal<Table>, ids: &BTreeSet<i64>) -> Result<(), Failure> {
    let rows = Reader::by_id(reader, ids).await?;
    let came: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let _ = table.try_maybe_update(|table| {
        let mut is_changed = reader.borrow_mut().fill(table, &rows);
        for id in ids.difference(&came) {
            is_changed |= table.remove(*id);
        }
        (is_changed, ())
    });
    Ok(())
}

impl DeviceTable {
    /// Reads the table, reactively: it is heard of once a batch of changes.
    pub fn with<O>(self, read: impl FnOnce(&Table) -> O) -> O {
        self.table.with(read)
    }

    /// Reads the table without following it.
    pub fn with_untracked<O>(self, read: impl FnOnce(&Table) -> O) -> O {
        self.table.with_untracked(read)
    }

    /// Rises with every batch, reactively; read the table untracked after it.
    pub fn track(self) {
        self.table.track();
    }

    /// How much is here.
    pub fn reading(self) -> Signal<Reading> {
        self.reading.into()
    }

    /// Why the last attempt failed; what is here stays.
    pub fn failure(self) -> Signal<Option<Failure>> {
        self.failure.into()
    }

    /// Reads everything again; what is here stays until then.
    pub fn refetch(self) {
        self.changes.all();
    }

    /// A device by id, as it is now, not followed.
    pub fn device(self, id: i64) -> Option<Device> {
        self.table.with_untracked(|table| fill::device(table, table.row_of(id)?))
    }
}
