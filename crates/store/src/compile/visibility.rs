//! Who sees which rows, as SQL.

use crate::access::Access;
use crate::error::StoreError;
use crate::model_description::resource::{Kind, Resource, Tenancy};
use crate::model_description::{self};

/// What nobody in particular may see of a public fleet.
const PUBLIC_PARTS: [&str; 5] = ["application", "service", "release", "release_image", "image"];

/// The condition under which the caller sees the row called `row`; none if always. Ids are numbers of ours, not input.
pub(crate) fn predicate(access: Access, resource: &Resource, row: &str) -> Option<String> {
    let condition = match (access, resource.tenancy) {
        (Access::System, _) | (_, Tenancy::Public) => return None,
        (Access::User { .. }, Tenancy::Services) | (Access::VpnService, Tenancy::Device) => return None,
        (_, Tenancy::Through(field)) => return through(access, resource, field, row),

        (Access::User { user, .. }, Tenancy::Fleet) => format!("{row}.organization IN ({})", organizations(user)),
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
        (Access::Device { device, .. }, Tenancy::Fleet) => {
            format!("{row}.id = (SELECT d.belongs_to__application FROM device d WHERE d.id = {device})")
        }
        (Access::Provisioning { application, .. }, Tenancy::Fleet) => format!("{row}.id = {application}"),
        (Access::Guest | Access::VpnService, Tenancy::Fleet) => format!("{row}.is_public"),

        (_, Tenancy::OwnActor(field)) => match access.actor() {
            Some(actor) => format!("{row}.\"{field}\" = {actor}"),
            None => "0".to_owned(),
        },
        _ => "0".to_owned(),
    };
    Some(condition)
}

fn organizations(user: i64) -> String {
    format!("SELECT o.is_member_of__organization FROM organization_membership o WHERE o.\"user\" = {user}")
}

fn through(access: Access, resource: &Resource, field: &str, row: &str) -> Option<String> {
    let Some((target, name)) = target(resource, field) else { return Some("0".to_owned()) };
    let inner = format!("{row}x");
    let condition = predicate(access, target, &inner)?;
    Some(format!("EXISTS (SELECT 1 FROM \"{name}\" {inner} WHERE {inner}.id = {row}.\"{field}\" AND {condition})"))
}

fn target(resource: &Resource, field: &str) -> Option<(&'static Resource, &'static str)> {
    match resource.field(field)?.kind {
        Kind::Reference(name) => Some((model_description::resource(name)?, name)),
        _ => None,
    }
}

/// Refuses callers that have no right to a resource at all, rather than showing them nothing.
pub(crate) fn check(access: Access, resource: &Resource) -> Result<(), StoreError> {
    let is_allowed = match (access, resource.tenancy) {
        (Access::Device { .. }, Tenancy::Services) => false,
        (_, Tenancy::Public) | (Access::System | Access::User { .. } | Access::Device { .. }, _) => true,
        (Access::VpnService, Tenancy::Device) => true,
        (Access::Provisioning { .. }, tenancy) => matches!(tenancy, Tenancy::Fleet),
        (Access::Guest | Access::VpnService, _) => PUBLIC_PARTS.contains(&resource.name),
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
