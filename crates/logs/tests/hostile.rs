//! Lines that are meant to harm: whatever a device writes, a row is bounded text that shows itself, and nothing panics.
//!
//! `BINNACLE_RECORDS=2000000 cargo test --release -p binnacle-logs --test hostile` tries more of them.

#[path = "../examples/hostile/corpus.rs"]
mod corpus;

use std::collections::HashMap;

use binnacle_logs::ansi::MAX_ROW;
use binnacle_logs::export;
use binnacle_logs::fields::fields;
use binnacle_logs::filter::{Filter, Term};
use binnacle_logs::kinds::{Boundary, Kinds};
use binnacle_logs::line::{Line, Row};
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::timeline::Timeline;
use binnacle_logs::view::View;
use corpus::Random;

fn line<'a>(at_ms: i64, device: &'a str, text: &'a str) -> Line<'a> {
    Line { sequence: None, at_ms, skew_ms: 0, device, source: "gauge", text, stderr: false, system: false }
}

fn is_harmful(character: char) -> bool {
    let is_bidi =
        matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    let is_invisible =
        matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{180e}');
    let ends_lines = matches!(character, '\u{2028}' | '\u{2029}');
    let is_tag = ('\u{e0000}'..='\u{e0fff}').contains(&character);
    (character.is_control() && character != '\t') || is_bidi || is_invisible || ends_lines || is_tag
}

fn assert_harmless(row: &Row<'_>) {
    assert!(!row.text.chars().any(is_harmful), "{:?}", row.text);
    assert!(row.text.len() <= MAX_ROW + '…'.len_utf8(), "{} bytes", row.text.len());
    let mut last = 0;
    for span in &row.spans {
        assert!(span.start >= last && span.end > span.start && row.text.get(span.start..span.end).is_some());
        last = span.end;
    }
    assert!(!export::json(row).chars().any(is_harmful));
}

#[test]
fn a_row_is_text_that_shows_itself() {
    let mut log = Log::default();
    for number in 0..corpus::LINES {
        let written = corpus::line(number);
        log.append([line(0, "", &written)]);
        let row = log.row(u64::from(number)).unwrap();
        assert_harmless(&row);
        assert!(row.text.starts_with(&format!("line {number} ")) || written.len() > MAX_ROW, "{:?}", row.text);
        if written.ends_with("end") && !row.text.ends_with('…') {
            assert!(row.text.ends_with("end"), "what follows is not swallowed: {:?}", row.text);
        }
        assert!(!row.text.contains("52;c") && !row.text.contains("$qm"), "{:?}", row.text);
    }
    assert_eq!(log.len(), usize::try_from(corpus::LINES).unwrap());
}

/// A record out of random bytes, of what sequences are made of, or of a corpus line cut off anywhere.
fn record(random: &mut Random) -> String {
    const SIGNS: [&str; 24] = [
        "\u{1b}", "\u{1b}[", "\u{1b}]", "\u{1b}P", "\u{9b}", "\u{9c}", "\u{7}", "\\", ";", ":", "?", "m", "3", "8",
        "2", "5", "n", "é", "\u{301}", "\t", "=", "\"", "{", "a b ",
    ];
    match random.below(8) {
        0..3 => {
            let bytes: Vec<u8> = (0..random.below(120)).map(|_| u8::try_from(random.below(256)).unwrap_or(0)).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        3..6 => (0..random.below(60)).filter_map(|_| random.one_of(&SIGNS)).collect(),
        6 => {
            let line = corpus::line(random.below(2_000));
            let bytes = line.as_bytes();
            let start = random.size(40).min(bytes.len());
            let end = (start + random.size(300)).min(bytes.len());
            String::from_utf8_lossy(&bytes[start..end]).into_owned()
        }
        _ => format!("level={}.{} m {{\"a\":{}}}", random.below(9), random.below(999), random.below(9)),
    }
}

#[test]
fn any_records_go_through_everything() {
    let records: u64 = std::env::var("BINNACLE_RECORDS").map_or(20_000, |text| text.parse().unwrap());
    let mut random = Random(77);
    let mut log = Log::new(Capacity { rows: 30_000, bytes: 8 << 20 });
    let terms = vec![Term { text: "(x+x+)+y".to_owned(), is_regex: true, is_negated: true, ..Term::default() }];
    let mut view = View::new(Filter { text: "a".to_owned(), terms, to_ms: Some(3_000_000), ..Filter::default() });
    view.set_folding(true, &log);
    let boundary = Boundary { devices: HashMap::from([("ford".to_owned(), 500_000)]), otherwise: Some(0) };
    let mut kinds = Kinds::new(boundary.clone());
    let mut waiting = 0;
    for number in 0..records {
        let text = record(&mut random);
        let device = ["ford", "mill", "weir"][random.size(3)];
        log.append([Line { skew_ms: random.below(900).cast_signed(), ..line(number.cast_signed(), device, &text) }]);
        let row = log.row(log.next() - 1).unwrap();
        assert_harmless(&row);
        assert!(fields(row.text).all(|field| row.text.contains(field.key)));
        match random.below(4_000) {
            0 => log.gap(device, Some(3), number.cast_signed()),
            1 => log.clear(),
            2 => kinds = Kinds::new(boundary.clone()),
            _ => {}
        }
        waiting += 1;
        if waiting < random.below(1_000) {
            continue;
        }
        waiting = 0;
        view.sync(&log);
        assert!(kinds.advance(&view, &log, 1_000_000));
        let number = view.number(random.size(u32::try_from(view.len()).unwrap()));
        if let Some(number) = number {
            assert!(view.head(number).is_some_and(|head| head <= number));
            assert!(view.alike(number, &log).is_none_or(|alike| alike.rows > 1 && alike.devices <= 3));
            let row = log.row(number).unwrap();
            assert!(view.finder().is_some_and(|it| {
                it.ranges(row.text, 99).iter().all(|(start, end)| row.text.get(*start..*end).is_some())
            }));
            if random.below(2) == 0 { view.unfold(number) } else { view.fold(number) }
        }
        if random.below(10) == 0 {
            assert!(Timeline::of(&view, &log, 60).is_none_or(|it| it.bars.len() <= 60));
            for kind in kinds.by_count(20) {
                assert!(!kind.text.chars().any(is_harmful));
                assert!(kinds.per_device(kind.template).len() == kind.devices);
                assert!(kinds.sign(kind.template).is_none_or(|sign| {
                    let text = log.row(kind.last_row).map(|row| row.text.to_owned());
                    let finder = binnacle_logs::matcher::Matcher::new(&sign.pattern(), true, true).unwrap().unwrap();
                    text.is_none_or(|text| finder.is_in(&text))
                }));
            }
        }
    }
    assert!(view.len() <= view.rows() && view.rows() <= log.len());
}
