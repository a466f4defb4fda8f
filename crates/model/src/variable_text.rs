//! Variables as text that is pasted or downloaded: what every format reads into, and which format a text is in.

/// A variable as a text says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line it begins on, from 1.
    pub line: usize,
    pub name: String,
    pub value: String,
    /// The service's name, where the text has such a column.
    pub service: Option<String>,
    /// The device's uuid or name, where the text has such a column.
    pub device: Option<String>,
}

impl Entry {
    /// A name and its value, for whatever the text is pasted over.
    pub fn new(line: usize, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { line, name: name.into(), value: value.into(), service: None, device: None }
    }
}

/// What is wrong at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl Problem {
    /// Something wrong at a line.
    pub fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// What was read: what is wrong with a line does not keep the others from being read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Env,
    Csv,
}

impl Format {
    /// What a text most likely is: the first line that says something decides.
    pub fn of(text: &str) -> Self {
        let said = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let Some(line) = said else { return Self::Env };
        let end = line.find(['=', ',', ';', '\t']).unwrap_or(line.len());
        let is_csv = matches!(line.as_bytes().get(end), Some(b',' | b';' | b'\t'));
        if is_csv || line.starts_with('"') { Self::Csv } else { Self::Env }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_says_something_decides() {
        for (text, format) in [
            ("# a, b\n\nexport A=1,2", Format::Env),
            ("name,value\nA,1=2", Format::Csv),
            ("\"A\",1", Format::Csv),
            ("", Format::Env),
            ("A", Format::Env),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }
}
