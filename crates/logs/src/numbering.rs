//! The sequence numbers of a device's lines, kept in a row as a step from where the device's count began.

/// One device's count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbering {
    last: Option<u64>,
    /// From which row on steps are counted from which number.
    bases: Vec<(u64, u64)>,
}

impl Numbering {
    /// The number of the last line taken.
    pub(crate) fn last(&self) -> Option<u64> {
        self.last
    }

    /// Whether a line of this number is new; it counts as taken then. Unnumbered lines always are.
    pub(crate) fn take(&mut self, sequence: Option<u64>) -> bool {
        if sequence.is_some() {
            if sequence <= self.last {
                return false;
            }
            self.last = sequence;
        }
        true
    }

    /// The step for the next row, whose number is `row`.
    pub(crate) fn step(&mut self, row: u64) -> u32 {
        let sequence = self.last.unwrap_or_default();
        let base = self.bases.last().map(|(_, base)| *base);
        let step = base.and_then(|base| u32::try_from(sequence.checked_sub(base)?).ok());
        step.unwrap_or_else(|| {
            self.bases.push((row, sequence));
            0
        })
    }

    /// The sequence number of row `row`.
    pub(crate) fn of_row(&self, row: u64, step: u32) -> u64 {
        let after = self.bases.partition_point(|(from, _)| *from <= row);
        let base = after.checked_sub(1).and_then(|at| self.bases.get(at)).map_or(0, |(_, base)| *base);
        base + u64::from(step)
    }

    /// Forgets the rows from `row` on; how far it has come stays.
    pub(crate) fn cut(&mut self, row: u64) {
        self.bases.retain(|(from, _)| *from < row);
    }

    /// The step for the next row, whose sequence number is known from before.
    pub(crate) fn replay(&mut self, row: u64, sequence: u64) -> u32 {
        let last = self.last.replace(sequence);
        let step = self.step(row);
        self.last = last;
        step
    }

    /// The device counts anew: the next line is taken whatever its number.
    pub(crate) fn restart(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_begins_anew_or_leaps_is_kept_exactly() {
        let mut numbering = Numbering::default();
        let mut seen = Vec::new();
        let leap = 10 + u64::from(u32::MAX) * 3;
        for (row, sequence) in [(0, Some(5)), (1, Some(9)), (2, None), (3, Some(leap))] {
            assert!(numbering.take(sequence));
            seen.push((row, numbering.step(row), sequence.unwrap_or(9)));
        }
        assert!(!numbering.take(Some(9)) && !numbering.take(Some(leap)));
        numbering.restart();
        assert!(numbering.take(Some(1)));
        seen.push((4, numbering.step(4), 1));
        for (row, step, sequence) in seen {
            assert_eq!(numbering.of_row(row, step), sequence, "row {row}");
        }
    }
}
