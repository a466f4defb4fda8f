//! Kinds of messages: lines that differ only in numbers, names and the like are one template (after Drain, He et al. 2017).

use std::collections::HashMap;

/// Most kinds told apart; what comes later and fits none is [`OTHER`].
pub const MOST: usize = 1_000;
/// The kind of what fits no other when there is room for none.
pub const OTHER: Template = Template(usize::MAX);

/// Words looked at in a line; longer lines are told apart by these.
const WORDS: usize = 40;
/// Lines of one kind agree in so many of the words that the first of them had and that are no variables, in tenths.
const ALIKE: usize = 6;

/// One kind, for the life of its [`Templates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Template(usize);

/// The kinds seen so far.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    all: Vec<Kind>,
    /// By the number of words and the first that is no variable: kinds that could be the same.
    likely: HashMap<(usize, Box<str>), Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Kind {
    /// None stands for what differs from line to line.
    words: Vec<Option<Box<str>>>,
    /// How many words of the first line were no variables.
    said: usize,
}

impl Kind {
    /// How many words agree, where enough do. What has fitted once fits for good: words are only taken away while enough stay.
    fn likeness(&self, words: &[Option<&str>]) -> Option<usize> {
        let same =
            self.words.iter().zip(words).filter(|(kept, word)| kept.is_some() && kept.as_deref() == **word).count();
        (same * 10 >= self.said * ALIKE).then_some(same)
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
        let words: Vec<Option<&str>> = words(text).collect();
        let first = words.iter().copied().flatten().next().unwrap_or_default();
        let key = (words.len(), Box::<str>::from(first));
        let likely = self.likely.get(&key).into_iter().flatten().copied();
        let best = likely.filter_map(|at| Some((self.all.get(at)?.likeness(&words)?, at))).max();
        if let Some((_, at)) = best {
            if let Some(kind) = self.all.get_mut(at) {
                for (kept, word) in kind.words.iter_mut().zip(&words) {
                    if kept.as_deref() != *word {
                        *kept = None;
                    }
                }
            }
            return Template(at);
        }
        if self.all.len() == MOST {
            return OTHER;
        }
        self.likely.entry(key).or_default().push(self.all.len());
        let said = words.iter().flatten().count();
        self.all.push(Kind { words: words.into_iter().map(|word| word.map(Into::into)).collect(), said });
        Template(self.all.len() - 1)
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

/// The words of a line; none for those that are surely variables.
fn words(text: &str) -> impl Iterator<Item = Option<&str>> {
    text.split_ascii_whitespace().take(WORDS).map(|word| (!is_variable(word)).then_some(word))
}

/// Words with a digit (numbers, times, ids, addresses) and what is quoted.
fn is_variable(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word.starts_with(['"', '\'', '`'])
        || word.ends_with(['"', '\'', '`'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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

    proptest! {
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
