//! A filter made ready for one table: each row is asked in a few comparisons.

use std::cmp::Ordering;

use crate::column::Column;
use crate::column::tags::TagLists;
use crate::column::word::Words;
use crate::filter::operand::{Operand, understand};
use crate::filter::{Filter, Operator, Term};
use crate::fold::{Needle, Place};
use crate::schema::{Kind, Path};
use crate::table::Table;
use crate::version::Version;

/// What is known of a word already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    Passes,
    Fails,
}

/// The answers about a column's words, each word asked once.
#[derive(Debug, Clone, Default)]
struct Memo {
    edition: u32,
    seen: Vec<Seen>,
}

impl Memo {
    fn ask(&mut self, edition: u32, code: u32, passes: impl FnOnce() -> bool) -> bool {
        if self.edition != edition {
            self.edition = edition;
            self.seen.clear();
        }
        let at = code as usize;
        if at >= self.seen.len() {
            self.seen.resize(at + 1, Seen::Not);
        }
        if self.seen[at] == Seen::Not {
            self.seen[at] = if passes() { Seen::Passes } else { Seen::Fails };
        }
        self.seen[at] == Seen::Passes
    }
}

#[derive(Debug, Clone)]
struct Test {
    is_negated: bool,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    /// In any of these columns.
    Anywhere(Needle, Vec<(usize, Memo)>),
    Of {
        path: Path,
        operator: Operator,
        operand: Operand,
        memo: Memo,
        keys: Memo,
    },
    /// Not to be understood for this table: nothing passes.
    Never,
}

/// A filter at work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    all: Vec<Vec<Test>>,
    now: i64,
}

impl Matcher {
    /// `now` in milliseconds since 1970, for spans.
    pub(crate) fn new(filter: &Filter, table: &Table, now: i64) -> Self {
        let test = |term: &Term| Test { is_negated: term.is_negated, what: what(term, table) };
        // What costs least is asked first.
        let mut all: Vec<Vec<Test>> = filter.all.iter().map(|clause| clause.any.iter().map(test).collect()).collect();
        all.sort_by_key(|any: &Vec<Test>| any.iter().map(|test| matches!(test.what, What::Anywhere(..))).max());
        Self { all, now }
    }

    /// Whether a row passes.
    pub(crate) fn passes(&mut self, table: &Table, row: u32) -> bool {
        let now = self.now;
        self.all.iter_mut().all(|any| any.iter_mut().any(|test| test.what.holds(table, row, now) != test.is_negated))
    }
}

fn what(term: &Term, table: &Table) -> What {
    let schema = table.schema();
    let Some(path) = &term.path else {
        let is_searched = |field: &usize| schema.get(*field).is_some_and(|field| field.is_searched);
        let mut searched: Vec<usize> = (0..schema.fields().len()).filter(is_searched).collect();
        // A word is asked once, a text each time, a number is written first.
        searched.sort_by_key(|field| match table.column(*field) {
            Some(Column::Words(_)) => 0,
            Some(Column::Texts(_)) => 1,
            Some(Column::Tags(_)) => 2,
            Some(Column::Numbers(_)) | None => 3,
        });
        let columns = searched.into_iter().map(|field| (field, Memo::default())).collect();
        return What::Anywhere(Needle::new(&term.value, Place::Anywhere), columns);
    };
    match understand(schema.kind_of(path), term.operator, &term.value) {
        Ok(operand) => What::Of {
            path: path.clone(),
            operator: term.operator,
            operand,
            memo: Memo::default(),
            keys: Memo::default(),
        },
        Err(_) => What::Never,
    }
}

impl What {
    fn holds(&mut self, table: &Table, row: u32, now: i64) -> bool {
        match self {
            Self::Never => false,
            Self::Anywhere(needle, columns) => {
                columns.iter_mut().any(|(field, memo)| holds_text(table, *field, row, needle, memo))
            }
            Self::Of { path, operator, operand, memo, keys } => match table.column(path.field) {
                None => false,
                Some(column) if matches!(operand, Operand::Anything) => match (column, &path.key) {
                    (Column::Tags(tags), Some(key)) => {
                        tags.texts(row).any(|(held, value)| held == key && !value.is_empty())
                    }
                    _ => column.is_known(row),
                },
                Some(Column::Texts(texts)) => {
                    matches!(operand, Operand::Text(needle) if texts.raw(row).is_some_and(|text| needle.is_in(text)))
                }
                Some(Column::Words(words)) => words
                    .code(row)
                    .is_some_and(|code| memo.ask(words.edition, code, || holds_word(words, code, *operator, operand))),
                Some(Column::Numbers(numbers)) => {
                    numbers.get(row).is_some_and(|number| holds_number(number, *operator, operand, now))
                }
                Some(Column::Tags(tags)) => holds_tag(tags, row, path, *operator, operand, memo, keys),
            },
        }
    }
}

