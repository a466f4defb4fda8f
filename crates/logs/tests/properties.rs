//! What holds for any input: filters, trimming, search and the cleaning of text.

use binnacle_logs::ansi::MAX_ROW;
use binnacle_logs::filter::{Filter, Term};
use binnacle_logs::level::Level;
use binnacle_logs::line::{Line, Row};
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::matcher::Matcher;
use binnacle_logs::needle::Needle;
use binnacle_logs::timeline::Timeline;
use binnacle_logs::view::View;
use proptest::prelude::*;

/// Text, source, device, and whether a gap follows.
type Written = (String, usize, usize, bool);

fn written() -> impl Strategy<Value = Vec<Written>> {
    let word = prop_oneof!["(ERROR|WARN|INFO|DEBUG) [a-c ]{0,12}", "[a-cA-C é\u{1b}\\[31m]{0,16}"];
    prop::collection::vec((word, 0_usize..4, 0_usize..3, prop::bool::weighted(0.05)), 1..120)
}

/// Texts that are looked for, plain and as expressions, with some that reach over ends of rows.
fn looked_for() -> impl Strategy<Value = (String, bool, bool)> {
    let plain = ("[abAé]{0,2}", any::<bool>()).prop_map(|(text, match_case)| (text, match_case, false));
    let expressions = ["^a", "b$", "a.?b", r"a\s*b", "[^x]*", "a|é", r"\bINFO\b", "", "(c+)+$"];
    let expression = (prop::sample::select(expressions.to_vec()), any::<bool>());
    prop_oneof![plain, expression.prop_map(|(text, match_case)| (text.to_owned(), match_case, true))]
}

fn filter() -> impl Strategy<Value = Filter> {
    (
        prop::option::of(prop::sample::subsequence(vec!["gauge", "ui", "uplink"], 0..3)),
        prop::option::of(prop::sample::subsequence(vec!["ford", "mill"], 0..2)),
        0_usize..4,
        prop::option::of(0_i64..100),
        prop::option::of(0_i64..100),
        prop::collection::vec((looked_for(), any::<bool>()), 0..3),
        looked_for(),
        any::<bool>(),
    )
        .prop_map(
            |(sources, devices, level, from_ms, to_ms, terms, (text, match_case, is_regex), only_matches)| {
                let owned = |names: Vec<&str>| names.into_iter().map(ToOwned::to_owned).collect();
                let term = |((text, match_case, is_regex), is_negated)| Term { text, match_case, is_regex, is_negated };
                Filter {
                    sources: sources.map(owned),
                    devices: devices.map(owned),
                    min_level: Level::ALL[level],
                    from_ms,
                    to_ms,
                    terms: terms.into_iter().map(term).collect(),
                    text,
                    match_case,
                    is_regex,
                    only_matches,
                }
            },
        )
}

fn numbers(view: &View) -> (Vec<u64>, Vec<u64>) {
    (
        (0..view.len()).filter_map(|at| view.number(at)).collect(),
        (0..view.hits()).filter_map(|at| view.hit(at)).collect(),
    )
}

/// Says whether a row passes, by the words of the filter alone.
fn passes(filter: &Filter) -> impl Fn(&Row<'_>) -> bool {
    let matcher = |text: &str, match_case, is_regex| Matcher::new(text, match_case, is_regex).ok().flatten();
    let finder = matcher(&filter.text, filter.match_case, filter.is_regex);
    let made = |term: &Term| Some((matcher(&term.text, term.match_case, term.is_regex)?, term.is_negated));
    let terms: Vec<(Matcher, bool)> = filter.terms.iter().filter_map(made).collect();
    let only = filter.only_matches && finder.is_some();
    move |row| {
        if !filter.shows_time(row.at_ms) {
            return false;
        }
        if row.gap.is_some() {
            return !only;
        }
        let holds = finder.as_ref().is_some_and(|finder| finder.is_in(row.text));
        filter.shows_source(row.source)
            && filter.shows_device(row.device)
            && row.level >= filter.min_level
            && terms.iter().all(|(term, is_negated)| term.is_in(row.text) != *is_negated)
            && (holds || !only)
    }
}

