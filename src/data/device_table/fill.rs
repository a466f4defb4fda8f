//! A device's row into the columns, and out again for who shows one.

use model::device::{Device, Metrics, Tag};
use model::device_status::DeviceStatus;
use model::heartbeat::HeartbeatState;
use model::ratchet::Ratchet;
use model::release_ref::ReleaseRef;
use model::timestamp::Timestamp;
use model::update_status::UpdateStatus;
use table::cell::Cell;
use table::table::Table;
use wire::navigation::Deferred;
use wire::rows::device_list::DeviceListRow;

use super::fields::{self, SEEN_NOW};
use super::names::Names;
use crate::data::convert::percent;

/// The furthest progress of each device on its way to a target.
pub(super) type Progress = Ratchet<i64, Option<i64>>;

/// Puts a row in or in place; answers whether anything is another.
pub(super) fn put(table: &mut Table, row: &DeviceListRow, names: &Names, progress: &mut Progress) -> bool {
    let id = |to: Option<&Deferred>| to.map(|to| to.id);
    let (running, target) = (row.is_running__release.as_ref(), row.should_be_running__release.as_ref());
    let pin = row.is_pinned_on__release.as_ref();
    let shown = progress.advance(row.id, id(target), row.overall_progress.map(percent));
    let is_here = row.is_connected_to_vpn || row.api_heartbeat_state == HeartbeatState::Online;
    let (link, beat) = (row.last_connectivity_event, row.changed_api_heartbeat_state_on__date);
    let seen = if is_here { Some(SEEN_NOW) } else { link.max(beat).map(Timestamp::millis) };
    let moment = |at: Option<Timestamp>| Cell::moment(at.map(Timestamp::millis));
    let words = |text: &'_ Option<String>| text.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let yes = |is: Option<bool>| Cell::text(is.map(|is| if is { "yes" } else { "no" }));
    let number = |to: Option<&Deferred>| Cell::moment(id(to));
    let tags: Vec<(&str, &str)> = row.device_tag.iter().map(|tag| (tag.tag_key.as_str(), tag.value.as_str())).collect();
    let note = words(&row.note);
    let mut cells = [Cell::Unknown; fields::COUNT];
    cells[fields::NAME] = Cell::Text(&row.device_name);
    cells[fields::UUID] = Cell::Text(&row.uuid);
    cells[fields::STATUS] = Cell::Text(row.overall_status.as_str());
    cells[fields::PROGRESS] = Cell::number(shown.map(f64::from));
    cells[fields::HEARTBEAT] = Cell::Text(row.api_heartbeat_state.as_str());
    cells[fields::HEARTBEAT_SINCE] = moment(beat);
    cells[fields::CLOUDLINK] = Cell::Text(if row.is_connected_to_vpn { "up" } else { "down" });
    cells[fields::CLOUDLINK_SINCE] = moment(link);
    cells[fields::UPDATE] = Cell::text(row.update_status.map(UpdateStatus::as_str));
    cells[fields::UPDATE_SINCE] = moment(row.last_update_status_event);
    cells[fields::TYPE] = Cell::text(names.device_type(row.is_of__device_type.as_ref()));
    cells[fields::LAST_SEEN] = Cell::moment(seen);
    cells[fields::CREATED] = moment(Some(row.created_at));
    cells[fields::OS] = Cell::text(row.os_version.as_deref());
    cells[fields::VARIANT] = Cell::text(row.os_variant.as_deref());
    cells[fields::SUPERVISOR] = Cell::text(row.supervisor_version.as_deref());
    cells[fields::RELEASE] = Cell::text(names.release(running));
    cells[fields::TARGET] = Cell::text(names.release(target));
    cells[fields::POLICY] = Cell::Text(if pin.is_some() { "pinned" } else { "fleet" });
    cells[fields::IP] = Cell::text(row.ip_address.as_deref());
    cells[fields::MAC] = Cell::text(row.mac_address.as_deref());
    cells[fields::PUBLIC_IP] = Cell::text(row.public_address.as_deref());
    cells[fields::TAGS] = Cell::Tags(&tags);
    cells[fields::NOTE] = Cell::text(note.as_deref());
    cells[fields::CPU] = Cell::number(row.cpu_usage);
    cells[fields::TEMPERATURE] = Cell::number(row.cpu_temp);
    cells[fields::MEMORY] = Cell::number(row.memory_usage);
    cells[fields::MEMORY_TOTAL] = Cell::number(row.memory_total);
    cells[fields::STORAGE] = Cell::number(row.storage_usage);
    cells[fields::STORAGE_TOTAL] = Cell::number(row.storage_total);
    cells[fields::UNDERVOLTED] = yes(row.is_undervolted);
    cells[fields::PUBLIC_URL] = yes(row.is_web_accessible);
    cells[fields::RELEASE_ID] = number(running);
    cells[fields::TARGET_ID] = number(target);
    cells[fields::PIN_ID] = number(pin);
    table.put(row.id, &cells)
}

