//! The filter language: what is read, what is refused and how, what is printed, what is offered.

#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot do")]

use std::sync::Arc;

use binnacle_table::cell::Cell;
use binnacle_table::filter::complete::{Token, complete, tokens};
use binnacle_table::filter::parse::parse;
use binnacle_table::filter::print::print;
use binnacle_table::filter::{Clause, Filter, Operator, Term};
use binnacle_table::schema::{Choice, Field, Kind, Path, Schema, Unit};
use binnacle_table::table::Table;
use binnacle_table::view::{Asked, View};
use proptest::prelude::*;

const STATES: &[Choice] = &[
    Choice { word: "operational", label: "Operational", aliases: &["online", "idle"] },
    Choice { word: "updating", label: "Updating", aliases: &[] },
    Choice { word: "disconnected", label: "Disconnected", aliases: &["offline"] },
];
const DAY: i64 = 86_400_000;
const NOW: i64 = 1_000 * DAY;

fn schema() -> Schema {
    Schema::new([
        Field::new("name", "Name", Kind::Text).searched(),
        Field::new("status", "Status", Kind::Choice(STATES)).also(&["state"]),
        Field::new("os", "Host OS", Kind::Version),
        Field::new("seen", "Last seen", Kind::Time).also(&["last_seen"]),
        Field::new("memory", "Memory", Kind::Number(Unit::Megabytes)),
        Field::new("tag", "Tag", Kind::Tags).searched(),
        Field::new("type", "Type", Kind::Word),
    ])
}

fn table() -> Table {
    let mut table = Table::new(Arc::new(schema()));
    let mut put = |id, name, status, os, seen: Option<i64>, memory, tags: &[(&str, &str)], kind| {
        let text = Cell::text;
        table.put(
            id,
            &[
                Cell::Text(name),
                Cell::Text(status),
                text(os),
                Cell::moment(seen.map(|days| NOW - days * DAY)),
                Cell::number(memory),
                Cell::Tags(tags),
                text(kind),
            ],
        );
    };
    put(1, "Berlin-1", "operational", Some("balenaOS 2.11.0"), Some(0), Some(512.0), &[("site", "north")], Some("pi4"));
    put(
        2,
        "Berlin-2",
        "disconnected",
        Some("balenaOS 2.12.7+rev1"),
        Some(8),
        None,
        &[("site", "South-North")],
        Some("pi4"),
    );
    put(3, "kiosk", "updating", Some("2.2.0"), Some(1), Some(2_000.0), &[], Some("nuc"));
    put(4, "spare", "disconnected", None, None, None, &[("rack", "berlin"), ("io/x", "")], None);
    table
}

fn found(text: &str) -> Vec<i64> {
    let table = table();
    let filter = parse(text, table.schema()).unwrap();
    let mut view = View::default();
    view.ask(&table, Asked { filter, ..Asked::default() }, NOW);
    view.rows().iter().filter_map(|row| table.id_of(*row)).collect()
}

#[test]
fn finds_what_it_says() {
    for (text, ids) in [
        ("", vec![1, 2, 3, 4]),
        ("berlin", vec![1, 2, 4]),
        ("-berlin", vec![3]),
        ("status:offline", vec![2, 4]),
        ("STATE:Disconnected", vec![2, 4]),
        ("status:offline,updating", vec![2, 3, 4]),
        ("-status:offline,updating", vec![1]),
        ("status!:offline", vec![1, 3]),
        ("tag.site~\"north\"", vec![1, 2]),
        ("tag.site:north", vec![1]),
        ("tag:rack", vec![4]),
        ("tag~BERL", vec![4]),
        ("os<2.12", vec![1, 3]),
        ("os<=2.12", vec![1, 2, 3]),
        ("os:2.12", vec![2]),
        ("os>2.11", vec![2]),
        ("last_seen>7d", vec![2]),
        ("seen<7d", vec![1, 3]),
        ("seen>=1972-09-26", vec![1, 3]),
        ("seen:1972-09-27", vec![1]),
        ("memory>1.5GB", vec![3]),
        ("memory<=512MB", vec![1]),
        ("has:memory", vec![1, 3]),
        ("-has:os", vec![4]),
        ("has:tag.rack", vec![4]),
        ("has:tag.io/x", vec![]),
        ("type:pi4 (os>2.12 | name$1)", vec![1]),
        ("type:pi4 (os>=2.12 | name$1)", vec![1, 2]),
        ("type:nuc or type:pi4 status:offline", vec![2]),
        ("-(type:nuc | type:pi4)", vec![4]),
        ("name^BER name$2", vec![2]),
        ("berlin | kiosk", vec![1, 2, 3, 4]),
        ("\"berlin-2\"", vec![2]),
    ] {
        assert_eq!(found(text), ids, "{text}");
    }
}

