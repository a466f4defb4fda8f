//! The order of rows by several columns: stable, unknown last either way, equal ones by id.

use std::cmp::Ordering;

use crate::column::Column;
use crate::radix;
use crate::schema::{Kind, Path, Schema};
use crate::table::Table;
use crate::version;

/// One column that rows are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sort {
    pub path: Path,
    pub is_descending: bool,
}

impl Sort {
    /// Smallest first.
    pub const fn by(path: Path) -> Self {
        Self { path, is_descending: false }
    }
}

/// Reads `-cpu,name`: columns parted by commas, a hyphen for largest first. What is no column is left out.
pub fn parse(text: &str, schema: &Schema) -> Vec<Sort> {
    let part = |part: &str| {
        let name = part.trim();
        let (is_descending, name) = name.strip_prefix('-').map_or((false, name), |name| (true, name));
        Some(Sort { path: schema.path(name)?, is_descending })
    };
    text.split(',').filter_map(part).collect()
}

/// Writes what [`parse`] reads.
pub fn print(order: &[Sort], schema: &Schema) -> String {
    let names: Vec<String> = order
        .iter()
        .map(|sort| {
            let name = schema.get(sort.path.field).map_or("", |field| field.name);
            let sign = if sort.is_descending { "-" } else { "" };
            match &sort.path.key {
                Some(key) => format!("{sign}{name}.{key}"),
                None => format!("{sign}{name}"),
            }
        })
        .collect();
    names.join(",")
}

/// What a column is compared by.
#[derive(Debug)]
enum Key {
    Text(usize),
    /// Ranks of the codes of words.
    Words(usize, Vec<u32>),
    Number(usize),
    Day(usize),
    /// Ranks of the codes of the values of one key.
    Tag(usize, Option<u32>, Vec<u32>),
    Nothing,
}

/// An order made ready for one table as it is now.
#[derive(Debug)]
pub(crate) struct Sorter {
    keys: Vec<(Key, bool)>,
}

impl Sorter {
    /// With `group`, rows of one group stand together, in the order of the group's values.
    pub(crate) fn new(table: &Table, group: Option<&Path>, order: &[Sort]) -> Self {
        let mut keys = Vec::new();
        if let Some(path) = group {
            let is_time = table.schema().kind_of(path) == Kind::Time;
            keys.push((if is_time { Key::Day(path.field) } else { key(table, path) }, is_time));
        }
        keys.extend(order.iter().map(|sort| (key(table, &sort.path), sort.is_descending)));
        Self { keys }
    }

    /// Before or after; never equal for two rows.
    pub(crate) fn compare(&self, table: &Table, one: u32, other: u32) -> Ordering {
        self.compare_from(0, table, one, other)
    }