fn holds_text(table: &Table, field: usize, row: u32, needle: &Needle, memo: &mut Memo) -> bool {
    let is_in = |text: &str| needle.is_in(text.as_bytes());
    match table.column(field) {
        Some(Column::Texts(texts)) => texts.raw(row).is_some_and(|text| needle.is_in(text)),
        Some(Column::Words(words)) => words
            .code(row)
            .is_some_and(|code| memo.ask(words.edition, code, || label_or_word(table, field, words, code).any(is_in))),
        Some(Column::Numbers(numbers)) => {
            numbers.get(row).is_some_and(|number| crate::facet::with_number_text(number, is_in))
        }
        Some(Column::Tags(tags)) => tags.pairs(row).iter().any(|(key, value)| {
            tags.keys.text(*key).is_some_and(is_in)
                || memo.ask(tags.edition, *value, || tags.values.text(*value).is_some_and(is_in))
        }),
        None => false,
    }
}

/// A word of a closed list is found by what is shown for it as well.
fn label_or_word<'a>(table: &'a Table, field: usize, words: &'a Words, code: u32) -> impl Iterator<Item = &'a str> {
    let label = match table.schema().get(field).map(|field| field.kind) {
        Some(Kind::Choice(choices)) => choices.get(code as usize).map(|choice| choice.label),
        _ => None,
    };
    words.dictionary.text(code).into_iter().chain(label)
}

fn holds_word(words: &Words, code: u32, operator: Operator, operand: &Operand) -> bool {
    match operand {
        Operand::Choice(place) => code == *place,
        Operand::Text(needle) => words.dictionary.text(code).is_some_and(|text| needle.is_in(text.as_bytes())),
        Operand::Version(written) => {
            let version = words.dictionary.text(code).and_then(Version::parse);
            version.is_some_and(|version| holds_order(version.order_to(written), operator))
        }
        _ => false,
    }
}

fn holds_order(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Less => order.is_lt(),
        Operator::AtMost => order.is_le(),
        Operator::More => order.is_gt(),
        Operator::AtLeast => order.is_ge(),
        _ => order.is_eq(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "moments were i64 when they were put in")]
fn holds_number(number: f64, operator: Operator, operand: &Operand, now: i64) -> bool {
    match operand {
        Operand::Number(wanted) => holds_order(number.total_cmp(wanted), operator),
        // How long ago it is, beside the span.
        Operand::Span(span) => holds_order((now - number as i64).cmp(span), operator),
        Operand::Between(begin, end) => {
            let at = number as i64;
            let order = if at < *begin {
                Ordering::Less
            } else if at >= *end {
                Ordering::Greater
            } else {
                Ordering::Equal
            };
            holds_order(order, operator)
        }
        _ => false,
    }
}

fn holds_tag(
    tags: &TagLists,
    row: u32,
    path: &Path,
    operator: Operator,
    operand: &Operand,
    memo: &mut Memo,
    keys: &mut Memo,
) -> bool {
    let Operand::Text(needle) = operand else { return false };
    let is_in = |text: Option<&str>| text.is_some_and(|text| needle.is_in(text.as_bytes()));
    tags.pairs(row).iter().any(|(key, value)| match &path.key {
        Some(wanted) => {
            tags.keys.text(*key) == Some(wanted.as_str())
                && memo.ask(tags.edition, *value, || is_in(tags.values.text(*value)))
        }
        // `tag:site`: there is such a key; the other operators look at keys and values.
        None => {
            keys.ask(tags.edition, *key, || is_in(tags.keys.text(*key)))
                || (operator != Operator::Is && memo.ask(tags.edition, *value, || is_in(tags.values.text(*value))))
        }
    })
}
