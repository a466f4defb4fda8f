//! Literals as parameters, and what a literal means beside a field of some kind.

use model::timestamp::Timestamp;
use odata::{Expr, Literal};
use rusqlite::types::Value;

use crate::error::StoreError;
use crate::model_description::resource::Kind;

/// A literal as SQL keeps it; beside a field of `kind` text may stand for a time.
pub(super) fn value(literal: &Literal, kind: Option<Kind>) -> Result<Value, StoreError> {
    Ok(match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Integer(i64::from(*value)),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Number(value) => Value::Real(*value),
        Literal::DateTime(text) => Value::Integer(millis(text)?),
        Literal::Text(text) if kind == Some(Kind::Timestamp) => Value::Integer(millis(text)?),
        Literal::Text(text) => Value::Text(text.clone()),
    })
}

fn millis(text: &str) -> Result<i64, StoreError> {
    let moment: Timestamp =
        text.parse().map_err(|_| StoreError::bad_request(format!("{text:?} is not a time in ISO 8601.")))?;
    Ok(moment.millis())
}

/// Whether the expression is `null`.
pub(super) const fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(Literal::Null))
}
