//! Rows by id in columns by kind; a row keeps its slot as long as it lives.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cell::Cell;
use crate::column::Column;
use crate::journal::{Journal, What, bit};
use crate::schema::{Path, Schema};

/// The id in a slot that holds no row.
const FREE: i64 = i64::MIN;

/// A table. A *row* (`u32`) is the slot of a row, valid until it is removed; ids are for ever.
#[derive(Debug, Clone)]
pub struct Table {
    schema: Arc<Schema>,
    columns: Vec<Column>,
    ids: Vec<i64>,
    rows: HashMap<i64, u32>,
    free: Vec<u32>,
    journal: Journal,
}

impl Table {
    /// No row yet.
    pub fn new(schema: Arc<Schema>) -> Self {
        let columns = schema.fields().iter().map(|field| Column::of(field.kind)).collect();
        Self { schema, columns, ids: Vec::new(), rows: HashMap::new(), free: Vec::new(), journal: Journal::default() }
    }

    /// Its columns.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts a row in, or in the place of the one with this id: a cell for each field, in the order of the schema.
    /// Answers whether anything is another than before.
    pub fn put(&mut self, id: i64, cells: &[Cell<'_>]) -> bool {
        let known = self.rows.get(&id).copied();
        let row = known.unwrap_or_else(|| self.slot(id));
        let mut changed = 0;
        for (field, column) in self.columns.iter_mut().enumerate() {
            if column.set(row, cells.get(field).copied().unwrap_or(Cell::Unknown)) {
                changed |= bit(field);
            }
        }
        match known {
            None => self.journal.add(row, What::Came),
            Some(_) if changed != 0 => self.journal.add(row, What::Changed(changed)),
            Some(_) => return false,
        }
        true
    }

    /// Changes one cell of a row that is there.
    pub fn set(&mut self, id: i64, field: usize, cell: Cell<'_>) -> bool {
        let (Some(row), Some(column)) = (self.rows.get(&id).copied(), self.columns.get_mut(field)) else {
            return false;
        };
        let is_changed = column.set(row, cell);
        if is_changed {
            self.journal.add(row, What::Changed(bit(field)));
        }
        is_changed
    }

    /// Takes a row away; answers whether it was there.
    pub fn remove(&mut self, id: i64) -> bool {
        let Some(row) = self.rows.remove(&id) else { return false };
        for column in &mut self.columns {
            column.set(row, Cell::Unknown);
        }
        self.ids[row as usize] = FREE;
        self.free.push(row);
        self.journal.add(row, What::Went);
        true
    }

    fn slot(&mut self, id: i64) -> u32 {
        let row = self.free.pop().unwrap_or_else(|| {
            self.ids.push(FREE);
            for column in &mut self.columns {
                column.grow();
            }
            u32::try_from(self.ids.len() - 1).unwrap_or(u32::MAX)
        });
        self.ids[row as usize] = id;
        self.rows.insert(id, row);
        row
    }

    /// The slot of a row.
    pub fn row_of(&self, id: i64) -> Option<u32> {
        self.rows.get(&id).copied()
    }

    /// Whose row stands in a slot.
    pub fn id_of(&self, row: u32) -> Option<i64> {
        self.ids.get(row as usize).copied().filter(|id| *id != FREE)
    }

    /// Every row's slot, in no particular order.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.ids).filter(|(_, id)| **id != FREE).map(|(row, _)| row)
    }

    /// Every row's id, in no particular order.
    pub fn ids(&self) -> impl Iterator<Item = i64> {
        self.ids.iter().copied().filter(|id| *id != FREE)
    }

    /// A text, word or version.
    pub fn text(&self, row: u32, field: usize) -> Option<&str> {
        match self.columns.get(field)? {
            Column::Texts(texts) => texts.get(row),
            Column::Words(words) => words.get(row),
            Column::Numbers(_) | Column::Tags(_) => None,
        }
    }

    /// A number, or a moment in milliseconds since 1970.
    pub fn number(&self, row: u32, field: usize) -> Option<f64> {
        match self.columns.get(field)? {
            Column::Numbers(numbers) => numbers.get(row),
            _ => None,
        }
    }

    /// A moment in milliseconds since 1970.
    #[expect(clippy::cast_possible_truncation, reason = "it was an i64 when it was put in")]
    pub fn moment(&self, row: u32, field: usize) -> Option<i64> {
        self.number(row, field).map(|millis| millis as i64)
    }

    /// Keys and values of a row's tags.
    pub fn tags(&self, row: u32, field: usize) -> Vec<(&str, &str)> {
        match self.columns.get(field) {
            Some(Column::Tags(tags)) => tags.texts(row).collect(),
            _ => Vec::new(),
        }
    }

    /// The value of one tag of a row.
    pub fn tag(&self, row: u32, path: &Path) -> Option<&str> {
        match self.columns.get(path.field)? {
            Column::Tags(tags) => tags.values.text(tags.value_of(row, tags.keys.code_of(path.key.as_deref()?)?)?),
            _ => None,
        }
    }

    /// Bytes held, roughly.
    pub fn bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(Column::bytes).sum();
        columns + self.ids.capacity() * size_of::<i64>() + self.rows.capacity() * 17
    }

    pub(crate) fn column(&self, field: usize) -> Option<&Column> {
        self.columns.get(field)
    }

    pub(crate) fn slots(&self) -> usize {
        self.ids.len()
    }

    pub(crate) const fn journal(&self) -> &Journal {
        &self.journal
    }
}
