//! Options as SQL: what is shown of each row, the filter, the order, the window.

use std::collections::BTreeSet;
use std::fmt::Write;

use odata::{Direction, Expand, Expr, Literal, Options, OrderBy, OrderKey, Path};

use crate::error::StoreError;
use crate::model_description::resource::{Kind, Resource};

use super::condition::{self, count_of, truth};
use super::json::{self, Member, Shape};
use super::navigation::{follow, walk};
use super::statement::{Scope, Statement, table, unknown_field};
use super::visibility;

/// The rows of a query: whose they are and which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) resource: &'static Resource,
    pub(super) row: &'a str,
    pub(super) condition: &'a str,
}

/// A query, and what its columns are.
#[derive(Debug)]
pub(super) struct Selected {
    pub(super) sql: String,
    pub(super) members: Vec<Member>,
}

/// `SELECT <each member> FROM … WHERE … ORDER BY … LIMIT …`.
pub(super) fn rows(
    statement: &mut Statement<'_>,
    source: Source<'_>,
    options: &Options,
) -> Result<Selected, StoreError> {
    let scope = source.scope();
    let members = members(statement, &scope, options)?;
    let columns: Vec<_> = members.iter().map(|member| member.sql.as_str()).collect();
    let columns = if columns.is_empty() { "1".to_owned() } else { columns.join(", ") };
    let sql = query(statement, source, options, &columns)?;
    Ok(Selected { sql, members })
}

/// `SELECT <what> FROM … WHERE … ORDER BY … LIMIT …`.
fn query(
    statement: &mut Statement<'_>,
    source: Source<'_>,
    options: &Options,
    what: &str,
) -> Result<String, StoreError> {
    let Source { resource, row, condition } = source;
    let table = table(resource);
    let scopes = [source.scope()];
    // With a limit the rows are picked first: otherwise SQLite would build every column of every row it sorts. A subquery
    // with a limit is never merged into the outer query, and a cross join keeps its order. What was joined to the row for
    // a selected path is joined to the inner query only, so then nothing is picked.
    let is_picked = options.top.is_some() && !statement.has_joins(row);
    let filter = filter(statement, &scopes, options)?;
    let mut order = String::new();
    for by in &options.order_by {
        order.push_str(&order_by(statement, &scopes, by)?);
        order.push_str(", ");
    }
    let joins = statement.joins_of(row);
    let inner = if is_picked { format!("{row}.id AS id") } else { what.to_owned() };
    let mut query =
        format!("SELECT {inner} FROM {table} {row}{joins} WHERE {condition}{filter} ORDER BY {order}{row}.id");
    window(statement, options, &mut query);
    if is_picked {
        query = format!("SELECT {what} FROM ({query}) k CROSS JOIN {table} {row} ON {row}.id = k.id");
    }
    Ok(query)
}

/// `SELECT count(*)` over the same rows; order and window do not matter to it.
pub(super) fn count(
    statement: &mut Statement<'_>,
    source: Source<'_>,
    options: &Options,
) -> Result<String, StoreError> {
    let filter = filter(statement, &[source.scope()], options)?;
    let joins = statement.joins_of(source.row);
    Ok(format!(
        "SELECT count(*) FROM {} {}{joins} WHERE {}{filter}",
        table(source.resource),
        source.row,
        source.condition
    ))
}

/// `SELECT DISTINCT id` over the same rows, in ascending order.
pub(super) fn ids(statement: &mut Statement<'_>, source: Source<'_>, options: &Options) -> Result<String, StoreError> {
    let filter = filter(statement, &[source.scope()], options)?;
    let joins = statement.joins_of(source.row);
    let distinct = if joins.is_empty() { "" } else { "DISTINCT " };
    let mut query = format!(
        "SELECT {distinct}{row}.id FROM {} {row}{joins} WHERE {}{filter} ORDER BY {row}.id",
        table(source.resource),
        source.condition,
        row = source.row,
    );
    window(statement, options, &mut query);
    Ok(query)
}

impl Source<'_> {
    fn scope(&self) -> Scope {
        Scope { variable: None, resource: self.resource, row: self.row.to_owned() }
    }
}

fn filter(statement: &mut Statement<'_>, scopes: &[Scope], options: &Options) -> Result<String, StoreError> {
    // A filter that is null is none.
    let Some(filter) = options.filter.as_ref().filter(|filter| **filter != Expr::Literal(Literal::Null)) else {
        return Ok(String::new());
    };
    Ok(format!(" AND {}", truth(statement, scopes, filter)?))
}

