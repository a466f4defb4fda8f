//! Kinds of messages over a view: counts, devices, what a release brought, and conditions made of them.

use std::collections::{BTreeMap, HashMap};

use binnacle_logs::filter::{Filter, Term};
use binnacle_logs::kinds::{Boundary, Kinds, Order};
use binnacle_logs::level::Level;
use binnacle_logs::line::Line;
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::view::View;
use proptest::prelude::*;

fn line<'a>(at_ms: i64, device: &'a str, text: &'a str) -> Line<'a> {
    Line { sequence: None, at_ms, skew_ms: 0, device, source: "gauge", text, stderr: false, system: false }
}

fn view(log: &Log, filter: Filter) -> View {
    let mut view = View::new(filter);
    view.sync(log);
    view
}

fn counted(log: &Log, view: &View, boundary: Boundary) -> Kinds {
    let mut kinds = Kinds::new(boundary);
    while !kinds.advance(view, log, 3) {}
    kinds
}

#[test]
fn kinds_are_counted_with_their_devices_and_times() {
    let mut log = Log::default();
    log.append([
        line(10, "ford", "POST /ingest failed after 30 ms"),
        line(20, "ford", "bus is idle now"),
        line(5, "mill", "ERROR POST /ingest failed"),
        line(30, "mill", "POST /ingest failed after 4110 ms"),
    ]);
    log.gap("ford", None, 40);
    log.append([line(40, "ford", "POST /ingest failed after 9 ms")]);
    let view = view(&log, Filter::default());
    let kinds = counted(&log, &view, Boundary::default());
    let all = kinds.by_count(9);
    assert_eq!((all.len(), kinds.len(), kinds.rows(), kinds.next()), (3, 3, 5, log.next()));
    let first = &all[0];
    assert_eq!((first.text.as_str(), first.rows, first.devices), ("POST /ingest failed after … ms", 3, 2));
    assert_eq!((first.first_row, first.last_row, first.first_ms, first.last_ms), (0, 5, 10, 40));
    let gravest: Vec<_> = all.iter().filter(|kind| kind.level == Level::Error).map(|kind| kind.text.as_str()).collect();
    assert_eq!((first.level, gravest), (Level::Info, vec!["ERROR POST /ingest failed"]));
    assert_eq!(kinds.per_device(first.template), [("ford", 2), ("mill", 1)]);
    assert!(all.iter().all(|kind| !kind.is_new));
}

#[test]
fn what_a_release_brought_is_new() {
    let mut log = Log::default();
    log.append([
        line(10, "ford", "bus is idle"),
        line(10, "mill", "link is up"),
        line(100, "ford", "valve is stuck"),
        line(101, "ford", "link is up"),
        line(300, "weir", "pump is dry"),
        line(90, "mill", "door was left open"),
        line(300, "mill", "door was left open"),
    ]);
    let view = view(&log, Filter::default());
    let devices = HashMap::from([("ford".to_owned(), 100), ("weir".to_owned(), 200)]);
    let is_new = |otherwise: Option<i64>| {
        let boundary = Boundary { devices: devices.clone(), otherwise };
        let kinds = counted(&log, &view, boundary).by_count(99);
        let new = kinds.iter().filter(|kind| kind.is_new).map(|kind| kind.text.clone());
        new.collect::<Vec<_>>()
    };
    // Mill does not run it: what it wrote is known. Of weir nothing from before was seen: nothing can be said.
    assert_eq!(is_new(None), ["valve is stuck"]);
    assert_eq!(is_new(Some(50)), ["door was left open", "valve is stuck"]);
    assert_eq!(is_new(Some(95)), ["valve is stuck"]);
}

#[test]
fn kinds_are_listed_by_what_is_asked_for() {
    let mut log = Log::default();
    log.append([line(1, "ford", "bus is idle"), line(2, "mill", "link is up"), line(3, "mill", "link is up")]);
    log.append([line(20, "ford", "valve is stuck"), line(21, "mill", "pump is dry")]);
    let all = view(&log, Filter::default());
    let devices = HashMap::from([("ford".to_owned(), 10), ("weir".to_owned(), 10)]);
    let kinds = counted(&log, &all, Boundary { devices, otherwise: None });
    let texts = |order, only_new| kinds.list(order, only_new, 9).into_iter().map(|kind| kind.text).collect::<Vec<_>>();
    assert_eq!(texts(Order::Count, false)[0], "link is up");
    assert_eq!(texts(Order::Newest, false)[0], "pump is dry");
    assert_eq!(texts(Order::Newest, true), ["valve is stuck"]);
    assert_eq!((kinds.news(), kinds.devices_before()), (1, 1));
}

