//! Which rows are chosen, by key, so that choosing survives sorting and scrolling.

use std::collections::HashSet;

use leptos::prelude::*;

use super::rows::RowKey;

/// The chosen rows; the page owns it and may read, clear or set it.
#[derive(Debug)]
pub struct Selection<K: RowKey> {
    /// The keys chosen.
    pub chosen: RwSignal<HashSet<K>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a derived `Copy` would ask it of the key as well")]
impl<K: RowKey> Clone for Selection<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: RowKey> Copy for Selection<K> {}

impl<K: RowKey> Default for Selection<K> {
    fn default() -> Self {
        Self { chosen: RwSignal::new(HashSet::new()) }
    }
}

impl<K: RowKey> Selection<K> {
    /// Chooses or lets go one row.
    pub fn set(&self, key: K, on: bool) {
        self.chosen.update(|chosen| {
            if on {
                chosen.insert(key);
            } else {
                chosen.remove(&key);
            }
        });
    }

    /// Chooses these rows as well.
    pub fn extend(&self, keys: impl IntoIterator<Item = K>) {
        self.chosen.update(|chosen| chosen.extend(keys));
    }

    /// Lets go of all.
    pub fn clear(&self) {
        self.chosen.update(HashSet::clear);
    }
}
