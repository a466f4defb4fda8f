//! Rows in columns as wide as they need.

/// A head and rows, two blanks apart; no blanks at the end of a line.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = head.iter().map(|&word| word.to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&head).chain(rows).collect();
    let widths: Vec<usize> =
        (0..head.len()).map(|at| all.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    all.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_need() {
        let rows = [vec!["ana".to_owned(), "—".to_owned()], vec!["benjamin".to_owned(), "x".to_owned()]];
        assert_eq!(table(&["USER", "E-MAIL"], &rows), "USER      E-MAIL\nana       —\nbenjamin  x");
    }
}
