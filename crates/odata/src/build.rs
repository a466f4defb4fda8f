//! Requests said in Rust: `Query::of("device").select(["id"]).filter(field("note").eq("x"))`.

use std::fmt;

use crate::expr::{BinaryOp, CountOf, Expr, Function, Lambda, Literal, Path, Quantifier};
use crate::options::{Direction, Expand, Options, OrderBy, OrderKey};
use crate::request::{Key, KeyValue, Request, ResourcePath, Target};

/// A request being built. Prints as `/device?$select=…`, ready to stand behind the version prefix.
#[derive(Debug, Clone, PartialEq)]
pub struct Query(Request);

macro_rules! option_setters {
    ($($path:tt)+) => {
        /// Only these fields; adds to those selected before.
        #[must_use]
        pub fn select<S: Into<String>>(mut self, fields: impl IntoIterator<Item = S>) -> Self {
            self.$($path)+.select.get_or_insert_default().extend(fields.into_iter().map(Into::into));
            self
        }

        /// Only the rows for which `condition` holds, and every one set before.
        #[must_use]
        pub fn filter(mut self, condition: impl Into<Expr>) -> Self {
            let options = &mut self.$($path)+;
            options.filter = Some(match options.filter.take() {
                Some(before) => before.and(condition),
                None => condition.into(),
            });
            self
        }

        /// What a navigation leads to, within each row.
        #[must_use]
        pub fn expand(mut self, expand: Expand) -> Self {
            self.$($path)+.expand.push(expand);
            self
        }

        /// The next sort key.
        #[must_use]
        pub fn order_by(mut self, order: OrderBy) -> Self {
            self.$($path)+.order_by.push(order);
            self
        }

        /// At most so many rows.
        #[must_use]
        pub const fn top(mut self, rows: u64) -> Self {
            self.$($path)+.top = Some(rows);
            self
        }

        /// Leave out the first rows.
        #[must_use]
        pub const fn skip(mut self, rows: u64) -> Self {
            self.$($path)+.skip = Some(rows);
            self
        }
    };
}

impl Query {
    /// The rows of a resource.
    pub fn of(resource: impl Into<String>) -> Self {
        let path = ResourcePath { resource: resource.into(), key: None, target: Target::Rows };
        Self(Request { path, options: Options::default(), aliases: std::collections::BTreeMap::new(), is_brief: false })
    }

    /// The one row with this `id`.
    #[must_use]
    pub fn id(mut self, id: i64) -> Self {
        self.0.path.key = Some(Key::Id(KeyValue::Literal(Literal::Integer(id))));
        self
    }

    /// The one row by a natural key; call again for each field of a composite one.
    #[must_use]
    pub fn key(mut self, field: impl Into<String>, value: impl Into<Literal>) -> Self {
        let part = (field.into(), KeyValue::Literal(value.into()));
        match &mut self.0.path.key {
            Some(Key::Natural(parts)) => parts.push(part),
            other => *other = Some(Key::Natural(vec![part])),
        }
        self
    }

    /// How many rows, not the rows: `/device/$count`.
    #[must_use]
    pub fn count(mut self) -> Self {
        self.0.path.target = Target::Count;
        self
    }

    option_setters!(0.options);

