//! Who may write: people who develop for the organization; what they point at must be there and theirs to see.

use odata::{Query, Request};
use rusqlite::{Connection, OptionalExtension};

use crate::access::Access;
use crate::compile;
use crate::compile::visibility::application_of;
use crate::domain::organizations;
use crate::error::StoreError;
use crate::model_description::resource::{Kind, Resource, Tenancy, Write};

use super::asked::{OdataMethod, OdataWrite};
use super::values::Values;

/// What a device may do to rows of its own, which are all it sees (balena-api.md §11).
const OF_A_DEVICE: [(&str, &[OdataMethod]); 7] = {
    use OdataMethod::{Delete, Patch, Post, Put};
    [
        ("device", &[Patch]),
        ("device_tag", &[Post, Patch, Put, Delete]),
        ("device_environment_variable", &[Post, Patch, Put, Delete]),
        ("device_config_variable", &[Post, Patch, Put]),
        ("device_service_environment_variable", &[Post, Patch, Put, Delete]),
        ("service_install", &[Post, Patch, Put, Delete]),
        ("image_install", &[Post, Patch, Put]),
    ]
};

/// A fleet's provisioning key makes devices in its fleet, and sees nothing of them.
pub(super) fn is_registration(access: Access, resource: &Resource, asked: &OdataWrite) -> bool {
    const SAYS: [&str; 8] = [
        "belongs_to__application",
        "is_of__device_type",
        "uuid",
        "device_name",
        "os_version",
        "os_variant",
        "supervisor_version",
        "mac_address",
    ];
    let Access::Provisioning { application, .. } = access else { return false };
    asked.method == OdataMethod::Post
        && resource.name == "device"
        && asked.body.get("belongs_to__application").and_then(serde_json::Value::as_i64) == Some(application)
        && asked.body.as_object().is_some_and(|body| body.keys().all(|name| SAYS.contains(&name.as_str())))
}

/// People write what they see; a device what is its own, but it does not leave its fleet. A person who only looks on
/// everywhere writes nothing, not even what would be their own.
pub(super) fn check_caller(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    asked: &OdataWrite,
) -> Result<(), StoreError> {
    let is_of_a_device = || {
        OF_A_DEVICE.iter().any(|(name, methods)| *name == resource.name && methods.contains(&asked.method))
            && asked.body.get("belongs_to__application").is_none()
    };
    match access {
        Access::System => Ok(()),
        Access::User { user, .. } if organizations::is_developer_of_any(connection, user)? => Ok(()),
        Access::Device { .. } if is_of_a_device() => Ok(()),
        Access::User { .. }
        | Access::Device { .. }
        | Access::Provisioning { .. }
        | Access::VpnService
        | Access::Guest => Err(StoreError::Forbidden),
    }
}

/// Nobody makes a row for somebody else, nor a fleet in an organization they do not see.
pub(super) fn check_owner(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    values: &Values,
) -> Result<(), StoreError> {
    if let (Tenancy::OwnUser(own), Access::User { user, .. }) = (resource.tenancy, access)
        && values.integer(own) != Some(user)
    {
        return Err(StoreError::Forbidden);
    }
    match values.integer("organization") {
        // Without an organization there is no slug.
        Some(id) if resource.name == "application" && !is_there(connection, access, "organization", id)? => {
            Err(StoreError::rule(
                "It is necessary that each application has a slug that has a Length (Type) that is greater than or equal \
                 to 6 and is less than or equal to 321.",
            ))
        }
        _ => Ok(()),
    }
}

/// A device moves to a fleet its mover sees.
pub(super) fn check_destination(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    values: &Values,
) -> Result<(), StoreError> {
    match values.integer("belongs_to__application") {
        Some(fleet) if resource.name == "device" && !is_there(connection, access, "application", fleet)? => {
            Err(StoreError::not_found("Application doesn't exist or you have no access to it."))
        }
        _ => Ok(()),
    }
}

/// Whether the row is of the caller's own organizations. What is public is seen by others as well, and not theirs to change.
///
/// # Errors
/// [`StoreError::Forbidden`] for who only looks on there.
pub(super) fn is_own(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    id: i64,
) -> Result<bool, StoreError> {
    let Access::User { user, .. } = access else { return Ok(true) };
    let Some(application) = application_of(resource, "t") else { return Ok(true) };
    let sql = format!(
        "SELECT m.role FROM \"{}\" t JOIN application a ON a.id = {application} JOIN organization_membership m \
         ON m.is_member_of__organization = a.organization AND m.\"user\" = ?1 WHERE t.id = ?2",
        resource.name
    );
    let role: Option<String> = connection.prepare_cached(&sql)?.query_row([user, id], |row| row.get(0)).optional()?;
    match role.as_deref() {
        Some("developer") => Ok(true),
        Some(_) => Err(StoreError::Forbidden),
        None => Ok(false),
    }
}

/// Every row pointed at is there and visible to the caller; what is not visible is not there.
pub(super) fn check_references(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    values: &Values,
) -> Result<(), StoreError> {
    for column in values.0.keys() {
        let (Some(field), Some(id)) = (resource.field(column), values.integer(column)) else { continue };
        let Kind::Reference(target) = field.kind else { continue };
        // What the platform itself has set, and what a device only reports.
        if field.write == Write::Never || *column == "is_running__release" || is_there(connection, access, target, id)?
        {
            continue;
        }
        return Err(match *column {
            "service_install" => StoreError::Forbidden,
            // A device's rows are its own.
            _ if matches!(access, Access::Device { .. }) => StoreError::Forbidden,
            column => StoreError::conflict(format!("Data is referenced by {column}.")),
        });
    }
    Ok(())
}

fn is_there(connection: &Connection, access: Access, resource: &str, id: i64) -> Result<bool, StoreError> {
    if let (Access::Provisioning { application, .. }, "application") = (access, resource) {
        // It enters its fleet, though it does not read it.
        return Ok(id == application);
    }
    let request: Request = Query::of(resource).id(id).into();
    Ok(!compile::ids(connection, access, &request)?.is_empty())
}
