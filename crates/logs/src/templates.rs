//! Kinds of messages: lines that differ only in numbers, names and the like are one template (after Drain, He et al. 2017).

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use crate::message::{Message, Place};
use crate::sign::Sign;
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
    place: Place,
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
    fn new(place: Place, words: &[Option<&str>], hashes: &[u64], first: &str) -> Self {
        Self {
            place,
            words: words.iter().map(|word| word.map(Into::into)).collect(),
            hashes: hashes.to_vec(),
            first: first.into(),
            said: words.iter().flatten().count(),
        }
    }

    /// How many words agree, where enough do. What has fitted once fits for good: words are only taken away while enough stay.
    fn likeness(&self, place: Place, hashes: &[u64], first: &str) -> Option<usize> {
        if self.hashes.len() != hashes.len() || self.place != place {
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

/// The first words of a line's message, with their hashes.
struct Seen<'a> {
    place: Place,
    words: [Option<&'a str>; WORDS],
    hashes: [u64; WORDS],
    count: usize,
}

impl<'a> Seen<'a> {
    fn of(line: &'a str) -> Self {
        let Message { text, place } = Message::of(line);
        let mut seen = Self { place, words: [None; WORDS], hashes: [0; WORDS], count: 0 };
        for ((slot, hash), word) in seen.words.iter_mut().zip(&mut seen.hashes).zip(Words::new(text)) {
            (*slot, *hash) = (word, word.map_or(0, word_hash));
            seen.count += 1;
        }
        seen
    }

    fn words(&self) -> &[Option<&'a str>] {
        self.words.get(..self.count).unwrap_or_default()
    }

    fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.count).unwrap_or_default()
    }

    fn first(&self) -> &'a str {
        self.words().iter().copied().flatten().next().unwrap_or_default()
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

    /// The kind of a line; a new one where it is like none. Of a structured line its message is looked at.
    pub fn learn(&mut self, line: &str) -> Template {
        let seen = Seen::of(line);
        let (words, hashes, first) = (seen.words(), seen.hashes(), seen.first());
        let whole = self.hasher.hash_one((seen.place, hashes));
        let likeness = |at: &usize| self.all.get(*at)?.likeness(seen.place, hashes, first);
        let known = self.recent.get(&whole).copied().filter(|at| likeness(at).is_some());
        let at = match known.or_else(|| self.likely(&seen)) {
            Some(at) => at,
            None if self.all.len() == MOST => return OTHER,
            None => {
                let key = self.key(&seen);
                self.likely.entry(key).or_default().push(self.all.len());
                self.all.push(Kind::new(seen.place, words, hashes, first));
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

    /// The kind of a line, if it is like one.
    pub fn find(&self, line: &str) -> Option<Template> {
        self.likely(&Seen::of(line)).map(Template)
    }

    /// What a line that nothing else is known of is found by.
    pub fn sign_of(line: &str) -> Option<Sign> {
        let mut templates = Self::default();
        let template = templates.learn(line);
        templates.sign(template)
    }

    fn key(&self, seen: &Seen<'_>) -> u64 {
        self.hasher.hash_one((seen.place, seen.count, seen.first()))
    }

    /// The kind that a line is most like.
    fn likely(&self, seen: &Seen<'_>) -> Option<usize> {
        let likely = self.likely.get(&self.key(seen))?.iter();
        let likeness = |at: &usize| self.all.get(*at)?.likeness(seen.place, seen.hashes(), seen.first());
        likely.filter_map(|at| Some((likeness(at)?, *at))).max().map(|(_, at)| at)
    }

    /// What a kind learned until now is found by; none for [`OTHER`].
    pub fn sign(&self, template: Template) -> Option<Sign> {
        let Kind { place, words, .. } = self.all.get(template.0)?;
        Some(Sign::new(*place, words, words.len() == WORDS))
    }

    /// A kind as it is shown: "POST … failed after … ms".
    pub fn text(&self, template: Template) -> String {
        self.sign(template).map_or_else(|| "…".to_owned(), |sign| sign.text())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pattern::{MAX_PATTERN, Pattern};

    /// What finds a kind, read back from its sign.
    fn pattern(templates: &Templates, kind: Template) -> Option<String> {
        let text = templates.sign(kind)?.to_string();
        Some(Sign::read(&text)?.pattern())
    }

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
            let kind = templates.learn(line);
            let pattern = pattern(&templates, kind).unwrap();
            assert!(pattern.len() <= MAX_PATTERN);
            assert!(Pattern::new(&pattern, true).unwrap().is_in(line), "{pattern}");
        }
        assert_eq!(pattern(&templates, OTHER), None);
    }

    #[test]
    fn structured_lines_are_told_apart_by_what_they_say() {
        let mut templates = Templates::default();
        let kinds = [
            r#"{"level":"info","msg":"batch 7 sent","bytes":96}"#,
            r#"{"bytes":120,"msg":"batch 8 sent"}"#,
            r#"{"level":"warn","msg":"queue longer than usual","batch":15}"#,
            "level=info msg=\"batch 9 sent\"",
            "batch 9 sent",
        ]
        .map(|line| templates.learn(line));
        assert_eq!((kinds[0] == kinds[1], templates.len()), (true, 4));
        assert_eq!(templates.text(kinds[0]), "batch … sent");
        assert_eq!(templates.sign(kinds[0]).unwrap().to_string(), "\"msg\": batch * sent");
    }

    proptest! {
        #[test]
        fn a_pattern_finds_structured_lines(
            said in prop::collection::vec(r#"[a-c \t."=]{0,8}(\\["\\nt]|[a-c0 ]){0,20}"#, 1..30),
            form in 0_usize..3,
        ) {
            let lines: Vec<_> = said.iter().map(|said| match form {
                0 => format!(r#"{{"a": 1,"msg" :"{}","b":"c"}}"#, said.replace('"', "\\\"")),
                1 => format!(r#"a=1 msg="{}" b=2"#, said.replace('"', "\\\"")),
                _ => format!("a=1 msg={said} b=2"),
            }).collect();
            let mut templates = Templates::default();
            let kinds: Vec<_> = lines.iter().map(|line| templates.learn(line)).collect();
            for (line, kind) in lines.iter().zip(kinds) {
                let pattern = pattern(&templates, kind).unwrap();
                prop_assert!(Pattern::new(&pattern, true).unwrap().is_in(line), "{} {}", pattern, line);
            }
        }

        #[test]
        fn a_pattern_finds_the_lines_of_its_kind(
            lines in prop::collection::vec("[a-c](.[a-c0-2 \t]{0,6}){0,20}[ a-c.|+\"0]{0,30}", 0..40),
        ) {
            let mut templates = Templates::default();
            let kinds: Vec<_> = lines.iter().map(|line| templates.learn(line)).collect();
            for (line, kind) in lines.iter().zip(kinds) {
                // A row holds no other blank.
                if line.bytes().all(|byte| !matches!(byte, b'\n' | b'\r' | b'\x0c')) {
                    let pattern = pattern(&templates, kind).unwrap();
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
