//! Looking for a piece of text whatever its case.

/// Where the piece has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    Start,
    End,
    Whole,
}

/// A piece of text, folded once.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    folded: Box<[u8]>,
    text: Box<str>,
    place: Place,
}

impl Needle {
    pub(crate) fn new(text: &str, place: Place) -> Self {
        let text: Box<str> = text.to_lowercase().into();
        Self { folded: text.as_bytes().into(), text, place }
    }

    /// Whether UTF-8 bytes hold it.
    pub(crate) fn is_in(&self, hay: &[u8]) -> bool {
        if self.text.is_ascii() { self.is_in_folded(hay) } else { self.is_in_unicode(hay) }
    }

    fn is_in_folded(&self, hay: &[u8]) -> bool {
        let needle = &*self.folded;
        if hay.len() < needle.len() {
            return false;
        }
        match self.place {
            Place::Whole => hay.eq_ignore_ascii_case(needle),
            Place::Start => hay[..needle.len()].eq_ignore_ascii_case(needle),
            Place::End => hay[hay.len() - needle.len()..].eq_ignore_ascii_case(needle),
            Place::Anywhere => {
                let Some((&first, rest)) = needle.split_first() else { return true };
                let last = hay.len() - needle.len();
                (0..=last).any(|at| {
                    hay[at].to_ascii_lowercase() == first
                        && hay[at + 1..at + needle.len()].iter().zip(rest).all(|(a, b)| a.to_ascii_lowercase() == *b)
                })
            }
        }
    }

    fn is_in_unicode(&self, hay: &[u8]) -> bool {
        if hay.is_ascii() {
            return false;
        }
        let Ok(hay) = std::str::from_utf8(hay) else { return false };
        let hay = hay.to_lowercase();
        match self.place {
            Place::Anywhere => hay.contains(&*self.text),
            Place::Start => hay.starts_with(&*self.text),
            Place::End => hay.ends_with(&*self.text),
            Place::Whole => hay == *self.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Needle, Place};

    #[test]
    fn in_any_case_and_place() {
        let finds = |needle, place, hay: &str| Needle::new(needle, place).is_in(hay.as_bytes());
        assert!(finds("Ord-4", Place::Anywhere, "FORD-42"));
        assert!(!finds("ord-5", Place::Anywhere, "FORD-42"));
        assert!(finds("ford", Place::Start, "Ford-42") && !finds("42", Place::Start, "Ford-42"));
        assert!(finds("42", Place::End, "Ford-42") && finds("FORD-42", Place::Whole, "Ford-42"));
        assert!(finds("ÄPFEL", Place::Anywhere, "die äpfel") && !finds("ä", Place::Anywhere, "a"));
        assert!(finds("", Place::Anywhere, "") && !finds("", Place::Whole, "x"));
    }
}
