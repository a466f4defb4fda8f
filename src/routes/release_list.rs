//! How a fleet's releases are narrowed, ordered and shown, as the address carries it.

use model::release::Standing;

/// A column one may choose; the version always stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReleaseColumn {
    Commit,
    State,
    Final,
    Valid,
    Phase,
    Note,
    KnownIssues,
    Tags,
    Source,
    RunningOn,
    Build,
    Completed,
    Finalized,
    Created,
}

impl ReleaseColumn {
    /// All of them, in their order.
    pub const ALL: [Self; 14] = [
        Self::Commit,
        Self::State,
        Self::Final,
        Self::Valid,
        Self::Phase,
        Self::Note,
        Self::KnownIssues,
        Self::Tags,
        Self::Source,
        Self::RunningOn,
        Self::Build,
        Self::Completed,
        Self::Finalized,
        Self::Created,
    ];
    /// What is shown when nothing was chosen.
    pub const USUAL: [Self; 7] =
        [Self::Commit, Self::State, Self::Note, Self::Source, Self::RunningOn, Self::Build, Self::Created];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Commit => "Commit",
            Self::State => "Status",
            Self::Final => "Finalized",
            Self::Valid => "Valid",
            Self::Phase => "Phase",
            Self::Note => "Note",
            Self::KnownIssues => "Known issues",
            Self::Tags => "Tags",
            Self::Source => "Source",
            Self::RunningOn => "Running on",
            Self::Build => "Build",
            Self::Completed => "Completed",
            Self::Finalized => "Finalized at",
            Self::Created => "Created",
        }
    }

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::State => "status",
            Self::Final => "final",
            Self::Valid => "valid",
            Self::Phase => "phase",
            Self::Note => "note",
            Self::KnownIssues => "issues",
            Self::Tags => "tags",
            Self::Source => "source",
            Self::RunningOn => "running",
            Self::Build => "build",
            Self::Completed => "completed",
            Self::Finalized => "finalized",
            Self::Created => "created",
        }
    }
}

/// What releases are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReleaseSort {
    /// As they were made, the newest first unless turned.
    #[default]
    Created,
    Version,
    State,
    RunningOn,
    Build,
}

impl ReleaseSort {
    const ALL: [Self; 5] = [Self::Created, Self::Version, Self::State, Self::RunningOn, Self::Build];

    /// The word in the address, and the id of the column.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Version => "version",
            Self::State => "status",
            Self::RunningOn => "running",
            Self::Build => "build",
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }
}

/// The filter, the order and the columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReleaseList {
    /// Part of the version, the commit, the note, the known issues or a tag, in any case.
    pub text: String,
    /// Any of these; none is all.
    pub standings: Vec<Standing>,
    pub sort: ReleaseSort,
    pub is_descending: bool,
    /// None is [`ReleaseColumn::USUAL`].
    pub columns: Option<Vec<ReleaseColumn>>,
}

impl Default for ReleaseList {
    fn default() -> Self {
        Self {
            text: String::new(),
            standings: Vec::new(),
            sort: ReleaseSort::Created,
            is_descending: true,
            columns: None,
        }
    }
}

impl ReleaseList {
    /// The same order and columns without the filter.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { text: String::new(), standings: Vec::new(), ..self.clone() }
    }

    /// With one standing more or less.
    #[must_use]
    pub fn toggled(&self, standing: Standing) -> Self {
        let mut standings: Vec<_> = self.standings.iter().copied().filter(|held| *held != standing).collect();
        if standings.len() == self.standings.len() {
            standings.push(standing);
            standings.sort_unstable();
        }
        Self { standings, ..self.clone() }
    }

    /// Ordered by another column, or by the same one the other way.
    #[must_use]
    pub fn sorted(&self, sort: ReleaseSort) -> Self {
        let is_descending = if self.sort == sort { !self.is_descending } else { sort == ReleaseSort::Created };
        Self { sort, is_descending, ..self.clone() }
    }

    /// The columns shown.
    pub fn shown(&self) -> Vec<ReleaseColumn> {
        self.columns.clone().unwrap_or_else(|| ReleaseColumn::USUAL.to_vec())
    }

    /// With one column more or less.
    #[must_use]
    pub fn with_column(&self, column: ReleaseColumn, is_shown: bool) -> Self {
        let shown = self.shown();
        let columns: Vec<_> = ReleaseColumn::ALL
            .into_iter()
            .filter(|one| if *one == column { is_shown } else { shown.contains(one) })
            .collect();
        Self { columns: (columns != ReleaseColumn::USUAL).then_some(columns), ..self.clone() }
    }

    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let mut list = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => list.text.clone_from(value),
                "state" => list.standings = value.split(',').filter_map(Standing::from_word).collect(),
                "sort" => {
                    list.is_descending = value.starts_with('-');
                    list.sort = ReleaseSort::from_word(value.trim_start_matches('-')).unwrap_or_default();
                }
                "columns" => {
                    let words: Vec<&str> = value.split(',').collect();
                    list.columns =
                        Some(ReleaseColumn::ALL.into_iter().filter(|column| words.contains(&column.word())).collect());
                }
                _ => {}
            }
        }
        list
    }

    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        if !self.standings.is_empty() {
            let words: Vec<&str> = self.standings.iter().map(|standing| standing.word()).collect();
            pairs.push(("state", words.join(",")));
        }
        if self.sort != ReleaseSort::Created || !self.is_descending {
            let sign = if self.is_descending { "-" } else { "" };
            pairs.push(("sort", format!("{sign}{}", self.sort.word())));
        }
        if let Some(columns) = &self.columns {
            pairs.push(("columns", columns.iter().map(|column| column.word()).collect::<Vec<_>>().join(",")));
        }
        pairs
    }
}
