//! Who sees which rows, as SQL.

use crate::access::Access;
use crate::error::StoreError;
use crate::model_description::resource::{Field, Kind, Resource, Tenancy};
use crate::model_description::{self};

/// What everybody may read, signed in or not (balena-api.md §11, guest).
const OPEN: [&str; 5] =
    ["cpu_architecture", "device_family", "device_manufacturer", "device_type", "device_type_alias"];

/// What everybody may read of a public fleet; of others it is hidden, not refused.
const PUBLIC_PARTS: [&str; 8] =
    ["application", "application_tag", "image", "release", "release_asset", "release_image", "release_tag", "service"];

/// What is for people only.
const OF_PEOPLE: [&str; 6] = [
    "api_key",
    "application_type",
    "organization",
    "organization_membership",
    "user",
    "user__has_direct_access_to__application",
];

/// The condition under which the caller sees the row called `row`; none if always. Ids are numbers of ours, not input.
pub(crate) fn predicate(access: Access, resource: &Resource, row: &str) -> Option<String> {
    seen(access, resource, row, PUBLIC_PARTS.contains(&resource.name))
}

/// `is_public_part`: whether the row that is asked about is shown when its fleet is public.
fn seen(access: Access, resource: &Resource, row: &str, is_public_part: bool) -> Option<String> {
    let condition = match (access, resource.tenancy) {
        (Access::System, _)
        | (_, Tenancy::Public)
        | (Access::User { .. }, Tenancy::Services)
        | (Access::VpnService, Tenancy::Device) => return None,
        (_, Tenancy::Through(field)) => return through(access, resource, field, row, is_public_part),
        (_, Tenancy::Fleet) => {
            let own = own_fleet(access, row);
            return Some(if is_public_part { format!("({own} OR {row}.is_public)") } else { own });
        }

        (Access::User { user, .. }, Tenancy::Device) => format!(
            "{row}.belongs_to__application IN \
             (SELECT f.id FROM application f WHERE f.organization IN ({}))",
            organizations(user)
        ),
        (Access::User { user, .. }, Tenancy::Organization) => format!("{row}.id IN ({})", organizations(user)),
        (Access::User { user, .. }, Tenancy::User) => format!(
            "({row}.id = {user} OR {row}.id IN (SELECT m.\"user\" FROM organization_membership m \
             WHERE m.is_member_of__organization IN ({})))",
            organizations(user)
        ),
        (Access::User { user, .. }, Tenancy::OwnUser(field)) => format!("{row}.\"{field}\" = {user}"),

        (Access::Device { device, .. }, Tenancy::Device) => format!("{row}.id = {device}"),

        // A fleet's keys let devices in: who may command the fleet sees that they are there, and takes them back.
        (Access::User { user, actor, .. }, Tenancy::OwnActor(field)) if resource.name == "api_key" => format!(
            "({row}.\"{field}\" = {actor} OR {row}.\"{field}\" IN (SELECT f.actor FROM application f \
             JOIN organization_membership m ON m.is_member_of__organization = f.organization \
             AND m.\"user\" = {user} AND m.role = 'developer'))"
        ),
        (_, Tenancy::OwnActor(field)) => match access.actor() {
            Some(actor) => format!("{row}.\"{field}\" = {actor}"),
            None => "0".to_owned(),
        },
        _ => "0".to_owned(),
    };
    Some(condition)
}

/// Whether who sees the row this one hangs on sees this one too.
pub(super) fn is_seen_with_parent(resource: &Resource) -> bool {
    PUBLIC_PARTS.contains(&resource.name) || device_of(resource, "t").is_some()
}

/// That the fleet called `row` is the caller's own.
fn own_fleet(access: Access, row: &str) -> String {
    match access {
        Access::System => "1".to_owned(),
        Access::User { user, .. } => format!("{row}.organization IN ({})", organizations(user)),
        Access::Device { device, .. } => {
            format!("{row}.id = (SELECT d.belongs_to__application FROM device d WHERE d.id = {device})")
        }
        // A provisioning key enters its fleet, and reads nothing of it.
        Access::Provisioning { .. } | Access::Guest | Access::VpnService => "0".to_owned(),
    }
}

