//! The device types the database knows, by slug or alias.

use serde::Deserialize;
use serde_json::Value;
use store::access::Access;

use crate::http::refusal::Refusal;
use crate::rows::rows;
use crate::state::State;

const QUERY: &str = "device_type?$select=id,slug,name,contract&$expand=is_of__cpu_architecture($select=slug),\
                     device_type_alias($select=is_referenced_by__alias)&$orderby=slug%20asc";

/// One device type.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) slug: String,
    pub(crate) name: String,
    /// What the board has (balena-api.md §6.3).
    pub(crate) contract: Option<Value>,
    #[serde(rename = "is_of__cpu_architecture")]
    architectures: Vec<Architecture>,
    #[serde(rename = "device_type_alias")]
    aliases: Vec<Alias>,
}

#[derive(Debug, Clone, Deserialize)]
struct Architecture {
    slug: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Alias {
    #[serde(rename = "is_referenced_by__alias")]
    name: String,
}

impl Known {
    /// Its CPU architecture's slug.
    pub(crate) fn architecture(&self) -> &str {
        self.architectures.first().map_or("", |architecture| &architecture.slug)
    }

    /// Its other names; its slug when it has none.
    pub(crate) fn aliases(&self) -> Vec<&str> {
        let others: Vec<&str> =
            self.aliases.iter().map(|alias| alias.name.as_str()).filter(|name| *name != self.slug).collect();
        if others.is_empty() { vec![&self.slug] } else { others }
    }
}

/// Every device type, by slug.
pub(crate) async fn all(state: &State) -> Result<Vec<Known>, Refusal> {
    rows(state, Access::Guest, QUERY).await
}

/// The device type of this slug or alias.
///
/// # Errors
/// 404 with its sentence.
pub(crate) async fn named(state: &State, name: &str) -> Result<Known, Refusal> {
    let unknown = || Refusal::not_found(format!("Unknown device type {name}"));
    if !is_name(name) {
        return Err(unknown());
    }
    // The only sign of names that means something else in a query.
    let escaped = name.replace('+', "%2B");
    let filter = format!("device_type_alias/any(a:a/is_referenced_by__alias%20eq%20'{escaped}')");
    let found: Vec<Known> = rows(state, Access::Guest, &format!("{QUERY}&$filter={filter}&$top=1")).await?;
    found.into_iter().next().ok_or_else(unknown)
}

/// Its slug; none if there is no such device type.
pub(crate) async fn slug(state: &State, name: &str) -> Result<Option<String>, Refusal> {
    match named(state, name).await {
        Ok(known) => Ok(Some(known.slug)),
        Err(Refusal::Says(..)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+.".contains(&b))
}
