//! Lines as they go out, rendered once for all readers, plain or with their numbers.

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use store::logs::block::LogBlock;

/// What a reader asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As the balena API sends lines.
    Plain,
    /// With each line's `sequence`, for who resumes by it.
    Numbered,
}

/// Consecutive lines; clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) first: u64,
    pub(crate) last: u64,
    plain: Bytes,
    numbered: Arc<OnceLock<Bytes>>,
}

impl Chunk {
    /// The lines of one commit; blocks are consecutive. None when there are none.
    pub(crate) fn of(blocks: Vec<LogBlock>) -> Option<Self> {
        let (first, last) = (blocks.first()?.first, blocks.last()?.last);
        let plain = match <[LogBlock; 1]>::try_from(blocks) {
            Ok([one]) => one.text,
            Err(blocks) => blocks.iter().map(|block| &*block.text).collect::<Vec<_>>().concat().into(),
        };
        Some(Self { first, last, plain, numbered: Arc::default() })
    }

    pub(crate) fn text(&self, form: Form) -> Bytes {
        match form {
            Form::Plain => self.plain.clone(),
            Form::Numbered => self.numbered.get_or_init(|| numbered(&self.plain, self.first).into()).clone(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.plain.len()
    }
}

/// The lines with `sequence` as their last key, from `first` on.
pub(crate) fn numbered(text: &[u8], first: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 6);
    let mut start = 0;
    for (number, end) in (first..).zip(memchr::memchr_iter(b'\n', text)) {
        let line = text.get(start..end).and_then(|line| line.strip_suffix(b"}")).unwrap_or_default();
        out.extend_from_slice(line);
        // Writing to memory does not fail.
        let _ = writeln!(out, ",\"sequence\":{number}}}");
        start = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_gets_its_number() {
        let block = |first: u64, text: &'static str| LogBlock { first, last: first, text: text.into() };
        let chunk = Chunk::of(vec![block(9, "{\"message\":\"a}\"}\n"), block(10, "{\"message\":\"b\"}\n")]).unwrap();
        assert_eq!(chunk.text(Form::Plain), "{\"message\":\"a}\"}\n{\"message\":\"b\"}\n");
        let numbered = "{\"message\":\"a}\",\"sequence\":9}\n{\"message\":\"b\",\"sequence\":10}\n";
        assert_eq!(chunk.text(Form::Numbered), numbered);
        assert!(Chunk::of(Vec::new()).is_none());
    }
}
