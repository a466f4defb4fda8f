//! Collects which rows a write changes, each once, and the files it leaves without a row.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::changed_row::ChangedRow;
use crate::compile::visibility::{application_of, device_of};
use crate::error::StoreError;
use crate::model_description;
use crate::model_description::resource::Resource;

#[derive(Debug, Default)]
pub(crate) struct Changes {
    rows: BTreeSet<ChangedRow>,
    removed_files: Vec<String>,
}

impl Changes {
    pub(crate) fn push(&mut self, row: ChangedRow) {
        self.rows.insert(row);
    }

    /// Whether this row is among them.
    pub(crate) fn has(&self, resource: &'static str, id: i64) -> bool {
        let first = ChangedRow { resource, id, application: None, device: None };
        self.rows.range(first..).next().is_some_and(|row| row.resource == resource && row.id == id)
    }

    /// A row of `device` of a known fleet.
    pub(crate) fn device(&mut self, device: i64, application: i64) {
        self.push(ChangedRow { resource: "device", id: device, application: Some(application), device: Some(device) });
    }

    /// A file no row names any more.
    pub(crate) fn remove_file(&mut self, file: Option<String>) {
        self.removed_files.extend(file);
    }

    pub(crate) fn into_rows(self) -> Vec<ChangedRow> {
        self.rows.into_iter().collect()
    }

    /// The rows, and the names of the files.
    pub(crate) fn into_parts(self) -> (Vec<ChangedRow>, Vec<String>) {
        (self.rows.into_iter().collect(), self.removed_files)
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
