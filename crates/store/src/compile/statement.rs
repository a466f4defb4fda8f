//! A statement in the making: its parameters, its row names, and whom it is for.

use std::collections::BTreeMap;

use odata::Literal;
use rusqlite::types::Value;

use crate::access::Access;
use crate::clock::now_ms;
use crate::error::StoreError;
use crate::model_description::resource::Resource;

#[derive(Debug)]
pub(super) struct Statement<'a> {
    pub(super) access: Access,
    aliases: &'a BTreeMap<String, Literal>,
    pub(super) parameters: Vec<Value>,
    rows: u32,
    pub(super) now: i64,
}

/// A row that names can refer to: without a variable the row of the query itself, else a lambda's.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) variable: Option<String>,
    pub(super) resource: &'static Resource,
    pub(super) row: String,
}

impl<'a> Statement<'a> {
    pub(super) fn new(access: Access, aliases: &'a BTreeMap<String, Literal>) -> Self {
        Self { access, aliases, parameters: Vec::new(), rows: 0, now: now_ms() }
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
        self.aliases.get(name).ok_or_else(|| StoreError::bad_request(format!("The parameter @{name} has no value.")))
    }
}

/// `device` as SQL.
pub(super) fn table(resource: &Resource) -> String {
    format!("\"{}\"", resource.name)
}

pub(super) fn unknown_field(resource: &Resource, name: &str) -> StoreError {
    StoreError::bad_request(format!("The resource {} has no field {name}.", resource.name))
}