#[test]
fn says_where_and_what_is_wrong() {
    for (text, at, words) in [
        ("stat:offline", 0..4, "There is no field stat. Did you mean status?"),
        ("a status:off", 9..12, "is one of operational, updating, disconnected"),
        ("status<offline", 6..7, "cannot be asked with <; use :"),
        ("memory>lots", 7..11, "needs a size such as 512MB"),
        ("seen>soon", 5..9, "a span such as 7d"),
        ("os<", 3..3, "needs a value"),
        ("(status:offline", 0..15, "not closed"),
        ("name:\"x", 0..7, "quote is not closed"),
        ("()", 1..2, "A condition is expected"),
        ("a )", 2..3, "closes nothing"),
        ("a |", 2..3, "either side"),
        ("((a))", 1..2, "cannot stand in a group"),
        ("(a b)", 3..4, "stands | or"),
    ] {
        let error = parse(text, &schema()).unwrap_err();
        assert_eq!(error.at, at, "{text}: {error}");
        assert!(error.message.contains(words), "{text}: {error}");
    }
}

#[test]
fn prints_one_way() {
    for (text, printed) in [
        ("  status:offline   or state:updating ", "status:offline,updating"),
        ("status:offline|os<2.12", "(status:offline | os<2.12)"),
        ("!status:offline \"a b\" AND or\u{e9}", "-status:offline \"a b\" or\u{e9}"),
        ("tag.\"a b\":\"x,y\"", "tag.\"a b\":\"x,y\""),
        ("-(a | has:os)", "-a -has:os"),
    ] {
        assert_eq!(print(&parse(text, &schema()).unwrap(), &schema()), printed, "{text}");
    }
}

#[test]
fn offers_what_can_stand_there() {
    let table = table();
    let texts = |text: &str| -> Vec<(String, Option<usize>)> {
        complete(text, text.len(), &table).items.into_iter().map(|item| (item.text, item.rows)).collect()
    };
    let has = |text: &str, item: &str, rows: Option<usize>| {
        let offered = texts(text);
        assert!(offered.contains(&(item.to_owned(), rows)), "{text} offers {offered:?}");
    };
    has("", "status:", None);
    has("berlin sta", "status:", None);
    has("status", "status:", None);
    has("os", "os<=", None);
    has("status:", "disconnected", Some(2));
    has("status:updating,off", "disconnected", Some(2));
    has("(os:2 | -type:", "pi4", Some(2));
    has("tag.", "tag.site:", Some(2));
    has("tag.site:", "South-North", Some(1));
    has("seen>", "7d", None);
    has("offl", "status:disconnected", Some(2));
    let middle = complete("status:up berlin", 9, &table);
    assert_eq!((middle.replace, middle.items.len()), (7..9, 1));
}

#[test]
fn pieces_are_known_while_it_is_typed() {
    let text = "-(status!:off, | \"a b";
    let found: Vec<(&str, Token)> = tokens(text).into_iter().map(|(at, token)| (&text[at], token)).collect();
    let expected = [("status", Token::Field), ("!:", Token::Operator), ("off", Token::Value), ("\"a b", Token::Value)];
    assert_eq!(found, expected);
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9]{1,6}", "[ -~äß]{1,8}", Just("or".to_owned()), Just("-x".to_owned()), Just("=".to_owned())]
}

fn term() -> impl Strategy<Value = Term> {
    let path = |field: usize| Path::field(field);
    let text = prop_oneof![Just(Operator::Is), Just(Operator::Contains), Just(Operator::Starts), Just(Operator::Ends)];
    let order =
        prop_oneof![Just(Operator::Less), Just(Operator::AtMost), Just(Operator::More), Just(Operator::AtLeast)];
    let known = prop_oneof![(0_usize..7).prop_map(Path::field), value().prop_map(|key| Path::tag(5, key))];
    let term = prop_oneof![
        value().prop_map(Term::word),
        (text.clone(), value()).prop_map(move |(operator, value)| Term::on(path(0), operator, value)),
        (text, value(), value()).prop_map(|(operator, key, value)| Term::on(Path::tag(5, key), operator, value)),
        (order, 0_u8..20).prop_map(|(operator, minor)| Term::on(Path::field(2), operator, format!("2.{minor}"))),
        (0_usize..3).prop_map(|at| Term::on(Path::field(1), Operator::Is, STATES[at].word)),
        known.prop_map(|path| Term::on(path, Operator::Known, "")),
    ];
    (term, any::<bool>()).prop_map(|(term, is_negated)| if is_negated { term.negated() } else { term })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(clauses in proptest::collection::vec(proptest::collection::vec(term(), 1..4), 0..5)) {
        let filter = Filter { all: clauses.into_iter().map(|any| Clause { any }).collect() };
        let text = print(&filter, &schema());
        prop_assert_eq!(parse(&text, &schema()), Ok(filter), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_and_completed(text in "[a-z:~<>=!()|\" ,.\\\\-]{0,40}", caret in 0_usize..50) {
        let table = table();
        if let Ok(filter) = parse(&text, table.schema()) {
            let printed = print(&filter, table.schema());
            prop_assert_eq!(parse(&printed, table.schema()), Ok(filter), "{}", printed);
        }
        let _ = complete(&text, caret, &table);
    }

    #[test]
    fn any_characters_do_no_harm(text in ".{0,60}", caret in 0_usize..80) {
        let table = table();
        let _ = (parse(&text, table.schema()), tokens(&text));
        let _ = complete(&text, caret, &table);
    }
}
