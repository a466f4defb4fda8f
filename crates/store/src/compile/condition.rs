//! Expressions as SQL: comparisons that treat null as the database behind the balena API does, paths, lambdas, counts.

use odata::{BinaryOp, CountOf, Expr, Function, Lambda, Literal, Path, Quantifier};

use crate::error::StoreError;

use super::function;
use super::literal::value;
use super::navigation::{end_of, follow, walk};
use super::statement::{Scope, Statement, unknown_field};
use super::typed::{Type, Typed};
use super::visibility;

/// The expression as a condition.
pub(super) fn truth(statement: &mut Statement<'_>, scopes: &[Scope], expr: &Expr) -> Result<String, StoreError> {
    let condition = typed(statement, scopes, expr, Some(Type::Truth))?;
    match condition.of {
        None | Some(Type::Truth) => Ok(condition.sql),
        Some(other) => Err(StoreError::bad_request(format!("{} is {other}, not a condition.", said(expr)))),
    }
}

/// The expression as SQL. `beside` is the type of what it is compared with, which a literal then is read as.
pub(super) fn typed(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    expr: &Expr,
    beside: Option<Type>,
) -> Result<Typed, StoreError> {
    Ok(match expr {
        Expr::Literal(literal) => bound(statement, literal, beside)?,
        Expr::Alias(name) => {
            let literal = statement.alias(name)?;
            bound(statement, literal, beside)?
        }
        Expr::Path(path) => field(statement, scopes, path)?,
        Expr::Count(count) => count_of(statement, scopes, count)?,
        Expr::Lambda(lambda) => Typed::new(lambda_of(statement, scopes, lambda)?, Type::Truth),
        Expr::Not(inner) => Typed::new(format!("(NOT {})", truth(statement, scopes, inner)?), Type::Truth),
        Expr::And(terms) => Typed::new(joined(statement, scopes, terms, "AND")?, Type::Truth),
        Expr::Or(terms) => Typed::new(joined(statement, scopes, terms, "OR")?, Type::Truth),
        Expr::Binary { op, left, right } if op.is_comparison() => comparison(statement, scopes, *op, left, right)?,
        Expr::Binary { op, left, right } => sum(statement, scopes, *op, left, right)?,
        Expr::In { operand, list } => {
            let of = type_of(statement, scopes, operand);
            let operand_sql = typed(statement, scopes, operand, None)?;
            let mut items = Vec::with_capacity(list.len());
            for item in list {
                let item_sql = typed(statement, scopes, item, of)?;
                items.push(alike(operand, &operand_sql, item, &item_sql)?);
            }
            Typed::new(format!("({} IN ({}))", operand_sql.sql, items.join(",")), Type::Truth)
        }
        Expr::Call { function, arguments } => call(statement, scopes, *function, arguments)?,
    })
}

fn bound(statement: &mut Statement<'_>, literal: &Literal, beside: Option<Type>) -> Result<Typed, StoreError> {
    let (value, of) = value(literal, beside)?;
    Ok(Typed { sql: statement.bind(value), of })
}

/// Halves joined by halves: SQLite bounds the depth of an expression, and a long chain would be deep.
fn joined(statement: &mut Statement<'_>, scopes: &[Scope], terms: &[Expr], glue: &str) -> Result<String, StoreError> {
    match terms {
        [] => Ok("1".to_owned()),
        [only] => truth(statement, scopes, only),
        _ => {
            let (left, right) = terms.split_at(terms.len() / 2);
            let left = joined(statement, scopes, left, glue)?;
            let right = joined(statement, scopes, right, glue)?;
            Ok(format!("({left} {glue} {right})"))
        }
    }
}

/// Both sides, a literal of either read as what the other side is.
fn sides(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    left: &Expr,
    right: &Expr,
) -> Result<(Typed, Typed), StoreError> {
    let (left_type, right_type) = (type_of(statement, scopes, left), type_of(statement, scopes, right));
    Ok((typed(statement, scopes, left, right_type)?, typed(statement, scopes, right, left_type)?))
}