fn organizations(user: i64) -> String {
    format!("SELECT o.is_member_of__organization FROM organization_membership o WHERE o.\"user\" = {user}")
}

/// A field's value as the caller may know it; none if the caller may not ask for it.
///
/// A device's secret commands it: who only looks on reads null, in answers, in filters and in orders alike.
pub(super) fn value(access: Access, field: &Field, row: &str) -> Option<String> {
    let value = field.sql(row);
    match access {
        _ if !field.is_secret => Some(value),
        Access::System | Access::Device { .. } => Some(value),
        Access::User { user, .. } => Some(format!(
            "(CASE WHEN EXISTS (SELECT 1 FROM application f JOIN organization_membership m \
             ON m.is_member_of__organization = f.organization AND m.\"user\" = {user} AND m.role = 'developer' \
             WHERE f.id = {row}.belongs_to__application) THEN {value} END)"
        )),
        Access::Provisioning { .. } | Access::VpnService | Access::Guest => None,
    }
}

fn through(access: Access, resource: &Resource, field: &str, row: &str, is_public_part: bool) -> Option<String> {
    let Some((target, name)) = target(resource, field) else { return Some("0".to_owned()) };
    let inner = format!("{row}x");
    let condition = seen(access, target, &inner, is_public_part)?;
    // Fleets are few: their list is made once for a statement, not looked up for every row.
    if matches!(target.tenancy, Tenancy::Fleet) {
        return Some(format!("{row}.\"{field}\" IN (SELECT {inner}.id FROM \"{name}\" {inner} WHERE {condition})"));
    }
    Some(format!("EXISTS (SELECT 1 FROM \"{name}\" {inner} WHERE {inner}.id = {row}.\"{field}\" AND {condition})"))
}

fn target(resource: &Resource, field: &str) -> Option<(&'static Resource, &'static str)> {
    match resource.field(field)?.kind {
        Kind::Reference(name) => Some((model_description::resource(name)?, name)),
        _ => None,
    }
}

/// Refuses callers that have no right to a resource at all, rather than showing them nothing (balena-api.md §11).
pub(crate) fn check(access: Access, resource: &Resource) -> Result<(), StoreError> {
    let name = resource.name;
    let is_allowed = match access {
        Access::System => true,
        _ if OPEN.contains(&name) || PUBLIC_PARTS.contains(&name) => true,
        Access::User { .. } => name != "actor",
        Access::Device { .. } if matches!(resource.tenancy, Tenancy::Services) => false,
        Access::VpnService => matches!(resource.tenancy, Tenancy::Device),
        Access::Device { .. } => name != "actor" && !OF_PEOPLE.contains(&name),
        Access::Provisioning { .. } | Access::Guest => false,
    };
    if is_allowed { Ok(()) } else { Err(StoreError::Forbidden) }
}

/// The fleet the row called `row` belongs to, as SQL; none if it belongs to no fleet.
pub(crate) fn application_of(resource: &Resource, row: &str) -> Option<String> {
    match resource.tenancy {
        Tenancy::Fleet => Some(format!("{row}.id")),
        Tenancy::Device => Some(format!("{row}.belongs_to__application")),
        Tenancy::Through(field) => up(resource, field, row, application_of),
        _ => None,
    }
}

/// The device the row called `row` belongs to, as SQL; none if it belongs to no device.
pub(crate) fn device_of(resource: &Resource, row: &str) -> Option<String> {
    match resource.tenancy {
        Tenancy::Device => Some(format!("{row}.id")),
        Tenancy::Through(field) => up(resource, field, row, device_of),
        _ => None,
    }
}

fn up(resource: &Resource, field: &str, row: &str, of: impl Fn(&Resource, &str) -> Option<String>) -> Option<String> {
    let (target, name) = target(resource, field)?;
    let inner = format!("{row}x");
    let answer = of(target, &inner)?;
    Some(format!("(SELECT {answer} FROM \"{name}\" {inner} WHERE {inner}.id = {row}.\"{field}\")"))
}
