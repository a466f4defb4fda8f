//! What changed on a device, noted by triggers inside each write and kept with it.
//!
//! Triggers and not the writers of the data: whatever way a name, a tag or a pin is changed, its history says so, and a
//! change that is undone leaves no word of it.

use rusqlite::Connection;

use crate::doer;
use crate::error::StoreError;
use crate::model_description::release_version::RAW_VERSION;

/// So many of each sort are kept a device.
const KEPT: u32 = 500;

/// One trigger. `from` and `to` are SQL; `device` is whose history it is.
struct Note {
    kind: &'static str,
    on: &'static str,
    when: &'static str,
    device: &'static str,
    subject: &'static str,
    from: String,
    to: String,
    is_state: bool,
}

/// A column of the device that changes, as text of limited length.
fn column(kind: &'static str, on: &'static str, column: &'static str, is_state: bool) -> Note {
    let text = |row: &str| format!("substr({row}.{column}, 1, 200)");
    Note { kind, on, when: "", device: "NEW.id", subject: "NULL", from: text("OLD"), to: text("NEW"), is_state }
}

/// A column of the device that names a release.
fn release(kind: &'static str, on: &'static str, column: &'static str, is_state: bool) -> Note {
    let name = RAW_VERSION.replace("{t}", "r");
    let label = |row: &str| {
        format!("(SELECT coalesce({name}, substr(r.\"commit\", 1, 7)) FROM release r WHERE r.id = {row}.{column})")
    };
    Note { kind, on, when: "", device: "NEW.id", subject: "NULL", from: label("OLD"), to: label("NEW"), is_state }
}

