//! One column of a table in the store that suits its kind.

pub(crate) mod number;
pub(crate) mod tags;
pub(crate) mod text;
pub(crate) mod word;

use number::Numbers;
use tags::TagLists;
use text::Texts;
use word::Words;

use crate::cell::Cell;
use crate::schema::Kind;

/// A column's values, by slot.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Texts(Texts),
    Words(Words),
    Numbers(Numbers),
    Tags(TagLists),
}

impl Column {
    pub(crate) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Texts(Texts::default()),
            Kind::Word | Kind::Version => Self::Words(Words::default()),
            Kind::Choice(choices) => Self::Words(Words::closed(choices.iter().map(|choice| choice.word))),
            Kind::Number(_) | Kind::Time => Self::Numbers(Numbers::default()),
            Kind::Tags => Self::Tags(TagLists::default()),
        }
    }

    /// One slot more, holding nothing.
    pub(crate) fn grow(&mut self) {
        match self {
            Self::Texts(texts) => texts.grow(),
            Self::Words(words) => words.grow(),
            Self::Numbers(numbers) => numbers.grow(),
            Self::Tags(tags) => tags.grow(),
        }
    }

    /// Puts a value in and answers whether it is another; a value of another kind counts as unknown.
    pub(crate) fn set(&mut self, row: u32, cell: Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Texts(texts), Cell::Text(text)) => texts.set(row, Some(text)),
            (Self::Texts(texts), _) => texts.set(row, None),
            (Self::Words(words), Cell::Text(text)) => words.set(row, Some(text)),
            (Self::Words(words), _) => words.set(row, None),
            (Self::Numbers(numbers), Cell::Number(number)) => numbers.set(row, number),
            (Self::Numbers(numbers), _) => numbers.set(row, f64::NAN),
            (Self::Tags(tags), Cell::Tags(pairs)) => tags.set(row, pairs),
            (Self::Tags(tags), _) => tags.set(row, &[]),
        }
    }

    pub(crate) fn is_known(&self, row: u32) -> bool {
        match self {
            Self::Texts(texts) => texts.get(row).is_some(),
            Self::Words(words) => words.code(row).is_some(),
            Self::Numbers(numbers) => numbers.get(row).is_some(),
            Self::Tags(tags) => !tags.pairs(row).is_empty(),
        }
    }

    /// Bytes held, roughly.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.bytes(),
            Self::Words(words) => words.bytes(),
            Self::Numbers(numbers) => numbers.bytes(),
            Self::Tags(tags) => tags.bytes(),
        }
    }
}
