//! The shortest way from one list of lines to another (Myers 1986, "An O(ND) Difference Algorithm"), bounded.

use std::collections::HashMap;

/// What happens to a line; the numbers are positions from 0 in the former and the later text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Kept(usize, usize),
    Removed(usize),
    Added(usize),
}

/// So many removals and additions are looked for (the memory is their square); what differs more is all replaced.
const MOST_EDITS: usize = 1_000;

/// The edits that turn `before` into `after`, in order: removals before additions at the same place.
pub fn edits(before: &[&str], after: &[&str]) -> Vec<Edit> {
    let head = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before_rest, after_rest) = (before.get(head..).unwrap_or(&[]), after.get(head..).unwrap_or(&[]));
    let tail = before_rest.iter().rev().zip(after_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old, new) = (before_rest.len() - tail, after_rest.len() - tail);
    let mut numbers = HashMap::new();
    let mut number = |line: &&str| {
        let next = numbers.len();
        *numbers.entry((*line).to_owned()).or_insert(next)
    };
    let old_lines: Vec<usize> = before_rest.iter().take(old).map(&mut number).collect();
    let new_lines: Vec<usize> = after_rest.iter().take(new).map(&mut number).collect();
    let mut all: Vec<Edit> = (0..head).map(|at| Edit::Kept(at, at)).collect();
    all.extend(middle(&old_lines, &new_lines).into_iter().map(|edit| match edit {
        Edit::Kept(old, new) => Edit::Kept(old + head, new + head),
        Edit::Removed(old) => Edit::Removed(old + head),
        Edit::Added(new) => Edit::Added(new + head),
    }));
    all.extend((0..tail).map(|at| Edit::Kept(head + old + at, head + new + at)));
    all
}

fn middle(old: &[usize], new: &[usize]) -> Vec<Edit> {
    search(old, new)
        .map_or_else(|| (0..old.len()).map(Edit::Removed).chain((0..new.len()).map(Edit::Added)).collect(), in_order)
}

/// The furthest reaching paths with ever more edits, then back along them; none if the bound is reached first.
fn search(old: &[usize], new: &[usize]) -> Option<Vec<Edit>> {
    let most = (old.len() + new.len()).min(MOST_EDITS);
    // Diagonal k = x − y lies at k + most + 1, so that both neighbours of every diagonal exist.
    let middle = most + 1;
    let mut furthest = vec![0_usize; 2 * middle + 1];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        // Only the diagonals that this step can read are worth keeping.
        trace.push(furthest.get(middle + 1 - edits..middle + edits).unwrap_or(&[]).to_vec());
        for step in 0..=edits {
            let at = middle + 2 * step - edits;
            let x = next(&furthest, at, step == 0, step == edits);
            let x = slide(old, new, x, at, middle);
            *furthest.get_mut(at)? = x;
            if x >= old.len() && x + middle >= at + new.len() {
                return Some(back(old.len(), new.len(), &trace, edits, middle));
            }
        }
    }
    None
}

/// Where a path on this diagonal begins: a step down from above, or right from below, whichever is further.
fn next(furthest: &[usize], at: usize, is_lowest: bool, is_highest: bool) -> usize {
    let value = |at: usize| furthest.get(at).copied().unwrap_or(0);
    if is_lowest || (!is_highest && value(at - 1) < value(at + 1)) { value(at + 1) } else { value(at - 1) + 1 }
}

fn slide(old: &[usize], new: &[usize], mut x: usize, at: usize, middle: usize) -> usize {
    // A path below the first diagonal by more than it has gone right lies outside; x + middle ≥ at keeps y ≥ 0.
    while let (Some(one), Some(other)) = (old.get(x), (x + middle).checked_sub(at).and_then(|y| new.get(y))) {
        if one != other {
            break;
        }
        x += 1;
    }
    x
}

