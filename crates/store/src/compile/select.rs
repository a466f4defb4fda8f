//! Options as SQL: the JSON of each row, the filter, the order, the window.

use std::collections::BTreeSet;
use std::fmt::Write;

use odata::{Direction, Expand, Options, OrderBy, OrderKey};

use crate::error::StoreError;
use crate::model_description::resource::Resource;

use super::condition::{self, count_of, sql};
use super::json;
use super::navigation::follow;
use super::statement::{Scope, Statement, table, unknown_field};
use super::visibility;

/// `SELECT <json> AS j FROM … WHERE … ORDER BY … LIMIT …` over the rows for which `condition` holds.
pub(super) fn rows(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    condition: &str,
    options: &Options,
) -> Result<String, StoreError> {
    let scopes = [Scope { variable: None, resource, row: row.to_owned() }];
    let json = object(statement, resource, row, options)?;
    let table = table(resource);
    // With a limit the rows are picked first: otherwise SQLite would build the JSON of every row it sorts. A subquery with
    // a limit is never merged into the outer query, and a cross join keeps its order.
    let is_picked = options.top.is_some();
    let what = if is_picked { format!("{row}.id AS id") } else { format!("{json} AS j") };
    let mut query = format!("SELECT {what} FROM {table} {row} WHERE {condition}");
    filter(statement, &scopes, options, &mut query)?;
    query.push_str(" ORDER BY ");
    for order in &options.order_by {
        query.push_str(&order_by(statement, &scopes, order)?);
        query.push_str(", ");
    }
    let _ = write!(query, "{row}.id");
    window(statement, options, &mut query);
    if is_picked {
        query = format!("SELECT {json} AS j FROM ({query}) k CROSS JOIN {table} {row} ON {row}.id = k.id");
    }
    Ok(query)
}

/// `SELECT count(*)` over the same rows; order and window do not matter to it.
pub(super) fn count(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    condition: &str,
    options: &Options,
) -> Result<String, StoreError> {
    let scopes = [Scope { variable: None, resource, row: row.to_owned() }];
    let mut query = format!("SELECT count(*) FROM {} {row} WHERE {condition}", table(resource));
    filter(statement, &scopes, options, &mut query)?;
    Ok(query)
}

pub(super) fn filter(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    options: &Options,
    query: &mut String,
) -> Result<(), StoreError> {
    if let Some(filter) = &options.filter {
        let _ = write!(query, " AND {}", sql(statement, scopes, filter, None)?);
    }
    Ok(())
}

/// Always a limit: it keeps SQLite from dropping the order of a subquery.
pub(super) fn window(statement: &mut Statement<'_>, options: &Options, query: &mut String) {
    let number = |rows: Option<u64>, none: i64| rows.map_or(none, |rows| i64::try_from(rows).unwrap_or(i64::MAX));
    let limit = statement.bind(number(options.top, -1));
    let offset = statement.bind(number(options.skip, 0));
    let _ = write!(query, " LIMIT {limit} OFFSET {offset}");
}

/// What is not set sorts as if it were greater than everything, as in `PostgreSQL`.
fn order_by(statement: &mut Statement<'_>, scopes: &[Scope], order: &OrderBy) -> Result<String, StoreError> {
    let key = match &order.key {
        OrderKey::Path(path) => condition::field(statement, scopes, path)?,
        OrderKey::Count(count) => count_of(statement, scopes, count)?,
    };
    Ok(match order.direction {
        Direction::Asc => format!("{key} ASC NULLS LAST"),
        Direction::Desc => format!("{key} DESC NULLS FIRST"),
    })
}

/// A row's JSON object: the selected fields, and what is expanded.
fn object(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    options: &Options,
) -> Result<String, StoreError> {
    let mut expanded = BTreeSet::new();
    for expand in &options.expand {
        if !expanded.insert(expand.navigation.as_str()) {
            return Err(StoreError::bad_request(format!("{} is expanded twice.", expand.navigation)));
        }
    }
    let mut members = Vec::new();
    match &options.select {
        Some(names) if !names.iter().any(|name| name == "*") => {
            for name in names.iter().collect::<BTreeSet<_>>() {
                let field = resource.field(name).ok_or_else(|| unknown_field(resource, name))?;
                let value = visibility::value(statement.access, field, row).ok_or(StoreError::Forbidden)?;
                if !expanded.contains(name.as_str()) {
                    members.push((name.as_str(), json::of_value(field.kind, &value)));
                }
            }
        }
        _ => {
            let access = statement.access;
            let shown = resource.all_fields().filter(|field| !expanded.contains(field.name));
            members.extend(shown.filter_map(|field| {
                let value = visibility::value(access, field, row)?;
                Some((field.name, json::of_value(field.kind, &value)))
            }));
        }
    }
    for expand in &options.expand {
        members.push((expand.navigation.as_str(), expansion(statement, resource, row, expand)?));
    }
    // Names are the model's own, so they need no escaping.
    let parts: Vec<_> = members.iter().map(|(name, json)| format!("'\"{name}\":', {json}")).collect();
    Ok(if parts.is_empty() { "'{}'".to_owned() } else { format!("concat('{{', {}, '}}')", parts.join(", ',', ")) })
}

/// The rows behind a navigation as a JSON array, in one correlated subquery; or their number.
fn expansion(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    expand: &Expand,
) -> Result<String, StoreError> {
    let reached = follow(statement, resource, row, &expand.navigation)?;
    if expand.is_count {
        let query = count(statement, reached.resource, &reached.row, &reached.condition, &expand.options)?;
        return Ok(format!("({query})"));
    }
    let query = rows(statement, reached.resource, &reached.row, &reached.condition, &expand.options)?;
    Ok(format!("(SELECT concat('[', group_concat(j, ','), ']') FROM ({query}))"))
}
