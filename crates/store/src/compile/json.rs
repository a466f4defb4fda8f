//! Values of a row as JSON text, in SQL.

use crate::model_description::resource::Kind;

/// A value's JSON. Never null in SQL: what is not set is the text `null`.
pub(super) fn of_value(kind: Kind, value: &str) -> String {
    match kind {
        // What is kept as JSON was written by us, so it needs no quoting either.
        Kind::Integer | Kind::Json | Kind::WebResource => format!("coalesce({value}, 'null')"),
        Kind::BigInteger => format!("coalesce('\"' || {value} || '\"', 'null')"),
        Kind::Text => format!("json_quote({value})"),
        Kind::Boolean => format!("CASE {value} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END"),
        Kind::Timestamp => format!("json_time({value})"),
        Kind::Reference(_) => format!("coalesce('{{\"__id\":' || {value} || '}}', 'null')"),
    }
}
