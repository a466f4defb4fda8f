//! The names that routes of device types take.

use crate::http::refusal::Refusal;

/// Letters, digits, hyphens and underscores: aliases with other signs in them are for OData.
pub(crate) fn check(slug: &str) -> Result<(), Refusal> {
    let is_slug = !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if is_slug { Ok(()) } else { Err(Refusal::bad("Invalid device type")) }
}