proptest! {
    #[test]
    fn an_incremental_view_is_one_made_from_scratch(lines in written(), filter in filter(), rows in 8_usize..200, batch in 1_usize..9) {
        let mut log = Log::new(Capacity { rows, bytes: 8192 });
        let empty = View::new(filter.clone());
        let mut view = empty.clone();
        let mut sequence = 0_u64;
        for part in lines.chunks(batch) {
            for (text, source, device, gap) in part {
                sequence += 1;
                let (source, device) = (["gauge", "ui", "uplink", ""][*source], ["ford", "mill", "weir"][*device]);
                let at_ms = (sequence * 37 % 120).cast_signed();
                log.append([Line { sequence: Some(sequence), at_ms, skew_ms: 0, device, source, text, stderr: false, system: false }]);
                if *gap {
                    log.gap(device, Some(2), at_ms);
                }
            }
            view.sync(&log);
            let mut fresh = empty.clone();
            fresh.sync(&log);
            prop_assert_eq!(numbers(&view), numbers(&fresh));
        }
        // And what passes is what the filter says, row by row.
        let all = (log.first()..log.next()).filter_map(|number| log.row(number));
        let passes = passes(&filter);
        let expected: Vec<u64> = all.filter(|row| passes(row)).map(|row| row.number).collect();
        prop_assert_eq!(&numbers(&view).0, &expected);
        for number in log.first().saturating_sub(2)..log.next() + 2 {
            let place = expected.binary_search(&number);
            prop_assert_eq!(view.position(number), place);
        }
        // Each of them is in one bar of the timeline.
        let rows = expected.iter().filter(|number| log.row(**number).unwrap().gap.is_none()).count();
        let timeline = Timeline::of(&view, &log, 7);
        let counted = timeline.map_or(0, |timeline| timeline.bars.iter().map(|bar| bar.rows as usize).sum());
        prop_assert_eq!(counted, rows);
    }

    #[test]
    fn trimming_keeps_rows_whole(lines in prop::collection::vec("[a-zé☃]{0,40}", 1..300), rows in 1_usize..50, bytes in 64_usize..4096) {
        let mut log = Log::new(Capacity { rows, bytes });
        for (at, text) in (0_u64..).zip(&lines) {
            log.append([Line { sequence: Some(at), at_ms: at.cast_signed(), skew_ms: 0, device: "", source: "s", text, stderr: false, system: false }]);
        }
        for (number, line) in (0_u64..).zip(&lines).skip_while(|it| it.0 < log.first()) {
            let row = log.row(number).unwrap();
            prop_assert_eq!((row.text, row.sequence, row.at_ms), (line.as_str(), number, number.cast_signed()));
        }
        prop_assert!(log.len() <= rows.max(1));
    }

    #[test]
    fn any_bytes_become_text_that_shows_itself(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b';'), Just(b'm'), Just(0x9b)], 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let mut log = Log::default();
        log.append([Line { sequence: Some(1), at_ms: 0, skew_ms: 0, device: "", source: "s", text: &text, stderr: false, system: false }]);
        let row = log.row(0).unwrap();
        prop_assert!(row.text.chars().all(|it| it == '\t' || !it.is_control()));
        let mut last = 0;
        for span in &row.spans {
            prop_assert!(span.start >= last && span.end > span.start && row.text.get(span.start..span.end).is_some());
            last = span.end;
        }
    }

    #[test]
    fn search_is_what_a_naive_search_finds(
        // Longer than what is looked at together; and signs that differ as the cases of a letter do.
        hay in prop_oneof!["[abAB\u{e9}x]{0,60}", "[a-dA-D@`\\[{0-9 ]{0,900}"],
        needle in prop_oneof!["[abAé]{1,3}", "[a-dA-D@`\\[{0-9]{1,2}"],
        match_case: bool,
    ) {
        let fold = |text: &str| if match_case { text.to_owned() } else { text.to_ascii_lowercase() };
        let (hay_folded, needle_folded) = (fold(&hay), fold(&needle));
        let naive: Vec<usize> = hay_folded.match_indices(&needle_folded).map(|it| it.0).collect();
        let found = Needle::new(&needle, match_case).unwrap().ranges(&hay, usize::MAX);
        prop_assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), naive);
    }
}

#[test]
fn a_row_is_bounded() {
    let long = "é\u{1b}[31m".repeat(MAX_ROW);
    let mut log = Log::default();
    log.append([Line {
        sequence: Some(1),
        at_ms: 0,
        skew_ms: 0,
        device: "",
        source: "s",
        text: &long,
        stderr: false,
        system: false,
    }]);
    let row = log.row(0).unwrap();
    assert!(row.text.len() <= MAX_ROW + '…'.len_utf8() && row.text.ends_with('…'));
}
