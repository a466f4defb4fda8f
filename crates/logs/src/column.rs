//! A number for each row of a segment in as few bytes as its values allow: as runs, as distances from the first, or in full.

/// Numbers of 32 bits, one a row; they may wrap around.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    rows: usize,
    form: Form,
}

/// From the smallest form to the largest; what does not fit goes to the next and does not come back.
#[derive(Debug, Clone)]
enum Form {
    Runs(Vec<Run>),
    /// As distances from `first`.
    Near {
        first: u32,
        distances: Vec<i16>,
    },
    Full(Vec<u32>),
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
            Form::Near { distances, .. } => size_of_val(distances.as_slice()),
            Form::Full(values) => size_of_val(values.as_slice()),
        }
    }

    /// The value of a row, which there is.
    pub(crate) fn at(&self, row: usize) -> u32 {
        match &self.form {
            Form::Runs(runs) => {
                let after = runs.partition_point(|run| usize::from(run.from) <= row);
                after.checked_sub(1).and_then(|at| runs.get(at)).map_or(0, |run| run.at(row))
            }
            Form::Near { first, distances } => {
                first.wrapping_add_signed(distances.get(row).map_or(0, |distance| i32::from(*distance)))
            }
            Form::Full(values) => values.get(row).copied().unwrap_or_default(),
        }
    }

    pub(crate) fn push(&mut self, value: u32) {
        let fits = match &mut self.form {
            Form::Runs(runs) => push_run(runs, self.rows, value),
            Form::Near { first, distances } => distance(*first, value).map(|it| distances.push(it)).is_some(),
            Form::Full(values) => {
                values.push(value);
                true
            }
        };
        if fits {
            self.rows += 1;
        } else {
            self.widen(value);
            self.push(value);
        }
    }

    /// Takes the last row away again.
    pub(crate) fn pop(&mut self) {
        let Some(rows) = self.rows.checked_sub(1) else { return };
        self.rows = rows;
        match &mut self.form {
            Form::Runs(runs) => {
                runs.pop_if(|run| usize::from(run.from) == rows);
            }
            Form::Near { distances, .. } => distances.truncate(rows),
            Form::Full(values) => values.truncate(rows),
        }
    }

    /// Gives back what was held for rows that come no more.
    pub(crate) fn settle(&mut self) {
        match &mut self.form {
            Form::Runs(runs) => runs.shrink_to_fit(),
            Form::Near { distances, .. } => distances.shrink_to_fit(),
            Form::Full(values) => values.shrink_to_fit(),
        }
    }

    /// Takes a form in which there is room for `value` too.
    fn widen(&mut self, value: u32) {
        let first = self.at(0);
        let near = || (0..self.rows).map(|row| distance(first, self.at(row))).collect::<Option<Vec<i16>>>();
        let distances = match self.form {
            Form::Runs(_) if distance(first, value).is_some() => near(),
            _ => None,
        };
        self.form = match distances {
            Some(distances) => Form::Near { first, distances },
            None => Form::Full((0..self.rows).map(|row| self.at(row)).collect()),
        };
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
    let is_worth_it = (runs.len() + 1) * size_of::<Run>() <= SLACK + row * size_of::<i16>();
    let Some(from) = u16::try_from(row).ok().filter(|_| is_worth_it) else { return false };
    runs.push(Run { from, rises: false, first: value });
    true
}

fn distance(first: u32, value: u32) -> Option<i16> {
    i16::try_from(value.wrapping_sub(first).cast_signed()).ok()
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
    fn a_count_costs_nothing_and_what_trembles_two_bytes() {
        assert_eq!(column(&(7..4_000).collect::<Vec<_>>()).bytes(), 8);
        assert_eq!(column(&[3; 4_000]).bytes(), 8);
        let trembling: Vec<u32> = (0..4_000_u32).map(|row| row * 7_919 % 200).collect();
        assert_eq!(column(&trembling).bytes(), 8_000);
        let wild: Vec<u32> = (0..4_000_u32).map(|row| row.wrapping_mul(2_654_435_761)).collect();
        assert_eq!(column(&wild).bytes(), 16_000);
    }

    proptest! {
        #[test]
        fn it_is_a_list(
            parts in prop::collection::vec((prop_oneof![any::<u32>(), 0_u32..90], 0_usize..40, 0_u32..3, 0_usize..4), 0..60),
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
