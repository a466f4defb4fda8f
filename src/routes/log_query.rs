//! Which lines of a log are shown, as the address carries it.

/// The wish; the default shows everything.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the address")]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct LogQuery {
    /// Only these sources, by name; `supervisor` is the device itself. None shows all.
    pub sources: Option<Vec<String>>,
    /// The least level's word; none shows all.
    pub level: Option<String>,
    /// Text to look for.
    pub text: String,
    pub match_case: bool,
    /// The text is a regular expression.
    pub is_regex: bool,
    /// Hide what does not match instead of marking what does.
    pub only_matches: bool,
    /// Lines with any of these are hidden.
    pub without: Vec<String>,
    /// Kinds of messages that are hidden, or shown alone.
    pub kinds: Vec<KindChoice>,
    /// Only lines from this moment on, in milliseconds since the Unix epoch.
    pub from_ms: Option<i64>,
    /// Only lines before this moment.
    pub to_ms: Option<i64>,
    /// Lines that are alike and follow each other are one.
    pub is_folded: bool,
    /// The line that is pointed at.
    pub line: Option<LineName>,
}

/// A kind of messages that is hidden or shown alone: in the address `notlike` or `like`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KindChoice {
    /// What its lines have in common, as the log engine writes it: `POST * failed after * ms`.
    pub sign: String,
    pub is_hidden: bool,
}

/// What an address may hold of them: so many, of so many bytes each.
const MOST_KINDS: usize = 20;
const LONGEST_KIND: usize = 800;

/// A line as an address names it: by its number on its device, or `t` and its time where lines have no numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineName {
    Sequence(u64),
    /// Milliseconds since the Unix epoch.
    Time(i64),
}

impl LineName {
    fn read(word: &str) -> Option<Self> {
        match word.strip_prefix('t') {
            Some(time) => time.parse().ok().map(Self::Time),
            None => word.parse().ok().map(Self::Sequence),
        }
    }

    fn word(self) -> String {
        match self {
            Self::Sequence(number) => number.to_string(),
            Self::Time(at_ms) => format!("t{at_ms}"),
        }
    }
}

/// The key of the text in a device's log. Where `q` asks for devices, the text has another.
pub(crate) const TEXT: &str = "q";

impl LogQuery {
    /// Only one service.
    pub fn only(source: impl Into<String>) -> Self {
        Self { sources: Some(vec![source.into()]), ..Self::default() }
    }

    /// The same lines, with none pointed at.
    #[must_use]
    pub fn without_line(self) -> Self {
        Self { line: None, ..self }
    }

    /// The same with a kind of messages hidden, or shown and no other.
    #[must_use]
    pub fn with_kind(self, sign: String, is_hidden: bool) -> Self {
        let mut kinds = self.kinds;
        kinds.retain(|kind| kind.sign != sign && (is_hidden || kind.is_hidden));
        kinds.push(KindChoice { sign, is_hidden });
        kinds.drain(..kinds.len().saturating_sub(MOST_KINDS));
        Self { kinds, line: None, ..self }
    }

    pub(crate) fn read(pairs: &[(String, String)], text: &str) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "service" => {
                    query.sources = Some(value.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect());
                }
                "level" => query.level = Some(value.clone()),
                key if key == text => query.text.clone_from(value),
                "case" => query.match_case = true,
                "regex" => query.is_regex = true,
                "only" => query.only_matches = true,
                "not" if !value.is_empty() => query.without.push(value.clone()),
                "like" | "notlike"
                    if !value.is_empty() && value.len() <= LONGEST_KIND && query.kinds.len() < MOST_KINDS =>
                {
                    query.kinds.push(KindChoice { sign: value.clone(), is_hidden: key == "notlike" });
                }
                "from" => query.from_ms = value.parse().ok(),
                "to" => query.to_ms = value.parse().ok(),
                "fold" => query.is_folded = true,
                "line" => query.line = LineName::read(value),
                _ => {}
            }
        }
        query
    }

    pub(crate) fn pairs(&self, text: &'static str) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(sources) = &self.sources {
            pairs.push(("service", sources.join(",")));
        }
        if let Some(level) = &self.level {
            pairs.push(("level", level.clone()));
        }
        if !self.text.is_empty() {
            pairs.push((text, self.text.clone()));
        }
        let flags = [
            ("case", self.match_case),
            ("regex", self.is_regex),
            ("only", self.only_matches),
            ("fold", self.is_folded),
        ];
        pairs.extend(flags.into_iter().filter(|(_, is_on)| *is_on).map(|(key, _)| (key, "1".to_owned())));
        pairs.extend(self.without.iter().map(|text| ("not", text.clone())));
        let key = |kind: &KindChoice| if kind.is_hidden { "notlike" } else { "like" };
        pairs.extend(self.kinds.iter().map(|kind| (key(kind), kind.sign.clone())));
        pairs.extend(self.from_ms.map(|at| ("from", at.to_string())));
        pairs.extend(self.to_ms.map(|at| ("to", at.to_string())));
        pairs.extend(self.line.map(|line| ("line", line.word())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(sign: &str, is_hidden: bool) -> KindChoice {
        KindChoice { sign: sign.to_owned(), is_hidden }
    }

    #[test]
    fn one_kind_is_shown_alone_and_several_are_hidden() {
        let query = LogQuery::default().with_kind("a *".to_owned(), true).with_kind("b".to_owned(), true);
        assert_eq!(query.kinds, [choice("a *", true), choice("b", true)]);
        let only = query.with_kind("c".to_owned(), false).with_kind("a *".to_owned(), false);
        assert_eq!(only.kinds, [choice("b", true), choice("a *", false)]);
    }

    #[test]
    fn what_an_address_holds_of_kinds_is_bounded() {
        let pairs: Vec<_> = (0..40).map(|at| ("notlike".to_owned(), format!("kind {at}"))).collect();
        assert_eq!(LogQuery::read(&pairs, TEXT).kinds.len(), MOST_KINDS);
        let long = [("like".to_owned(), "a".repeat(LONGEST_KIND + 1))];
        assert_eq!(LogQuery::read(&long, TEXT).kinds, []);
    }
}
