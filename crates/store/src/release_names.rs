//! The SQL functions that name a release: `raw_version` and `version_parts` (balena-api.md §6.5).

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Result};
use serde_json::Value;

/// Makes them known to a connection.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("raw_version", 8, flags, |context| Ok(Name::of(context)?.raw()))?;
    connection.create_scalar_function("version_parts", 8, flags, |context| Ok(Name::of(context)?.parts().to_string()))
}

/// What a release's name is made of.
#[derive(Debug, Clone, Default)]
struct Name {
    core: [i64; 3],
    prerelease: String,
    /// When a draft was made, in milliseconds; none once it is final.
    draft_of: Option<i64>,
    build: String,
    revision: Option<i64>,
    variant: String,
}

impl Name {
    fn of(context: &Context<'_>) -> Result<Self> {
        Ok(Self {
            core: [context.get(0)?, context.get(1)?, context.get(2)?],
            prerelease: context.get(3)?,
            draft_of: context.get(4)?,
            build: context.get(5)?,
            revision: context.get(6)?,
            variant: context.get(7)?,
        })
    }

    /// `rev1`, unless it is the first of its version or the version says so itself.
    fn revision(&self) -> Option<String> {
        let name = format!("rev{}", self.revision.filter(|revision| *revision > 0)?);
        (!self.build.split('.').any(|part| part == name)).then_some(name)
    }

    fn prerelease(&self) -> Vec<Value> {
        identifiers(&self.prerelease).chain(self.draft_of.map(Value::from)).collect()
    }

    fn build(&self) -> Vec<Value> {
        let variant = (!self.variant.is_empty()).then(|| Value::from(self.variant.as_str()));
        identifiers(&self.build).chain(self.revision().map(Value::from)).chain(variant).collect()
    }

    fn version(&self) -> String {
        let [major, minor, patch] = self.core;
        with(format!("{major}.{minor}.{patch}"), '-', &self.prerelease())
    }

    fn raw(&self) -> String {
        with(self.version(), '+', &self.build())
    }

    fn parts(&self) -> Value {
        let [major, minor, patch] = self.core;
        serde_json::json!({
            "raw": self.raw(), "major": major, "minor": minor, "patch": patch, "version": self.version(),
            "prerelease": self.prerelease(), "build": self.build(),
        })
    }
}

fn identifiers(text: &str) -> impl Iterator<Item = Value> {
    text.split('.').filter(|part| !part.is_empty()).map(Value::from)
}

fn with(name: String, mark: char, parts: &[Value]) -> String {
    if parts.is_empty() {
        return name;
    }
    let texts: Vec<_> =
        parts.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned)).collect();
    format!("{name}{mark}{}", texts.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_revisions_and_variants_have_their_place() {
        let name = |prerelease: &str, draft_of, build: &str, revision, variant: &str| Name {
            core: [1, 2, 3],
            prerelease: prerelease.into(),
            draft_of,
            build: build.into(),
            revision,
            variant: variant.into(),
        };
        assert_eq!(name("", None, "", Some(0), "").raw(), "1.2.3");
        assert_eq!(name("", Some(17), "", None, "").raw(), "1.2.3-17");
        assert_eq!(name("beta.1", Some(17), "b", None, "").raw(), "1.2.3-beta.1.17+b");
        assert_eq!(name("", None, "", Some(2), "dev").raw(), "1.2.3+rev2.dev");
        assert_eq!(name("rc", None, "x.rev2", Some(2), "").raw(), "1.2.3-rc+x.rev2");
        assert_eq!(
            name("beta.1", Some(17), "x", Some(1), "dev").parts(),
            serde_json::json!({"raw": "1.2.3-beta.1.17+x.rev1.dev", "major": 1, "minor": 2, "patch": 3,
                "version": "1.2.3-beta.1.17", "prerelease": ["beta", "1", 17], "build": ["x", "rev1", "dev"]})
        );
    }
}
