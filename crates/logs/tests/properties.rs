//! What holds for any input: filters, trimming, search and the cleaning of text.

use binnacle_logs::ansi::MAX_ROW;
use binnacle_logs::filter::Filter;
use binnacle_logs::level::Level;
use binnacle_logs::line::Line;
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::needle::Needle;
use binnacle_logs::view::View;
use proptest::prelude::*;

type Written = (String, usize, bool);

fn written() -> impl Strategy<Value = Vec<Written>> {
    let word = prop_oneof!["(ERROR|WARN|INFO|DEBUG) [a-c ]{0,12}", "[a-cA-C é\u{1b}\\[31m]{0,16}"];
    prop::collection::vec((word, 0_usize..4, prop::bool::weighted(0.05)), 1..120)
}

fn filter() -> impl Strategy<Value = Filter> {
    (
        prop::option::of(prop::sample::subsequence(vec!["gauge", "ui", "uplink"], 0..3)),
        0_usize..4,
        "[abAé]{0,2}",
        any::<(bool, bool)>(),
    )
        .prop_map(|(sources, level, text, (match_case, only_matches))| Filter {
            sources: sources.map(|names| names.into_iter().map(ToOwned::to_owned).collect()),
            min_level: Level::ALL[level],
            text,
            match_case,
            only_matches,
        })
}

fn numbers(view: &View) -> (Vec<u64>, Vec<u64>) {
    (
        (0..view.len()).filter_map(|at| view.number(at)).collect(),
        (0..view.hits()).filter_map(|at| view.hit(at)).collect(),
    )
}

proptest! {
    #[test]
    fn an_incremental_view_is_one_made_from_scratch(lines in written(), filter in filter(), rows in 8_usize..200, batch in 1_usize..9) {
        let mut log = Log::new(Capacity { rows, bytes: 8192 });
        let mut view = View::new(filter.clone());
        let mut sequence = 0;
        for part in lines.chunks(batch) {
            for (text, source, gap) in part {
                sequence += 1;
                let source = ["gauge", "ui", "uplink", ""][*source];
                log.append([Line { sequence: Some(sequence), at_ms: 0, source, text, stderr: false, system: false }]);
                if *gap {
                    log.gap(Some(2), 0);
                }
            }
            view.sync(&log);
            let mut fresh = View::new(filter.clone());
            fresh.sync(&log);
            prop_assert_eq!(numbers(&view), numbers(&fresh));
        }
        // And what passes is what the filter says, row by row.
        let needle = Needle::new(&filter.text, filter.match_case);
        let expected: Vec<u64> = (log.first()..log.next()).filter(|number| {
            let row = log.row(*number).unwrap();
            let holds = row.gap.is_none() && needle.as_ref().is_some_and(|needle| needle.is_in(row.text));
            let only = filter.only_matches && needle.is_some();
            if row.gap.is_some() { !only } else {
                filter.shows_source(row.source) && row.level >= filter.min_level && (holds || !only)
            }
        }).collect();
        prop_assert_eq!(numbers(&view).0, expected);
    }

    #[test]
    fn trimming_keeps_rows_whole(lines in prop::collection::vec("[a-zé☃]{0,40}", 1..300), rows in 1_usize..50, bytes in 64_usize..4096) {
        let mut log = Log::new(Capacity { rows, bytes });
        for (at, text) in (0_u64..).zip(&lines) {
            log.append([Line { sequence: Some(at), at_ms: at.cast_signed(), source: "s", text, stderr: false, system: false }]);
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
        log.append([Line { sequence: Some(1), at_ms: 0, source: "s", text: &text, stderr: false, system: false }]);
        let row = log.row(0).unwrap();
        prop_assert!(row.text.chars().all(|it| it == '\t' || !it.is_control()));
        let mut last = 0;
        for span in &row.spans {
            prop_assert!(span.start >= last && span.end > span.start && row.text.get(span.start..span.end).is_some());
            last = span.end;
        }
    }

    #[test]
    fn search_is_what_a_naive_search_finds(hay in "[abAB\u{e9}x]{0,60}", needle in "[abAé]{1,3}", match_case: bool) {
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
    log.append([Line { sequence: Some(1), at_ms: 0, source: "s", text: &long, stderr: false, system: false }]);
    let row = log.row(0).unwrap();
    assert!(row.text.len() <= MAX_ROW + '…'.len_utf8() && row.text.ends_with('…'));
}
