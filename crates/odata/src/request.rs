//! A whole request: the resource, which row of it, and the options.

use std::collections::BTreeMap;

use crate::expr::Literal;
use crate::options::Options;

/// `/device(5)?$select=…`, without the version prefix.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub path: ResourcePath,
    pub options: Options,
    /// `@name=literal` parameters.
    pub aliases: BTreeMap<String, Literal>,
    /// `returnResource=false`: a POST answers only the id of what it made.
    pub is_brief: bool,
}

/// The part before the question mark.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourcePath {
    pub resource: String,
    pub key: Option<Key>,
    pub target: Target,
}

/// What of the resource is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The rows.
    Rows,
    /// `/$count`.
    Count,
    /// `/navigation/$count`: how many rows are behind it.
    CountBehind(String),
    /// `/canAccess` and the like, or a sub-resource; what it means is the server's business.
    Action(String),
}

/// Which row.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// By `id`.
    Id(KeyValue),
    /// By one or more fields that are unique together.
    Natural(Vec<(String, KeyValue)>),
}

/// A value in a key.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyValue {
    Literal(Literal),
    Alias(String),
}
