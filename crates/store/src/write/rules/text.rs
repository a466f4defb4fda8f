//! Lengths and choices, worded as the balena API words its rules.

use crate::error::StoreError;

/// `each device tag has a value that has a Length (Type) that is less than or equal to 1000`, in characters.
pub(super) fn at_most(what: &str, article_field: &str, text: &str, most: usize) -> Result<(), StoreError> {
    if text.chars().count() <= most {
        return Ok(());
    }
    Err(StoreError::rule(format!(
        "It is necessary that each {what} has {article_field} that has a Length (Type) that is less than or equal to {most}."
    )))
}

/// The text is one of `words`, or not set.
pub(super) fn one_of(what: &str, field: &str, text: Option<&str>, words: &[&str]) -> Result<(), StoreError> {
    match text {
        Some(text) if !words.contains(&text) => {
            let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
            Err(StoreError::rule(format!(
                "It is necessary that each {what} that has a {field}, has a {field} that is equal to {}.",
                words.join(" or ")
            )))
        }
        _ => Ok(()),
    }
}
