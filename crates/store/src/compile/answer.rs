//! Runs what was compiled: rows, counts, and the ids a write is about.

use std::fmt::Write;

use odata::{Key, KeyValue, Options, Request, ResourcePath, Target};
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use crate::access::Access;
use crate::error::StoreError;
use crate::model_description;
use crate::model_description::resource::Resource;

use super::literal::value;
use super::select;
use super::statement::{Scope, Statement, table, unknown_field};
use super::visibility;

/// Answers a GET.
pub(crate) fn answer(connection: &Connection, access: Access, request: &Request) -> Result<Value, StoreError> {
    let resource = resource_of(&request.path)?;
    visibility::check(access, resource)?;
    let mut statement = Statement::new(access, &request.aliases);
    let row = statement.new_row();
    let condition = condition(&mut statement, resource, &row, request.path.key.as_ref())?;
    if request.path.target == Target::Count {
        let sql = select::count(&mut statement, resource, &row, &condition, &request.options)?;
        let count: i64 =
            connection.prepare_cached(&sql)?.query_row(params_from_iter(&statement.parameters), |row| row.get(0))?;
        return Ok(count.into());
    }
    let sql = select::rows(&mut statement, resource, &row, &condition, &request.options)?;
    let mut prepared = connection.prepare_cached(&sql)?;
    let mut found = prepared.query(params_from_iter(&statement.parameters))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let text = row.get_ref(0)?.as_str().map_err(|error| StoreError::internal(error.to_string()))?;
        let object: Value = serde_json::from_str(text)
            .map_err(|error| StoreError::internal(format!("a row of {} is not JSON: {error}", resource.name)))?;
        rows.push(object);
    }
    Ok(Value::Array(rows))
}

/// The whole row by id, as its creation answers it.
pub(crate) fn row(
    connection: &Connection,
    access: Access,
    resource: &'static Resource,
    id: i64,
) -> Result<Option<Value>, StoreError> {
    let request: Request = odata::Query::of(resource.name).id(id).into();
    match answer(connection, access, &request)? {
        Value::Array(mut rows) => Ok(rows.pop()),
        _ => Ok(None),
    }
}

/// The ids of the rows a PATCH or DELETE is about, in ascending order.
pub(crate) fn ids(connection: &Connection, access: Access, request: &Request) -> Result<Vec<i64>, StoreError> {
    let resource = resource_of(&request.path)?;
    let mut statement = Statement::new(access, &request.aliases);
    let row = statement.new_row();
    let condition = condition(&mut statement, resource, &row, request.path.key.as_ref())?;
    let mut sql = format!("SELECT {row}.id FROM {} {row} WHERE {condition}", table(resource));
    let scopes = [Scope { variable: None, resource, row: row.clone() }];
    select::filter(&mut statement, &scopes, &request.options, &mut sql)?;
    let _ = write!(sql, " ORDER BY {row}.id");
    let window = Options { top: request.options.top, skip: request.options.skip, ..Options::default() };
    select::window(&mut statement, &window, &mut sql);
    let mut prepared = connection.prepare_cached(&sql)?;
    let ids = prepared.query_map(params_from_iter(&statement.parameters), |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn resource_of(path: &ResourcePath) -> Result<&'static Resource, StoreError> {
    if let Target::Action(name) = &path.target {
        return Err(StoreError::bad_request(format!(
            "{}(…)/{name} cannot be asked: use $filter or $expand.",
            path.resource
        )));
    }
    model_description::resource(&path.resource)
        .ok_or_else(|| StoreError::bad_request(format!("There is no resource {}.", path.resource)))
}

/// That the caller sees the row, and that it has the key.
fn condition(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    key: Option<&Key>,
) -> Result<String, StoreError> {
    let mut conditions: Vec<String> = visibility::predicate(statement.access, resource, row).into_iter().collect();
    match key {
        None => {}
        Some(Key::Id(id)) => conditions.push(equals(statement, resource, row, "id", id)?),
        Some(Key::Natural(parts)) => {
            let names: Vec<_> = parts.iter().map(|(name, _)| name.as_str()).collect();
            let is_key = names == ["id"]
                || resource
                    .keys
                    .iter()
                    .any(|key| key.len() == names.len() && key.iter().all(|part| names.contains(part)));
            if !is_key {
                let message = format!("The resource {} has no key of {}.", resource.name, names.join(" and "));
                return Err(StoreError::bad_request(message));
            }
            for (name, part) in parts {
                conditions.push(equals(statement, resource, row, name, part)?);
            }
        }
    }
    Ok(if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") })
}

fn equals(
    statement: &mut Statement<'_>,
    resource: &Resource,
    row: &str,
    name: &str,
    part: &KeyValue,
) -> Result<String, StoreError> {
    let field = resource.field(name).ok_or_else(|| unknown_field(resource, name))?;
    let literal = match part {
        KeyValue::Literal(literal) => literal,
        KeyValue::Alias(name) => statement.alias(name)?,
    };
    let bound = statement.bind(value(literal, Some(field.kind))?);
    Ok(format!("{} = {bound}", field.sql(row)))
}
