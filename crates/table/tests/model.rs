//! The engine beside a naive one: after any changes, what a view shows is what a fresh look over plain rows gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use binnacle_table::cell::Cell;
use binnacle_table::facet;
use binnacle_table::filter::parse::parse;
use binnacle_table::group::Line;
use binnacle_table::order;
use binnacle_table::schema::{Field, Kind, Path, Schema, Unit};
use binnacle_table::table::Table;
use binnacle_table::view::{Asked, View};
use proptest::prelude::*;

type Row = (String, Option<String>, Option<u8>, Vec<(String, String)>);

#[derive(Debug, Clone)]
enum Step {
    Put(i64, Row),
    Remove(i64),
    /// Takes note of what changed; with `true` shows it.
    Look(bool),
    /// Types another filter and order.
    Ask(usize, usize, bool),
}

/// A filter and what it means.
type Meant = (&'static str, fn(&Row) -> bool);

const FILTERS: [Meant; 6] = [
    ("", |_| true),
    ("b", |row| row.0.contains('b')),
    ("bc", |row| row.0.contains("bc")),
    ("kind:x", |row| row.1.as_deref() == Some("x")),
    ("(kind:x | -has:kind) load>=3", |row| {
        row.1.as_deref().is_none_or(|kind| kind == "x") && row.2.is_some_and(|n| n >= 3)
    }),
    ("tag.k:1", |row| row.3.iter().any(|tag| tag.0 == "k" && tag.1 == "1")),
];
const ORDERS: [&str; 5] = ["", "name", "-load,name", "kind,-name", "-tag.k"];

fn schema() -> Schema {
    Schema::new([
        Field::new("name", "Name", Kind::Text).searched(),
        Field::new("kind", "Kind", Kind::Word),
        Field::new("load", "Load", Kind::Number(Unit::Plain)),
        Field::new("tag", "Tag", Kind::Tags),
    ])
}

fn row() -> impl Strategy<Value = Row> {
    let tags = proptest::collection::btree_map("[kl]", "[12]", 0..3).prop_map(|tags| tags.into_iter().collect());
    ("[abc]{0,4}", proptest::option::of("[xyz]"), proptest::option::of(0_u8..6), tags)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_i64..30, row()).prop_map(|(id, row)| Step::Put(id, row)),
        2 => (0_i64..30).prop_map(Step::Remove),
        2 => any::<bool>().prop_map(Step::Look),
        1 => (0..FILTERS.len(), 0..ORDERS.len(), any::<bool>()).prop_map(|(filter, order, group)| Step::Ask(filter, order, group)),
    ]
}

fn put(table: &mut Table, id: i64, row: &Row) {
    let tags: Vec<(&str, &str)> = row.3.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let load = row.2.map(f64::from);
    table.put(id, &[Cell::Text(&row.0), Cell::text(row.1.as_deref()), Cell::number(load), Cell::Tags(&tags)]);
}

/// The key of one column of one row; none is unknown.
fn key(row: &Row, column: &str) -> Option<(u8, String)> {
    match column {
        "name" => Some((0, row.0.clone())),
        "kind" => row.1.clone().map(|kind| (0, kind)),
        "load" => row.2.map(|load| (load, String::new())),
        _ => row.3.iter().find(|tag| tag.0 == "k").map(|tag| (0, tag.1.clone())),
    }
}

