//! The places in the DOM that rows take turns in: a row that scrolls away gives its place to one that comes.

use std::collections::HashMap;
use std::hash::Hash;

use leptos::{html, prelude::*};

use super::rows::{RowData, RowKey, Rows};

/// One place; it is made once and drawn anew for each row that takes it.
pub(super) struct Slot<R: RowData> {
    pub(super) number: usize,
    /// Which position of the list it shows; none: it rests, hidden.
    pub(super) at: RwSignal<Option<usize>>,
    /// What it shows, or showed last.
    pub(super) row: RwSignal<R>,
    pub(super) node: NodeRef<html::Div>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a derived `Copy` would ask it of the row as well")]
impl<R: RowData> Clone for Slot<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: RowData> Copy for Slot<R> {}

/// A row in the window: its key, its position, itself.
pub(super) type Shown<R, K> = (K, usize, R);

/// Every place of a grid. Copy.
pub(super) struct Pool<R: RowData> {
    pub(super) slots: RwSignal<Vec<Slot<R>>>,
    /// Whose the places are: they outlive the effect that makes them.
    owner: StoredValue<Owner>,
    /// The numbers of the slots as they stand in the DOM, once they were put in order.
    order: StoredValue<Vec<usize>>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a derived `Copy` would ask it of the row as well")]
impl<R: RowData> Clone for Pool<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: RowData> Copy for Pool<R> {}

impl<R: RowData> Pool<R> {
    pub(super) fn new() -> Self {
        let owner = Owner::current().unwrap_or_default();
        Self { slots: RwSignal::new(Vec::new()), owner: StoredValue::new(owner), order: StoredValue::new(Vec::new()) }
    }

    /// Shows these rows: who was shown keeps its place, others take one that is free.
    pub(super) fn show<K: RowKey>(&self, key: fn(&R) -> K, shown: &[Shown<R, K>]) {
        let (slots, owner) = (self.slots.get_untracked(), self.owner.get_value());
        let held: Vec<Option<K>> =
            slots.iter().map(|slot| slot.at.get_untracked().map(|_| slot.row.with_untracked(key))).collect();
        let places = places(&held, shown.iter().map(|(key, ..)| key));
        let mut is_used = vec![false; slots.len()];
        let mut more = Vec::new();
        for ((_, at, row), place) in shown.iter().zip(places) {
            let Some(slot) = slots.get(place) else {
                let number = slots.len() + more.len();
                more.push(owner.with(|| Slot {
                    number,
                    at: RwSignal::new(Some(*at)),
                    row: RwSignal::new(row.clone()),
                    node: NodeRef::new(),
                }));
                continue;
            };
            is_used[place] = true;
            if slot.row.with_untracked(|held| held != row) {
                slot.row.set(row.clone());
            }
            if slot.at.get_untracked() != Some(*at) {
                slot.at.set(Some(*at));
            }
        }
        for (slot, _) in
            slots.iter().zip(is_used).filter(|(slot, is_used)| !is_used && slot.at.get_untracked().is_some())
        {
            slot.at.set(None);
        }
        if !more.is_empty() {
            self.slots.update(|slots| slots.extend(more));
        }
    }

    /// Puts the places into the order of their rows, for who reads the DOM and not the screen. The one that holds the focus
    /// stays where it is, and the others go around it: an element that is moved loses the focus.
    pub(super) fn put_in_order(&self) {
        let Some(mut slots) = self.slots.try_get_untracked() else { return };
        slots.sort_by_key(|slot| slot.at.get_untracked().unwrap_or(usize::MAX));
        let wanted: Vec<usize> = slots.iter().map(|slot| slot.number).collect();
        if self.order.with_value(|order| *order == wanted) {
            return;
        }
        let nodes: Vec<web_sys::Node> =
            slots.iter().filter_map(|slot| slot.node.get_untracked()).map(web_sys::Node::from).collect();
        let (Some(parent), true) = (nodes.first().and_then(web_sys::Node::parent_node), nodes.len() == slots.len())
        else {
            return;
        };
        let focused = document().active_element();
        let still = nodes.iter().position(|node| node.contains(focused.as_ref().map(AsRef::as_ref)));
        // Behind the places stands what marks the end of the list.
        let end = parent.last_child().filter(|last| !nodes.contains(last));
        for (at, node) in nodes.iter().enumerate().filter(|(at, _)| Some(*at) != still) {
            let before = still.filter(|still| at < *still).map(|still| &nodes[still]).or(end.as_ref());
            let _ = parent.insert_before(node, before);
        }
        self.order.set_value(wanted);
    }

    /// The place that holds the focus.
    pub(super) fn focused(&self) -> Option<Slot<R>> {
        let focused = document().active_element()?;
        let slots = self.slots.get_untracked();
        slots.into_iter().find(|slot| slot.node.get_untracked().is_some_and(|node| node.contains(Some(&focused))))
    }
}

/// What the rows at these positions are.
pub(super) fn take<R: RowData, K: RowKey>(
    rows: Rows<R>,
    key: fn(&R) -> K,
    positions: impl Iterator<Item = usize>,
) -> Vec<Shown<R, K>> {
    positions.filter_map(|at| rows.get(at).map(|row| (key(&row), at, row))).collect()
}

/// The place each wanted key takes: the one that holds it, else one whose key is not wanted, else a new one at the end.
fn places<'a, K: Eq + Hash + 'a>(held: &[Option<K>], wanted: impl Iterator<Item = &'a K> + Clone) -> Vec<usize> {
    let by_key: HashMap<&K, usize> =
        held.iter().enumerate().filter_map(|(place, key)| Some((key.as_ref()?, place))).collect();
    let mut is_free = vec![true; held.len()];
    for place in wanted.clone().filter_map(|key| by_key.get(key)) {
        is_free[*place] = false;
    }
    let free: Vec<usize> = (0..held.len()).filter(|place| is_free[*place]).collect();
    let mut free = free.into_iter().chain(held.len()..);
    wanted.map(|key| by_key.get(key).copied().or_else(|| free.next()).unwrap_or(held.len())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::places;

    #[test]
    fn who_was_shown_stays_and_others_take_what_is_free() {
        let held = [Some(1), Some(2), None, Some(4)];
        assert_eq!(places(&held, [2, 4, 5].iter()), [1, 3, 0]);
        assert_eq!(places(&held, [5, 6, 7, 8, 9].iter()), [0, 1, 2, 3, 4]);
        assert_eq!(places(&[], [1, 2].iter()), [0, 1]);
    }

    proptest! {
        #[test]
        fn no_place_is_taken_twice(held in proptest::collection::hash_set(0..40, 0..20), wanted in proptest::collection::hash_set(0..40, 0..20)) {
            let held: Vec<Option<i32>> = held.into_iter().map(Some).collect();
            let wanted: Vec<i32> = wanted.into_iter().collect();
            let taken = places(&held, wanted.iter());
            prop_assert_eq!(taken.iter().collect::<HashSet<_>>().len(), wanted.len());
            prop_assert!(taken.iter().all(|place| *place < held.len().max(wanted.len()) + held.len()));
            for (key, place) in wanted.iter().zip(taken) {
                let own = held.iter().position(|held| *held == Some(*key));
                prop_assert!(own.is_none_or(|own| own == place));
            }
        }
    }
}
