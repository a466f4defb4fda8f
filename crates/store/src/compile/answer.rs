//! Runs what was compiled: rows, counts, and the ids a write is about.

use std::io::Write as _;

use odata::{Key, KeyValue, Options, Request, ResourcePath, Target};
use rusqlite::{CachedStatement, Connection, params_from_iter};
use serde_json::Value;

use crate::access::Access;
use crate::error::StoreError;
use crate::model_description::Model;
use crate::model_description::resource::Resource;

use super::json::RowWriter;
use super::literal::value;
use super::navigation::follow;
use super::select::{self, Source};
use super::statement::{Statement, table, unknown_field};
use super::visibility;

/// Where an answer's text goes.
pub(crate) trait Sink {
    /// What is not taken yet; rows are written to its end.
    fn buffer(&mut self) -> &mut Vec<u8>;

    /// A row is complete.
    ///
    /// # Errors
    /// When nobody wants more.
    fn row_done(&mut self) -> Result<(), StoreError>;
}

impl Sink for Vec<u8> {
    fn buffer(&mut self) -> &mut Vec<u8> {
        self
    }

    fn row_done(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Answers a GET: the JSON text of an array of rows, or a number for `/$count`.
pub(crate) fn write(
    connection: &Connection,
    model: Model,
    access: Access,
    request: &Request,
    sink: &mut impl Sink,
) -> Result<(), StoreError> {
    let resource = resource_of(model, &request.path)?;
    visibility::check(access, resource)?;
    let mut statement = Statement::new(model, access, &request.aliases);
    let row = statement.new_row();
    let condition = condition(&mut statement, resource, &row, request.path.key.as_ref())?;
    if let Target::CountBehind(navigation) = &request.path.target {
        let reached = follow(&mut statement, resource, &row, navigation)?;
        let from = table(resource);
        let condition = format!("EXISTS (SELECT 1 FROM {from} {row} WHERE {condition} AND {})", reached.condition);
        let source = Source { resource: reached.resource, row: &reached.row, condition: &condition };
        return count(connection, statement, source, &request.options, sink);
    }
    let source = Source { resource, row: &row, condition: &condition };
    if request.path.target == Target::Count {
        return count(connection, statement, source, &request.options, sink);
    }
    let selected = select::rows(&mut statement, source, &request.options)?;
    let writer = RowWriter::new(&selected.members);
    let mut prepared = prepare(connection, &selected.sql)?;
    let mut found = prepared.query(params_from_iter(&statement.parameters))?;
    let mut before = b'[';
    while let Some(row) = found.next()? {
        sink.buffer().push(before);
        before = b',';
        writer.write(row, sink.buffer())?;
        sink.row_done()?;
    }
    if before == b'[' {
        sink.buffer().push(b'[');
    }
    sink.buffer().push(b']');
    Ok(())
}

fn count(
    connection: &Connection,
    mut statement: Statement<'_>,
    source: Source<'_>,
    options: &Options,
    sink: &mut impl Sink,
) -> Result<(), StoreError> {
    let sql = select::count(&mut statement, source, options)?;
    let count: i64 = prepare(connection, &sql)?.query_row(params_from_iter(&statement.parameters), |row| row.get(0))?;
    write!(sink.buffer(), "{count}").map_err(|error| StoreError::internal(error.to_string()))
}

/// A statement that is too much for the database is its writer's mistake; the rest is ours.
fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, StoreError> {
    connection.prepare_cached(sql).map_err(|error| match &error {
        rusqlite::Error::SqlInputError { msg, .. } if is_too_much(msg) => {
            StoreError::bad_request("The request is nested too deeply or has too many parts: ask for less at once.")
        }
        _ => StoreError::from(error),
    })
}

/// What `SQLite` says of statements beyond its limits.
fn is_too_much(message: &str) -> bool {
    ["too large", "too many", "too deep", "stack overflow", "at most"].iter().any(|part| message.contains(part))
}

/// The same for the platform's own questions, in today's model.
pub(crate) fn answer(connection: &Connection, access: Access, request: &Request) -> Result<Value, StoreError> {
    let mut text = Vec::new();
    write(connection, Model::V7, access, request, &mut text)?;
    serde_json::from_slice(&text)
        .map_err(|error| StoreError::internal(format!("a row of {} is not JSON: {error}", request.path.resource)))
}

/// The whole row by id, as its creation answers it.
pub(crate) fn row(
    connection: &Connection,
    model: Model,
    access: Access,
    resource: &'static Resource,
    id: i64,
) -> Result<Option<Value>, StoreError> {
    let request: Request = odata::Query::of(resource.name).id(id).into();
    let mut text = Vec::new();
    write(connection, model, access, &request, &mut text)?;
    let rows: Vec<Value> = serde_json::from_slice(&text)
        .map_err(|error| StoreError::internal(format!("a row of {} is not JSON: {error}", resource.name)))?;
    Ok(rows.into_iter().next())
}

/// The ids of the rows a request is about, in ascending order, in today's model.
pub(crate) fn ids(connection: &Connection, access: Access, request: &Request) -> Result<Vec<i64>, StoreError> {
    ids_in(connection, Model::V7, access, request)
}

/// The same in a version of the model.
pub(crate) fn ids_in(
    connection: &Connection,
    model: Model,
    access: Access,
    request: &Request,
) -> Result<Vec<i64>, StoreError> {
    let resource = resource_of(model, &request.path)?;
    let mut statement = Statement::new(model, access, &request.aliases);
    let row = statement.new_row();
    let condition = condition(&mut statement, resource, &row, request.path.key.as_ref())?;
    let source = Source { resource, row: &row, condition: &condition };
    let options = Options {
        filter: request.options.filter.clone(),
        top: request.options.top,
        skip: request.options.skip,
        ..Options::default()
    };
    let sql = select::ids(&mut statement, source, &options)?;
    let mut prepared = prepare(connection, &sql)?;
    let ids = prepared.query_map(params_from_iter(&statement.parameters), |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn resource_of(model: Model, path: &ResourcePath) -> Result<&'static Resource, StoreError> {
    if let Target::Action(name) = &path.target {
        return Err(StoreError::bad_request(format!(
            "{}(…)/{name} cannot be asked: use $filter or $expand.",
            path.resource
        )));
    }
    model
        .resource(&path.resource)
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
    let bound = statement.bind(value(literal, Some(field.kind.into()))?.0);
    Ok(format!("{} = {bound}", field.sql(row)))
}
