//! Texts that many rows share, each stored once and counted; a small hash table over them.

const NONE: u32 = u32::MAX;

/// A dictionary: text to code and back, with how many rows hold each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    texts: Vec<Box<str>>,
    counts: Vec<u32>,
    /// Open addressing, a power of two long: codes.
    index: Vec<u32>,
    unused: usize,
}

impl Interner {
    /// The code of a text, one row more holding it.
    pub(crate) fn hold(&mut self, text: &str) -> u32 {
        let code = match self.code_of(text) {
            Some(code) => code,
            None => self.add(text),
        };
        let count = &mut self.counts[code as usize];
        self.unused -= usize::from(*count == 0);
        *count += 1;
        code
    }

    /// One row less holds it.
    pub(crate) fn release(&mut self, code: u32) {
        if let Some(count) = self.counts.get_mut(code as usize) {
            *count = count.saturating_sub(1);
            self.unused += usize::from(*count == 0);
        }
    }

    /// Makes a text known without a row that holds it.
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        let code = u32::try_from(self.texts.len()).unwrap_or(NONE);
        self.texts.push(text.into());
        self.counts.push(0);
        self.unused += 1;
        if self.texts.len() * 2 > self.index.len() {
            self.index_anew();
        } else {
            self.note(code);
        }
        code
    }

    pub(crate) fn code_of(&self, text: &str) -> Option<u32> {
        let mask = self.index.len().checked_sub(1)?;
        let mut at = hash(text) & mask;
        loop {
            let code = self.index[at];
            if code == NONE {
                return None;
            }
            if *self.texts[code as usize] == *text {
                return Some(code);
            }
            at = (at + 1) & mask;
        }
    }

    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize).map(|text| &**text)
    }

    /// Every text with its code and how many rows hold it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &str, u32)> {
        (0..).zip(&self.texts).zip(&self.counts).map(|((code, text), count)| (code, &**text, *count))
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether most of it is held by no row.
    pub(crate) fn is_wasteful(&self) -> bool {
        self.unused > 1_024 && self.unused * 2 > self.texts.len()
    }

    /// Forgets what no row holds; answers the new code of each old one.
    pub(crate) fn compact(&mut self) -> Vec<u32> {
        let mut codes = vec![NONE; self.texts.len()];
        let (texts, counts) = (std::mem::take(&mut self.texts), std::mem::take(&mut self.counts));
        for (old, (text, count)) in texts.into_iter().zip(counts).enumerate().filter(|(_, (_, count))| *count > 0) {
            codes[old] = u32::try_from(self.texts.len()).unwrap_or(NONE);
            self.texts.push(text);
            self.counts.push(count);
        }
        self.unused = 0;
        self.index_anew();
        codes
    }

    fn index_anew(&mut self) {
        self.index = vec![NONE; (self.texts.len() * 4).next_power_of_two().max(16)];
        for code in 0..u32::try_from(self.texts.len()).unwrap_or(NONE) {
            self.note(code);
        }
    }

    fn note(&mut self, code: u32) {
        let mask = self.index.len() - 1;
        let mut at = hash(&self.texts[code as usize]) & mask;
        while self.index[at] != NONE {
            at = (at + 1) & mask;
        }
        self.index[at] = code;
    }
}

/// FNV-1a, its high bits folded in.
fn hash(text: &str) -> usize {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn holds_each_text_once_and_forgets_what_nobody_holds() {
        let mut words = Interner::default();
        let codes: Vec<u32> = (0..3_000).map(|n| words.hold(&format!("w{n}"))).collect();
        assert_eq!(words.hold("w7"), codes[7]);
        for code in &codes[100..] {
            words.release(*code);
        }
        assert!(words.is_wasteful());
        let moved = words.compact();
        assert_eq!((words.len(), words.text(moved[7])), (100, Some("w7")));
        assert_eq!(words.code_of("w7"), Some(moved[7]));
        assert_eq!(words.code_of("w700"), None);
    }
}
