//! The log engine seen from outside: order, gaps, trimming, colours, counts and export.

use binnacle_logs::export;
use binnacle_logs::filter::Filter;
use binnacle_logs::level::Level;
use binnacle_logs::line::{Gap, Line, skew_ms};
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::view::View;

fn line(sequence: u64, source: &'static str, text: &'static str) -> Line<'static> {
    Line {
        sequence: Some(sequence),
        at_ms: 1_795_344_075_300,
        skew_ms: 0,
        device: "",
        source,
        text,
        stderr: false,
        system: source.is_empty(),
    }
}

fn texts(log: &Log, view: &View) -> Vec<String> {
    (0..view.len()).filter_map(|at| Some(log.row(view.number(at)?)?.text.to_owned())).collect()
}

#[test]
fn nothing_is_taken_twice() {
    let mut log = Log::default();
    assert_eq!(log.append([line(5, "gauge", "a"), line(6, "gauge", "b")]), 2);
    assert_eq!(log.append([line(5, "gauge", "a"), line(6, "gauge", "b"), line(7, "gauge", "c")]), 1);
    assert_eq!(log.last_sequence(""), Some(7));
    assert_eq!(log.len(), 3);
    log.restart_sequence("");
    assert_eq!(log.append([line(1, "gauge", "d")]), 1);
    let unnumbered = Line { sequence: None, ..line(0, "gauge", "e") };
    assert_eq!(log.append([unnumbered, unnumbered]), 2);
}

#[test]
fn rows_keep_what_was_said_about_them() {
    let mut log = Log::default();
    log.append([
        Line { stderr: true, ..line(1, "uplink", "ERROR \u{1b}[31mno route\u{1b}[0m") },
        line(2, "", "Downloading image"),
    ]);
    let row = log.row(0).unwrap();
    assert_eq!((row.text, row.source, row.level, row.stderr), ("ERROR no route", "uplink", Level::Error, true));
    assert_eq!(&row.text[row.spans[0].start..row.spans[0].end], "no route");
    let row = log.row(1).unwrap();
    assert_eq!((row.source, row.system, row.spans.len()), ("supervisor", true, 0));
    assert_eq!(log.rows_of_level(Level::Error), 1);
    assert!(log.row(2).is_none());
}

#[test]
fn gaps_are_rows_that_count_and_grow() {
    let mut log = Log::default();
    log.append([line(1, "gauge", "a")]);
    log.gap("", Some(40), 0);
    log.gap("", Some(2), 0);
    log.append([line(44, "gauge", "1240")]);
    let mut view = View::new(Filter { text: "4".to_owned(), ..Filter::default() });
    view.sync(&log);
    assert_eq!(log.row(1).unwrap().gap, Some(Gap::Lines(42)));
    assert_eq!((log.len(), view.len(), view.hits(), view.hit(0)), (3, 3, 1, Some(2)));
    log.gap("", None, 0);
    view.sync(&log);
    assert_eq!(log.row(3).unwrap().gap, Some(Gap::Uncounted));
    view.refilter(Filter { text: "4".to_owned(), only_matches: true, ..Filter::default() }, &log);
    assert_eq!(view.len(), 1, "gaps do not match");
}

#[test]
fn filters_by_source_level_and_text() {
    let mut log = Log::default();
    log.append([
        line(1, "gauge", "level=3.4 m"),
        line(2, "uplink", "ERROR POST /Ingest 503"),
        line(3, "uplink", "POST /ingest 204"),
        line(4, "", "WARN lock held"),
    ]);
    let mut view = View::new(Filter::default());
    let mut shown = |filter: Filter| {
        view.refilter(filter, &log);
        (texts(&log, &view).len(), view.hits())
    };
    assert_eq!(shown(Filter::default()), (4, 0));
    let known = ["gauge".to_owned(), "uplink".to_owned(), "supervisor".to_owned()];
    let uplink = Filter::default().toggled("gauge", &known).toggled("supervisor", &known);
    assert_eq!(shown(uplink), (2, 0));
    assert_eq!(shown(Filter { min_level: Level::Warn, ..Filter::default() }), (2, 0));
    assert_eq!(shown(Filter { text: "INGEST".into(), ..Filter::default() }), (4, 2));
    assert_eq!(shown(Filter { text: "Ingest".into(), match_case: true, ..Filter::default() }), (4, 1));
    assert_eq!(shown(Filter { text: "ingest".into(), only_matches: true, ..Filter::default() }), (2, 2));
}

