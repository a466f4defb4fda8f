//! Kinds of messages: lines that differ only in numbers, names and the like are one template (after Drain, He et al. 2017).

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use crate::pattern::MAX_PATTERN;
use crate::words::{Words, word_hash};

/// Most kinds told apart; what comes later and fits none is [`OTHER`].
pub const MOST: usize = 1_000;
/// The kind of what fits no other when there is room for none.
pub const OTHER: Template = Template(usize::MAX);

/// Words looked at in a line; longer lines are told apart by these.
const WORDS: usize = 40;
/// Most lines remembered as they were.
const RECENT: usize = 4_096;
/// Lines of one kind agree in so many of the words that the first of them had and that are no variables, in tenths.
const ALIKE: usize = 6;

/// One kind, for the life of its [`Templates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Template(usize);

impl Template {
    /// Its place among the kinds, in the order they were first seen.
    pub fn number(self) -> usize {
        self.0
    }

    /// The kind of a [`number`](Self::number).
    pub fn of_number(number: usize) -> Self {
        Self(number)
    }
}

/// The kinds seen so far.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    all: Vec<Kind>,
    /// By the number of words and the first that is no variable, hashed: kinds that could be the same.
    likely: HashMap<u64, Vec<usize>>,
    /// Kinds of lines as they were a moment ago, by their hashes: most lines repeat others in all but their variables.
    recent: HashMap<u64, usize>,
    hasher: RandomState,
}

#[derive(Debug, Clone)]
struct Kind {
    /// None stands for what differs from line to line.
    words: Vec<Option<Box<str>>>,
    /// Hashes of the words, 0 for none: there may be hundreds of kinds to compare a line with.
    hashes: Vec<u64>,
    /// The first word that is no variable; empty where there is none.
    first: Box<str>,
    /// How many words of the first line were no variables.
    said: usize,
}

impl Kind {
    fn new(words: &[Option<&str>], hashes: &[u64], first: &str) -> Self {
        Self {
            words: words.iter().map(|word| word.map(Into::into)).collect(),
            hashes: hashes.to_vec(),
            first: first.into(),
            said: words.iter().flatten().count(),
        }
    }

    /// How many words agree, where enough do. What has fitted once fits for good: words are only taken away while enough stay.
    fn likeness(&self, hashes: &[u64], first: &str) -> Option<usize> {
        if self.hashes.len() != hashes.len() {
            return None;
        }
        let needed = (self.said * ALIKE).div_ceil(10);
        let (mut same, mut left) = (0, hashes.len());
        for (kept, word) in self.hashes.iter().zip(hashes) {
            same += usize::from(kept == word && *kept != 0);
            left -= 1;
            if same + left < needed {
                return None;
            }
        }
        (*self.first == *first).then_some(same)
    }

    /// Takes away the words that differ in this line.
    fn merge(&mut self, words: &[Option<&str>]) {
        for ((kept, hash), word) in self.words.iter_mut().zip(&mut self.hashes).zip(words) {
            if kept.is_some() && kept.as_deref() != *word {
                (*kept, *hash) = (None, 0);
            }
        }
    }
}

impl Templates {
    /// How many kinds there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The kind of a line; a new one where it is like none.
    pub fn learn(&mut self, text: &str) -> Template {
        let (mut all_words, mut all_hashes) = ([None; WORDS], [0; WORDS]);
        let mut count = 0;
        for ((slot, hash), word) in all_words.iter_mut().zip(&mut all_hashes).zip(Words::new(text)) {
            (*slot, *hash) = (word, word.map_or(0, word_hash));
            count += 1;
        }
        let words = all_words.get(..count).unwrap_or_default();
        let hashes = all_hashes.get(..count).unwrap_or_default();
        let first = words.iter().copied().flatten().next().unwrap_or_default();
        let whole = self.hasher.hash_one(hashes);
        let likeness = |at: &usize| self.all.get(*at)?.likeness(hashes, first);
        let known = self.recent.get(&whole).copied().filter(|at| likeness(at).is_some());
        let key = self.hasher.hash_one((words.len(), first));
        let at = known.or_else(|| {
            let likely = self.likely.get(&key).into_iter().flatten();
            likely.filter_map(|at| Some((likeness(at)?, *at))).max().map(|(_, at)| at)
        });
        let at = match at {
            Some(at) => at,
            None if self.all.len() == MOST => return OTHER,
            None => {
                self.likely.entry(key).or_default().push(self.all.len());
                self.all.push(Kind::new(words, hashes, first));
                self.all.len() - 1
            }
        };
        if let Some(kind) = self.all.get_mut(at) {
            kind.merge(words);
        }
        if known.is_none() {
            if self.recent.len() == RECENT {
                self.recent.clear();
            }
            self.recent.insert(whole, at);
        }
        Template(at)
    }

