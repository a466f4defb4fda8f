//! Which values a column has, and how many rows each: for completion, chips and pivots.

use std::collections::HashMap;

use crate::column::Column;
use crate::moment;
use crate::schema::{Kind, Path};
use crate::table::Table;

/// A value and how many rows have it; no value stands for unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub value: Option<String>,
    pub rows: usize,
}

/// Every value of a column with words or tags in the whole table, most first; kept as rows change, so it costs no scan
/// except for one tag. Texts and numbers have none.
pub fn words(table: &Table, path: &Path) -> Vec<Facet> {
    let facet = |(_, text, count): (u32, &str, u32)| Facet { value: Some(text.to_owned()), rows: count as usize };
    let mut facets: Vec<Facet> = match (table.column(path.field), &path.key) {
        (Some(Column::Words(words)), _) => words.dictionary.iter().filter(|word| word.2 > 0).map(facet).collect(),
        (Some(Column::Tags(tags)), None) => tags.keys.iter().filter(|key| key.2 > 0).map(facet).collect(),
        (Some(Column::Tags(_)), Some(_)) => of_rows(table, table.rows(), path),
        _ => Vec::new(),
    };
    facets.retain(|facet| facet.value.is_some());
    sort(&mut facets);
    facets
}

/// Every value of a column among some rows, most first.
pub fn of_rows(table: &Table, rows: impl Iterator<Item = u32>, path: &Path) -> Vec<Facet> {
    let mut counts: HashMap<Option<String>, usize> = HashMap::new();
    let mut codes: HashMap<Option<u32>, usize> = HashMap::new();
    if let Some(Column::Words(words)) = table.column(path.field) {
        for row in rows {
            *codes.entry(words.code(row)).or_default() += 1;
        }
        let text = |code: Option<u32>| code.and_then(|code| words.dictionary.text(code)).map(str::to_owned);
        counts.extend(codes.into_iter().map(|(code, count)| (text(code), count)));
    } else {
        for row in rows {
            *counts.entry(value(table, row, path)).or_default() += 1;
        }
    }
    let mut facets: Vec<Facet> = counts.into_iter().map(|(value, rows)| Facet { value, rows }).collect();
    sort(&mut facets);
    facets
}

/// The value of a row as a text: what groups are called. Days for moments, keys for tags as a whole.
pub fn value(table: &Table, row: u32, path: &Path) -> Option<String> {
    match (table.schema().get(path.field)?.kind, &path.key) {
        (Kind::Tags, Some(_)) => table.tag(row, path).map(str::to_owned),
        (Kind::Tags, None) => {
            let keys: Vec<&str> = table.tags(row, path.field).into_iter().map(|tag| tag.0).collect();
            (!keys.is_empty()).then(|| keys.join(", "))
        }
        (Kind::Time, _) => table.moment(row, path.field).map(moment::day_text),
        (Kind::Number(_), _) => table.number(row, path.field).map(|number| with_number_text(number, str::to_owned)),
        _ => table.text(row, path.field).map(str::to_owned),
    }
}

/// A number as it is written, without a fraction that is none.
pub(crate) fn with_number_text<T>(number: f64, read: impl FnOnce(&str) -> T) -> T {
    #[expect(clippy::cast_possible_truncation, reason = "only when nothing is lost")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = (number as i64).unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0.0 {
            at -= 1;
            digits[at] = b'-';
        }
        return read(std::str::from_utf8(&digits[at..]).unwrap_or_default());
    }
    read(&number.to_string())
}

fn sort(facets: &mut [Facet]) {
    facets.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.value.cmp(&other.value)));
}
