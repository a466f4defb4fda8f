//! Bytes of a script's output into whole lines, bounded in length and in all.

/// A line is cut here.
const MAX_LINE: usize = 2_048;
/// So much of a run's output is read.
const MAX_IN_ALL: usize = 1_024 * 1_024;

/// What is left of an unfinished line, and how much was read.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    rest: Vec<u8>,
    read: usize,
}

impl Lines {
    /// The lines that these bytes finish. None when the run says more than it may.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Option<Vec<String>> {
        self.read += bytes.len();
        if self.read > MAX_IN_ALL {
            return None;
        }
        let mut whole = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, is_whole) = part.strip_suffix(b"\n").map_or((part, false), |text| (text, true));
            let room = MAX_LINE.saturating_sub(self.rest.len()).min(text.len());
            self.rest.extend_from_slice(&text[..room]);
            if is_whole {
                whole.push(self.finish());
            }
        }
        Some(whole)
    }

    /// The last line, when nothing ends it.
    pub(crate) fn finish(&mut self) -> String {
        let text = String::from_utf8_lossy(&self.rest).into_owned();
        self.rest.clear();
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_that_never_ends_and_a_run_that_never_ends_are_cut() {
        let mut lines = Lines::default();
        assert_eq!(lines.push(b"a\r\nb"), Some(vec!["a\r".to_owned()]));
        assert_eq!(lines.push(&[b'x'; 10_000]), Some(vec![]));
        assert_eq!(lines.push(b"\nc\n").map(|whole| (whole[0].len(), whole[1].clone())), Some((MAX_LINE, "c".into())));
        let flood = vec![b'y'; 64 * 1_024];
        assert!((0..20).any(|_| lines.push(&flood).is_none()));
    }

    proptest! {
        #[test]
        fn however_the_bytes_are_cut(text in "[a-z\n]{0,200}", at in 0_usize..200) {
            let at = at.min(text.len());
            let mut lines = Lines::default();
            let mut found = lines.push(&text.as_bytes()[..at]).unwrap();
            found.extend(lines.push(&text.as_bytes()[at..]).unwrap());
            found.push(lines.finish());
            prop_assert_eq!(found.join("\n"), text);
        }
    }
}
