//! Progress that never goes back: an average over images falls when another image begins, a bar on screen must not.

use std::collections::HashMap;
use std::hash::Hash;

/// The furthest progress of each thing, as long as it is after the same goal.
#[derive(Debug, Clone)]
pub struct Ratchet<K, G> {
    held: HashMap<K, (G, u8)>,
}

impl<K, G> Default for Ratchet<K, G> {
    fn default() -> Self {
        Self { held: HashMap::new() }
    }
}

impl<K: Eq + Hash, G: PartialEq> Ratchet<K, G> {
    /// The progress to show for `key` on its way to `goal`; no progress forgets what was.
    pub fn advance(&mut self, key: K, goal: G, progress: Option<u8>) -> Option<u8> {
        let Some(progress) = progress else {
            self.held.remove(&key);
            return None;
        };
        let shown = match self.held.get(&key) {
            Some((held, furthest)) if *held == goal => progress.max(*furthest),
            _ => progress,
        };
        self.held.insert(key, (goal, shown));
        Some(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::Ratchet;

    #[test]
    fn never_back_within_one_goal() {
        let mut ratchet = Ratchet::default();
        let shown: Vec<_> = [Some(10), Some(40), Some(30), Some(50), None, Some(5)]
            .map(|progress| ratchet.advance("ford-120", 7, progress))
            .into();
        assert_eq!(shown, [Some(10), Some(40), Some(40), Some(50), None, Some(5)]);
        assert_eq!(ratchet.advance("ford-120", 8, Some(1)), Some(1), "another release begins anew");
    }
}
