//! How grave a line is, read once from its first bytes by the ways programs commonly write it.

use serde::{Deserialize, Serialize};

/// From the least to the gravest, so that a minimum is a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Level {
    Debug = 0,
    /// Also every line that names no level.
    Info = 1,
    Warn = 2,
    Error = 3,
}

/// How much of a line is looked at; a level stands at its head or nowhere.
const HEAD: usize = 256;

impl Level {
    pub const ALL: [Self; 4] = [Self::Debug, Self::Info, Self::Warn, Self::Error];

    pub(crate) const fn of_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Debug,
            1 => Self::Info,
            2 => Self::Warn,
            _ => Self::Error,
        }
    }

    /// The word for addresses and labels: `debug`, `info`, `warn`, `error`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// The level a word of [`Level::word`] names.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Reads a level out of clean text. A bare word in a sentence ("no error") is not one; `ERROR`, `[warn]`, `<debug>`,
    /// `level=info`, `"level":"error"`, `"level":50` (pino) and a leading `Error:` are.
    pub fn detect(text: &str) -> Self {
        let bytes = text.as_bytes();
        let head = &bytes[..bytes.len().min(HEAD)];
        if head.starts_with(b"Traceback (most recent call last)") {
            return Self::Error;
        }
        let mut words = 0;
        let mut at = 0;
        let mut key: &[u8] = b"";
        while at < head.len() {
            let start = at;
            if head[at].is_ascii_alphabetic() {
                while at < head.len() && head[at].is_ascii_alphanumeric() {
                    at += 1;
                }
                let word = &head[start..at];
                words += 1;
                if let Some(level) = Self::of_token(word)
                    && is_marked(head, start, at, key, words)
                {
                    return level;
                }
                if word == b"panicked" {
                    return Self::Error;
                }
                key = word;
            } else if head[at].is_ascii_digit() {
                while at < head.len() && head[at].is_ascii_alphanumeric() {
                    at += 1;
                }
                if is_level_key(key)
                    && head[..start].ends_with(b"\":")
                    && let Some(level) = Self::of_pino(&head[start..at])
                {
                    return level;
                }
            } else {
                at += 1;
            }
        }
        Self::Info
    }

    fn of_token(word: &[u8]) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()));
        if !(3..=9).contains(&word.len()) {
            return None;
        }
        if is(&["error", "err", "fatal", "critical", "crit", "panic", "emerg", "alert"]) {
            Some(Self::Error)
        } else if is(&["warn", "warning"]) {
            Some(Self::Warn)
        } else if is(&["info", "notice"]) {
            Some(Self::Info)
        } else if is(&["debug", "trace", "verbose"]) {
            Some(Self::Debug)
        } else {
            None
        }
    }

    fn of_pino(number: &[u8]) -> Option<Self> {
        Some(match number {
            b"10" | b"20" => Self::Debug,
            b"30" => Self::Info,
            b"40" => Self::Warn,
            b"50" | b"60" => Self::Error,
            _ => return None,
        })
    }
}

/// Whether the level word at `start..end` is meant as one: shouted, in brackets, after a level key, or a leading `word:`.
fn is_marked(head: &[u8], start: usize, end: usize, key: &[u8], words: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| head.get(at)).copied().unwrap_or(b' ');
    let after = head.get(end).copied().unwrap_or(b' ');
    let word = &head[start..end];
    if after == b'=' || (after == b'"' && head.get(end + 1) == Some(&b':')) {
        return false;
    }
    let shouted = word.iter().all(u8::is_ascii_uppercase) && !is_joined(before) && !is_joined(after);
    let bracketed = matches!((before, after), (b'[', b']') | (b'<', b'>') | (b'(', b')') | (b'|', b'|'));
    let keyed = is_level_key(key) && matches!(before, b'=' | b'"' | b':' | b' ');
    let leading = words <= 2 && after == b':' && !is_joined(before);
    shouted || bracketed || keyed || leading
}

fn is_joined(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/' | b'.')
}

fn is_level_key(key: &[u8]) -> bool {
    ["level", "lvl", "severity", "loglevel"].iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn reads_the_common_ways_to_write_a_level() {
        for (text, level) in [
            ("ERROR cannot bind", Level::Error),
            ("2026-11-22T10:41:15Z WARN sample late", Level::Warn),
            ("[error] upstream timed out", Level::Error),
            ("<debug> polling", Level::Debug),
            ("ts=1 level=warn msg=\"bus busy\"", Level::Warn),
            (r#"{"level":"error","msg":"x"}"#, Level::Error),
            (r#"{"level": "debug"}"#, Level::Debug),
            (r#"{"time":1,"level":50,"msg":"x"}"#, Level::Error),
            ("Error: ENOENT", Level::Error),
            ("worker: warning: disk at 91 %", Level::Warn),
            ("thread 'main' panicked at src/main.rs:1", Level::Error),
            ("Traceback (most recent call last):", Level::Error),
        ] {
            assert_eq!(Level::detect(text), level, "{text}");
        }
    }

    #[test]
    fn a_word_in_a_sentence_is_no_level() {
        for text in
            ["no error found", "0 errors", "GET /error 200", "error=0 ok", r#"{"error":null}"#, "my-ERROR-code", ""]
        {
            assert_eq!(Level::detect(text), Level::Info, "{text}");
        }
    }
}