#[test]
fn hiding_then_showing_a_source_is_all_again() {
    let known = ["gauge".to_owned(), "ui".to_owned()];
    let hidden = Filter::default().toggled("ui", &known);
    assert!(hidden.hides() && hidden.shows_source("gauge") && !hidden.shows_source("ui"));
    assert_eq!(hidden.toggled("ui", &known), Filter::default());
}

#[test]
fn both_bounds_hold_and_counts_follow() {
    let mut log = Log::new(Capacity { rows: 100, bytes: 4096 });
    for sequence in 0..1000 {
        log.append([line(
            sequence,
            if sequence % 2 == 0 { "gauge" } else { "ui" },
            "INFO forty bytes of text or thereabouts",
        )]);
        assert!(log.len() <= 100 && log.bytes() <= 4096, "{} rows, {} bytes", log.len(), log.bytes());
    }
    assert_eq!(log.trimmed() + log.len() as u64, 1000);
    assert_eq!(log.sources().map(|it| it.rows).sum::<usize>(), log.len());
    assert_eq!(log.rows_of_level(Level::Info), log.len());
    assert_eq!(log.row(log.first()).unwrap().sequence, log.first());
}

#[test]
fn a_cleared_log_starts_empty_for_every_view() {
    let mut log = Log::default();
    let mut view = View::new(Filter::default());
    log.append([line(1, "gauge", "a"), line(2, "gauge", "b")]);
    view.sync(&log);
    log.clear();
    log.append([line(2, "gauge", "b"), line(3, "gauge", "c")]);
    view.sync(&log);
    assert_eq!(texts(&log, &view), ["c"]);
}

#[test]
fn exports_plain_text() {
    let mut log = Log::default();
    log.append([Line { stderr: true, ..line(1, "uplink", "\u{1b}[31mno\u{1b}[0m route") }]);
    log.gap("", Some(3), 1_795_344_076_000);
    let mut view = View::new(Filter::default());
    view.sync(&log);
    assert_eq!(
        export::text(&log, &view, |_| 60),
        "2026-11-22T11:41:15.300+01:00 uplink stderr no route\n2026-11-22T11:41:16.000+01:00 -- 3 lines skipped --\n"
    );
}

#[test]
fn times_and_numbers_far_apart_are_kept_exactly() {
    let times = [0, 1_763_800_000_000, -5, i64::MIN, i64::MAX, 1_763_800_000_001];
    let mut log = Log::default();
    for (sequence, at_ms) in (0..).zip(times) {
        let sequence = Some(sequence * u64::from(u32::MAX) + 1);
        log.append([Line {
            sequence,
            at_ms,
            skew_ms: 0,
            device: "",
            source: "a",
            text: "x",
            stderr: false,
            system: false,
        }]);
    }
    let kept: Vec<i64> = (0..log.next()).filter_map(|number| log.row(number)).map(|row| row.at_ms).collect();
    assert_eq!(kept, times);
    assert_eq!(log.row(5).map(|row| row.sequence), Some(5 * u64::from(u32::MAX) + 1));
}

#[test]
fn both_clocks_are_kept() {
    let mut log = Log::default();
    let other = [5_000, 5_001, 4_000, 1_000_000_000, i64::MAX, i64::MIN, 5_000];
    for (sequence, other_ms) in (1..).zip(other) {
        log.append([Line { at_ms: 5_000, skew_ms: skew_ms(5_000, other_ms), ..line(sequence, "gauge", "x") }]);
    }
    log.gap("", None, 5_000);
    let kept: Vec<i32> = (0..log.next()).filter_map(|number| log.row(number)).map(|row| row.skew_ms).collect();
    assert_eq!(kept, [0, 1, -1_000, 999_995_000, i32::MAX, i32::MIN, 0, 0]);
    assert_eq!(skew_ms(i64::MIN, i64::MAX), i32::MAX);
}

