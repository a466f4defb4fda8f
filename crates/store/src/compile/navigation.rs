//! From a row to the rows behind a navigation, and along a path of them.

use odata::Path;

use crate::error::StoreError;
use crate::model_description::Model;
use crate::model_description::resource::{Navigation, Resource, Tenancy};

use super::statement::{Scope, Statement, table};
use super::visibility;

/// Rows reached from another.
#[derive(Debug)]
pub(super) struct Reached {
    pub(super) resource: &'static Resource,
    pub(super) row: String,
    /// The condition that ties it to the row it was reached from, and that the caller sees it.
    pub(super) condition: String,
}

impl Reached {
    /// `FROM … WHERE …`, with what the conditions compiled so far joined to it.
    pub(super) fn source(&self, statement: &Statement<'_>) -> String {
        format!("FROM {} {}{} WHERE {}", table(self.resource), self.row, statement.joins_of(&self.row), self.condition)
    }

    pub(super) fn scope(&self, variable: Option<&str>) -> Scope {
        Scope { variable: variable.map(str::to_owned), resource: self.resource, row: self.row.clone() }
    }
}

fn missing(resource: &Resource, name: &str) -> StoreError {
    StoreError::bad_request(format!("The resource {} has no navigation {name}.", resource.name))
}

/// What is behind the navigation `name`.
fn target(
    model: Model,
    resource: &'static Resource,
    name: &str,
) -> Result<(Navigation, &'static Resource), StoreError> {
    let navigation = resource.navigation(name).ok_or_else(|| missing(resource, name))?;
    let (Navigation::One { resource: target, .. } | Navigation::Many { resource: target, .. }) = navigation;
    Ok((navigation, model.resource(target).ok_or_else(|| missing(resource, name))?))
}

/// Follows the navigation `name` from the row called `row`.
pub(super) fn follow(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    name: &str,
) -> Result<Reached, StoreError> {
    let (navigation, target) = target(statement.model, resource, name)?;
    let target_row = statement.new_row();
    let (tie, sees_parent_sees_child) = match navigation {
        Navigation::One { field, .. } => (format!("{target_row}.id = {}", field.sql(row)), false),
        Navigation::Many { field, .. } => {
            let back = target.field(field).ok_or_else(|| missing(resource, name))?;
            let is_own = matches!(target.tenancy, Tenancy::Through(through) if through == field);
            // A public fleet is seen without its private parts.
            let is_implied = is_own && visibility::is_seen_with_parent(target);
            (format!("{} = {row}.id", back.sql(&target_row)), is_implied)
        }
    };
    visibility::check(statement.access, target)?;
    let mut condition = tie;
    if !sees_parent_sees_child && let Some(visible) = visibility::predicate(statement.access, target, &target_row) {
        condition = format!("{condition} AND {visible}");
    }
    Ok(Reached { resource: target, row: target_row, condition })
}

/// Where a path begins: at a lambda's variable (then that name is used up) or at the innermost row.
fn start<'s, 'p>(scopes: &'s [Scope], path: &'p Path) -> Result<(&'s Scope, &'p [String]), StoreError> {
    let nothing = || StoreError::bad_request("A path is empty.");
    let first = path.0.first().ok_or_else(nothing)?;
    let by_variable = scopes.iter().rev().find(|scope| scope.variable.as_ref() == Some(first));
    if let Some(scope) = by_variable {
        return Ok((scope, &path.0[1..]));
    }
    Ok((scopes.last().ok_or_else(nothing)?, &path.0))
}

/// Where a path ends: the row that has its last name, joined to the query it begins in; and that name, none for a
/// lambda's variable alone.
pub(super) fn walk<'p>(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    path: &'p Path,
) -> Result<(&'static Resource, String, Option<&'p str>), StoreError> {
    let (scope, names) = start(scopes, path)?;
    let mut at = (scope.resource, scope.row.clone());
    let Some((last, before)) = names.split_last() else { return Ok((at.0, at.1, None)) };
    for name in before {
        if let Some(joined) = statement.joined(&scope.row, &at.1, name) {
            at = joined;
            continue;
        }
        let reached = follow(statement, at.0, &at.1, name)?;
        statement.join(&scope.row, &at.1, name, (reached.resource, &reached.row, &reached.condition))?;
        at = (reached.resource, reached.row);
    }
    Ok((at.0, at.1, Some(last)))
}

/// The resource a path ends at and its last name, without touching the statement.
pub(super) fn end_of<'p>(
    model: Model,
    scopes: &[Scope],
    path: &'p Path,
) -> Option<(&'static Resource, Option<&'p str>)> {
    let (scope, names) = start(scopes, path).ok()?;
    let mut resource = scope.resource;
    let Some((last, before)) = names.split_last() else { return Some((resource, None)) };
    for name in before {
        resource = target(model, resource, name).ok()?.1;
    }
    Some((resource, Some(last)))
}
