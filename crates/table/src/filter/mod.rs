//! The filter language as a tree: all of its clauses hold, and of each clause any term.
//!
//! `status:offline tag.site~"north" (os<2.12 | -has:os) last_seen>7d berlin`

pub mod complete;
pub mod error;
pub(crate) mod operand;
pub mod parse;
pub mod print;
mod scan;

use crate::schema::{Kind, Path};

/// What rows have to be; without clauses every row passes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Filter {
    /// All of them hold.
    pub all: Vec<Clause>,
}

/// Alternatives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Clause {
    /// Any of them holds; never empty in what is parsed.
    pub any: Vec<Term>,
}

/// One condition, or that it does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// `-` in front: the condition does not hold.
    pub is_negated: bool,
    /// What it is about; none: any of the searched columns.
    pub path: Option<Path>,
    pub operator: Operator,
    /// As it was written, without quotes; empty for [`Operator::Known`].
    pub value: String,
}

/// How a value is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `:`, for tags as a whole: there is such a key.
    Is,
    /// `~`
    Contains,
    /// `^`
    Starts,
    /// `$`
    Ends,
    /// `<`: less; of a moment beside a span: not that long ago.
    Less,
    /// `<=`
    AtMost,
    /// `>`: more; of a moment beside a span: longer ago (`last_seen>7d`).
    More,
    /// `>=`
    AtLeast,
    /// `has:field`: there is a value at all. Negated: unknown.
    Known,
}

impl Operator {
    /// All that stand between a field and its value, longer signs first.
    pub const BETWEEN: [Self; 8] =
        [Self::AtMost, Self::AtLeast, Self::Is, Self::Contains, Self::Starts, Self::Ends, Self::Less, Self::More];

    /// How it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Is | Self::Known => ":",
            Self::Contains => "~",
            Self::Starts => "^",
            Self::Ends => "$",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// What may be asked of a kind of column, the usual first.
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Text => &[Self::Contains, Self::Is, Self::Starts, Self::Ends, Self::Known],
            Kind::Word | Kind::Tags => &[Self::Is, Self::Contains, Self::Starts, Self::Ends, Self::Known],
            Kind::Choice(_) => &[Self::Is, Self::Known],
            Kind::Version => &[
                Self::Is,
                Self::Less,
                Self::AtMost,
                Self::More,
                Self::AtLeast,
                Self::Contains,
                Self::Starts,
                Self::Ends,
                Self::Known,
            ],
            Kind::Number(_) => &[Self::Is, Self::Less, Self::AtMost, Self::More, Self::AtLeast, Self::Known],
            Kind::Time => &[Self::More, Self::Less, Self::AtLeast, Self::AtMost, Self::Is, Self::Known],
        }
    }
}

impl Term {
    /// A word looked for in the searched columns.
    pub fn word(value: impl Into<String>) -> Self {
        Self { is_negated: false, path: None, operator: Operator::Contains, value: value.into() }
    }

    /// A condition on one column.
    pub fn on(path: Path, operator: Operator, value: impl Into<String>) -> Self {
        Self { is_negated: false, path: Some(path), operator, value: value.into() }
    }

    /// The opposite.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.is_negated = !self.is_negated;
        self
    }
}

impl From<Term> for Clause {
    fn from(term: Term) -> Self {
        Self { any: vec![term] }
    }
}

impl Filter {
    /// Whether every row passes.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// With one more clause.
    #[must_use]
    pub fn and(mut self, clause: impl Into<Clause>) -> Self {
        self.all.push(clause.into());
        self
    }

    /// The values that a clause of only `path:value` terms allows, if there is one: what a row of chips shows.
    pub fn values_of(&self, path: &Path) -> Option<Vec<&str>> {
        self.all.iter().find_map(|clause| clause.values_of(path))
    }

    /// The same with exactly these values of a column allowed (none: any value), every other clause as it was.
    #[must_use]
    pub fn with_values(mut self, path: &Path, values: impl IntoIterator<Item = String>) -> Self {
        let any: Vec<Term> = values.into_iter().map(|value| Term::on(path.clone(), Operator::Is, value)).collect();
        let place = self.all.iter().position(|clause| clause.values_of(path).is_some());
        match (place, any.is_empty()) {
            (Some(place), true) => drop(self.all.remove(place)),
            (Some(place), false) => self.all[place] = Clause { any },
            (None, true) => {}
            (None, false) => self.all.push(Clause { any }),
        }
        self
    }

    /// Whether whatever passes this filter surely passes `former`: then only what passed before has to be looked at.
    pub fn narrows(&self, former: &Self) -> bool {
        former.all.iter().all(|held| self.all.iter().any(|clause| clause.narrows(held)))
    }
}

impl Clause {
    fn values_of(&self, path: &Path) -> Option<Vec<&str>> {
        let value = |term: &Term| term.operator == Operator::Is && !term.is_negated && term.path.as_ref() == Some(path);
        (!self.any.is_empty() && self.any.iter().all(value))
            .then(|| self.any.iter().map(|term| term.value.as_str()).collect())
    }

    fn narrows(&self, former: &Self) -> bool {
        !self.any.is_empty() && self.any.iter().all(|term| former.any.iter().any(|held| term.narrows(held)))
    }
}

impl Term {
    fn narrows(&self, former: &Self) -> bool {
        if self == former {
            return true;
        }
        // A longer piece of text is in less rows; anything else is looked at anew.
        let is_search = matches!(self.operator, Operator::Contains | Operator::Starts | Operator::Ends);
        let longer = match self.operator {
            Operator::Starts => self.value.starts_with(&former.value),
            Operator::Ends => self.value.ends_with(&former.value),
            _ => self.value.contains(&former.value),
        };
        is_search
            && !self.is_negated
            && !former.is_negated
            && self.path == former.path
            && self.operator == former.operator
            && longer
    }
}
