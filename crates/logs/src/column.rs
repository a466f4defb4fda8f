//! A number for each row of a segment in as few bytes as its values allow: as runs, or as distances
//! from the first.

/// Numbers of 32 bits, one a row; they may wrap around. Runs that are not worth it become distances and do not come back.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    rows: usize,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Runs(Vec<Run>),
    Distances(Distances),
}

/// Signed distances from `first`, each in `width` bytes (1 to 4, the least first).
#[derive(Debug, Clone)]
struct Distances {
    first: u32,
    width: usize,
    bytes: Vec<u8>,
}

/// Rows from `from` on that have one value, or each one more than the row before.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: u16,
    rises: bool,
    first: u32,
}

/// So many bytes of runs are worth it in any column, however few its rows.
const SLACK: usize = 64;

impl Run {
    fn at(self, row: usize) -> u32 {
        let later = u32::try_from(row - usize::from(self.from)).unwrap_or_default();
        if self.rises { self.first.wrapping_add(later) } else { self.first }
    }
}

impl Distances {
    fn at(&self, row: usize) -> u32 {
        let rest = self.bytes.get(row * self.width..).unwrap_or_default();
        // Those of the next rows are shifted out; the last rows have none.
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; 4];
            bytes.iter_mut().zip(rest).for_each(|(byte, kept)| *byte = *kept);
            bytes
        });
        let unused = 32 - 8 * self.width;
        self.first.wrapping_add_signed(i32::from_le_bytes(bytes) << unused >> unused)
    }

    /// Adds a value that fits.
    fn push(&mut self, value: u32) {
        let distance = value.wrapping_sub(self.first).to_le_bytes();
        self.bytes.extend(distance.iter().take(self.width));
    }
}

impl Default for Column {
    fn default() -> Self {
        Self { rows: 0, form: Form::Runs(Vec::new()) }
    }
}

impl Column {
    /// Bytes of its values.
    pub(crate) fn bytes(&self) -> usize {
        match &self.form {
            Form::Runs(runs) => size_of_val(runs.as_slice()),
            Form::Distances(distances) => distances.bytes.len(),
        }
    }

    /// The value of a row, which there is.
    pub(crate) fn at(&self, row: usize) -> u32 {
        match &self.form {
            Form::Runs(runs) => {
                let after = runs.partition_point(|run| usize::from(run.from) <= row);
                after.checked_sub(1).and_then(|at| runs.get(at)).map_or(0, |run| run.at(row))
            }
            Form::Distances(distances) => distances.at(row),
        }
    }

    pub(crate) fn push(&mut self, value: u32) {
        let needed = match &mut self.form {
            Form::Runs(runs) => (!push_run(runs, self.rows, value)).then_some(1),
            Form::Distances(distances) => {
                let width = width(distances.first, value);
                if width <= distances.width {
                    distances.push(value);
                }
                Some(width).filter(|width| *width > distances.width)
            }
        };
        if let Some(width) = needed {
            self.widen(width, value);
        }
        self.rows += 1;
    }

    /// Takes the last row away again.
    pub(crate) fn pop(&mut self) {
        let Some(rows) = self.rows.checked_sub(1) else { return };
        self.rows = rows;
        match &mut self.form {
            Form::Runs(runs) => {
                runs.pop_if(|run| usize::from(run.from) == rows);
            }
            Form::Distances(distances) => distances.bytes.truncate(rows * distances.width),
        }
    }

    /// Gives back what was held for rows that come no more.
    pub(crate) fn settle(&mut self) {
        match &mut self.form {
            Form::Runs(runs) => runs.shrink_to_fit(),
            Form::Distances(distances) => distances.bytes.shrink_to_fit(),
        }
    }

    /// Writes all values anew as distances of at least `width` bytes, and `value` after them.
    fn widen(&mut self, width: usize, value: u32) {
        let first = self.at(0);
        let values = || (0..self.rows).map(|row| self.at(row)).chain([value]);
        let width = values().map(|value| self::width(first, value)).fold(width, usize::max);
        let mut distances = Distances { first, width, bytes: Vec::with_capacity((self.rows + 1) * width) };
        for value in values() {
            distances.push(value);
        }
        self.form = Form::Distances(distances);
    }
}

/// Adds the value of `row`; false when runs are not worth it any more.
fn push_run(runs: &mut Vec<Run>, row: usize, value: u32) -> bool {
    if let Some(last) = runs.last_mut() {
        if row - usize::from(last.from) == 1 {
            last.rises = value == last.first.wrapping_add(1);
        }
        if last.at(row) == value {
            return true;
        }
    }
    let is_worth_it = (runs.len() + 1) * size_of::<Run>() <= SLACK + row * 2;
    let Some(from) = u16::try_from(row).ok().filter(|_| is_worth_it) else { return false };
    runs.push(Run { from, rises: false, first: value });
    true
}

/// How many bytes the distance takes.
fn width(first: u32, value: u32) -> usize {
    match value.wrapping_sub(first).cast_signed() {
        -0x80..=0x7f => 1,
        -0x8000..=0x7fff => 2,
        -0x0080_0000..=0x007f_ffff => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(values: &[u32]) -> Column {
        let mut column = Column::default();
        for value in values {
            column.push(*value);
        }
        column
    }

    #[test]
    fn a_count_costs_nothing_and_what_trembles_as_much_as_it_does() {
        assert_eq!(column(&(7..4_000).collect::<Vec<_>>()).bytes(), 8);
        assert_eq!(column(&[3; 4_000]).bytes(), 8);
        for (span, bytes) in [(100, 4_000), (30_000, 8_000), (8_000_000, 12_000), (u32::MAX, 16_000)] {
            let trembling: Vec<u32> = (0..4_000_u32).map(|row| row.wrapping_mul(2_654_435_761) % span).collect();
            assert_eq!(column(&trembling).bytes(), bytes, "{span}");
        }
    }

    proptest! {
        #[test]
        fn it_is_a_list(
            parts in prop::collection::vec((prop_oneof![any::<u32>(), 0_u32..90, 0_u32..90_000, 0_u32..9_000_000], 0_usize..40, 0_u32..3, 0_usize..4), 0..60),
        ) {
            let (mut list, mut column) = (Vec::new(), Column::default());
            for (first, rows, rise, popped) in parts {
                for row in 0..u32::try_from(rows).unwrap() {
                    list.push(first.wrapping_add(rise * row));
                    column.push(first.wrapping_add(rise * row));
                }
                for _ in 0..popped {
                    list.pop();
                    column.pop();
                }
            }
            column.settle();
            let kept: Vec<u32> = (0..list.len()).map(|row| column.at(row)).collect();
            prop_assert!(column.bytes() <= SLACK + 4 * list.len() + 4 * 3 * 60);
            prop_assert_eq!(kept, list);
        }
    }
}
