//! Edits as the lines a person reads: numbered, with long unchanged stretches folded, unified or side by side.

use super::edits::{Edit, edits};

/// Why a line stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Kept,
    Removed,
    Added,
}

/// A line of a text: its number from 1, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    pub text: String,
}

/// A row: what stood there and what stands there now. A kept line has both; a removed and an added line share a row
/// only side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub before: Option<Line>,
    pub after: Option<Line>,
    pub is_kept: bool,
}

impl Pair {
    /// Its sign in a unified view.
    pub const fn sign(&self) -> Sign {
        match (self.is_kept, &self.before) {
            (true, _) => Sign::Kept,
            (false, Some(_)) => Sign::Removed,
            (false, None) => Sign::Added,
        }
    }
}

/// What is drawn: lines, or a stretch of so many unchanged ones that is folded; `from` is its first row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Pair(Pair),
    Fold { from: usize, count: usize },
}

/// How many lines there are more and less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub added: usize,
    pub removed: usize,
}

/// Unchanged lines that stay around each change.
const AROUND: usize = 3;
/// A fold that hides fewer is not worth the click.
const LEAST_FOLD: usize = 4;

/// Every line of both texts, changes one under the other.
pub fn unified(before: &str, after: &str) -> Vec<Pair> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let line = |lines: &[&str], at: usize| lines.get(at).map(|text| Line { number: at + 1, text: (*text).to_owned() });
    edits(&old, &new)
        .into_iter()
        .map(|edit| match edit {
            Edit::Kept(one, other) => Pair { before: line(&old, one), after: line(&new, other), is_kept: true },
            Edit::Removed(one) => Pair { before: line(&old, one), after: None, is_kept: false },
            Edit::Added(other) => Pair { before: None, after: line(&new, other), is_kept: false },
        })
        .collect()
}

/// The same with each removed line beside the added one that stands in its place.
pub fn side_by_side(unified: &[Pair]) -> Vec<Pair> {
    let mut rows: Vec<Pair> = Vec::new();
    // Where the additions of this run of changes go next.
    let mut open = 0;
    for pair in unified {
        match pair.sign() {
            Sign::Kept => {
                rows.push(pair.clone());
                open = rows.len();
            }
            Sign::Removed => rows.push(pair.clone()),
            Sign::Added => {
                match rows.get_mut(open) {
                    Some(row) => row.after.clone_from(&pair.after),
                    None => rows.push(pair.clone()),
                }
                open += 1;
            }
        }
    }
    rows
}

/// How much differs.
pub fn counts(unified: &[Pair]) -> Counts {
    let of = |sign| unified.iter().filter(|pair| pair.sign() == sign).count();
    Counts { added: of(Sign::Added), removed: of(Sign::Removed) }
}

/// Rows with what is far from any change folded, but for the folds opened (by their `from`).
pub fn folded(pairs: &[Pair], opened: &[usize]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let run = pairs.iter().skip(at).take_while(|pair| pair.is_kept).count();
        let is_last = at + run == pairs.len();
        let (before, after) = (if at == 0 { 0 } else { AROUND }, if is_last { 0 } else { AROUND });
        let hidden = run.saturating_sub(before + after);
        let from = at + before;
        if hidden >= LEAST_FOLD && !opened.contains(&from) {
            push(&mut rows, pairs, at, from);
            rows.push(Row::Fold { from, count: hidden });
            push(&mut rows, pairs, from + hidden, at + run);
        } else {
            push(&mut rows, pairs, at, at + run);
        }
        at += run;
        if let Some(changed) = pairs.get(at) {
            rows.push(Row::Pair(changed.clone()));
            at += 1;
        }
    }
    rows
}

fn push(rows: &mut Vec<Row>, pairs: &[Pair], from: usize, to: usize) {
    rows.extend(pairs.iter().take(to).skip(from).cloned().map(Row::Pair));
}

/// The changes as text, each line behind its sign, as `diff -u` writes lines.
pub fn as_text(unified: &[Pair]) -> String {
    let mut text = String::new();
    for pair in unified {
        let (sign, line) = match pair.sign() {
            Sign::Kept => (' ', &pair.before),
            Sign::Removed => ('-', &pair.before),
            Sign::Added => ('+', &pair.after),
        };
        text.push(sign);
        text.push_str(line.as_ref().map_or("", |line| line.text.as_str()));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(rows: &[Pair]) -> Vec<(Option<usize>, Option<usize>)> {
        let number = |line: &Option<Line>| line.as_ref().map(|line| line.number);
        rows.iter().map(|row| (number(&row.before), number(&row.after))).collect()
    }

    #[test]
    fn unified_and_side_by_side_number_the_same_lines() {
        let rows = unified("a\nb\nc\nd", "a\nx\ny\nz\nd");
        assert_eq!(as_text(&rows), " a\n-b\n-c\n+x\n+y\n+z\n d\n");
        assert_eq!(counts(&rows), Counts { added: 3, removed: 2 });
        assert_eq!(
            numbers(&side_by_side(&rows)),
            [(Some(1), Some(1)), (Some(2), Some(2)), (Some(3), Some(3)), (None, Some(4)), (Some(4), Some(5))]
        );
    }

    #[test]
    fn far_lines_are_folded_until_opened() {
        let before: Vec<String> = (1..=30).map(|n| n.to_string()).collect();
        let mut after = before.clone();
        after[14] = "changed".to_owned();
        let rows = unified(&before.join("\n"), &after.join("\n"));
        let shown = folded(&rows, &[]);
        assert_eq!(shown.first(), Some(&Row::Fold { from: 0, count: 11 }));
        assert_eq!(shown.last(), Some(&Row::Fold { from: 19, count: 12 }));
        assert_eq!(shown.len(), 2 + 3 + 2 + 3);
        assert_eq!(folded(&rows, &[0]).len(), shown.len() + 10);
        assert_eq!(folded(&rows, &[0, 19]).len(), rows.len());
    }

    #[test]
    fn equal_texts_fold_whole_and_count_nothing() {
        let rows = unified("a\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\n");
        assert_eq!(counts(&rows), Counts::default());
        assert_eq!(folded(&rows, &[]), [Row::Fold { from: 0, count: 5 }]);
        assert!(unified("", "").is_empty());
    }
}