    fn compare_from(&self, from: usize, table: &Table, one: u32, other: u32) -> Ordering {
        for (key, is_descending) in self.keys.iter().skip(from) {
            let order = match (key.number(table, one), key.number(table, other)) {
                (Some(a), Some(b)) => {
                    let order = a.cmp(&b).then_with(|| match key {
                        Key::Text(field) => fold_compare(table, *field, one, other),
                        _ => Ordering::Equal,
                    });
                    if *is_descending { order.reverse() } else { order }
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            if order.is_ne() {
                return order;
            }
        }
        table.id_of(one).cmp(&table.id_of(other))
    }

    /// Whether two rows are in one group (the first key).
    pub(crate) fn is_alike(&self, table: &Table, one: u32, other: u32) -> bool {
        self.keys.first().is_none_or(|(key, _)| {
            key.number(table, one) == key.number(table, other)
                && match key {
                    Key::Text(field) => table.text(one, *field) == table.text(other, *field),
                    _ => true,
                }
        })
    }

    /// Puts rows in order.
    pub(crate) fn sort(&self, table: &Table, rows: &mut [u32]) {
        let Some((first, is_descending)) = self.keys.first() else {
            rows.sort_unstable_by_key(|row| table.id_of(*row));
            return;
        };
        // By id first: what follows keeps the order of equal ones.
        if !rows.is_sorted_by_key(|row| table.id_of(*row)) {
            rows.sort_unstable_by_key(|row| table.id_of(*row));
        }
        let shared = first.shared(table, rows);
        let number = |row: u32| match first.number_after(table, row, shared) {
            Some(n) if *is_descending => (!n).saturating_sub(1),
            Some(n) => n.min(u64::MAX - 1),
            None => u64::MAX,
        };
        let mut keyed: Vec<(u64, u32)> = rows.iter().map(|row| (number(*row), *row)).collect();
        radix::sort(&mut keyed);
        let rest = usize::from(!matches!(first, Key::Text(_)));
        if rest < self.keys.len() {
            for alike in keyed.chunk_by_mut(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1) {
                alike.sort_unstable_by(|one, other| self.compare_from(rest, table, one.1, other.1));
            }
        }
        for (row, keyed) in rows.iter_mut().zip(keyed) {
            *row = keyed.1;
        }
    }
}

impl Key {
    /// How many bytes the texts of all these rows begin with alike, whatever their case: `device-` tells nothing.
    fn shared(&self, table: &Table, rows: &[u32]) -> usize {
        let (Self::Text(_), Some(Column::Texts(texts))) = (self, table.column(self.field())) else { return 0 };
        let mut all = rows.iter().filter_map(|row| texts.raw(*row));
        let Some(first) = all.next() else { return 0 };
        let mut shared = first.len();
        for text in all {
            let alike = |(one, other): &(&u8, &u8)| one.eq_ignore_ascii_case(other);
            shared = first[..shared].iter().zip(text).take_while(alike).count();
            if shared == 0 {
                break;
            }
        }
        shared
    }

    /// A number that has the order of the value (of a text: of its first eight bytes); none when unknown.
    fn number(&self, table: &Table, row: u32) -> Option<u64> {
        self.number_after(table, row, 0)
    }

    /// The same, of a text without its first bytes.
    fn number_after(&self, table: &Table, row: u32, skipped: usize) -> Option<u64> {
        match (self, table.column(self.field())?) {
            (Self::Text(_), Column::Texts(texts)) => {
                texts.raw(row).map(|text| prefix(text.get(skipped..).unwrap_or_default()))
            }
            (Self::Words(_, ranks), Column::Words(words)) => Some(u64::from(*ranks.get(words.code(row)? as usize)?)),
            (Self::Number(_), Column::Numbers(numbers)) => numbers.get(row).map(sortable),
            (Self::Day(field), _) => {
                let day = crate::moment::day(table.moment(row, *field)?);
                Some(day.cast_unsigned() ^ (1 << 63))
            }
            (Self::Tag(_, key, ranks), Column::Tags(tags)) => match key {
                Some(key) => Some(u64::from(*ranks.get(tags.value_of(row, *key)? as usize)?)),
                None => {
                    tags.pairs(row).first().and_then(|pair| ranks.get(pair.0 as usize)).map(|rank| u64::from(*rank))
                }
            },
            _ => None,
        }
    }

    fn field(&self) -> usize {
        match self {
            Self::Text(field)
            | Self::Words(field, _)
            | Self::Number(field)
            | Self::Day(field)
            | Self::Tag(field, ..) => *field,
            Self::Nothing => usize::MAX,
        }
    }
}

fn key(table: &Table, path: &Path) -> Key {
    let field = path.field;
    match table.column(field) {
        Some(Column::Texts(_)) => Key::Text(field),
        Some(Column::Numbers(_)) => Key::Number(field),
        Some(Column::Words(words)) => {
            let is_version = table.schema().kind_of(path) == Kind::Version;
            let texts = words.dictionary.iter().map(|word| word.1);
            Key::Words(
                field,
                if words.is_closed() { (0..).take(words.dictionary.len()).collect() } else { ranks(texts, is_version) },
            )
        }
        Some(Column::Tags(tags)) => match &path.key {
            Some(key) => match tags.keys.code_of(key) {
                Some(key) => Key::Tag(field, Some(key), ranks(tags.values.iter().map(|value| value.1), false)),
                None => Key::Nothing,
            },
            None => Key::Tag(field, None, ranks(tags.keys.iter().map(|key| key.1), false)),
        },
        None => Key::Nothing,
    }
}

/// The place of each text among all of them.
fn ranks<'a>(texts: impl Iterator<Item = &'a str>, is_version: bool) -> Vec<u32> {
    let mut texts: Vec<(u32, &str)> = (0..).zip(texts).collect();
    texts.sort_by(|one, other| {
        if is_version {
            version::compare(one.1, other.1)
        } else {
            folded(one.1).cmp(folded(other.1)).then(one.1.cmp(other.1))
        }
    });
    let mut ranks = vec![0; texts.len()];
    for (rank, (code, _)) in (0..).zip(&texts) {
        ranks[*code as usize] = rank;
    }
    ranks
}

fn folded(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

fn fold_compare(table: &Table, field: usize, one: u32, other: u32) -> Ordering {
    let (one, other) = (table.text(one, field).unwrap_or_default(), table.text(other, field).unwrap_or_default());
    folded(one).cmp(folded(other)).then_with(|| one.cmp(other))
}

/// The first eight bytes, folded, as a number of the same order.
fn prefix(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(text) {
        *to = from.to_ascii_lowercase();
    }
    u64::from_be_bytes(bytes)
}

/// The bits of a number as a number of the same order.
fn sortable(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}