#[test]
fn a_clock_that_jumps_with_every_line_does_not_pass_the_bound() {
    let mut log = Log::new(Capacity { rows: 100_000, bytes: 64 * 1024 });
    for sequence in 0..20_000_u64 {
        let at_ms = if sequence % 2 == 0 { 0 } else { 1_763_800_000_000 };
        log.append([Line {
            sequence: Some(sequence),
            at_ms,
            skew_ms: 0,
            device: "",
            source: "a",
            text: "tick",
            stderr: false,
            system: false,
        }]);
    }
    assert!(log.bytes() <= 64 * 1024, "{}", log.bytes());
    assert_eq!(log.trimmed() + log.len() as u64, 20_000);
}

#[test]
fn rows_of_many_devices_are_told_apart() {
    let mut log = Log::default();
    let of = |device, sequence| Line { device, ..line(sequence, "gauge", "x") };
    assert_eq!(log.append([of("ford", 7), of("mill", 3), of("ford", 7), of("mill", 4), of("ford", 8)]), 4);
    log.gap("mill", Some(2), 0);
    log.gap("ford", Some(1), 0);
    log.gap("ford", Some(1), 0);
    let rows: Vec<_> =
        (0..log.next()).filter_map(|number| log.row(number)).map(|row| (row.device, row.sequence)).collect();
    assert_eq!(rows, [("ford", 7), ("mill", 3), ("mill", 4), ("ford", 8), ("mill", 4), ("ford", 8)]);
    assert_eq!((log.last_sequence("ford"), log.last_sequence("weir")), (Some(8), None));
    let counted: Vec<_> = log.devices().map(|device| (device.name, device.rows)).collect();
    assert_eq!(counted, [("ford", 2), ("mill", 2)]);
    assert_eq!(
        export::json(&log.row(1).unwrap()),
        r#"{"at":"2026-11-22T10:41:15.300Z","device":"mill","service":"gauge","level":"info","message":"x"}"#
    );
}

#[test]
fn a_gap_is_filled_with_what_was_had_after_all() {
    let line = |sequence: u64, device: &'static str| Line {
        sequence: Some(sequence),
        at_ms: i64::try_from(sequence).unwrap(),
        skew_ms: 0,
        device,
        source: "ui",
        text: "ERROR \u{1b}[31mx",
        stderr: false,
        system: false,
    };
    // Small segments, so that the gap's is not the last.
    let mut log = Log::new(Capacity { rows: 80, bytes: 1 << 20 });
    log.append((1..=15).map(|number| line(number, "a")));
    log.append([line(7, "b")]);
    log.gap("a", Some(5), 16);
    log.append([line(8, "b")]);
    log.append((21..=40).map(|number| line(number, "a")));
    let before = log.epoch();
    let gap = (0..log.next()).find(|number| log.row(*number).unwrap().gap.is_some()).unwrap();
    assert_eq!(gap, 16);
    assert_eq!(log.fill(3, [line(17, "a")]), None, "no gap");
    assert_eq!(log.fill(gap, [line(15, "a"), line(21, "a")]), None, "nothing in it");
    assert_eq!(log.fill(gap, [line(17, "a"), line(18, "a"), line(40, "a")]), Some(17));
    assert!(log.epoch() > before);
    let rows: Vec<_> = (0..log.next()).map(|number| log.row(number).unwrap()).collect();
    let told = |row: &binnacle_logs::line::Row<'_>| (row.device.to_owned(), row.sequence, row.gap);
    let seen: Vec<_> = rows.iter().map(told).collect();
    let of = |sequence: u64| ("a".to_owned(), sequence, None);
    let mut expected: Vec<_> = (1..=15).map(of).collect();
    expected.push(("b".to_owned(), 7, None));
    expected.push(("a".to_owned(), 15, Some(Gap::Lines(1))));
    expected.extend([of(17), of(18)]);
    expected.push(("a".to_owned(), 18, Some(Gap::Lines(2))));
    expected.push(("b".to_owned(), 8, None));
    expected.extend((21..=40).map(of));
    assert_eq!(seen, expected);
    assert!(rows.iter().all(|row| row.gap.is_some() || (row.text == "ERROR x" && row.spans.len() == 1)));
    assert_eq!(log.rows_of_level(Level::Error), 39);
    // It goes on where it was.
    assert_eq!(log.append([line(40, "a"), line(41, "a"), line(8, "b"), line(9, "b")]), 2);
    assert_eq!(log.last_sequence("a"), Some(41));
}
