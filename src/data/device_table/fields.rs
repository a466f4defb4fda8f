//! The columns of a table of devices: their places, their names in the filter language, their words.

use std::sync::Arc;

use table::schema::{Choice, Field, Kind, Schema, Unit};

macro_rules! fields {
    ($($(#[$doc:meta])* $place:ident = $field:expr;)*) => {
        fields!(@ 0_usize; $($(#[$doc])* $place,)*);
        /// The columns, in order.
        pub fn schema() -> Arc<Schema> {
            Arc::new(Schema::new([$($field),*]))
        }
    };
    (@ $at:expr; $(#[$doc:meta])* $place:ident, $($rest:tt)*) => {
        $(#[$doc])*
        pub const $place: usize = $at;
        fields!(@ $place + 1; $($rest)*);
    };
    (@ $at:expr;) => {
        /// How many columns there are.
        pub const COUNT: usize = $at;
    };
}

const STATUS_WORDS: &[Choice] = &[
    choice("operational", "Operational", &["online", "idle"]),
    choice("updating", "Updating", &[]),
    choice("configuring", "Configuring", &[]),
    choice("post-provisioning", "Post-provisioning", &[]),
    choice("reduced-functionality", "Reduced functionality", &["reduced"]),
    choice("disconnected", "Disconnected", &["offline"]),
    choice("inactive", "Inactive", &[]),
];
const HEARTBEAT_WORDS: &[Choice] = &[
    choice("online", "Online", &[]),
    choice("timeout", "Timeout", &["late"]),
    choice("offline", "Offline", &[]),
    choice("unknown", "Unknown", &[]),
];
const CLOUDLINK_WORDS: &[Choice] =
    &[choice("up", "Up", &["yes", "connected", "on"]), choice("down", "Down", &["no", "disconnected", "off"])];
const UPDATE_WORDS: &[Choice] = &[
    choice("rejected", "Rejected", &[]),
    choice("aborted", "Aborted", &[]),
    choice("downloading", "Downloading", &[]),
    choice("downloaded", "Downloaded", &[]),
    choice("applying changes", "Applying changes", &["applying"]),
    choice("done", "Done", &[]),
];
const POLICY_WORDS: &[Choice] =
    &[choice("pinned", "Pinned", &["pin"]), choice("fleet", "Follows the fleet", &["follows", "default"])];
/// Yes before no.
const YES_NO: &[Choice] = &[choice("yes", "Yes", &["true", "on"]), choice("no", "No", &["false", "off"])];

const fn choice(word: &'static str, label: &'static str, aliases: &'static [&'static str]) -> Choice {
    Choice { word, label, aliases }
}

/// When a device was last seen that is seen now: later than any moment (9999-12-31).
pub const SEEN_NOW: i64 = 253_402_214_400_000;

fields! {
    NAME = Field::new("name", "Name", Kind::Text).searched();
    UUID = Field::new("uuid", "UUID", Kind::Text).searched();
    STATUS = Field::new("status", "Status", Kind::Choice(STATUS_WORDS)).also(&["state"]);
    /// Percent.
    PROGRESS = Field::new("progress", "Progress", Kind::Number(Unit::Percent));
    HEARTBEAT = Field::new("heartbeat", "Heartbeat", Kind::Choice(HEARTBEAT_WORDS));
    HEARTBEAT_SINCE = Field::new("heartbeat_since", "Heartbeat since", Kind::Time);
    CLOUDLINK = Field::new("cloudlink", "Cloudlink", Kind::Choice(CLOUDLINK_WORDS)).also(&["vpn", "link"]);
    CLOUDLINK_SINCE = Field::new("cloudlink_since", "Cloudlink last changed", Kind::Time).also(&["link_since"]);
    UPDATE = Field::new("update", "Update status", Kind::Choice(UPDATE_WORDS)).also(&["update_status"]);
    UPDATE_SINCE = Field::new("update_since", "Update status since", Kind::Time);
    TYPE = Field::new("type", "Device type", Kind::Word).also(&["device_type"]);
    /// [`SEEN_NOW`] while it is connected.
    LAST_SEEN = Field::new("last_seen", "Last seen", Kind::Time).also(&["seen"]);
    CREATED = Field::new("created", "Created", Kind::Time);
    OS = Field::new("os", "Host OS", Kind::Version).also(&["os_version"]);
    VARIANT = Field::new("variant", "OS variant", Kind::Word).also(&["os_variant"]);
    SUPERVISOR = Field::new("supervisor", "Supervisor", Kind::Version).also(&["supervisor_version"]);
    /// What it says it runs.
    RELEASE = Field::new("release", "Release", Kind::Version).also(&["running"]);
    /// Its pin, or else its fleet's target.
    TARGET = Field::new("target", "Target release", Kind::Version);
    POLICY = Field::new("policy", "Release policy", Kind::Choice(POLICY_WORDS));
    IP = Field::new("ip", "IP addresses", Kind::Text).searched();
    MAC = Field::new("mac", "MAC addresses", Kind::Text).searched();
    PUBLIC_IP = Field::new("public_ip", "Public IP", Kind::Text).also(&["public_address"]);
    TAGS = Field::new("tag", "Tags", Kind::Tags).also(&["tags"]).searched();
    NOTE = Field::new("note", "Note", Kind::Text).searched();
    CPU = Field::new("cpu", "CPU", Kind::Number(Unit::Percent));
    TEMPERATURE = Field::new("temperature", "Temperature", Kind::Number(Unit::Celsius)).also(&["temp"]);
    MEMORY = Field::new("memory", "Memory used", Kind::Number(Unit::Megabytes));
    MEMORY_TOTAL = Field::new("memory_total", "Memory", Kind::Number(Unit::Megabytes));
    STORAGE = Field::new("storage", "Storage used", Kind::Number(Unit::Megabytes));
    STORAGE_TOTAL = Field::new("storage_total", "Storage", Kind::Number(Unit::Megabytes));
    UNDERVOLTED = Field::new("undervolted", "Undervolted", Kind::Choice(YES_NO));
    PUBLIC_URL = Field::new("public_url", "Public device URL", Kind::Choice(YES_NO));
    RELEASE_ID = Field::new("release_id", "Release number", Kind::Number(Unit::Plain));
    TARGET_ID = Field::new("target_id", "Target release number", Kind::Number(Unit::Plain));
    PIN_ID = Field::new("pin_id", "Pinned release number", Kind::Number(Unit::Plain));
}

#[cfg(test)]
mod tests {
    use model::device_status::DeviceStatus;

    use super::*;

    #[test]
    fn places_are_those_of_the_schema_and_words_those_of_the_states() {
        let schema = schema();
        assert_eq!(schema.fields().len(), COUNT);
        assert_eq!([schema.find("name"), schema.find("tag"), schema.find("pin_id")], [NAME, TAGS, PIN_ID].map(Some));
        let words: Vec<(&str, &str)> = STATUS_WORDS.iter().map(|choice| (choice.word, choice.label)).collect();
        assert_eq!(words, DeviceStatus::ALL.map(|status| (status.as_str(), status.label())));
    }
}
