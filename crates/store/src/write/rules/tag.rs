//! Tags: keys without blanks, bounded values (balena-api.md §6.6).

use crate::error::StoreError;

use super::super::values::Values;
use super::text::at_most;

pub(super) fn check(resource: &str, values: &Values) -> Result<(), StoreError> {
    let what = resource.replace('_', " ");
    if let Some(key) = values.text("tag_key") {
        if key.chars().any(char::is_whitespace) {
            return Err(StoreError::rule("Tag keys cannot contain whitespace."));
        }
        for namespace in ["io.resin.", "io.balena."] {
            if key.starts_with(namespace) {
                return Err(StoreError::rule(format!("Tag keys beginning with {namespace} are reserved.")));
            }
        }
        if key.is_empty() || key.chars().count() > 100 {
            return Err(StoreError::rule(format!(
                "It is necessary that each {what} has a tag key that has a Length (Type) that is greater than 0 and is \
                 less than or equal to 100."
            )));
        }
    }
    let most = if resource == "device_tag" { 10_000 } else { 1_000 };
    values.text("value").map_or(Ok(()), |value| at_most(&what, "a value", value, most))
}