/// Always a limit: it keeps SQLite from dropping the order of a subquery.
fn window(statement: &mut Statement<'_>, options: &Options, query: &mut String) {
    let number = |rows: Option<u64>, none: i64| rows.map_or(none, |rows| i64::try_from(rows).unwrap_or(i64::MAX));
    let limit = statement.bind(number(options.top, -1));
    let offset = statement.bind(number(options.skip, 0));
    let _ = write!(query, " LIMIT {limit} OFFSET {offset}");
}

/// What is not set sorts as if it were greater than everything, as in `PostgreSQL`. It is said only where something may be
/// not set: an index then gives the order.
fn order_by(statement: &mut Statement<'_>, scopes: &[Scope], order: &OrderBy) -> Result<String, StoreError> {
    let (key, may_be_null) = match &order.key {
        OrderKey::Path(path) => (condition::field(statement, scopes, path)?, !is_always_set(scopes, path)),
        OrderKey::Count(count) => (count_of(statement, scopes, count)?, false),
    };
    let key = key.sql;
    Ok(match (order.direction, may_be_null) {
        (Direction::Asc, true) => format!("{key} ASC NULLS LAST"),
        (Direction::Desc, true) => format!("{key} DESC NULLS FIRST"),
        (Direction::Asc, false) => format!("{key} ASC"),
        (Direction::Desc, false) => format!("{key} DESC"),
    })
}

/// A field of the row itself that every row has.
fn is_always_set(scopes: &[Scope], path: &Path) -> bool {
    match (scopes, path.0.as_slice()) {
        ([scope], [name]) => ALWAYS_SET.contains(&(scope.resource.name, name.as_str())) || name == "id",
        _ => false,
    }
}

/// What big lists are ordered by.
const ALWAYS_SET: [(&str, &str); 3] =
    [("device", "device_name"), ("application", "app_name"), ("release", "start_timestamp")];

/// What is shown of a row: the selected fields, and what is expanded.
fn members(statement: &mut Statement<'_>, scope: &Scope, options: &Options) -> Result<Vec<Member>, StoreError> {
    let expanded: BTreeSet<_> = options.expand.iter().map(|expand| expand.navigation.as_str()).collect();
    let mut members = Vec::new();
    // What is expanded comes first, as the original writes it; of what is expanded twice the last is shown.
    let is_last = |at: usize, name: &str| !options.expand[at + 1..].iter().any(|later| later.navigation == name);
    for (at, expand) in options.expand.iter().enumerate() {
        if is_last(at, &expand.navigation) {
            members.push(expansion(statement, scope, expand)?);
        }
    }
    match &options.select {
        Some(names) if !names.iter().any(|name| name == "*") => {
            let mut said = BTreeSet::new();
            for path in names {
                let member = selected(statement, scope, path)?;
                if !expanded.contains(member.name.as_str()) && said.insert(member.name.clone()) {
                    members.push(member);
                }
            }
        }
        _ => {
            let access = statement.access;
            let shown = scope.resource.all_fields().filter(|field| !expanded.contains(field.name));
            members.extend(shown.filter_map(|field| {
                let sql = visibility::value(access, field, &scope.row)?;
                Some(Member { name: field.name.to_owned(), sql, shape: Shape::Of(field.kind) })
            }));
        }
    }
    Ok(members)
}

/// A selected field, called by the last name of its path.
fn selected(statement: &mut Statement<'_>, scope: &Scope, path: &str) -> Result<Member, StoreError> {
    let path = Path(path.split('/').map(str::to_owned).collect());
    let (resource, row, name) = walk(statement, std::slice::from_ref(scope), &path)?;
    let name = name.unwrap_or_default();
    let field = resource.field(name).ok_or_else(|| unknown_field(resource, name))?;
    let sql = visibility::value(statement.access, field, &row).ok_or(StoreError::Forbidden)?;
    Ok(Member { name: name.to_owned(), sql, shape: Shape::Of(field.kind) })
}

/// The rows behind a navigation as a JSON array, in one correlated subquery; or their number.
fn expansion(statement: &mut Statement<'_>, scope: &Scope, expand: &Expand) -> Result<Member, StoreError> {
    let reached = follow(statement, scope.resource, &scope.row, &expand.navigation)?;
    let source = Source { resource: reached.resource, row: &reached.row, condition: &reached.condition };
    let name = expand.navigation.clone();
    if expand.is_count {
        let query = count(statement, source, &expand.options)?;
        return Ok(Member { name, sql: format!("({query})"), shape: Shape::Of(Kind::Integer) });
    }
    let members = members(statement, &source.scope(), &expand.options)?;
    let query = query(statement, source, &expand.options, &format!("{} AS j", json::object(&members)))?;
    let sql = format!("(SELECT concat('[', group_concat(j, ','), ']') FROM ({query}))");
    Ok(Member { name, sql, shape: Shape::Json })
}
