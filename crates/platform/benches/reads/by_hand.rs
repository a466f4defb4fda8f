//! The same reads as a program would write them that knows only this database: prepared SQL, every value taken out.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

const VPN_OFF: &str = "coalesce((SELECT v.value FROM device_config_variable v WHERE v.device = d.id AND v.name IN \
    ('RESIN_SUPERVISOR_VPN_CONTROL', 'BALENA_SUPERVISOR_VPN_CONTROL') LIMIT 1), (SELECT v.value FROM \
    application_config_variable v WHERE v.application = d.belongs_to__application AND v.name IN \
    ('RESIN_SUPERVISOR_VPN_CONTROL', 'BALENA_SUPERVISOR_VPN_CONTROL') LIMIT 1), 'true') = 'false'";

const VERSION: [&str; 2] = ["run", "target"];

pub(crate) struct ByHand {
    connection: Connection,
    fleet: i64,
}

impl ByHand {
    pub(crate) fn open(folder: &Path, fleet: i64) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(folder.join("binnacle.sqlite3"), flags).unwrap();
        connection.pragma_update(None, "cache_size", -16_000).unwrap();
        Self { connection, fleet }
    }

    /// The first `limit` devices by name; with what belongs to them if it is a page, by themselves if it is all of them.
    pub(crate) fn page(&self, limit: i64) -> usize {
        let is_page = limit > 0;
        let status = status();
        let progress = format!(
            "CASE ({status}) WHEN 'configuring' THEN d.provisioning_progress WHEN 'updating' THEN (SELECT \
             CAST(round(avg(coalesce(i.download_progress, 100))) AS INTEGER) FROM image_install i WHERE i.device = d.id \
             AND i.status <> 'deleted') END"
        );
        let versions = VERSION.map(|release| {
            format!(
                "{release}.id, concat({release}.semver_major, '.', {release}.semver_minor, '.', \
                 {release}.semver_patch), {release}.\"commit\""
            )
        });
        let (more, joins) = if is_page {
            (
                format!(", t.slug, {}, d.is_pinned_on__release", versions.join(", ")),
                "JOIN device_type t ON t.id = d.is_of__device_type \
                 JOIN application a ON a.id = d.belongs_to__application \
                 LEFT JOIN release run ON run.id = d.is_running__release \
                 LEFT JOIN release target ON target.id = coalesce(d.is_pinned_on__release, a.should_be_running__release)",
            )
        } else {
            (String::new(), "")
        };
        let sql = format!(
            "SELECT d.id, d.uuid, d.device_name, {status}, {progress}, d.is_connected_to_vpn, d.api_heartbeat_state, \
             d.last_connectivity_event, d.changed_api_heartbeat_state_on__date, d.os_version, d.os_variant, \
             d.supervisor_version, d.ip_address, d.cpu_usage, d.cpu_temp, d.memory_usage, d.memory_total, \
             d.storage_usage, d.storage_total, d.is_undervolted, d.update_status{more} FROM device d {joins} \
             WHERE d.belongs_to__application = ?1 ORDER BY d.device_name, d.id LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([self.fleet, limit]).unwrap();
        let mut tags = self
            .connection
            .prepare_cached("SELECT tag_key, value FROM device_tag WHERE device = ?1 ORDER BY id")
            .unwrap();
        let mut read = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<Value> = (0..columns).map(|column| row.get_unwrap(column)).collect();
            if is_page {
                let id: i64 = row.get_unwrap(0);
                let found = tags.query_map([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
                read.push((values, found.unwrap().map(Result::unwrap).collect()));
            } else {
                read.push((values, Vec::new()));
            }
        }
        read.len()
    }

    /// How many devices have this overall status.
    pub(crate) fn count(&self, status: &str) -> usize {
        let sql =
            format!("SELECT count(*) FROM device d WHERE d.belongs_to__application = ?1 AND ({}) = ?2", self::status());
        let count: i64 =
            self.connection.prepare_cached(&sql).unwrap().query_row((self.fleet, status), |row| row.get(0)).unwrap();
        usize::try_from(count).unwrap() + 1
    }

    /// How many devices have each overall status.
    pub(crate) fn histogram(&self) -> usize {
        let sql =
            format!("SELECT {} AS s, count(*) FROM device d WHERE d.belongs_to__application = ?1 GROUP BY s", status());
        let mut statement = self.connection.prepare_cached(&sql).unwrap();
        let rows = statement.query_map([self.fleet], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        rows.unwrap().map(Result::unwrap).collect::<Vec<_>>().len()
    }
}

/// The overall status (balena-api.md §7).
fn status() -> String {
    format!(
        "CASE WHEN NOT d.is_active THEN 'inactive' WHEN d.provisioning_state = 'Post-Provisioning' THEN \
         'post-provisioning' WHEN NOT d.is_connected_to_vpn AND d.last_connectivity_event IS NULL AND \
         d.api_heartbeat_state = 'unknown' THEN 'configuring' WHEN NOT d.is_connected_to_vpn AND d.api_heartbeat_state \
         IN ('offline', 'unknown') THEN 'disconnected' WHEN d.api_heartbeat_state IN ('online', 'timeout') AND d.status \
         = 'Downloading' AND d.download_progress IS NOT NULL THEN 'updating' WHEN d.provisioning_progress IS NOT NULL \
         THEN 'configuring' WHEN d.api_heartbeat_state IN ('online', 'timeout') AND EXISTS (SELECT 1 FROM image_install \
         i WHERE i.device = d.id AND i.status = 'Downloading' AND i.download_progress IS NOT NULL) THEN 'updating' WHEN \
         d.api_heartbeat_state = 'timeout' OR (d.is_connected_to_vpn AND d.api_heartbeat_state <> 'online') THEN \
         'reduced-functionality' WHEN d.is_connected_to_vpn THEN 'operational' WHEN {VPN_OFF} THEN 'operational' ELSE \
         'reduced-functionality' END"
    )
}
