//! What an item's attributes say about where it is compiled.

use syn::{Attribute, Meta};

/// `#[cfg(test)]`, alone or within `all(…)`.
pub(crate) fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let words = list.tokens.to_string();
            !words.contains("not") && words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
        }
        _ => false,
    })
}