/// The device of a row, as cells with marks show it; none when the slot is free.
pub fn device(table: &Table, row: u32) -> Option<Device> {
    let text = |field| table.text(row, field);
    let owned = |field| text(field).map(str::to_owned);
    let number = |field| table.number(row, field);
    let moment = |field| table.moment(row, field).map(Timestamp::from_millis);
    let release = |id, label| Some(ReleaseRef { id: table.moment(row, id)?, label: owned(label).unwrap_or_default() });
    let heartbeats =
        [HeartbeatState::Online, HeartbeatState::Timeout, HeartbeatState::Offline, HeartbeatState::Unknown];
    let heartbeat = heartbeats.into_iter().find(|state| text(fields::HEARTBEAT) == Some(state.as_str()));
    let target = release(fields::TARGET_ID, fields::TARGET);
    Some(Device {
        id: table.id_of(row)?,
        uuid: text(fields::UUID)?.parse().ok()?,
        name: owned(fields::NAME)?,
        status: DeviceStatus::from_word(text(fields::STATUS)?)?,
        progress: number(fields::PROGRESS).map(percent),
        is_connected_to_vpn: text(fields::CLOUDLINK) == Some("up"),
        heartbeat: heartbeat.unwrap_or_default(),
        link_changed_at: moment(fields::CLOUDLINK_SINCE),
        heartbeat_changed_at: moment(fields::HEARTBEAT_SINCE),
        update_status: update_status(text(fields::UPDATE)),
        os_version: owned(fields::OS),
        supervisor_version: owned(fields::SUPERVISOR),
        metrics: Metrics {
            cpu_percent: number(fields::CPU),
            temperature: number(fields::TEMPERATURE),
            memory_used: number(fields::MEMORY),
            memory_total: number(fields::MEMORY_TOTAL),
            storage_used: number(fields::STORAGE),
            storage_total: number(fields::STORAGE_TOTAL),
        },
        device_type: owned(fields::TYPE),
        running: release(fields::RELEASE_ID, fields::RELEASE),
        pinned: target.clone().filter(|_| text(fields::POLICY) == Some("pinned")),
        target,
        tags: table
            .tags(row, fields::TAGS)
            .into_iter()
            .map(|(key, value)| Tag { key: key.to_owned(), value: value.to_owned() })
            .collect(),
    })
}

fn update_status(word: Option<&str>) -> Option<UpdateStatus> {
    use UpdateStatus::{Aborted, ApplyingChanges, Done, Downloaded, Downloading, Rejected};
    let all = [Rejected, Aborted, Downloading, Downloaded, ApplyingChanges, Done];
    all.into_iter().find(|status| Some(status.as_str()) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"id":7,"uuid":"0123456789abcdef0123456789abcdef","device_name":"ford-120",
        "overall_status":"updating","overall_progress":40,"is_connected_to_vpn":false,"api_heartbeat_state":"offline",
        "last_connectivity_event":"2026-11-22T10:00:00.000Z","changed_api_heartbeat_state_on__date":null,
        "update_status":"applying changes","last_update_status_event":null,"created_at":"2026-11-01T10:00:00.000Z",
        "os_version":"balenaOS 6.5.0","os_variant":"prod","supervisor_version":"17.0.3","ip_address":"10.0.0.5",
        "mac_address":null,"public_address":null,"note":" ","cpu_usage":12,"cpu_temp":null,"memory_usage":300,
        "memory_total":4000,"storage_usage":null,"storage_total":null,"is_undervolted":false,"is_web_accessible":false,
        "is_of__device_type":{"__id":3},"is_running__release":null,"should_be_running__release":{"__id":9},
        "is_pinned_on__release":{"__id":9},"device_tag":[{"id":1,"tag_key":"site","value":"north"}]}"#;

    #[test]
    fn a_row_comes_out_as_it_went_in() {
        let row: DeviceListRow = serde_json::from_str(ROW).unwrap();
        let mut table = Table::new(fields::schema());
        let mut progress = Progress::default();
        assert!(put(&mut table, &row, &Names::default(), &mut progress));
        assert!(!put(&mut table, &row, &Names::default(), &mut progress), "nothing is another");
        let slot = table.row_of(7).unwrap();
        let device = device(&table, slot).unwrap();
        assert_eq!(
            (device.name.as_str(), device.status, device.progress),
            ("ford-120", DeviceStatus::Updating, Some(40))
        );
        assert_eq!((device.update_status, device.heartbeat), (row.update_status, HeartbeatState::Offline));
        assert_eq!(device.target.map(|target| target.id), Some(9));
        assert_eq!((device.running, device.pinned.map(|pin| pin.id)), (None, Some(9)));
        assert_eq!((device.tags[0].label(), table.text(slot, fields::NOTE)), ("site: north".to_owned(), None));
        assert_eq!(table.moment(slot, fields::LAST_SEEN), row.last_connectivity_event.map(Timestamp::millis));
    }
}