fn comparison(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
) -> Result<Typed, StoreError> {
    let (left_sql, right_sql) = sides(statement, scopes, left, right)?;
    // `eq` and `ne` are true or false even for null: the API answers rows without a value to `ne 10`.
    let word = match op {
        BinaryOp::Ne => "IS NOT",
        BinaryOp::Gt => ">",
        BinaryOp::Ge => ">=",
        BinaryOp::Lt => "<",
        BinaryOp::Le => "<=",
        _ => "IS",
    };
    let right_text = alike(left, &left_sql, right, &right_sql)?;
    let left_text = if left_sql.of == Some(Type::Day) && right_sql.of == Some(Type::Moment) {
        start_of_day(&left_sql.sql)
    } else {
        left_sql.sql
    };
    Ok(Typed::new(format!("({left_text} {word} {right_text})"), Type::Truth))
}

/// The right side as it compares with the left, or what is wrong with the pair.
fn alike(left: &Expr, left_sql: &Typed, right: &Expr, right_sql: &Typed) -> Result<String, StoreError> {
    match (left_sql.of, right_sql.of) {
        (Some(Type::Moment), Some(Type::Day)) => Ok(start_of_day(&right_sql.sql)),
        (Some(one), Some(other))
            if one != other && !(one.is_number() && other.is_number()) && !(one.is_time() && other.is_time()) =>
        {
            let message = format!("{} is {one}, {} is {other}: they do not compare.", said(left), said(right));
            Err(StoreError::bad_request(message))
        }
        _ => Ok(right_sql.sql.clone()),
    }
}

fn start_of_day(day: &str) -> String {
    format!("(unixepoch({day}) * 1000)")
}

fn sum(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
) -> Result<Typed, StoreError> {
    let (left_sql, right_sql) = sides(statement, scopes, left, right)?;
    let is_shift = matches!(op, BinaryOp::Add | BinaryOp::Sub)
        && left_sql.of == Some(Type::Moment)
        && right_sql.of == Some(Type::Span);
    if is_shift {
        let sign = if op == BinaryOp::Sub { '-' } else { '+' };
        return Ok(Typed::new(format!("({} {sign} {})", left_sql.sql, right_sql.sql), Type::Moment));
    }
    let mut of = Type::Whole;
    for (expr, side) in [(left, &left_sql), (right, &right_sql)] {
        match side.of {
            Some(Type::Number) => of = Type::Number,
            Some(Type::Long) if of == Type::Whole => of = Type::Long,
            None | Some(Type::Whole | Type::Long) => {}
            Some(other) => {
                let message = format!("{} is {other}: there is no `{}` for it.", said(expr), op.word());
                return Err(StoreError::bad_request(message));
            }
        }
    }
    if matches!(op, BinaryOp::Div | BinaryOp::Mod) && matches!(right, Expr::Literal(Literal::Integer(0))) {
        return Err(StoreError::bad_request("Nothing can be divided by 0."));
    }
    let word = match op {
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Mod => "%",
        _ => "+",
    };
    Ok(Typed::new(format!("({} {word} {})", left_sql.sql, right_sql.sql), of))
}

