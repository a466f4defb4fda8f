//! The resource, its key and what is asked of it; then the parameters behind the question mark.

use std::collections::BTreeMap;

use crate::expr::Literal;
use crate::options::Options;
use crate::request::{Key, KeyValue, Request, ResourcePath, Target};

use super::cursor::Cursor;
use super::error::ParseError;
use super::expr::count_word;
use super::names::{literal, name};
use super::options::option;

impl Request {
    /// Reads a request as it stands in the URL, still percent-encoded: `device(5)?$select=id`, with or without a leading `/`.
    ///
    /// # Errors
    /// [`ParseError`] with the place and a sentence; also for input beyond [`LIMITS`](crate::LIMITS).
    pub fn parse(url: &str) -> Result<Self, ParseError> {
        request(url)
    }
}

/// A whole request.
fn request(url: &str) -> Result<Request, ParseError> {
    let mut cursor = Cursor::new(url)?;
    let path = resource_path(&mut cursor)?;
    let mut request = Request { path, options: Options::default(), aliases: BTreeMap::new(), is_brief: false };
    if cursor.is_at_end() {
        return Ok(request);
    }
    cursor.require('?')?;
    if cursor.is_at_end() {
        return Ok(request);
    }
    loop {
        parameter(&mut cursor, &mut request)?;
        if cursor.is_at_end() {
            return Ok(request);
        }
        cursor.require('&')?;
    }
}

fn resource_path(cursor: &mut Cursor<'_>) -> Result<ResourcePath, ParseError> {
    let resource = name(cursor).map_err(|_| cursor.expected("the name of a resource"))?;
    let key = if cursor.take('(') { Some(key(cursor)?) } else { None };
    let target = if !cursor.take('/') {
        Target::Rows
    } else if cursor.is('$') {
        if key.is_some() {
            return Err(cursor.error("One row is not counted"));
        }
        count_word(cursor)?;
        Target::Count
    } else {
        let behind = name(cursor)?;
        if key.is_some() && cursor.take('/') {
            count_word(cursor)?;
            Target::CountBehind(behind)
        } else {
            Target::Action(behind)
        }
    };
    Ok(ResourcePath { resource, key, target })
}

fn key(cursor: &mut Cursor<'_>) -> Result<Key, ParseError> {
    if let Some(value) = key_value(cursor)? {
        cursor.require(')')?;
        return Ok(Key::Id(value));
    }
    let mut parts = Vec::new();
    loop {
        cursor.count_node()?;
        let field = name(cursor).map_err(|_| cursor.expected("a key"))?;
        cursor.require('=')?;
        let Some(value) = key_value(cursor)? else { return Err(cursor.expected("a value")) };
        parts.push((field, value));
        if !cursor.take(',') {
            cursor.require(')')?;
            return Ok(Key::Natural(parts));
        }
    }
}

fn key_value(cursor: &mut Cursor<'_>) -> Result<Option<KeyValue>, ParseError> {
    if cursor.take('@') {
        return name(cursor).map(|alias| Some(KeyValue::Alias(alias)));
    }
    Ok(literal(cursor)?.map(KeyValue::Literal))
}

/// What has a meaning in a URL and so cannot stand as it is in a parameter that is not of the dialect.
const RESERVED: [char; 16] = [':', '/', '?', '#', '[', ']', '@', '!', '$', '*', '(', ')', '+', ',', ';', '='];

/// One parameter: an option, an alias, or something that is not of the dialect (`apikey=…`), which is passed over.
fn parameter(cursor: &mut Cursor<'_>, request: &mut Request) -> Result<(), ParseError> {
    if cursor.is('$') {
        return option(cursor, &mut request.options);
    }
    if !cursor.take('@') {
        let place = cursor.place();
        let (name, value) = cursor.take_parameter().split_once('=').unwrap_or(("?", ""));
        if name.contains(RESERVED) || value.contains(RESERVED) {
            cursor.return_to(place);
            return Err(cursor.error("This parameter is not `name=value`"));
        }
        if name == "returnResource" {
            request.is_brief = matches!(value, "0" | "false");
        }
        return Ok(());
    }
    cursor.count_node()?;
    let alias = name(cursor)?;
    cursor.require('=')?;
    let value: Option<Literal> = literal(cursor)?;
    let Some(value) = value else { return Err(cursor.expected("a value")) };
    if request.aliases.insert(alias, value).is_some() {
        return Err(cursor.error("This alias is given twice"));
    }
    Ok(())
}
