//! Numbers and moments, one after the other; not-a-number stands for unknown.

/// A column of numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    values: Vec<f64>,
}

impl Numbers {
    pub(crate) fn grow(&mut self) {
        self.values.push(f64::NAN);
    }

    pub(crate) fn get(&self, row: u32) -> Option<f64> {
        self.values.get(row as usize).copied().filter(|value| !value.is_nan())
    }

    pub(crate) fn set(&mut self, row: u32, value: f64) -> bool {
        let Some(place) = self.values.get_mut(row as usize) else { return false };
        let is_same = place.to_bits() == value.to_bits() || (place.is_nan() && value.is_nan());
        *place = value;
        !is_same
    }

    pub(crate) fn bytes(&self) -> usize {
        self.values.capacity() * size_of::<f64>()
    }
}
