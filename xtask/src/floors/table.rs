//! The two tables of ARCHITECTURE.md, read as rules.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// The file that holds both tables.
pub(crate) const FILE: &str = "ARCHITECTURE.md";

/// One row: a name and whom it may use.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// `None` stands for everything.
    pub(crate) may_use: Option<Vec<String>>,
    pub(crate) line: usize,
}

impl Row {
    /// Whether the row allows an edge to `other`.
    pub(crate) fn allows(&self, other: &str) -> bool {
        self.may_use.as_ref().is_none_or(|names| names.iter().any(|name| name == other))
    }

    /// The rule as a message shows it.
    pub(crate) fn shown(&self) -> String {
        let names = match &self.may_use {
            None => "everything".to_owned(),
            Some(names) if names.is_empty() => "nothing".to_owned(),
            Some(names) => names.join(", "),
        };
        format!("row `{}` ({FILE}:{}) allows {names}", self.name, self.line)
    }
}

/// Both tables.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) crates: Vec<Row>,
    pub(crate) rooms: Vec<Row>,
}

impl Tables {
    /// Reads the tables that follow `<!-- floors: crates -->` and `<!-- floors: src -->`.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let text = fs::read_to_string(root.join(FILE)).with_context(|| format!("reading {FILE}"))?;
        Ok(Self { crates: table(&text, "crates")?, rooms: table(&text, "src")? })
    }
}

fn table(text: &str, name: &str) -> Result<Vec<Row>> {
    let mark = format!("<!-- floors: {name} -->");
    let mut lines = text.lines().enumerate().skip_while(|(_, line)| line.trim() != mark);
    if lines.next().is_none() {
        bail!("{FILE} has no table marked `{mark}`");
    }
    let rows: Vec<Row> = lines
        .skip_while(|(_, line)| line.trim().is_empty())
        .take_while(|(_, line)| line.starts_with('|'))
        .skip(2)
        .filter_map(|(index, line)| row(line, index + 1))
        .collect();
    if rows.is_empty() {
        bail!("{FILE}: the table after `{mark}` has no rows");
    }
    Ok(rows)
}

/// The first cell names the row; the last says whom it may use: names up to a `;`, after which prose may follow.
fn row(line: &str, number: usize) -> Option<Row> {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    let rule = cells.last()?.split(';').next()?.trim();
    let may_use = (rule != "everything").then(|| {
        rule.split(',')
            .map(|name| name.trim().trim_matches('`').to_owned())
            .filter(|name| name.len() > 1)
            .filter(|name| name != "–")
            .collect()
    });
    Some(Row { name: cells.first()?.trim_matches('`').to_owned(), may_use, line: number })
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn reads_names_prose_and_nothing() {
        let text = "x\n<!-- floors: src -->\n\n| floor | may use |\n|---|---|\n| `app` | everything |\n\
                    | `data` | client, query; never ui |\n| `model` | – |\n\nafter";
        let rows = table(text, "src").unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows[0].allows("anything"));
        assert!(rows[1].allows("query") && !rows[1].allows("ui"));
        assert!(!rows[2].allows("query"));
        assert_eq!(rows[1].shown(), "row `data` (ARCHITECTURE.md:7) allows client, query");
        assert!(table(text, "crates").is_err());
    }
}
