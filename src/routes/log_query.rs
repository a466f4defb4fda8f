//! Which lines of a log are shown, as the address carries it.

/// The wish; the default shows everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct LogQuery {
    /// Only these sources, by name; `supervisor` is the device itself. None shows all.
    pub sources: Option<Vec<String>>,
    /// The least level's word; none shows all.
    pub level: Option<String>,
    /// Text to look for.
    pub text: String,
    pub match_case: bool,
    /// Hide what does not match instead of marking what does.
    pub only_matches: bool,
}

impl LogQuery {
    /// Only one service.
    pub fn only(source: impl Into<String>) -> Self {
        Self { sources: Some(vec![source.into()]), ..Self::default() }
    }

    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "service" => {
                    query.sources = Some(value.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect());
                }
                "level" => query.level = Some(value.clone()),
                "q" => query.text.clone_from(value),
                "case" => query.match_case = true,
                "only" => query.only_matches = true,
                _ => {}
            }
        }
        query
    }

    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(sources) = &self.sources {
            pairs.push(("service", sources.join(",")));
        }
        if let Some(level) = &self.level {
            pairs.push(("level", level.clone()));
        }
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        if self.match_case {
            pairs.push(("case", "1".to_owned()));
        }
        if self.only_matches {
            pairs.push(("only", "1".to_owned()));
        }
        pairs
    }
}