    /// The tree.
    pub fn into_request(self) -> Request {
        self.0
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Query> for Request {
    fn from(query: Query) -> Self {
        query.0
    }
}

impl Expand {
    /// The rows behind a navigation.
    pub fn of(navigation: impl Into<String>) -> Self {
        Self { navigation: navigation.into(), is_count: false, options: Options::default() }
    }

    /// How many rows are behind a navigation.
    pub fn count(navigation: impl Into<String>) -> Self {
        Self { navigation: navigation.into(), is_count: true, options: Options::default() }
    }

    option_setters!(options);
}

/// A field to compare; `field("a/b")` goes through the to-one navigation `a`.
#[derive(Debug, Clone)]
pub struct Field(Path);

/// How many rows are behind a navigation, to compare or to sort by.
#[derive(Debug, Clone)]
pub struct CountField(CountOf);

/// A field, or a path to one.
pub fn field(path: &str) -> Field {
    Field(path_of(path))
}

/// `path/$count`.
pub fn count_of(path: &str) -> CountField {
    CountField(CountOf { path: path_of(path), filter: None })
}

fn path_of(path: &str) -> Path {
    Path(path.split('/').map(str::to_owned).collect())
}

macro_rules! comparisons {
    ($($name:ident $op:ident $doc:literal),+ $(,)?) => {
        $(
            #[doc = $doc]
            pub fn $name(self, value: impl Into<Expr>) -> Expr {
                Expr::Binary { op: BinaryOp::$op, left: Box::new(self.into()), right: Box::new(value.into()) }
            }
        )+
    };
}

impl Field {
    comparisons! {
        eq Eq "Equal; with `Literal::Null`: not set.",
        ne Ne "Not equal; what is not set is not equal to anything set.",
        gt Gt "Greater.",
        ge Ge "Greater or equal.",
        lt Lt "Less.",
        le Le "Less or equal.",
    }

    /// One of these values.
    pub fn one_of<V: Into<Expr>>(self, values: impl IntoIterator<Item = V>) -> Expr {
        Expr::In { operand: Box::new(self.into()), list: values.into_iter().map(Into::into).collect() }
    }

    /// Some row behind this navigation satisfies `body`, whose fields begin with `variable/`.
    pub fn any(self, variable: impl Into<String>, body: impl Into<Expr>) -> Expr {
        self.lambda(Quantifier::Any, variable.into(), body.into())
    }

    /// Every row behind this navigation satisfies `body`.
    pub fn all(self, variable: impl Into<String>, body: impl Into<Expr>) -> Expr {
        self.lambda(Quantifier::All, variable.into(), body.into())
    }

    fn lambda(self, quantifier: Quantifier, variable: String, body: Expr) -> Expr {
        Expr::Lambda(Lambda { path: self.0, quantifier, variable, body: Box::new(body) })
    }
}

impl CountField {
    comparisons! {
        eq Eq "Exactly so many.",
        gt Gt "More than so many.",
        lt Lt "Fewer than so many.",
    }

    /// Counts only the rows that satisfy `condition`.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<Expr>) -> Self {
        self.0.filter = Some(Box::new(condition.into()));
        self
    }
}

impl Expr {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        match self {
            Self::And(mut terms) => {
                terms.push(other.into());
                Self::And(terms)
            }
            first => Self::And(vec![first, other.into()]),
        }
    }

    /// One holds, or both.
    #[must_use]
    pub fn or(self, other: impl Into<Self>) -> Self {
        match self {
            Self::Or(mut terms) => {
                terms.push(other.into());
                Self::Or(terms)
            }
            first => Self::Or(vec![first, other.into()]),
        }
    }
}

/// The condition does not hold.
pub fn not(condition: impl Into<Expr>) -> Expr {
    Expr::Not(Box::new(condition.into()))
}

/// Every condition holds; none when there is none.
pub fn all_of(conditions: impl IntoIterator<Item = Expr>) -> Option<Expr> {
    conditions.into_iter().reduce(Expr::and)
}

/// Some condition holds; none when there is none.
pub fn any_of(conditions: impl IntoIterator<Item = Expr>) -> Option<Expr> {
    conditions.into_iter().reduce(Expr::or)
}

/// `@name`.
pub fn alias(name: impl Into<String>) -> Expr {
    Expr::Alias(name.into())
}

/// A function of the dialect: `call(Function::Contains, [field("note").into(), "x".into()])`.
pub fn call(function: Function, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call { function, arguments: arguments.into_iter().collect() }
}

/// Smallest first, what is not set last.
pub fn asc(key: impl Into<OrderKey>) -> OrderBy {
    OrderBy { key: key.into(), direction: Direction::Asc }
}

/// Greatest first, what is not set before all.
pub fn desc(key: impl Into<OrderKey>) -> OrderBy {
    OrderBy { key: key.into(), direction: Direction::Desc }
}

impl From<&str> for OrderKey {
    fn from(path: &str) -> Self {
        Self::Path(path_of(path))
    }
}

impl From<CountField> for OrderKey {
    fn from(count: CountField) -> Self {
        Self::Count(count.0)
    }
}

impl From<Field> for Expr {
    fn from(field: Field) -> Self {
        Self::Path(field.0)
    }
}

impl From<CountField> for Expr {
    fn from(count: CountField) -> Self {
        Self::Count(count.0)
    }
}

impl<L: Into<Literal>> From<L> for Expr {
    fn from(literal: L) -> Self {
        Self::Literal(literal.into())
    }
}

macro_rules! literals {
    ($($from:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$from> for Literal {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })+
    };
}

literals! { bool => Bool, i64 => Integer, i32 => Integer, u32 => Integer, &str => Text, String => Text, &String => Text }

impl<T: Into<Self>> From<Option<T>> for Literal {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