/// A call of a function.
fn call(
    statement: &mut Statement<'_>,
    scopes: &[Scope],
    function: Function,
    arguments: &[Expr],
) -> Result<Typed, StoreError> {
    let mut sql = Vec::with_capacity(arguments.len());
    for (at, argument) in arguments.iter().enumerate() {
        let wanted = function::wants(function, at);
        let got = typed(statement, scopes, argument, Some(wanted))?;
        let fits = got.of.is_none_or(|of| {
            of == wanted
                || (of.is_number() && wanted.is_number())
                || (of.is_time() && wanted.is_time())
                || (of.is_number() && function == Function::Concat)
        });
        if !fits {
            let of = got.of.map(|of| of.to_string()).unwrap_or_default();
            return Err(StoreError::bad_request(format!("`{}` takes {wanted}, not {of}.", function.word())));
        }
        // Days are text already; moments are what the date functions know as seconds.
        let is_moment = wanted == Type::Moment && got.of != Some(Type::Day);
        sql.push(if is_moment { format!("{} / 1000, 'unixepoch'", got.sql) } else { got.sql });
    }
    let text =
        if function == Function::Now { statement.bind(statement.now) } else { function::written(function, &sql) };
    Ok(Typed::new(text, function::answers(function)))
}

/// The type of an expression whatever stands beside it; none for literals, which have no type of their own.
fn type_of(statement: &Statement<'_>, scopes: &[Scope], expr: &Expr) -> Option<Type> {
    match expr {
        Expr::Literal(_) | Expr::Alias(_) => None,
        Expr::Path(path) => {
            let (resource, name) = end_of(statement.model, scopes, path)?;
            name.map_or(Some(Type::Whole), |name| resource.field(name).map(|field| field.kind.into()))
        }
        Expr::Count(_) => Some(Type::Long),
        Expr::Binary { op, left, right } if !op.is_comparison() => {
            type_of(statement, scopes, left).or_else(|| type_of(statement, scopes, right))
        }
        Expr::Call { function, .. } => Some(function::answers(*function)),
        Expr::Lambda(_) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Binary { .. } | Expr::In { .. } => {
            Some(Type::Truth)
        }
    }
}

/// A field, perhaps behind to-one navigations.
pub(super) fn field(statement: &mut Statement<'_>, scopes: &[Scope], path: &Path) -> Result<Typed, StoreError> {
    let (resource, row, name) = walk(statement, scopes, path)?;
    let Some(name) = name else { return Ok(Typed::new(format!("{row}.id"), Type::Whole)) };
    let field = resource.field(name).ok_or_else(|| unknown_field(resource, name))?;
    let value = visibility::value(statement.access, field, &row).ok_or(StoreError::Forbidden)?;
    Ok(Typed::new(value, field.kind.into()))
}

/// `path/$count`, perhaps with a filter.
pub(super) fn count_of(statement: &mut Statement<'_>, scopes: &[Scope], count: &CountOf) -> Result<Typed, StoreError> {
    let (resource, row, name) = walk(statement, scopes, &count.path)?;
    let reached = follow(statement, resource, &row, name.unwrap_or_default())?;
    let mut condition = String::new();
    if let Some(filter) = &count.filter {
        let inner: Vec<_> = scopes.iter().cloned().chain([reached.scope(None)]).collect();
        condition = format!(" AND {}", truth(statement, &inner, filter)?);
    }
    Ok(Typed::new(format!("(SELECT count(*) {}{condition})", reached.source(statement)), Type::Long))
}

/// `any`: some row behind the path satisfies the body. `all`: none fails it.
fn lambda_of(statement: &mut Statement<'_>, scopes: &[Scope], lambda: &Lambda) -> Result<String, StoreError> {
    let (resource, row, name) = walk(statement, scopes, &lambda.path)?;
    let reached = follow(statement, resource, &row, name.unwrap_or_default())?;
    let inner: Vec<_> = scopes.iter().cloned().chain([reached.scope(Some(&lambda.variable))]).collect();
    let body = truth(statement, &inner, &lambda.body)?;
    let source = reached.source(statement);
    Ok(match lambda.quantifier {
        Quantifier::Any => format!("EXISTS (SELECT 1 {source} AND {body})"),
        Quantifier::All => format!("(NOT EXISTS (SELECT 1 {source} AND NOT {body}))"),
    })
}

/// An expression as its writer wrote it, more or less.
fn said(expr: &Expr) -> String {
    expr.to_string().replace("%20", " ").chars().take(80).collect()
}
