//! How many runs there may be at a time: of one person, and in all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const MAX_PER_USER: usize = 4;
const MAX_IN_ALL: usize = 32;

/// The runs under way, by person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots(Arc<Mutex<HashMap<i64, usize>>>);

/// A run's place, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    slots: Slots,
    user: i64,
}

impl Slots {
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a run of this person's, or why there is none.
    pub(crate) fn take(&self, user: i64) -> Result<Slot, &'static str> {
        let mut runs = self.lock();
        if runs.values().sum::<usize>() >= MAX_IN_ALL {
            return Err("Too many diagnostics run on this server. Try again in a moment.");
        }
        let own = runs.entry(user).or_default();
        if *own >= MAX_PER_USER {
            return Err("Four of your diagnostics run already. Wait until one has ended.");
        }
        *own += 1;
        Ok(Slot { slots: self.clone(), user })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut runs = self.slots.lock();
        if let Some(own) = runs.get_mut(&self.user) {
            *own -= 1;
            if *own == 0 {
                runs.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_so_many_and_gets_them_back() {
        let slots = Slots::default();
        let held: Vec<_> = (0..MAX_PER_USER).map(|_| slots.take(1).unwrap()).collect();
        assert!(slots.take(1).is_err() && slots.take(2).is_ok());
        drop(held);
        assert!(slots.take(1).is_ok() && slots.lock().is_empty());
    }
}
