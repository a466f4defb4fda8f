//! The devices of one fleet, kept up to date row by row.

use std::cell::RefCell;
use std::rc::Rc;

use client::live::event::TopicEvent;
use model::device::Device;
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::device::DeviceRow;
use wire::rows::device_tag::DeviceTagRow;
use wire::rows::device_type::DeviceTypeRow;
use wire::rows::release::ReleaseName;

use super::changes::{Changes, Dirty};
use super::convert::{self, Progress};
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// A fleet's devices, as the page holds them.
pub type Devices = Remote<Vec<Device>, Failure>;

/// Reads and follows the devices of a fleet until the owner goes. A row that changes changes in place.
pub fn of(fleet: i64) -> Devices {
    let hub = use_hub();
    let progress = Rc::new(RefCell::new(Progress::default()));
    let devices = {
        let progress = Rc::clone(&progress);
        Remote::new(move || {
            let progress = Rc::clone(&progress);
            async move { read(hub, of_fleet(fleet), &progress).await }
        })
    };
    let changes = Changes::new(hub, move |dirty| {
        let progress = Rc::clone(&progress);
        Box::pin(async move {
            match dirty {
                Dirty::All => {
                    let result = read(hub, of_fleet(fleet), &progress).await;
                    devices.settle(result);
                }
                Dirty::Devices(ids) => {
                    let query = of_fleet(fleet).filter(field("id").one_of(ids.iter().copied()));
                    match read(hub, query, &progress).await {
                        Ok(rows) => devices.merge(|held| merge(held, &ids, rows)),
                        Err(_) => devices.refetch(),
                    }
                }
            }
        })
    });
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
        TopicEvent::Subscribed | TopicEvent::Reset => changes.all(),
        _ => {}
    });
    devices
}

/// Each asked-for row is replaced where it stands, taken away when it did not come, or added at the end.
fn merge(held: &mut Vec<Device>, asked: &std::collections::BTreeSet<i64>, rows: Vec<Device>) {
    held.retain(|device| !asked.contains(&device.id) || rows.iter().any(|row| row.id == device.id));
    for row in rows {
        match held.iter_mut().find(|device| device.id == row.id) {
            Some(place) => *place = row,
            None => held.push(row),
        }
    }
}

fn of_fleet(fleet: i64) -> Query {
    Query::of(DeviceRow::RESOURCE)
        .select(DeviceRow::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(fleet))
        .expand(Expand::of("is_of__device_type").select(DeviceTypeRow::SELECT.iter().copied()))
        .expand(Expand::of("is_running__release").select(ReleaseName::SELECT.iter().copied()))
        .expand(Expand::of("should_be_running__release").select(ReleaseName::SELECT.iter().copied()))
        .expand(Expand::of("is_pinned_on__release").select(ReleaseName::SELECT.iter().copied()))
        .expand(Expand::of("device_tag").select(DeviceTagRow::SELECT.iter().copied()))
        .order_by(asc("device_name"))
}

async fn read(hub: Hub, query: Query, progress: &RefCell<Progress>) -> Result<Vec<Device>, Failure> {
    let rows = hub.heard(hub.client().rows::<DeviceRow>(query).await)?;
    let mut progress = progress.borrow_mut();
    Ok(rows.into_iter().map(|row| convert::device(row, &mut progress)).collect())
}
