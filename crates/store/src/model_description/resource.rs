//! What a resource is: its table, fields, navigations, keys, whose it is and who may write it.

/// One resource of the API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resource {
    /// Its name in URLs, which is its table's too.
    pub(crate) name: &'static str,
    /// Beside `id`, `created_at` and `modified_at`, which every resource has.
    pub(crate) fields: &'static [Field],
    pub(crate) links: &'static [Link],
    /// Sets of fields that are unique together, beside `id`.
    pub(crate) keys: &'static [&'static [&'static str]],
    pub(crate) tenancy: Tenancy,
    pub(crate) writes: Writes,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) source: Source,
    pub(crate) write: Write,
    /// Shown to people who may command the device (an observer reads null), and to the device itself; to no other key.
    pub(crate) is_secret: bool,
    /// Never null, and so never written as null.
    pub(crate) is_required: bool,
    /// What a text may be at all, where it is one of a few words. Empty: any.
    pub(crate) words: &'static [&'static str],
    pub(crate) length: Length,
}

/// How long a text may be, in characters. What is longer than `column` is no value of the field at all; what is beyond
/// `least` and `most` breaks a rule, which has its own sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) least: Least,
    pub(crate) most: Option<usize>,
    /// 255 for what the balena API calls a Short Text.
    pub(crate) column: Option<usize>,
}

/// The lower end of a length, as the rule words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Least {
    None,
    /// `greater than`.
    Above(usize),
    /// `greater than or equal to`.
    From(usize),
}

const ANY_LENGTH: Length = Length { least: Least::None, most: None, column: None };

/// What a value is, in JSON and in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    /// A string in JSON.
    BigInteger,
    Text,
    Boolean,
    /// Milliseconds in SQL, ISO 8601 in JSON.
    Timestamp,
    /// Text in SQL, an object in JSON.
    Json,
    /// A file beside the database, and what is known of it.
    WebResource,
    /// A to-one navigation: the id of a row of that resource.
    Reference(&'static str),
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// The column of the same name.
    Column,
    /// An expression in which `{t}` stands for the row.
    Computed(&'static str),
}

/// When a request may set a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Write {
    Never,
    OnCreate,
    Always,
}

/// A navigation that is not a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Link {
    /// Another name of a to-one field.
    Alias { name: &'static str, field: &'static str },
    /// The rows of `resource` whose `field` is this row.
    Many { name: &'static str, resource: &'static str, field: &'static str },
}

/// Whose a row is, and so who sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tenancy {
    /// Everybody's.
    Public,
    /// A fleet: its organization's members'.
    Fleet,
    /// A device: its fleet's, and its own.
    Device,
    /// Whoever sees the row this to-one field points at.
    Through(&'static str),
    /// The user's in this field.
    OwnUser(&'static str),
    /// The actor's in this field.
    OwnActor(&'static str),
    /// Its members'.
    Organization,
    /// Themselves and those they share an organization with.
    User,
    /// The platform's services': people may look.
    Services,
}

/// What people may do to rows; the rest is the platform's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writes {
    pub(crate) create: bool,
    pub(crate) update: bool,
    pub(crate) delete: bool,
}

pub(crate) const READ_ONLY: Writes = Writes { create: false, update: false, delete: false };
pub(crate) const WRITABLE: Writes = Writes { create: true, update: true, delete: true };
pub(crate) const NOT_CREATED: Writes = Writes { create: false, update: true, delete: true };

/// A column a request may not set.
pub(crate) const fn reported(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        source: Source::Column,
        write: Write::Never,
        is_secret: false,
        is_required: false,
        words: &[],
        length: ANY_LENGTH,
    }
}

/// A column a request may set.
pub(crate) const fn writable(name: &'static str, kind: Kind) -> Field {
    Field { write: Write::Always, ..reported(name, kind) }
}

/// A column a request may set only when it makes the row.
pub(crate) const fn at_creation(name: &'static str, kind: Kind) -> Field {
    Field { write: Write::OnCreate, ..reported(name, kind) }
}

/// An expression.
pub(crate) const fn computed(name: &'static str, kind: Kind, sql: &'static str) -> Field {
    Field { source: Source::Computed(sql), ..reported(name, kind) }
}

/// A navigation to many.
pub(crate) const fn many(name: &'static str, resource: &'static str, field: &'static str) -> Link {
    Link::Many { name, resource, field }
}

const COMMON: [Field; 3] =
    [reported("id", Kind::Integer), reported("created_at", Kind::Timestamp), reported("modified_at", Kind::Timestamp)];

/// What is no table has rows without an identity of their own (balena-api.md §5).
const VIEWED: [Field; 1] = [computed("id", Kind::Integer, "NULL")];

/// Where a navigation leads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Navigation {
    /// The row whose id is this field's value.
    One { field: &'static Field, resource: &'static str },
    /// The rows whose `field` is this row's id.
    Many { resource: &'static str, field: &'static str },
}

impl Resource {
    /// Every field, the common ones first.
    pub(crate) fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let common = if self.name == "user__has_direct_access_to__application" { &VIEWED[..] } else { &COMMON };
        common.iter().chain(self.fields)
    }

    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        let name = self.alias_of(name).unwrap_or(name);
        self.all_fields().find(|field| field.name == name)
    }

    fn alias_of(&self, wanted: &str) -> Option<&'static str> {
        self.links.iter().find_map(|link| match link {
            Link::Alias { name, field } if *name == wanted => Some(*field),
            _ => None,
        })
    }

    pub(crate) fn navigation(&self, wanted: &str) -> Option<Navigation> {
        // A link to a resource bears the resource's long name as well.
        let wanted = super::long_names::short_of(wanted).unwrap_or(wanted);
        if let Some(field) = self.field(wanted)
            && let Kind::Reference(resource) = field.kind
        {
            return Some(Navigation::One { field, resource });
        }
        self.links.iter().find_map(|link| match link {
            Link::Many { name, resource, field } if *name == wanted => Some(Navigation::Many { resource, field }),
            _ => None,
        })
    }
}

impl Field {
    pub(crate) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// A Short Text.
    pub(crate) const fn short(self) -> Self {
        Self { length: Length { column: Some(255), ..self.length }, ..self }
    }

    pub(crate) const fn at_most(self, most: usize) -> Self {
        Self { length: Length { most: Some(most), ..self.length }, ..self }
    }

    pub(crate) const fn not_empty(self) -> Self {
        Self { length: Length { least: Least::Above(0), ..self.length }, ..self }
    }

    pub(crate) const fn at_least(self, least: usize) -> Self {
        Self { length: Length { least: Least::From(least), ..self.length }, ..self }
    }

    pub(crate) const fn one_of(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    /// The value in SQL, for the row called `row`.
    pub(crate) fn sql(&self, row: &str) -> String {
        match self.source {
            Source::Column => format!("{row}.\"{}\"", self.name),
            Source::Computed(sql) => format!("({})", sql.replace("{t}", row)),
        }
    }
}