/// The three triggers of a table of names on a device: added, changed, taken away. Values only where they may be seen.
fn named(
    kind: &'static str,
    table: [&'static str; 3],
    device: [&'static str; 2],
    name: [&'static str; 2],
    shows: bool,
) -> [Note; 3] {
    let value = |row: &str| if shows { format!("substr({row}.value, 1, 200)") } else { "'set'".to_owned() };
    let note =
        |on, when, device, subject, from, to| Note { kind, on, when, device, subject, from, to, is_state: false };
    let [inserted, updated, deleted] = table;
    let none = || "NULL".to_owned();
    let changed = if shows { value("NEW") } else { "'changed'".to_owned() };
    [
        note(inserted, "", device[0], name[0], none(), value("NEW")),
        note(updated, "OLD.value IS NOT NEW.value", device[0], name[0], value("OLD"), changed),
        // With the device itself goes its history.
        note(
            deleted,
            "EXISTS (SELECT 1 FROM main.device WHERE id = OLD.device)",
            device[1],
            name[1],
            value("OLD"),
            none(),
        ),
    ]
}

fn notes() -> Vec<Note> {
    let own = ["NEW.device", "OLD.device"];
    let mut notes = vec![
        column("name", "UPDATE OF device_name ON main.device", "device_name", false),
        column("note", "UPDATE OF note ON main.device", "note", false),
        column("active", "UPDATE OF is_active ON main.device", "is_active", false),
        column("locked_until", "UPDATE OF is_locked_until__date ON main.device", "is_locked_until__date", false),
        release("pin", "UPDATE OF is_pinned_on__release ON main.device", "is_pinned_on__release", false),
        release(
            "os_target",
            "UPDATE OF should_be_operated_by__release ON main.device",
            "should_be_operated_by__release",
            false,
        ),
        release(
            "supervisor_target",
            "UPDATE OF should_be_managed_by__release ON main.device",
            "should_be_managed_by__release",
            false,
        ),
        release("release", "UPDATE OF is_running__release ON main.device", "is_running__release", true),
        column("os_version", "UPDATE OF os_version ON main.device", "os_version", true),
        column("supervisor_version", "UPDATE OF supervisor_version ON main.device", "supervisor_version", true),
        column("link", "UPDATE OF is_connected_to_vpn ON main.device", "is_connected_to_vpn", true),
    ];
    let fleet =
        |row: &str| format!("(SELECT a.app_name FROM application a WHERE a.id = {row}.belongs_to__application)");
    notes.push(Note {
        from: fleet("OLD"),
        to: fleet("NEW"),
        ..column("fleet", "UPDATE OF belongs_to__application ON main.device", "belongs_to__application", false)
    });
    notes.push(Note {
        when: "NEW.update_status IN ('rejected', 'aborted')",
        ..column("update", "UPDATE OF update_status ON main.device", "update_status", true)
    });
    // A late poll is no news; being given up, and coming back, is.
    notes.push(Note {
        when: "NEW.api_heartbeat_state = 'offline' OR (NEW.api_heartbeat_state = 'online' AND OLD.api_heartbeat_state <> 'timeout')",
        ..column("heartbeat", "UPDATE OF api_heartbeat_state ON main.device", "api_heartbeat_state", true)
    });
    notes.push(Note {
        from: "NULL".to_owned(),
        to: fleet("NEW"),
        ..column("registered", "INSERT ON main.device", "uuid", false)
    });
    let tag = ["INSERT ON main.device_tag", "UPDATE OF value ON main.device_tag", "DELETE ON main.device_tag"];
    notes.extend(named("tag", tag, own, ["NEW.tag_key", "OLD.tag_key"], true));
    let variable = [
        "INSERT ON main.device_environment_variable",
        "UPDATE OF value ON main.device_environment_variable",
        "DELETE ON main.device_environment_variable",
    ];
    notes.extend(named("variable", variable, own, ["NEW.name", "OLD.name"], false));
    let configuration = [
        "INSERT ON main.device_config_variable",
        "UPDATE OF value ON main.device_config_variable",
        "DELETE ON main.device_config_variable",
    ];
    notes.extend(named("configuration", configuration, own, ["NEW.name", "OLD.name"], false));
    notes.extend(service_variables());
    notes
}

const OF_NEW: &str = "(SELECT i.device FROM service_install i WHERE i.id = NEW.service_install)";
const OF_OLD: &str = "(SELECT i.device FROM service_install i WHERE i.id = OLD.service_install)";
const NAME_NEW: &str = "(SELECT s.service_name || ' ' || NEW.name FROM service_install i JOIN service s \
    ON s.id = i.installs__service WHERE i.id = NEW.service_install)";
const NAME_OLD: &str = "(SELECT s.service_name || ' ' || OLD.name FROM service_install i JOIN service s \
    ON s.id = i.installs__service WHERE i.id = OLD.service_install)";

fn service_variables() -> [Note; 3] {
    let table = [
        "INSERT ON main.device_service_environment_variable",
        "UPDATE OF value ON main.device_service_environment_variable",
        "DELETE ON main.device_service_environment_variable",
    ];
    let [added, changed, removed] = named("service_variable", table, [OF_NEW, OF_OLD], [NAME_NEW, NAME_OLD], false);
    let is_there = "EXISTS (SELECT 1 FROM main.service_install i JOIN main.device d ON d.id = i.device WHERE i.id = OLD.service_install)";
    [added, changed, Note { when: is_there, ..removed }]
}

/// Begins to note, on the connection that writes: in its temporary schema, so that no other program trips over it.
pub(crate) fn watch(connection: &Connection) -> Result<(), StoreError> {
    doer::register(connection)?;
    for (at, note) in notes().iter().enumerate() {
        let Note { kind, on, when, device, subject, from, to, is_state } = note;
        let differs = if on.starts_with("UPDATE") { format!("({from}) IS NOT ({to})") } else { "1".to_owned() };
        // What is not shown differs all the same.
        let differs = if from == "'set'" { "1".to_owned() } else { differs };
        let when = if when.is_empty() { "1" } else { when };
        let is_state = i64::from(*is_state);
        connection.execute_batch(&format!(
            "CREATE TEMP TRIGGER history_{at} AFTER {on} WHEN ({when}) AND {differs} BEGIN \
             INSERT INTO device_event (device, is_state, number, at, kind, subject, was, became, doer, doer_user, doer_key) \
             VALUES ({device}, {is_state}, \
              coalesce((SELECT max(e.number) FROM device_event e WHERE e.device = {device} AND e.is_state = {is_state}), 0) + 1, \
              CAST(unixepoch('subsec') * 1000 AS INTEGER), '{kind}', {subject}, {from}, {to}, doer(), doer_user(), doer_key()); \
             END;"
        ))?;
    }
    Ok(connection.execute_batch(&format!(
        "CREATE TEMP TRIGGER history_bound AFTER INSERT ON main.device_event WHEN NEW.number > {KEPT} BEGIN \
         DELETE FROM device_event WHERE device = NEW.device AND is_state = NEW.is_state AND number <= NEW.number - {KEPT}; \
         END;"
    ))?)
}