fn naive(rows: &BTreeMap<i64, Row>, filter: usize, order: usize, is_grouped: bool) -> Vec<i64> {
    let mut ids: Vec<i64> = rows.iter().filter(|(_, row)| (FILTERS[filter].1)(row)).map(|(id, _)| *id).collect();
    let mut columns: Vec<(&str, bool)> = if is_grouped { vec![("kind", false)] } else { Vec::new() };
    let part = |part: &'static str| part.strip_prefix('-').map_or((part, false), |name| (name, true));
    columns.extend(ORDERS[order].split(',').filter(|part| !part.is_empty()).map(part));
    ids.sort_by(|one, other| {
        let compare =
            |(column, is_descending): &(&str, bool)| match (key(&rows[one], column), key(&rows[other], column)) {
                (Some(a), Some(b)) if *is_descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            };
        columns.iter().map(compare).find(|order| order.is_ne()).unwrap_or_else(|| one.cmp(other))
    });
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_view_shows_what_a_fresh_look_would(steps in proptest::collection::vec(step(), 1..80)) {
        let mut table = Table::new(Arc::new(schema()));
        let mut rows = BTreeMap::new();
        let (mut view, mut asked) = (View::default(), (0, 0, false));
        for step in steps {
            match step {
                Step::Put(id, row) => {
                    put(&mut table, id, &row);
                    rows.insert(id, row);
                }
                Step::Remove(id) => {
                    prop_assert_eq!(table.remove(id), rows.remove(&id).is_some());
                }
                Step::Look(false) => {
                    view.sync(&table);
                    prop_assert!(view.rows().iter().all(|row| table.id_of(*row).is_some()));
                    prop_assert!(view.waiting() > 0 || ids(&table, &view) == naive(&rows, asked.0, asked.1, asked.2));
                }
                Step::Look(true) => {
                    view.show(&table);
                    prop_assert_eq!(ids(&table, &view), naive(&rows, asked.0, asked.1, asked.2), "{:?}", asked);
                }
                Step::Ask(filter, order, is_grouped) => {
                    asked = (filter, order, is_grouped);
                    let filter = parse(FILTERS[filter].0, table.schema()).unwrap();
                    let order = order::parse(ORDERS[order], table.schema());
                    let group = is_grouped.then(|| Path::field(1));
                    view.ask(&table, Asked { filter, order, group }, 0);
                    prop_assert_eq!(ids(&table, &view), naive(&rows, asked.0, asked.1, asked.2), "{:?}", asked);
                    lines_are_whole(&table, &view)?;
                }
            }
        }
        for (id, row) in &rows {
            let slot = table.row_of(*id).unwrap();
            let tags: Vec<(String, String)> = table.tags(slot, 3).into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
            prop_assert_eq!((table.text(slot, 0), table.text(slot, 1)), (Some(row.0.as_str()), row.1.as_deref()));
            prop_assert_eq!((table.number(slot, 2), &tags), (row.2.map(f64::from), &row.3));
        }
        for facet in facet::words(&table, &Path::field(1)) {
            prop_assert_eq!(facet.rows, rows.values().filter(|row| row.1 == facet.value).count());
        }
    }
}

fn ids(table: &Table, view: &View) -> Vec<i64> {
    view.rows().iter().filter_map(|row| table.id_of(*row)).collect()
}

/// Each group's line is followed by its rows, and there is no line beyond.
fn lines_are_whole(table: &Table, view: &View) -> Result<(), TestCaseError> {
    let mut view = view.clone();
    if let Some(first) = view.groups().first().map(|group| group.value.clone()) {
        view.fold(table, first, false);
    }
    let folded: usize = view.groups().iter().filter(|group| !group.is_open).map(|group| group.rows).sum();
    prop_assert_eq!(view.lines(), view.rows().len() + view.groups().len() - folded);
    let mut of = None;
    for line in 0..view.lines() {
        match view.line(line) {
            Some(Line::Group(group)) => of = Some(group.value.clone()),
            Some(Line::Row(row)) => {
                prop_assert!(of.as_ref().is_none_or(|value| facet::value(table, row, &Path::field(1)) == *value));
            }
            None => prop_assert!(false, "no line {}", line),
        }
    }
    prop_assert!(view.line(view.lines()).is_none());
    Ok(())
}

#[test]
fn waits_only_for_what_matters() {
    let mut table = Table::new(Arc::new(schema()));
    for id in 0..10 {
        put(&mut table, id, &(format!("a{id}"), None, Some(1), Vec::new()));
    }
    let mut view = View::default();
    let order = order::parse("name", table.schema());
    let filter = parse("load<5", table.schema()).unwrap();
    view.ask(&table, Asked { filter, order, group: None }, 0);
    table.set(3, 1, Cell::Text("x"));
    assert_eq!((view.sync(&table), view.waiting()), (0, 0), "neither filter nor order looks at it");
    table.set(3, 2, Cell::Number(9.0));
    put(&mut table, 77, &("a77".to_owned(), None, Some(2), Vec::new()));
    table.remove(5);
    assert_eq!((view.sync(&table), view.waiting()), (1, 2));
    assert_eq!(ids(&table, &view), [0, 1, 2, 3, 4, 6, 7, 8, 9], "what waits does not move, what went is gone");
    view.show(&table);
    assert_eq!(ids(&table, &view), [0, 1, 2, 4, 6, 7, 77, 8, 9]);
}

#[test]
fn time_goes_by() {
    let mut table = Table::new(Arc::new(Schema::new([Field::new("seen", "Seen", Kind::Time)])));
    table.put(1, &[Cell::Number(0.0)]);
    table.put(2, &[Cell::Number(50_000.0)]);
    let mut view = View::default();
    let asked = || Asked { filter: parse("seen>1m", &table.schema().clone()).unwrap(), ..Asked::default() };
    view.ask(&table, asked(), 70_000);
    assert_eq!(ids(&table, &view), [1]);
    view.ask(&table, asked(), 120_000);
    assert_eq!(ids(&table, &view), [1, 2]);
}
