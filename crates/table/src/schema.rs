//! What columns a table has: their names in the filter language, their kinds and their words.

/// One word of a closed list, in the order in which the list sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// How it is stored and written in a filter.
    pub word: &'static str,
    /// How it is shown.
    pub label: &'static str,
    /// Other words for it that a filter may use.
    pub aliases: &'static [&'static str],
}

/// What a number counts; without one it is a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    #[default]
    Plain,
    /// `80`, `80%`.
    Percent,
    /// `70`, `70C`.
    Celsius,
    /// `512`, `512MB`, `1.5GB` (a thousand each, as the dashboard shows them).
    Megabytes,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text, nearly each row another.
    Text,
    /// Texts that many rows share.
    Word,
    /// One of a closed list.
    Choice(&'static [Choice]),
    /// Versions (`2.12.7+rev1`), which many rows share, ordered as versions.
    Version,
    Number(Unit),
    /// A moment.
    Time,
    /// Any number of keys with values; one key is a column of its own, `tag.site`.
    Tags,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the filter language.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// What it is called on screen.
    pub label: &'static str,
    pub kind: Kind,
    /// Whether a word without a field looks here.
    pub is_searched: bool,
}

impl Field {
    /// A column that words without a field do not search.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, aliases: &[], label, kind, is_searched: false }
    }

    /// Words without a field look here.
    #[must_use]
    pub const fn searched(mut self) -> Self {
        self.is_searched = true;
        self
    }

    /// Also goes by these names.
    #[must_use]
    pub const fn also(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

/// A column by its place in the schema, or one key of a column of tags.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    pub field: usize,
    /// Only for tags: which key.
    pub key: Option<String>,
}

impl Path {
    /// A whole column.
    pub const fn field(field: usize) -> Self {
        Self { field, key: None }
    }

    /// One key of a column of tags.
    pub fn tag(field: usize, key: impl Into<String>) -> Self {
        Self { field, key: Some(key.into()) }
    }
}

/// The columns of a table; the place of a field in it is its number everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    fields: Vec<Field>,
}

impl Schema {
    /// These columns, in this order.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> Self {
        Self { fields: fields.into_iter().collect() }
    }

    /// The columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// One column.
    pub fn get(&self, field: usize) -> Option<&Field> {
        self.fields.get(field)
    }

    /// The column of a name or alias, in any case.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| {
            field.name.eq_ignore_ascii_case(name) || field.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        })
    }

    /// What `name` or `tag.site` stands for.
    pub fn path(&self, name: &str) -> Option<Path> {
        if let Some(field) = self.find(name) {
            return Some(Path::field(field));
        }
        let (name, key) = name.split_once('.')?;
        let field = self.find(name).filter(|field| self.fields[*field].kind == Kind::Tags)?;
        (!key.is_empty()).then(|| Path::tag(field, key))
    }

    /// How a path is written.
    pub fn name_of(&self, path: &Path) -> String {
        let name = self.get(path.field).map_or("?", |field| field.name);
        match &path.key {
            Some(key) => format!("{name}.{}", crate::quote::quoted_key(key)),
            None => name.to_owned(),
        }
    }

    /// The kind of what a path leads to: one tag is a word.
    pub fn kind_of(&self, path: &Path) -> Kind {
        match (self.get(path.field).map(|field| field.kind), &path.key) {
            (Some(Kind::Tags), Some(_)) => Kind::Word,
            (Some(kind), _) => kind,
            (None, _) => Kind::Text,
        }
    }
}
