//! Expressions as SQL: comparisons that treat null as the database behind the balena API does, paths, lambdas, counts.

use odata::{BinaryOp, CountOf, Expr, Lambda, Path, Quantifier};

use crate::error::StoreError;
use crate::model_description::resource::Kind;

use super::function;
use super::literal::{is_null, value};
use super::navigation::{Reached, follow, start, through};
use super::statement::{Scope, Statement, unknown_field};
use super::visibility;

/// The expression as SQL. `beside` is the kind of what it is compared with.
pub(super) fn sql(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    expr: &Expr,
    beside: Option<Kind>,
) -> Result<String, StoreError> {
    match expr {
        Expr::Literal(literal) => Ok(statement.bind(value(literal, beside)?)),
        Expr::Alias(name) => {
            let literal = statement.alias(name)?;
            Ok(statement.bind(value(literal, beside)?))
        }
        Expr::Path(path) => field(statement, scopes, path),
        Expr::Count(count) => count_of(statement, scopes, count),
        Expr::Lambda(lambda) => lambda_of(statement, scopes, lambda),
        Expr::Not(inner) => Ok(format!("(NOT {})", sql(statement, scopes, inner, None)?)),
        Expr::And(terms) => joined(statement, scopes, terms, "AND"),
        Expr::Or(terms) => joined(statement, scopes, terms, "OR"),
        Expr::Binary { op, left, right } => binary(statement, scopes, *op, left, right),
        Expr::In { operand, list } => {
            let kind = kind_of(scopes, operand);
            let operand = sql(statement, scopes, operand, None)?;
            let items: Result<Vec<_>, _> = list.iter().map(|item| sql(statement, scopes, item, kind)).collect();
            Ok(format!("({operand} IN ({}))", items?.join(",")))
        }
        Expr::Call { function, arguments } => {
            let arguments: Result<Vec<_>, _> =
                arguments.iter().map(|argument| sql(statement, scopes, argument, None)).collect();
            Ok(function::sql(*function, &arguments?, statement.now))
        }
    }
}

/// Halves joined by halves: SQLite bounds the depth of an expression, and a long chain would be deep.
fn joined(statement: &mut Statement<'_>, scopes: &[Scope], terms: &[Expr], glue: &str) -> Result<String, StoreError> {
    match terms {
        [] => Ok("1".to_owned()),
        [only] => sql(statement, scopes, only, None),
        _ => {
            let (left, right) = terms.split_at(terms.len() / 2);
            let left = joined(statement, scopes, left, glue)?;
            let right = joined(statement, scopes, right, glue)?;
            Ok(format!("({left} {glue} {right})"))
        }
    }
}

fn binary(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
) -> Result<String, StoreError> {
    let (left_kind, right_kind) = (kind_of(scopes, left), kind_of(scopes, right));
    let has_null = is_null(left) || is_null(right);
    let left = sql(statement, scopes, left, right_kind)?;
    let right = sql(statement, scopes, right, left_kind)?;
    // `eq` and `ne` are true or false even for null: the API answers rows without a value to `ne 10`.
    let word = match op {
        BinaryOp::Eq => "IS",
        BinaryOp::Ne => "IS NOT",
        BinaryOp::Gt => ">",
        BinaryOp::Ge => ">=",
        BinaryOp::Lt => "<",
        BinaryOp::Le => "<=",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Mod => "%",
    };
    if has_null && op.is_comparison() && !matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
        return Err(StoreError::bad_request("Null can be compared only by eq and ne."));
    }
    Ok(format!("({left} {word} {right})"))
}

/// The kind of the field an expression is, if it is a field of the row itself or of a lambda's.
fn kind_of(scopes: &[Scope], expr: &Expr) -> Option<Kind> {
    let Expr::Path(path) = expr else { return None };
    let (scope, names) = start(scopes, path).ok()?;
    match names {
        [name] => scope.resource.field(name).map(|field| field.kind),
        _ => None,
    }
}

fn scalar(step: &Reached, inner: &str) -> String {
    format!("(SELECT {inner} {})", step.source())
}

fn exists(step: &Reached, inner: &str) -> String {
    format!("EXISTS (SELECT 1 {} AND {inner})", step.source())
}

/// A field, perhaps behind to-one navigations.
pub(super) fn field(statement: &mut Statement<'_>, scopes: &[Scope], path: &Path) -> Result<String, StoreError> {
    let (scope, names) = start(scopes, path)?;
    through(statement, scope.resource, &scope.row, names, scalar, |statement, resource, row, name| {
        let Some(name) = name else { return Ok(format!("{row}.id")) };
        let field = resource.field(name).ok_or_else(|| unknown_field(resource, name))?;
        visibility::value(statement.access, field, row).ok_or(StoreError::Forbidden)
    })
}

/// `path/$count`, perhaps with a filter.
pub(super) fn count_of(statement: &mut Statement<'_>, scopes: &[Scope], count: &CountOf) -> Result<String, StoreError> {
    let (scope, names) = start(scopes, &count.path)?;
    through(statement, scope.resource, &scope.row, names, scalar, |statement, resource, row, name| {
        let reached = follow(statement, resource, row, name.unwrap_or_default())?;
        let mut query = format!("SELECT count(*) {}", reached.source());
        if let Some(filter) = &count.filter {
            let scopes = [own(&reached)];
            query = format!("{query} AND {}", sql(statement, &scopes, filter, None)?);
        }
        Ok(format!("({query})"))
    })
}

fn own(reached: &Reached) -> Scope {
    Scope { variable: None, resource: reached.resource, row: reached.row.clone() }
}

/// `any`: some row behind the path satisfies the body. `all`: none fails it.
fn lambda_of(statement: &mut Statement<'_>, scopes: &[Scope], lambda: &Lambda) -> Result<String, StoreError> {
    let (scope, names) = start(scopes, &lambda.path)?;
    let found = through(statement, scope.resource, &scope.row, names, exists, |statement, resource, row, name| {
        let reached = follow(statement, resource, row, name.unwrap_or_default())?;
        let mut inner = scopes.to_vec();
        inner.push(Scope { variable: Some(lambda.variable.clone()), ..own(&reached) });
        let body = sql(statement, &inner, &lambda.body, None)?;
        let body = match lambda.quantifier {
            Quantifier::Any => body,
            Quantifier::All => format!("NOT coalesce({body}, 0)"),
        };
        Ok(exists(&reached, &body))
    })?;
    Ok(match lambda.quantifier {
        Quantifier::Any => found,
        Quantifier::All => format!("(NOT {found})"),
    })
}
