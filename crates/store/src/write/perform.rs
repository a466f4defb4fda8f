//! One write, from the request to the rows it changed.

use odata::Request;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value as Json;

use crate::access::Access;
use crate::changed_row::ChangedRow;
use crate::changes::{self, Changes};
use crate::clock::now_ms;
use crate::compile::visibility;
use crate::error::StoreError;
use crate::model_description::Model;
use crate::model_description::resource::{Resource, Write};
use crate::{cascade, compile, model_description};

use super::asked::{OdataMethod, OdataWrite};
use super::upload::{self, Upload};
use super::values::Values;
use super::{body, guard, rules, v6};

/// What a write did.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The row a POST made, with every field.
    pub row: Option<Json>,
    pub changed: Vec<ChangedRow>,
    /// Names of uploaded files that no row names any more.
    pub removed_files: Vec<String>,
}

/// Does it, in the transaction of `connection`; `uploads` came with the body as files.
pub(crate) fn perform(
    connection: &Connection,
    model: Model,
    access: Access,
    asked: &OdataWrite,
    uploads: &[Upload],
) -> Result<Written, StoreError> {
    let name = &asked.request.path.resource;
    let resource = model
        .resource(name)
        .and_then(|resource| model_description::resource(resource.name))
        .ok_or_else(|| StoreError::bad_request(format!("There is no resource {name}.")))?;
    if guard::is_registration(access, resource, asked) {
        let mut work =
            Work { connection, model, access: Access::System, resource, uploads: &[], changes: Changes::default() };
        let values = work.read(&asked.body, true)?;
        let id = work.create(values)?;
        let row = Some(serde_json::json!({ "id": id }));
        return Ok(Written { row, changed: work.changes.into_rows(), removed_files: Vec::new() });
    }
    visibility::check(access, resource)?;
    guard::check_caller(connection, access, resource, asked)?;
    let writes = resource.writes;
    let is_allowed = match asked.method {
        OdataMethod::Post => writes.create,
        OdataMethod::Patch => writes.update,
        OdataMethod::Put => writes.create && writes.update,
        OdataMethod::Delete => writes.delete,
    };
    if !is_allowed {
        return Err(StoreError::Forbidden);
    }
    let mut work = Work { connection, model, access, resource, uploads, changes: Changes::default() };
    let row = match asked.method {
        OdataMethod::Post => {
            let values = work.read(&asked.body, true)?;
            let id = work.create(values)?;
            if asked.request.is_brief {
                Some(serde_json::json!({ "id": id }))
            } else {
                compile::row(connection, model, access, resource, id)?
            }
        }
        OdataMethod::Patch => {
            work.update_all(&asked.request, &asked.body)?;
            None
        }
        OdataMethod::Put => {
            work.upsert(&asked.request, &asked.body)?;
            None
        }
        OdataMethod::Delete => {
            work.delete_all(&asked.request)?;
            None
        }
    };
    let (changed, removed_files) = work.changes.into_parts();
    Ok(Written { row, changed, removed_files })
}

struct Work<'a> {
    connection: &'a Connection,
    model: Model,
    access: Access,
    resource: &'static Resource,
    uploads: &'a [Upload],
    changes: Changes,
}

