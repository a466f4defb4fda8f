//! The model as it was in v6: today's, with what was called or kept otherwise (the rest is the same).

use std::sync::OnceLock;

use super::device_status::OVERALL_STATUS_V6;
use super::resource::{Field, Kind, Link, Resource, Source, Write, computed};

/// What a v6 device does not have.
const NOT_OF_DEVICE: [&str; 3] =
    ["is_pinned_on__release", "should_be_managed_by__release", "changed_api_heartbeat_state_on__date"];

/// The pin was called what today is computed from the pin and the fleet's target.
const PIN: Field = Field {
    write: Write::Always,
    ..computed("should_be_running__release", Kind::Reference("release"), "{t}.is_pinned_on__release")
};

const RELEASE_TYPE: Field =
    Field { write: Write::Always, ..computed("release_type", Kind::Text, "iif({t}.is_final, 'final', 'draft')") };

static CHANGED: OnceLock<Vec<Resource>> = OnceLock::new();

/// How today's resource of a name is found.
type Today = fn(&str) -> Option<&'static Resource>;

/// The resource of this name in v6; none for what came later.
pub(super) fn resource(name: &str, today: Today) -> Option<&'static Resource> {
    let changed = CHANGED.get_or_init(|| {
        ["device", "application", "user", "release", "image"].into_iter().filter_map(today).map(before).collect()
    });
    let name = if name == "my_application" { "application" } else { name };
    let resource = today(name).filter(|resource| resource.name != "release_asset")?;
    Some(changed.iter().find(|changed| changed.name == resource.name).unwrap_or(resource))
}

fn before(today: &'static Resource) -> Resource {
    let mut fields: Vec<Field> = today.fields.iter().copied().filter_map(|field| field_before(today, field)).collect();
    let mut links = today.links.to_vec();
    match today.name {
        "device" => fields.extend([
            computed("is_managed_by__device", Kind::Integer, "NULL"),
            computed("logs_channel", Kind::Text, "NULL"),
            computed("vpn_address", Kind::Text, "NULL"),
        ]),
        "application" => fields.push(computed("depends_on__application", Kind::Integer, "NULL")),
        "release" => {
            fields.push(RELEASE_TYPE);
            links.retain(|link| !matches!(link, Link::Many { name: "should_manage__device" | "release_asset", .. }));
        }
        _ => {}
    }
    // Made once, for as long as the program runs.
    Resource { fields: Vec::leak(fields), links: Vec::leak(links), ..*today }
}

/// The field as it was; none if it was not there.
fn field_before(resource: &Resource, field: Field) -> Option<Field> {
    Some(match (resource.name, field.name) {
        ("device", name) if NOT_OF_DEVICE.contains(&name) => return None,
        ("device", "should_be_running__release") => PIN,
        ("device", "overall_status") => Field { source: Source::Computed(OVERALL_STATUS_V6), ..field },
        ("device" | "application" | "user", "actor") | ("image", "image_size") => {
            Field { kind: Kind::Integer, ..field }
        }
        _ => field,
    })
}
