//! Variables as CSV (RFC 4180): name, value and, where they are said, service and device.

use crate::variable_text::{Entry, Problem, Read};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Value,
    Service,
    Device,
}

const COLUMNS: [Column; 4] = [Column::Name, Column::Value, Column::Service, Column::Device];

impl Column {
    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Value => "value",
            Self::Service => "service",
            Self::Device => "device",
        }
    }
}

/// Reads CSV. A first row that begins with a known word (`name`, `value`, `service`, `device`) says the columns; without it
/// they are these, in this order. Cells are parted by what parts the first two: comma, semicolon or tab.
pub fn read(text: &str) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = text.chars().find(|c| matches!(c, ',' | ';' | '\t')).unwrap_or(',');
    let mut read = Read::default();
    let rows = rows(text, separator, &mut read.problems);
    let mut columns: Vec<Option<Column>> = COLUMNS.map(Some).into();
    for (at, (line, cells)) in rows.iter().enumerate() {
        if at == 0 && column(cells.first()).is_some() {
            columns = cells.iter().map(|cell| column(Some(cell))).collect();
            if !columns.contains(&Some(Column::Name)) || !columns.contains(&Some(Column::Value)) {
                read.problems.push(Problem::new(*line, "The first row names no column “name” and one “value”."));
                return read;
            }
            continue;
        }
        let cell = |wanted| {
            let at = columns.iter().position(|column| *column == Some(wanted));
            at.and_then(|at| cells.get(at)).map(String::as_str)
        };
        let said = |wanted| cell(wanted).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned);
        match (said(Column::Name), cell(Column::Value)) {
            (Some(name), Some(value)) => read.entries.push(Entry {
                line: *line,
                name,
                value: value.to_owned(),
                service: said(Column::Service).filter(|service| service != "*"),
                device: said(Column::Device),
            }),
            (None, _) => read.problems.push(Problem::new(*line, "This row has no name.")),
            (_, None) => read.problems.push(Problem::new(*line, "This row has no value.")),
        }
    }
    read.problems.sort_by_key(|problem| problem.line);
    read
}

fn column(cell: Option<&String>) -> Option<Column> {
    let word = cell?.trim().to_ascii_lowercase();
    COLUMNS.into_iter().find(|column| column.word() == word)
}

/// Rows that say something, with the line each begins on.
fn rows(text: &str, separator: char, problems: &mut Vec<Problem>) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begins, mut is_quoted, mut was_quoted) = (1, 1, false, false);
    let mut opened = 1;
    let mut chars = text.chars().peekable();
    let mut end_row = |cells: &mut Vec<String>, begins: usize| {
        let row = std::mem::take(cells);
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((begins, row));
        }
    };
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted => is_quoted = false,
            c if is_quoted => cell.push(c),
            '"' if cell.is_empty() && !was_quoted => (is_quoted, was_quoted, opened) = (true, true, line),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                cells.push(std::mem::take(&mut cell));
                end_row(&mut cells, begins);
                (begins, was_quoted) = (line, false);
            }
            c if c == separator => {
                cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            c => cell.push(c),
        }
    }
    if is_quoted {
        problems.push(Problem::new(opened, "The quote \" is not closed."));
    } else {
        cells.push(cell);
        end_row(&mut cells, begins);
    }
    rows
}

/// Writes CSV with a first row that names the columns.
pub fn write<'a>(columns: &[&'a str], rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut text = String::new();
    for row in std::iter::once(columns.to_vec()).chain(rows) {
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            if cell.contains(['"', ',', ';', '\t', '\n', '\r']) || cell != cell.trim() {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_by_name_or_by_place() {
        let read = read("Service,Name,Value\nuplink,A,\"1, 2\"\n*,B,\"say \"\"hi\"\"\"\r\n\n,C,\n,,x\n");
        let seen: Vec<_> = read
            .entries
            .iter()
            .map(|one| (one.line, one.name.as_str(), one.value.as_str(), one.service.as_deref()))
            .collect();
        assert_eq!(seen, [(2, "A", "1, 2", Some("uplink")), (3, "B", "say \"hi\"", None), (5, "C", "", None)]);
        assert_eq!(read.problems, [Problem::new(6, "This row has no name.")]);
        let read = super::read("A;1\nB;2;uplink;abc1234");
        assert_eq!(read.entries[1].device.as_deref(), Some("abc1234"));
        assert_eq!(super::read("name,worth\nA,1").problems.len(), 1);
        assert_eq!(super::read("A,\"x\ny\nB,2").problems[0].line, 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(pairs in prop::collection::vec(("[A-Z_][A-Z0-9_]{0,8}", any::<String>()), 0..8)) {
            let text = write(&["name", "value"], pairs.iter().map(|(name, value)| vec![name.as_str(), value.as_str()]));
            let read = read(&text);
            prop_assert_eq!(read.problems, []);
            let back: Vec<_> = read.entries.into_iter().map(|entry| (entry.name, entry.value)).collect();
            prop_assert_eq!(back, pairs);
        }

        #[test]
        fn any_text_can_be_read(text in any::<String>(), messy in "[A,;\"\n\r]{0,40}") {
            for text in [text, messy] {
                let _ = read(&text);
            }
        }
    }
}
