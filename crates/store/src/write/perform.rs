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
use crate::model_description::resource::Resource;
use crate::{compile, model_description};

use super::asked::{OdataMethod, OdataWrite};
use super::values::Values;
use super::{body, guard, rules};

/// What a write did.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The row a POST made, with every field.
    pub row: Option<Json>,
    pub changed: Vec<ChangedRow>,
}

/// Does it, in the transaction of `connection`.
pub(crate) fn perform(connection: &Connection, access: Access, asked: &OdataWrite) -> Result<Written, StoreError> {
    let name = &asked.request.path.resource;
    let resource = model_description::resource(name)
        .ok_or_else(|| StoreError::bad_request(format!("There is no resource {name}.")))?;
    visibility::check(access, resource)?;
    guard::check_caller(access, asked)?;
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
    let mut work = Work { connection, access, resource, changes: Changes::default() };
    let row = match asked.method {
        OdataMethod::Post => {
            let id = work.create(body::read(resource, &asked.body, true)?)?;
            compile::row(connection, access, resource, id)?
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
    Ok(Written { row, changed: work.changes.into_rows() })
}

struct Work<'a> {
    connection: &'a Connection,
    access: Access,
    resource: &'static Resource,
    changes: Changes,
}

impl Work<'_> {
    fn create(&mut self, mut values: Values) -> Result<i64, StoreError> {
        guard::check_references(self.connection, self.access, self.resource, &values)?;
        rules::before_create(self.connection, self.resource.name, &mut values)?;
        let now = now_ms();
        values.set("created_at", now);
        values.set("modified_at", now);
        let columns: Vec<_> = values.0.keys().map(|column| format!("\"{column}\"")).collect();
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql =
            format!("INSERT INTO \"{}\" ({}) VALUES ({})", self.resource.name, columns.join(", "), places.join(", "));
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(values.0.values()))?;
        let id = self.connection.last_insert_rowid();
        self.check(id)?;
        self.changes.push(changes::of(self.connection, self.resource, id)?);
        rules::after_write(self.connection, self.resource.name, id, &values, &mut self.changes)?;
        Ok(id)
    }

    /// What was written must be the caller's to see and to change.
    fn check(&self, id: i64) -> Result<(), StoreError> {
        let request: Request = odata::Query::of(self.resource.name).id(id).into();
        if compile::ids(self.connection, self.access, &request)?.is_empty() {
            return Err(StoreError::Forbidden);
        }
        guard::check_row(self.connection, self.access, self.resource, id)
    }

    fn update_all(&mut self, request: &Request, body: &Json) -> Result<(), StoreError> {
        let values = body::read(self.resource, body, false)?;
        if values.0.is_empty() {
            return Err(StoreError::rule("No fields to update"));
        }
        for id in compile::ids(self.connection, self.access, request)? {
            self.update(id, values.clone())?;
        }
        Ok(())
    }

    fn update(&mut self, id: i64, mut values: Values) -> Result<(), StoreError> {
        guard::check_row(self.connection, self.access, self.resource, id)?;
        guard::check_references(self.connection, self.access, self.resource, &values)?;
        rules::before_update(self.connection, self.resource.name, id, &mut values)?;
        let mut sets = Vec::new();
        let mut differs = Vec::new();
        let mut parameters = vec![Value::Integer(id), Value::Integer(now_ms())];
        for (column, value) in &values.0 {
            parameters.push(value.clone());
            sets.push(format!("\"{column}\" = ?{}", parameters.len()));
            differs.push(format!("\"{column}\" IS NOT ?{}", parameters.len()));
        }
        let sql = format!(
            "UPDATE \"{}\" SET {}, modified_at = ?2 WHERE id = ?1 AND ({})",
            self.resource.name,
            sets.join(", "),
            differs.join(" OR ")
        );
        let changed = self.connection.prepare_cached(&sql)?.execute(params_from_iter(parameters))?;
        if changed > 0 {
            self.check(id)?;
            self.changes.push(changes::of(self.connection, self.resource, id)?);
            rules::after_write(self.connection, self.resource.name, id, &values, &mut self.changes)?;
        }
        Ok(())
    }

    fn upsert(&mut self, request: &Request, body: &Json) -> Result<(), StoreError> {
        let mut values = body::read(self.resource, body, true)?;
        let mut key = Values::default();
        body::read_key(self.resource, request, &mut key)?;
        let Some(id) = compile::ids(self.connection, self.access, request)?.first().copied() else {
            values.0.extend(key.0);
            return self.create(values).map(|_| ());
        };
        // The key fields are what they are; setting them again would only look like a change.
        for column in key.0.keys() {
            values.remove(column);
        }
        if values.0.is_empty() { Ok(()) } else { self.update(id, values) }
    }

    fn delete_all(&mut self, request: &Request) -> Result<(), StoreError> {
        let ids = compile::ids(self.connection, self.access, request)?;
        if ids.is_empty() && self.resource.name == "application" {
            return Err(StoreError::not_found("Application(s)"));
        }
        for id in ids {
            guard::check_row(self.connection, self.access, self.resource, id)?;
            rules::before_delete(self.connection, self.resource.name, id)?;
            self.changes.push(changes::of(self.connection, self.resource, id)?);
            let sql = format!("DELETE FROM \"{}\" WHERE id = ?1", self.resource.name);
            self.connection.prepare_cached(&sql)?.execute([id])?;
        }
        Ok(())
    }
}
