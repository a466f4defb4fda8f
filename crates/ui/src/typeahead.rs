//! Typing in a list moves to the item whose words begin with what was typed (APG menu, listbox).

/// How long a pause ends the typed prefix, milliseconds.
pub const PAUSE_MS: f64 = 500.0;

/// The prefix typed so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typeahead {
    typed: String,
    last_ms: f64,
}

impl Typeahead {
    /// Takes `key` typed at `now_ms` and answers the index among `labels` to move to, searching onwards from `from` and around.
    /// One letter repeated walks through the items that begin with it. Keys that are not a single printable character answer `None`.
    pub fn press(&mut self, key: &str, now_ms: f64, labels: &[String], from: usize) -> Option<usize> {
        let mut chars = key.chars();
        let (Some(character), None) = (chars.next(), chars.next()) else { return None };
        if character.is_control() || (character == ' ' && self.typed.is_empty()) {
            return None;
        }
        if now_ms - self.last_ms > PAUSE_MS {
            self.typed.clear();
        }
        self.last_ms = now_ms;
        self.typed.extend(character.to_lowercase());

        let repeated = self.typed.chars().all(|one| self.typed.starts_with(one));
        let fresh = self.typed.chars().count() == 1;
        let exact = find(labels, &self.typed, if fresh { from + 1 } else { from });
        if exact.is_none() && repeated {
            let first: String = self.typed.chars().take(1).collect();
            return find(labels, &first, from + 1);
        }
        exact
    }
}

fn find(labels: &[String], prefix: &str, start: usize) -> Option<usize> {
    (0..labels.len())
        .map(|step| (start + step) % labels.len())
        .find(|&index| labels.get(index).is_some_and(|label| label.to_lowercase().starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PAUSE_MS, Typeahead};

    fn labels() -> Vec<String> {
        ["Restart", "Reboot", "Pin to release…", "Purge", "Identify"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_letter_moves_on_and_a_prefix_narrows() {
        let mut typed = Typeahead::default();
        assert_eq!(typed.press("p", 0.0, &labels(), 0), Some(2));
        assert_eq!(typed.press("u", 100.0, &labels(), 2), Some(3));
        assert_eq!(typed.press("r", 100.0 + PAUSE_MS + 1.0, &labels(), 3), Some(0));
    }

    #[test]
    fn a_repeated_letter_walks() {
        let mut typed = Typeahead::default();
        assert_eq!(typed.press("r", 0.0, &labels(), 4), Some(0));
        assert_eq!(typed.press("r", 10.0, &labels(), 0), Some(1));
        assert_eq!(typed.press("r", 20.0, &labels(), 1), Some(0));
    }

    #[test]
    fn named_keys_are_left_alone() {
        let mut typed = Typeahead::default();
        assert_eq!(typed.press("Enter", 0.0, &labels(), 0), None);
        assert_eq!(typed.press(" ", 0.0, &labels(), 0), None);
        assert_eq!(typed.press("é", 0.0, &[], 0), None);
    }

    proptest! {
        #[test]
        fn the_answer_begins_with_the_letter(labels in proptest::collection::vec("[a-c]{1,3}", 0..8), key in "[a-c]", from in 0_usize..8) {
            let answer = Typeahead::default().press(&key, 0.0, &labels, from);
            prop_assert_eq!(answer.is_some(), labels.iter().any(|label| label.starts_with(&key)));
            if let Some(index) = answer {
                prop_assert!(labels[index].starts_with(&key));
            }
        }
    }
}
