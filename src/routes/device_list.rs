//! How a fleet's devices are narrowed and ordered, as the address carries it.

use model::device_status::DeviceStatus;

/// What devices are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortBy {
    #[default]
    Name,
    State,
    Release,
    DeviceType,
    HostOs,
    Cpu,
    Memory,
    LastSeen,
}

impl SortBy {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::State,
        Self::Release,
        Self::DeviceType,
        Self::HostOs,
        Self::Cpu,
        Self::Memory,
        Self::LastSeen,
    ];

    /// The word in the address, and the id of the column.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::State => "state",
            Self::Release => "release",
            Self::DeviceType => "type",
            Self::HostOs => "os",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::LastSeen => "seen",
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }
}

/// The filter and the order. The default shows every device by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DeviceList {
    /// Part of the name, in any case.
    pub text: String,
    /// Any of these states; none is all.
    pub states: Vec<DeviceStatus>,
    /// Running this release, by id.
    pub release: Option<i64>,
    pub sort: SortBy,
    pub is_descending: bool,
}

impl DeviceList {
    /// Only devices in one of these states.
    pub fn in_states(states: impl IntoIterator<Item = DeviceStatus>) -> Self {
        Self { states: states.into_iter().collect(), ..Self::default() }
    }

    /// Only devices that run this release.
    pub fn running(release: i64) -> Self {
        Self { release: Some(release), ..Self::default() }
    }

    /// Whether any device could be hidden.
    pub fn narrows(&self) -> bool {
        !self.text.is_empty() || !self.states.is_empty() || self.release.is_some()
    }

    /// The same order without the filter.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, is_descending: self.is_descending, ..Self::default() }
    }

    /// With one state more or less.
    #[must_use]
    pub fn toggled(&self, state: DeviceStatus) -> Self {
        let mut states: Vec<_> = self.states.iter().copied().filter(|held| *held != state).collect();
        if states.len() == self.states.len() {
            states.push(state);
            states.sort_unstable();
        }
        Self { states, ..self.clone() }
    }

    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let mut list = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => list.text.clone_from(value),
                "state" => list.states = value.split(',').filter_map(DeviceStatus::from_word).collect(),
                "release" => list.release = value.parse().ok(),
                "sort" => {
                    list.is_descending = value.starts_with('-');
                    list.sort = SortBy::from_word(value.trim_start_matches('-')).unwrap_or_default();
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
        if !self.states.is_empty() {
            let words: Vec<&str> = self.states.iter().map(|state| state.as_str()).collect();
            pairs.push(("state", words.join(",")));
        }
        if let Some(release) = self.release {
            pairs.push(("release", release.to_string()));
        }
        if self.sort != SortBy::Name || self.is_descending {
            let sign = if self.is_descending { "-" } else { "" };
            pairs.push(("sort", format!("{sign}{}", self.sort.word())));
        }
        pairs
    }
}