#[test]
fn a_kind_of_structured_lines_is_hidden_by_what_it_says() {
    let mut log = Log::default();
    let lines = [
        r#"{"level":"info","msg":"batch 1 sent","bytes":96}"#,
        r#"{"level":"info","msg":"batch 2 sent","bytes":96}"#,
        r#"{"level":"warn","msg":"queue longer than usual"}"#,
        "level=info msg=\"batch 3 sent\"",
    ];
    log.append(lines.map(|text| line(0, "", text)));
    let kinds = counted(&log, &view(&log, Filter::default()), Boundary::default());
    let sent = &kinds.by_count(1)[0];
    let text = kinds.sign(sent.template).unwrap().pattern();
    let term = Term { text, match_case: true, is_regex: true, is_negated: true };
    let left = view(&log, Filter { terms: vec![term], ..Filter::default() }).numbers().collect::<Vec<_>>();
    assert_eq!((sent.text.as_str(), sent.rows, left), ("batch … sent", 2, vec![2, 3]));
    assert_eq!(kinds.sign_of(lines[1]), kinds.sign(sent.template));
}

#[test]
fn a_kind_is_hidden_or_shown_alone() {
    let mut log = Log::default();
    let lines = ["took 3 ms (cold)", "took 40 ms (cold)", "  took\t5 ms (cold)", "took 3 ms (cold) again", "taken"];
    log.append(lines.map(|text| line(0, "", text)));
    let all = view(&log, Filter::default());
    let kinds = counted(&log, &all, Boundary::default());
    let took = &kinds.by_count(1)[0];
    let shown = |is_negated| {
        let text = kinds.sign(took.template).unwrap().pattern();
        let term = Term { text, match_case: true, is_regex: true, is_negated };
        view(&log, Filter { terms: vec![term], ..Filter::default() }).numbers().collect::<Vec<_>>()
    };
    assert_eq!((took.rows, shown(false), shown(true)), (3, vec![0, 1, 2], vec![3, 4]));
}

proptest! {
    #[test]
    fn slices_give_what_one_pass_gives(
        lines in prop::collection::vec(("(ERROR )?[abc]{1,2} (is|was) [a-c0-3]{1,2} [xy]", 0_usize..3, any::<bool>()), 1..80),
        slice in 1_usize..9,
        rows in 8_usize..200,
    ) {
        let mut log = Log::new(Capacity { rows, bytes: 1 << 20 });
        let filter = Filter { terms: vec![Term { text: "y".to_owned(), ..Term::default() }], ..Filter::default() };
        let mut view = View::new(filter);
        let mut kinds = Kinds::new(Boundary::default());
        let mut learned: BTreeMap<String, usize> = BTreeMap::new();
        for (at_ms, (text, device, has_gap)) in (0..).zip(&lines) {
            log.append([line(at_ms, ["ford", "mill", "weir"][*device], text)]);
            if *has_gap {
                log.gap("ford", None, at_ms);
            }
            view.sync(&log);
            if text.contains('y') {
                *learned.entry(text.clone()).or_default() += 1;
            }
            while !kinds.advance(&view, &log, slice) {}
        }
        let all = kinds.by_count(usize::MAX);
        prop_assert_eq!(kinds.rows(), learned.values().sum::<usize>());
        prop_assert_eq!(all.iter().map(|kind| kind.rows).sum::<usize>(), kinds.rows());
        for kind in &all {
            let shares = kinds.per_device(kind.template);
            prop_assert_eq!(shares.len(), kind.devices);
            prop_assert_eq!(shares.iter().map(|(_, rows)| rows).sum::<usize>(), kind.rows);
        }
        prop_assert!(all.is_sorted_by(|one, other| one.rows >= other.rows));
    }
}
