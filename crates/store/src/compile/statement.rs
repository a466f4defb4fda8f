//! A statement in the making: its parameters, its row names, what is joined to them, and whom it is for.

use std::collections::BTreeMap;

use odata::Literal;
use rusqlite::types::Value;

use crate::access::Access;
use crate::clock::now_ms;
use crate::error::StoreError;
use crate::model_description::Model;
use crate::model_description::resource::Resource;

/// So many rows may be joined to those of one request. `SQLite` joins at most 64 tables in one query.
const MOST_JOINS: usize = 40;

#[derive(Debug)]
pub(super) struct Statement<'a> {
    pub(super) access: Access,
    pub(super) model: Model,
    aliases: &'a BTreeMap<String, Literal>,
    pub(super) parameters: Vec<Value>,
    rows: u32,
    joins: Vec<Join>,
    pub(super) now: i64,
}

/// A row that paths go through, joined to the query of `root`.
#[derive(Debug)]
struct Join {
    root: String,
    from: String,
    navigation: String,
    row: String,
    resource: &'static Resource,
    sql: String,
}

/// A row that names can refer to: without a variable the row of the query itself, else a lambda's.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) variable: Option<String>,
    pub(super) resource: &'static Resource,
    pub(super) row: String,
}

impl<'a> Statement<'a> {
    pub(super) fn new(model: Model, access: Access, aliases: &'a BTreeMap<String, Literal>) -> Self {
        Self { access, model, aliases, parameters: Vec::new(), rows: 0, joins: Vec::new(), now: now_ms() }
    }

    /// Binds a value and gives its place in the SQL.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("?{}", self.parameters.len())
    }

    /// A name no other row of the statement has.
    pub(super) fn new_row(&mut self) -> String {
        self.rows += 1;
        format!("r{}", self.rows)
    }

    pub(super) fn alias(&self, name: &str) -> Result<&'a Literal, StoreError> {
        self.aliases.get(name).ok_or_else(|| StoreError::bad_request(format!("Missing binding: @{name}")))
    }

    /// The row behind `navigation` of the row `from`, if the query of `root` has it already.
    pub(super) fn joined(&self, root: &str, from: &str, navigation: &str) -> Option<(&'static Resource, String)> {
        let is_it = |join: &&Join| join.root == root && join.from == from && join.navigation == navigation;
        self.joins.iter().find(is_it).map(|join| (join.resource, join.row.clone()))
    }

    /// Joins the row called `row` to the query of `root`: what is not there is null.
    pub(super) fn join(
        &mut self,
        root: &str,
        from: &str,
        navigation: &str,
        reached: (&'static Resource, &str, &str),
    ) -> Result<(), StoreError> {
        if self.joins.len() >= MOST_JOINS {
            return Err(StoreError::bad_request(format!("The request has more than {MOST_JOINS} paths.")));
        }
        let (resource, row, condition) = reached;
        self.joins.push(Join {
            root: root.to_owned(),
            from: from.to_owned(),
            navigation: navigation.to_owned(),
            row: row.to_owned(),
            resource,
            sql: format!(" LEFT JOIN {} {row} ON {condition}", table(resource)),
        });
        Ok(())
    }

    /// What stands behind the table in the FROM of the query of `row`; complete once all its conditions are compiled.
    pub(super) fn joins_of(&self, row: &str) -> String {
        self.joins.iter().filter(|join| join.root == row).map(|join| join.sql.as_str()).collect()
    }

    pub(super) fn has_joins(&self, row: &str) -> bool {
        self.joins.iter().any(|join| join.root == row)
    }
}

/// `device` as SQL.
pub(super) fn table(resource: &Resource) -> String {
    format!("\"{}\"", resource.name)
}

pub(super) fn unknown_field(resource: &Resource, name: &str) -> StoreError {
    StoreError::bad_request(format!("The resource {} has no field {name}.", resource.name))
}
