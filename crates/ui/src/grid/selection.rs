//! Which rows are chosen, by key, so that choosing survives sorting and scrolling.

use std::collections::HashSet;

use leptos::prelude::*;

use super::rows::RowKey;

/// The chosen rows; the page owns it and may read, clear or set it.
#[derive(Debug)]
pub struct Selection<K: RowKey> {
    /// The keys chosen, while not all are.
    pub chosen: RwSignal<HashSet<K>>,
    /// Every row there is, also those that come: a wish, not a list.
    pub all: RwSignal<bool>,
    /// The keys of every row, for when one is taken out of all.
    every: StoredValue<Option<Callback<(), Vec<K>>>>,
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
        Self { chosen: RwSignal::new(HashSet::new()), all: RwSignal::new(false), every: StoredValue::new(None) }
    }
}

impl<K: RowKey> Selection<K> {
    /// A selection that can hold all rows as one wish; `every` lists their keys.
    pub fn with_all(every: impl Fn() -> Vec<K> + Send + Sync + 'static) -> Self {
        let selection = Self::default();
        selection.every.set_value(Some(Callback::new(move |()| every())));
        selection
    }

    /// Whether a row is chosen.
    pub fn holds(&self, key: &K) -> bool {
        self.all.get() || self.chosen.with(|chosen| chosen.contains(key))
    }

    /// Chooses or lets go one row.
    pub fn set(&self, key: K, on: bool) {
        if self.all.get_untracked() {
            if on {
                return;
            }
            let every = self.every.get_value().map(|every| every.run(())).unwrap_or_default();
            self.chosen.set(every.into_iter().collect());
            self.all.set(false);
        }
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
        if !self.all.get_untracked() {
            self.chosen.update(|chosen| chosen.extend(keys));
        }
    }

    /// Chooses every row there is and comes.
    pub fn choose_all(&self) {
        self.chosen.update(HashSet::clear);
        self.all.set(true);
    }

    /// Lets go of all.
    pub fn clear(&self) {
        self.all.set(false);
        self.chosen.update(HashSet::clear);
    }
}
