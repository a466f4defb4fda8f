//! Who may write: people who develop for the organization; what they point at must be there and theirs to see.

use odata::{Query, Request};
use rusqlite::{Connection, OptionalExtension};

use crate::access::Access;
use crate::compile;
use crate::compile::visibility::application_of;
use crate::error::StoreError;
use crate::model_description::resource::{Kind, Resource, Tenancy};

use super::asked::{OdataMethod, OdataWrite};
use super::values::Values;

/// What a device may change of its own row (devices.md: its name when it is set up, the pin of a preloaded release).
const OF_A_DEVICE: [&str; 2] = ["device_name", "is_pinned_on__release"];

/// People write over OData; a device only a little of its own row, which is all it sees. The rest has the device API.
pub(super) fn check_caller(access: Access, asked: &OdataWrite) -> Result<(), StoreError> {
    let is_of_a_device = || {
        asked.method == OdataMethod::Patch
            && asked.request.path.resource == "device"
            && asked.body.as_object().is_some_and(|body| body.keys().all(|key| OF_A_DEVICE.contains(&key.as_str())))
    };
    match access {
        Access::System | Access::User { .. } => Ok(()),
        Access::Device { .. } if is_of_a_device() => Ok(()),
        Access::Device { .. } | Access::Provisioning { .. } | Access::Guest => Err(StoreError::Forbidden),
    }
}

/// Observers of the row's organization only look on.
pub(super) fn check_row(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    id: i64,
) -> Result<(), StoreError> {
    let Access::User { user, .. } = access else { return Ok(()) };
    let Some(application) = application_of(resource, "t") else { return Ok(()) };
    let sql = format!(
        "SELECT m.role FROM \"{}\" t JOIN application a ON a.id = {application} JOIN organization_membership m \
         ON m.is_member_of__organization = a.organization AND m.\"user\" = ?1 WHERE t.id = ?2",
        resource.name
    );
    let role: Option<String> = connection.prepare_cached(&sql)?.query_row([user, id], |row| row.get(0)).optional()?;
    if role.as_deref() == Some("developer") { Ok(()) } else { Err(StoreError::Forbidden) }
}

/// Every row pointed at is there (409 as the API answers) and visible to the caller.
pub(super) fn check_references(
    connection: &Connection,
    access: Access,
    resource: &Resource,
    values: &Values,
) -> Result<(), StoreError> {
    for column in values.0.keys() {
        let (Some(field), Some(id)) = (resource.field(column), values.integer(column)) else { continue };
        let Kind::Reference(target) = field.kind else { continue };
        if let (Tenancy::OwnUser(own), Access::User { user, .. }) = (resource.tenancy, access)
            && own == *column
            && id != user
        {
            return Err(StoreError::Forbidden);
        }
        let request: Request = Query::of(target).id(id).into();
        if !compile::ids(connection, access, &request)?.is_empty() {
            continue;
        }
        if compile::ids(connection, Access::System, &request)?.is_empty() {
            return Err(StoreError::conflict(format!("Data is referenced by {column}.")));
        }
        return Err(StoreError::Forbidden);
    }
    Ok(())
}
