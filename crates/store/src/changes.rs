//! Collects which rows a write changes, each once.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::changed_row::ChangedRow;
use crate::compile::visibility::{application_of, device_of};
use crate::error::StoreError;
use crate::model_description;
use crate::model_description::resource::Resource;

#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeSet<ChangedRow>);

impl Changes {
    pub(crate) fn push(&mut self, row: ChangedRow) {
        self.0.insert(row);
    }

    /// A row of `device` of a known fleet.
    pub(crate) fn device(&mut self, device: i64, application: i64) {
        self.push(ChangedRow { resource: "device", id: device, application: Some(application), device: Some(device) });
    }

    pub(crate) fn into_rows(self) -> Vec<ChangedRow> {
        self.0.into_iter().collect()
    }
}

/// The row as a change, with the fleet and the device it belongs to.
pub(crate) fn of(connection: &Connection, resource: &'static Resource, id: i64) -> Result<ChangedRow, StoreError> {
    let application = application_of(resource, "t").unwrap_or_else(|| "NULL".to_owned());
    let device = device_of(resource, "t").unwrap_or_else(|| "NULL".to_owned());
    let sql = format!("SELECT {application}, {device} FROM \"{}\" t WHERE t.id = ?1", resource.name);
    let found = connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (application, device) = found.unwrap_or((None, None));
    Ok(ChangedRow { resource: resource.name, id, application, device })
}

/// The same, by the resource's name.
pub(crate) fn of_named(connection: &Connection, resource: &str, id: i64) -> Result<ChangedRow, StoreError> {
    let resource = model_description::resource(resource)
        .ok_or_else(|| StoreError::internal(format!("there is no resource {resource}")))?;
    of(connection, resource, id)
}