impl Work<'_> {
    /// The body's values, sound by themselves.
    fn read(&self, body: &Json, is_creation: bool) -> Result<Values, StoreError> {
        let translated;
        let body = if self.model == Model::V6 {
            translated = v6::translated(self.connection, self.resource, body)?;
            &translated
        } else {
            body
        };
        let mut values = body::read(self.resource, body, is_creation)?;
        upload::set(self.resource, self.uploads, &mut values)?;
        rules::check(self.resource.name, &mut values, is_creation)?;
        Ok(values)
    }

    fn create(&mut self, mut values: Values) -> Result<i64, StoreError> {
        guard::check_owner(self.connection, self.access, self.resource, &values)?;
        rules::before_create(self.connection, self.resource.name, &mut values)?;
        rules::length::check(self.resource, &values)?;
        guard::check_references(self.connection, self.access, self.resource, &values)?;
        let now = now_ms();
        values.set_default("created_at", now);
        values.set("modified_at", now);
        let columns: Vec<_> = values.0.keys().map(|column| format!("\"{column}\"")).collect();
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT INTO \"{}\" ({}) VALUES ({})", self.resource.name, columns.join(", "), places.join(", "));
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(values.0.values()))?;
        let id = self.connection.last_insert_rowid();
        self.check_written(id)?;
        self.changes.push(changes::of(self.connection, self.resource, id)?);
        rules::after_write(self.connection, self.resource.name, id, &values, true, &mut self.changes)?;
        Ok(id)
    }

    /// What was written must be the caller's to see and to change, and keep the rules.
    fn check_written(&self, id: i64) -> Result<(), StoreError> {
        let request: Request = odata::Query::of(self.resource.name).id(id).into();
        let is_seen = !compile::ids(self.connection, self.access, &request)?.is_empty();
        if !is_seen || !guard::is_own(self.connection, self.access, self.resource, id)? {
            return Err(StoreError::Forbidden);
        }
        rules::necessary(self.connection, self.resource.name, id)
    }

    fn update_all(&mut self, request: &Request, body: &Json) -> Result<(), StoreError> {
        let values = self.read(body, false)?;
        if values.0.is_empty() {
            return Err(StoreError::rule("No fields to update"));
        }
        if request.path.key.is_none() && !self.uploads.is_empty() {
            return Err(StoreError::rule("WebResources can only be updated when providing a resource key."));
        }
        guard::check_destination(self.connection, self.access, self.resource, &values)?;
        for id in compile::ids_in(self.connection, self.model, self.access, request)? {
            self.update(id, values.clone())?;
        }
        Ok(())
    }

    fn update(&mut self, id: i64, mut values: Values) -> Result<(), StoreError> {
        if !guard::is_own(self.connection, self.access, self.resource, id)? {
            return Ok(());
        }
        let name = self.resource.name;
        rules::before_update(self.connection, name, id, &mut values, &mut self.changes)?;
        rules::length::check(self.resource, &values)?;
        guard::check_references(self.connection, self.access, self.resource, &values)?;
        upload::replace(self.connection, self.resource, id, &values, &mut self.changes)?;
        let mut sets = Vec::new();
        let mut differs = Vec::new();
        let mut parameters = vec![Value::Integer(id), Value::Integer(now_ms())];
        for (column, value) in &values.0 {
            parameters.push(value.clone());
            sets.push(format!("\"{column}\" = ?{}", parameters.len()));
            differs.push(format!("\"{column}\" IS NOT ?{}", parameters.len()));
        }
        let sql = format!(
            "UPDATE \"{name}\" SET {}, modified_at = ?2 WHERE id = ?1 AND ({})",
            sets.join(", "),
            differs.join(" OR ")
        );
        let before = changes::of(self.connection, self.resource, id)?;
        if self.connection.prepare_cached(&sql)?.execute(params_from_iter(parameters))? > 0 {
            self.check_written(id)?;
            // Where it was is changed as much as where it is now.
            self.changes.push(before);
            self.changes.push(changes::of(self.connection, self.resource, id)?);
        }
        rules::after_write(self.connection, name, id, &values, false, &mut self.changes)
    }

    fn upsert(&mut self, request: &Request, body: &Json) -> Result<(), StoreError> {
        let mut values = self.read(body, true)?;
        let mut key = Values::default();
        body::read_key(self.resource, request, &mut key)?;
        if self.resource.name == "device_service_environment_variable" {
            // The balena API does not find out there which device and service it is about.
            return Err(StoreError::rule("A service variable of a device is set by POST or PATCH, not by PUT."));
        }
        if request.path.key.is_none() {
            // It would be about every row at once.
            let names = self.resource.keys.first().map(|names| names.join("\" and \""));
            return Err(StoreError::conflict(format!(
                "\"{}\" must be unique.",
                names.unwrap_or_else(|| "id".to_owned())
            )));
        }
        let Some(id) = compile::ids_in(self.connection, self.model, self.access, request)?.first().copied() else {
            rules::check(self.resource.name, &mut key, true)?;
            values.0.extend(key.0);
            return self.create(values).map(|_| ());
        };
        self.check_whole(&values, &key)?;
        // The key fields are what they are; setting them again would only look like a change.
        for column in key.0.keys() {
            values.remove(column);
        }
        if values.0.is_empty() { Ok(()) } else { self.update(id, values) }
    }

    /// A PUT takes a row's place, so that it says all that a row must have.
    fn check_whole(&self, values: &Values, key: &Values) -> Result<(), StoreError> {
        let missing = self.resource.fields.iter().find(|field| {
            field.is_required && field.write != Write::Never && !values.has(field.name) && !key.has(field.name)
        });
        match missing {
            Some(field) => Err(StoreError::bad_request(format!("\"{}\" is missing.", field.name))),
            None => Ok(()),
        }
    }

    fn delete_all(&mut self, request: &Request) -> Result<(), StoreError> {
        let mut ids = Vec::new();
        for id in compile::ids_in(self.connection, self.model, self.access, request)? {
            if guard::is_own(self.connection, self.access, self.resource, id)? {
                ids.push(id);
            }
        }
        if ids.is_empty() && self.resource.name == "application" && request.path.key.is_some() {
            return Err(StoreError::not_found("Application(s) not found."));
        }
        for id in ids {
            rules::before_delete(self.connection, self.resource.name, id)?;
            cascade::delete(self.connection, self.resource, id, &mut self.changes)?;
        }
        Ok(())
    }
}
