//! Folding beside a plain model of it: whatever is written, trimmed, opened and closed, groups are what their rows say.

use std::collections::BTreeSet;

use binnacle_logs::filter::Filter;
use binnacle_logs::folding::Alike;
use binnacle_logs::level::Level;
use binnacle_logs::line::{Line, Row};
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::view::View;
use proptest::prelude::*;

fn line(sequence: u64, device: &'static str, text: &'static str) -> Line<'static> {
    let at_ms = sequence.cast_signed();
    Line { sequence: Some(sequence), at_ms, skew_ms: 0, device, source: "gauge", text, stderr: false, system: false }
}

fn folded(log: &Log, filter: Filter) -> View {
    let mut view = View::new(filter);
    view.set_folding(true, log);
    view
}

#[test]
fn repeated_lines_take_one_position() {
    let mut log = Log::default();
    log.append([line(1, "", "start"), line(2, "", "level=3.409 m"), line(3, "", "level=3.41 m")]);
    let mut view = folded(&log, Filter { text: "41".to_owned(), ..Filter::default() });
    log.append([line(4, "", "level=12.0 m"), line(5, "", "level=low")]);
    view.sync(&log);
    assert_eq!((view.len(), view.rows(), view.number(1), view.number(2)), (3, 5, Some(1), Some(4)));
    assert_eq!(view.alike(1, &log), Some(Alike { rows: 3, devices: 1, until_ms: 4 }));
    assert_eq!((view.alike(0, &log), view.alike(2, &log)), (None, None));
    // The only hit is folded away; what hides it is known.
    let hit = view.hit(0).unwrap();
    assert_eq!((hit, view.position(hit), view.head(hit)), (2, Err(1), Some(1)));
    view.unfold(hit);
    assert_eq!((view.len(), view.position(hit), view.is_unfolded(1)), (5, Ok(2), true));
    view.fold(1);
    assert_eq!((view.len(), view.is_unfolded(1)), (3, false));
    view.unfold(0);
    assert!(!view.is_unfolded(0), "a row by itself is no group");
    view.set_folding(false, &log);
    assert_eq!((view.len(), view.alike(1, &log), view.head(1)), (5, None, None));
}

#[test]
fn groups_run_over_devices_and_what_is_hidden_but_not_over_gaps_and_levels() {
    let mut log = Log::default();
    log.append([
        line(1, "ford", "slow 1"),
        line(1, "mill", "slow 2"),
        line(2, "ford", "DEBUG x"),
        line(2, "mill", "slow 9"),
    ]);
    log.gap("mill", None, 0);
    log.append([line(3, "ford", "slow 4"), Line { stderr: true, ..line(4, "ford", "slow 5") }]);
    let mut view = folded(&log, Filter { min_level: Level::Info, ..Filter::default() });
    assert_eq!(view.alike(0, &log), Some(Alike { rows: 3, devices: 2, until_ms: 2 }));
    assert_eq!((0..view.len()).filter_map(|at| view.number(at)).collect::<Vec<_>>(), [0, 4, 5, 6]);
    // Another filter: the group begins with the same row and stays open.
    view.unfold(0);
    view.refilter(Filter { min_level: Level::Info, text: "slow".to_owned(), ..Filter::default() }, &log);
    assert_eq!((view.is_unfolded(0), view.len(), view.hits()), (true, 6, 5));
}

/// Groups by the words of the documentation, in order.
fn groups(log: &Log, numbers: impl Iterator<Item = u64>) -> Vec<Vec<u64>> {
    let mut groups: Vec<Vec<u64>> = Vec::new();
    let mut last: Option<Row<'_>> = None;
    for row in numbers.filter_map(|number| log.row(number)) {
        match (&last, groups.last_mut()) {
            (Some(last), Some(group)) if are_alike(last, &row) => group.push(row.number),
            _ => groups.push(vec![row.number]),
        }
        last = Some(row);
    }
    groups
}

fn are_alike(one: &Row<'_>, other: &Row<'_>) -> bool {
    let said = |row: &Row<'_>| {
        let mut text = row.text.replace(|it: char| it.is_ascii_digit(), "0");
        while text.contains("00") {
            text = text.replace("00", "0");
        }
        (text, row.source.to_owned(), row.level, row.stderr, row.system)
    };
    one.gap.is_none() && other.gap.is_none() && said(one) == said(other)
}