    /// A case-sensitive regular expression that finds the lines of a kind learned until now (and others that read like it); it is
    /// at most [`MAX_PATTERN`] bytes long, and so may look at the beginning of a line only. None for [`OTHER`].
    pub fn pattern(&self, template: Template) -> Option<String> {
        const BLANKS: &str = r"[ \t]+";
        let Kind { words, .. } = self.all.get(template.0)?;
        let mut out = r"^[ \t]*".to_owned();
        for (at, word) in words.iter().enumerate() {
            // A line feed stands between the rows of a segment.
            let word = word.as_deref().map_or_else(|| r"[^ \t\n]+".to_owned(), regex::escape);
            let blanks = if at == 0 { "" } else { BLANKS };
            if out.len() + blanks.len() + word.len() + BLANKS.len() > MAX_PATTERN {
                out.push_str(BLANKS);
                return Some(out);
            }
            out.extend([blanks, &word]);
        }
        out.push_str(if words.len() == WORDS { r"([ \t]|$)" } else { r"[ \t]*$" });
        Some(out)
    }

    /// A kind as it is shown: "POST … failed after … ms".
    pub fn text(&self, template: Template) -> String {
        let Some(Kind { words, .. }) = self.all.get(template.0) else { return "…".to_owned() };
        let mut out = String::new();
        let mut was_gap = false;
        for word in words {
            if word.is_none() && was_gap {
                continue;
            }
            was_gap = word.is_none();
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word.as_deref().unwrap_or("…"));
        }
        if words.len() == WORDS {
            out.push_str(" …");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pattern::Pattern;

    #[test]
    fn lines_that_differ_in_numbers_and_names_are_one_kind() {
        let mut templates = Templates::default();
        let kinds: Vec<Template> = [
            "POST /ingest failed after 30 ms: no route",
            "POST /ingest failed after 4110 ms: no route",
            "POST /health failed after 2 ms: no route",
            "Connection reset by peer",
            "user anna signed in from 10.0.0.7",
            "user mara signed in from 10.0.0.9",
        ]
        .map(|line| templates.learn(line))
        .into();
        assert_eq!(kinds[0], kinds[2]);
        assert_eq!(kinds[4], kinds[5]);
        assert_eq!(templates.len(), 3);
        assert_eq!(templates.text(kinds[0]), "POST … failed after … ms: no route");
        assert_eq!(templates.text(kinds[4]), "user … signed in from …");
        assert_eq!(templates.text(kinds[3]), "Connection reset by peer");
    }

    #[test]
    fn kinds_are_bounded() {
        let mut templates = Templates::default();
        let letters = |mut number: usize| {
            let mut word = String::new();
            for _ in 0..4 {
                word.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
                number /= 26;
            }
            word
        };
        let last = (0..MOST + 5).map(|number| templates.learn(&letters(number))).last();
        assert_eq!((templates.len(), last), (MOST, Some(OTHER)));
        assert_eq!(templates.text(OTHER), "…");
    }

    #[test]
    fn patterns_of_long_lines_are_bounded_and_can_be_used() {
        let mut templates = Templates::default();
        let long = ["a((((((((((((((((((((((((((((((b "; WORDS].concat();
        let numbers = ["x 1 2 3", &[" 4"; 60].concat()].concat();
        for line in [long.as_str(), &numbers, "", "\t x.y|z\u{a0}é  1 "] {
            let pattern = templates.learn(line);
            let pattern = templates.pattern(pattern).unwrap();
            assert!(pattern.len() <= MAX_PATTERN);
            assert!(Pattern::new(&pattern, true).unwrap().is_in(line), "{pattern}");
        }
        assert_eq!(templates.pattern(OTHER), None);
    }

    proptest! {
        #[test]
        fn a_pattern_finds_the_lines_of_its_kind(
            lines in prop::collection::vec("[a-c](.[a-c0-2 \t]{0,6}){0,20}[ a-c.|+\"0]{0,30}", 0..40),
        ) {
            let mut templates = Templates::default();
            let kinds: Vec<_> = lines.iter().map(|line| templates.learn(line)).collect();
            for (line, kind) in lines.iter().zip(kinds) {
                // A row holds no other blank.
                if line.bytes().all(|byte| !matches!(byte, b'\n' | b'\r' | b'\x0c')) {
                    let pattern = templates.pattern(kind).unwrap();
                    prop_assert!(Pattern::new(&pattern, true).unwrap().is_in(line), "{} {}", pattern, line);
                }
            }
        }

        #[test]
        fn any_lines_can_be_learned(lines in prop::collection::vec("[a-c0-9\" ]{0,40}", 0..60)) {
            let mut templates = Templates::default();
            let first: Vec<_> = lines.iter().map(|line| templates.learn(line)).collect();
            // A line seen once is known.
            let count = templates.len();
            for line in &lines {
                templates.learn(line);
            }
            prop_assert!(templates.len() <= count && first.len() == lines.len());
        }
    }
}
