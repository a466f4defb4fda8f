//! How a fleet's devices are narrowed, ordered, grouped and shown, as the address carries it.

use model::device_status::DeviceStatus;

use super::query_string;

/// What devices are ordered by: a field's word, and the direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SortKey {
    pub field: String,
    pub is_descending: bool,
}

impl SortKey {
    fn read(word: &str) -> Option<Self> {
        let field = word.strip_prefix('-').unwrap_or(word);
        (!field.is_empty()).then(|| Self { field: field.to_owned(), is_descending: field.len() < word.len() })
    }

    fn word(&self) -> String {
        format!("{}{}", if self.is_descending { "-" } else { "" }, self.field)
    }
}

/// Through which lens the same devices are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lens {
    #[default]
    Table,
    Map,
}

/// The wish. The default shows every device by name in the usual columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DeviceList {
    /// The filter, in the filter language; empty lets everything through.
    pub query: String,
    /// The first decides, the next where the first is equal; none is by name.
    pub sort: Vec<SortKey>,
    /// The columns' words in their order; none is the usual ones.
    pub columns: Vec<String>,
    /// The field whose values make the groups.
    pub group: Option<String>,
    pub lens: Lens,
}

impl DeviceList {
    /// What a filter text lets through.
    pub fn matching(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }

    /// Only devices in one of these states.
    pub fn in_states(states: impl IntoIterator<Item = DeviceStatus>) -> Self {
        let words: Vec<&str> = states.into_iter().map(DeviceStatus::as_str).collect();
        Self::matching(format!("status:{}", words.join(",")))
    }

    /// Only devices that run this release, by number.
    pub fn running(release: i64) -> Self {
        Self::matching(format!("release_id:{release}"))
    }

    /// Only devices that do not run this release, by number; who never said what it runs is one of them.
    pub fn not_running(release: i64) -> Self {
        Self::matching(format!("-release_id:{release}"))
    }

    /// Only devices in which this text is found.
    pub fn searching(text: &str) -> Self {
        let text = text.trim();
        let is_plain =
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) && !text.starts_with('-');
        if is_plain {
            return Self::matching(text);
        }
        Self::matching(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
    }

    /// Whether any device could be hidden.
    pub fn narrows(&self) -> bool {
        !self.query.trim().is_empty()
    }

    /// The same view without the filter.
    #[must_use]
    pub fn cleared(&self) -> Self {
        self.with_query(String::new())
    }

    /// The same view with another filter.
    #[must_use]
    pub fn with_query(&self, query: String) -> Self {
        Self { query, ..self.clone() }
    }

    /// A press on a heading: that field alone, upwards at first, then downwards. With `is_added` (Shift) it goes behind the others,
    /// turns round where it stands, and leaves at the third press.
    #[must_use]
    pub fn sorted_by(&self, field: &str, is_added: bool) -> Self {
        let held = self.sort.iter().position(|key| key.field == field);
        let is_descending = held.and_then(|at| self.sort.get(at)).map(|key| key.is_descending);
        let key = |is_descending| SortKey { field: field.to_owned(), is_descending };
        let mut sort = if is_added { self.sort.clone() } else { Vec::new() };
        match (held.filter(|_| is_added), is_descending) {
            (Some(at), Some(true)) => {
                sort.remove(at);
            }
            (Some(at), _) => sort[at] = key(true),
            (None, Some(false)) => sort.push(key(true)),
            (None, _) => sort.push(key(false)),
        }
        Self { sort, ..self.clone() }
    }

    /// The query string without its question mark: what a saved view keeps.
    pub fn text(&self) -> String {
        query_string::print(&self.pairs()).trim_start_matches('?').to_owned()
    }

    /// Reads what [`DeviceList::text`] wrote.
    pub fn from_text(text: &str) -> Self {
        Self::read(&query_string::pairs(text))
    }

    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let words = |value: &str| value.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut list = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => list.query.clone_from(value),
                "sort" => list.sort = value.split(',').filter_map(SortKey::read).collect(),
                "columns" => list.columns = words(value),
                "group" => list.group = Some(value.clone()).filter(|field| !field.is_empty()),
                "view" if value == "map" => list.lens = Lens::Map,
                _ => {}
            }
        }
        list
    }

    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.query.is_empty() {
            pairs.push(("q", self.query.clone()));
        }
        if !self.sort.is_empty() {
            let words: Vec<String> = self.sort.iter().map(SortKey::word).collect();
            pairs.push(("sort", words.join(",")));
        }
        if !self.columns.is_empty() {
            pairs.push(("columns", self.columns.join(",")));
        }
        if let Some(group) = &self.group {
            pairs.push(("group", group.clone()));
        }
        if self.lens == Lens::Map {
            pairs.push(("view", "map".to_owned()));
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_pressed_alone_and_with_shift() {
        let words = |list: &DeviceList| list.sort.iter().map(SortKey::word).collect::<Vec<_>>().join(",");
        let list = DeviceList::default().sorted_by("cpu", false);
        assert_eq!(words(&list), "cpu");
        let list = list.sorted_by("cpu", false);
        assert_eq!(words(&list), "-cpu");
        let list = list.sorted_by("name", true);
        assert_eq!(words(&list), "-cpu,name");
        assert_eq!(words(&list.sorted_by("cpu", true)), "name");
        assert_eq!(words(&list.sorted_by("name", true)), "-cpu,-name");
        assert_eq!(words(&list.sorted_by("name", false)), "-name");
    }

    #[test]
    fn a_saved_view_is_read_back() {
        let list = DeviceList {
            query: "tag.site:\"50 % & more\"".to_owned(),
            columns: vec!["name".to_owned(), "tag.a/b".to_owned()],
            group: Some("release".to_owned()),
            lens: Lens::Map,
            ..DeviceList::default().sorted_by("cpu", false).sorted_by("cpu", false)
        };
        assert_eq!(DeviceList::from_text(&list.text()), list);
        assert_eq!(DeviceList::in_states([DeviceStatus::Updating]).query, "status:updating");
        assert_eq!(DeviceList::running(12).query, "release_id:12");
        assert_eq!(DeviceList::not_running(12).query, "-release_id:12");
        assert_eq!(DeviceList::searching("ford-1").query, "ford-1");
        assert_eq!(DeviceList::searching("a \"b\"").query, "\"a \\\"b\\\"\"");
    }
}