/// What one step writes (text, source, device, stderr), whether a gap follows, and which position is opened or closed then.
type Step = (Vec<(String, usize, usize, bool)>, bool, Option<(usize, bool)>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = prop_oneof![8 => "a[0-9]{1,3}", 2 => "b[0-9]{0,9}", 1 => "(ERROR )?x[0-9]?"];
    let line = (text, prop_oneof![9 => Just(0_usize), 1 => 1_usize..3], 0_usize..3, prop::bool::weighted(0.05));
    let open = prop::option::of((0_usize..30, any::<bool>()));
    prop::collection::vec((prop::collection::vec(line, 0..12), prop::bool::weighted(0.2), open), 1..30)
}

proptest! {
    #[test]
    fn groups_are_what_their_rows_say(steps in steps(), rows in 8_usize..120, hidden in "[ab1]?") {
        let mut log = Log::new(Capacity { rows, bytes: 1 << 20 });
        let term = binnacle_logs::filter::Term { text: hidden, is_negated: true, ..Default::default() };
        let filter = Filter { terms: vec![term], to_ms: Some(200), ..Filter::default() };
        let mut view = folded(&log, filter.clone());
        let mut opened: BTreeSet<u64> = BTreeSet::new();
        let mut sequence = 0_u64;
        for (lines, has_gap, open) in &steps {
            for (text, source, device, stderr) in lines {
                sequence += 1;
                let (source, device) = (["gauge", "ui", ""][*source], ["ford", "mill", "weir"][*device]);
                let at_ms = sequence.cast_signed();
                log.append([Line { sequence: Some(sequence), at_ms, skew_ms: 0, device, source, text, stderr: *stderr, system: false }]);
            }
            if *has_gap {
                log.gap("ford", Some(2), sequence.cast_signed() * 7 % 300);
            }
            view.sync(&log);
            let mut passing = View::new(filter.clone());
            passing.sync(&log);
            let groups = groups(&log, passing.numbers());
            let mut fresh = passing.clone();
            fresh.set_folding(true, &log);
            for group in &groups {
                if group.iter().any(|number| opened.contains(number)) {
                    opened.extend(group);
                    fresh.unfold(group[0]);
                }
            }
            let placed: Vec<u64> =
                groups.iter().flat_map(|group| group.iter().filter(|it| **it == group[0] || opened.contains(it))).copied().collect();
            for view in [&view, &fresh] {
                prop_assert_eq!((0..view.len()).filter_map(|at| view.number(at)).collect::<Vec<_>>(), placed.clone());
                prop_assert_eq!(view.rows(), passing.len());
                for number in log.first()..=log.next() {
                    let group = groups.iter().find(|group| group.contains(&number));
                    prop_assert_eq!(view.head(number), group.map(|group| group[0]));
                    let place = match (placed.binary_search(&number), group) {
                        (Err(next), Some(_)) => Err(next - 1),
                        (place, _) => place,
                    };
                    prop_assert_eq!(view.position(number), place);
                    let is_head = group.is_some_and(|group| group[0] == number);
                    let alike = group.filter(|group| is_head && group.len() > 1).map(|group| Alike {
                        rows: group.len(),
                        devices: group.iter().filter_map(|it| Some(log.row(*it)?.device)).collect::<BTreeSet<_>>().len(),
                        until_ms: log.row(group[group.len() - 1]).map_or(0, |row| row.at_ms),
                    });
                    prop_assert_eq!(view.alike(number, &log), alike);
                    prop_assert_eq!(view.is_unfolded(number), alike.is_some() && opened.contains(&number));
                }
            }
            if let Some((position, is_open)) = open
                && let Some(number) = view.number(*position)
                && let Some(group) = groups.iter().find(|group| group.contains(&number))
            {
                if *is_open {
                    view.unfold(number);
                    opened.extend(group.iter().filter(|_| group.len() > 1));
                } else {
                    view.fold(number);
                    opened.retain(|number| !group.contains(number));
                }
            }
        }
    }
}
