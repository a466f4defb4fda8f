//! What a select offers, and which of it matches what was typed.

/// One option.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectOption {
    /// What `on_change` answers with.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Quiet words at the right ("fleet target", "3 h").
    pub hint: Option<String>,
    /// Why it cannot be chosen.
    pub disabled: Option<String>,
}

impl SelectOption {
    /// An option with its words.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    /// With quiet words at the right.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Not to be chosen, and why.
    #[must_use]
    pub fn disabled(mut self, reason: Option<String>) -> Self {
        self.disabled = reason;
        self
    }
}

/// The options whose words hold every word of `query`, case aside; those that begin with it come first, otherwise the order stays.
pub(crate) fn matching(options: &[SelectOption], query: &str) -> Vec<SelectOption> {
    let query = query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let holds = |option: &&SelectOption| {
        let text = format!("{} {}", option.label, option.hint.as_deref().unwrap_or_default()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let (first, rest): (Vec<SelectOption>, Vec<SelectOption>) =
        options.iter().filter(holds).cloned().partition(|option| option.label.to_lowercase().starts_with(&query));
    first.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::{SelectOption, matching};

    fn found(query: &str) -> Vec<String> {
        let options = [
            SelectOption::new("1", "2.14.1").hint("fleet target"),
            SelectOption::new("2", "12.14.0"),
            SelectOption::new("3", "2.14.0-rc1").hint("draft"),
        ];
        matching(&options, query).into_iter().map(|option| option.id).collect()
    }

    #[test]
    fn matches_words_anywhere_and_beginnings_first() {
        assert_eq!(found(""), ["1", "2", "3"]);
        assert_eq!(found("2.14"), ["1", "3", "2"]);
        assert_eq!(found("Draft 2.14"), ["3"]);
        assert_eq!(found("nothing"), Vec::<String>::new());
    }
}
