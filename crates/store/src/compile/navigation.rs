//! From a row to the rows behind a navigation.

use odata::Path;

use crate::error::StoreError;
use crate::model_description::resource::{Navigation, Resource, Tenancy};
use crate::model_description::{self};

use super::statement::{Scope, Statement, table};
use super::visibility;

/// Rows reached from another: `FROM {table} {row} WHERE {condition}`.
#[derive(Debug)]
pub(super) struct Reached {
    pub(super) resource: &'static Resource,
    pub(super) row: String,
    /// The condition that ties it to the row it was reached from, and that the caller sees it.
    pub(super) condition: String,
    pub(super) is_many: bool,
}

impl Reached {
    pub(super) fn source(&self) -> String {
        format!("FROM {} {} WHERE {}", table(self.resource), self.row, self.condition)
    }
}

/// Follows the navigation `name` from the row called `row`.
pub(super) fn follow(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    name: &str,
) -> Result<Reached, StoreError> {
    let missing = || StoreError::bad_request(format!("The resource {} has no navigation {name}.", resource.name));
    let navigation = resource.navigation(name).ok_or_else(missing)?;
    let target_row = statement.new_row();
    let (target, tie, is_many, sees_parent_sees_child) = match navigation {
        Navigation::One { field, resource: target } => {
            let target = model_description::resource(target).ok_or_else(missing)?;
            (target, format!("{target_row}.id = {}", field.sql(row)), false, false)
        }
        Navigation::Many { resource: target, field } => {
            let target = model_description::resource(target).ok_or_else(missing)?;
            let back = target.field(field).ok_or_else(missing)?;
            let is_own = matches!(target.tenancy, Tenancy::Through(through) if through == field);
            // A public fleet is seen without its private parts.
            let is_implied = is_own && visibility::is_seen_with_parent(target);
            (target, format!("{} = {row}.id", back.sql(&target_row)), true, is_implied)
        }
    };
    visibility::check(statement.access, target)?;
    let mut condition = tie;
    if !sees_parent_sees_child && let Some(visible) = visibility::predicate(statement.access, target, &target_row) {
        condition = format!("{condition} AND {visible}");
    }
    Ok(Reached { resource: target, row: target_row, condition, is_many })
}

/// Where a path begins: at a lambda's variable (then that name is used up) or at the row of the query.
pub(super) fn start<'s, 'p>(scopes: &'s [Scope], path: &'p Path) -> Result<(&'s Scope, &'p [String]), StoreError> {
    let nothing = || StoreError::bad_request("A path is empty.");
    let first = path.0.first().ok_or_else(nothing)?;
    let by_variable = scopes.iter().rev().find(|scope| scope.variable.as_ref() == Some(first));
    if let Some(scope) = by_variable {
        return Ok((scope, &path.0[1..]));
    }
    let own = scopes.iter().rev().find(|scope| scope.variable.is_none()).ok_or_else(nothing)?;
    Ok((own, &path.0))
}

/// Goes through every name but the last, each a to-one navigation. `finish` says what to ask at the end, and gets the
/// last name; the answer is wrapped in one subquery for each step by `wrap`.
pub(super) fn through<F>(
    statement: &mut Statement<'_>,
    resource: &'static Resource,
    row: &str,
    names: &[String],
    wrap: fn(&Reached, &str) -> String,
    finish: F,
) -> Result<String, StoreError>
where
    F: FnOnce(&mut Statement<'_>, &'static Resource, &str, Option<&str>) -> Result<String, StoreError>,
{
    let mut steps = Vec::new();
    let mut at = (resource, row.to_owned());
    let Some((last, before)) = names.split_last() else {
        return finish(statement, resource, row, None);
    };
    for name in before {
        let reached = follow(statement, at.0, &at.1, name)?;
        if reached.is_many {
            let message = format!("{name} leads to many rows: ask with any, all or $count.");
            return Err(StoreError::bad_request(message));
        }
        at = (reached.resource, reached.row.clone());
        steps.push(reached);
    }
    let inner = finish(statement, at.0, &at.1, Some(last))?;
    Ok(steps.iter().rev().fold(inner, |inner, step| wrap(step, &inner)))
}