fn back(x: usize, y: usize, trace: &[Vec<usize>], edits: usize, middle: usize) -> Vec<Edit> {
    let (mut x, mut y) = (x, y);
    let mut all = Vec::new();
    for edits in (1..=edits).rev() {
        let Some(kept) = trace.get(edits) else { break };
        let first = middle + 1 - edits;
        let value = |at: usize| at.checked_sub(first).and_then(|at| kept.get(at)).copied().unwrap_or(0);
        let at = x + middle - y;
        let (lowest, highest) = (middle - edits, middle + edits);
        let is_addition = at == lowest || (at != highest && value(at - 1) < value(at + 1));
        let former = if is_addition { at + 1 } else { at - 1 };
        let (from_x, from_y) = (value(former), value(former) + middle - former);
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            all.push(Edit::Kept(x, y));
        }
        (x, y) = (from_x, from_y);
        all.push(if is_addition { Edit::Added(y) } else { Edit::Removed(x) });
    }
    while x > 0 && y > 0 {
        (x, y) = (x - 1, y - 1);
        all.push(Edit::Kept(x, y));
    }
    all.reverse();
    all
}

/// Removals before additions within each run of changes.
fn in_order(edits: Vec<Edit>) -> Vec<Edit> {
    let mut all = Vec::with_capacity(edits.len());
    let mut added = Vec::new();
    for edit in edits {
        match edit {
            Edit::Added(_) => added.push(edit),
            Edit::Removed(_) => all.push(edit),
            Edit::Kept(..) => {
                all.append(&mut added);
                all.push(edit);
            }
        }
    }
    all.append(&mut added);
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn replay(before: &[&str], after: &[&str], edits: &[Edit]) -> (Vec<String>, usize) {
        let mut made = Vec::new();
        let (mut old, mut new, mut changes) = (0, 0, 0);
        for edit in edits {
            match *edit {
                Edit::Kept(one, other) => {
                    assert_eq!((one, other), (old, new));
                    assert_eq!(before[one], after[other]);
                    made.push(before[one].to_owned());
                    (old, new) = (old + 1, new + 1);
                }
                Edit::Removed(one) => {
                    assert_eq!(one, old);
                    (old, changes) = (old + 1, changes + 1);
                }
                Edit::Added(other) => {
                    assert_eq!(other, new);
                    made.push(after[other].to_owned());
                    (new, changes) = (new + 1, changes + 1);
                }
            }
        }
        assert_eq!(old, before.len());
        (made, changes)
    }

    /// The length of the longest common subsequence, the slow way.
    fn longest(before: &[&str], after: &[&str]) -> usize {
        let mut table = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
        for (i, one) in before.iter().enumerate() {
            for (j, other) in after.iter().enumerate() {
                table[i + 1][j + 1] = if one == other { table[i][j] + 1 } else { table[i][j + 1].max(table[i + 1][j]) };
            }
        }
        table[before.len()][after.len()]
    }

    #[test]
    fn one_line_in_the_middle() {
        assert_eq!(
            edits(&["a", "b", "c"], &["a", "x", "c"]),
            [Edit::Kept(0, 0), Edit::Removed(1), Edit::Added(1), Edit::Kept(2, 2)]
        );
        assert_eq!(edits(&[], &["a"]), [Edit::Added(0)]);
        assert_eq!(edits(&["a"], &[]), [Edit::Removed(0)]);
        assert!(edits(&[], &[]).is_empty());
    }

    #[test]
    fn what_has_nothing_in_common_is_replaced_within_the_bound() {
        let before: Vec<String> = (0..5_000).map(|n| format!("a{n}")).collect();
        let after: Vec<String> = (0..5_000).map(|n| format!("b{n}")).collect();
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
        let all = edits(&before, &after);
        assert_eq!(replay(&before, &after, &all), (after.iter().map(ToString::to_string).collect(), 10_000));
    }

    proptest! {
        #[test]
        fn the_edits_make_the_later_text_and_are_the_fewest(
            before in prop::collection::vec("[a-d]", 0..40),
            after in prop::collection::vec("[a-d]", 0..40),
        ) {
            let (before, after): (Vec<&str>, Vec<&str>) =
                (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
            let all = edits(&before, &after);
            let (made, changes) = replay(&before, &after, &all);
            prop_assert_eq!(&made, &after);
            prop_assert_eq!(changes, before.len() + after.len() - 2 * longest(&before, &after));
        }
    }
}
