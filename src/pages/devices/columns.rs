//! Which columns there are, which are shown usually, and how each is drawn.

use leptos::prelude::*;
use table::facet;
use table::schema::{Kind, Path, Schema};
use table::table::Table;
use ui::grid::{Column, Width};

use super::cells;
use super::item::Item;
use super::shown::Shown;
use crate::data::device_table::fields;

/// What is shown when the address says nothing.
pub(super) const USUAL: [&str; 9] = ["name", "uuid", "status", "link", "release", "tag", "os", "cpu", "last_seen"];
/// Both links as marks, and the bulb: one column of its own, ordered by Cloudlink.
pub(super) const LINK: &str = "link";
/// What is in the table for its own sake.
const INNER: [usize; 4] = [fields::PROGRESS, fields::RELEASE_ID, fields::TARGET_ID, fields::PIN_ID];

/// The columns that are shown, by their words.
pub(super) fn words(chosen: &[String]) -> Vec<String> {
    if chosen.is_empty() { USUAL.map(str::to_owned).to_vec() } else { chosen.to_vec() }
}

/// Every column there is: its word and what it is called; of tags, one for each key that some device has.
pub(super) fn every(table: &Table) -> Vec<(String, String)> {
    let schema = table.schema();
    let fields = schema.fields().iter().enumerate().filter(|(at, _)| !INNER.contains(at));
    let mut all: Vec<(String, String)> =
        fields.map(|(at, field)| (field.name.to_owned(), title(schema, &Path::field(at)))).collect();
    all.insert(3.min(all.len()), (LINK.to_owned(), "Link".to_owned()));
    all.extend(tags(table).into_iter().map(|key| (format!("tag.{key}"), format!("Tag {key}"))));
    all
}

/// The keys of tags that some device has, in their order; those that a comma would break in an address are left out.
pub(super) fn tags(table: &Table) -> Vec<String> {
    let facets = facet::words(table, &Path::field(fields::TAGS));
    let mut keys: Vec<String> = facets.into_iter().filter_map(|facet| facet.value).collect();
    keys.retain(|key| !key.contains(','));
    keys.sort();
    keys
}

/// What a column is called over its values.
pub(super) fn title(schema: &Schema, path: &Path) -> String {
    match (path.field, &path.key) {
        (_, Some(key)) => key.clone(),
        (fields::MEMORY, _) => "Memory".to_owned(),
        (fields::STORAGE, _) => "Storage".to_owned(),
        (fields::MEMORY_TOTAL, _) => "Memory total".to_owned(),
        (fields::STORAGE_TOTAL, _) => "Storage total".to_owned(),
        (field, None) => schema.get(field).map_or_else(String::new, |field| field.label.to_owned()),
    }
}

/// A column by its word; none for a word that means nothing.
pub(super) fn column(word: &str, shown: Shown, fleet: i64) -> Option<Column<Item>> {
    if word == LINK {
        return Some(Column::new(LINK, "Link", Width::Px(104), move |item| cells::link(item, fleet)).sortable());
    }
    let (path, kind, title) = shown.table.with_untracked(|table| {
        let schema = table.schema();
        let path = schema.path(word)?;
        Some((path.clone(), schema.kind_of(&path), title(schema, &path)))
    })?;
    let now = shown.now();
    let of = |width, cell: fn(Signal<Item>) -> AnyView| Column::new(word, title.clone(), width, cell).sortable();
    Some(match (path.field, &path.key) {
        (fields::NAME, _) => of(Width::Share(3, 140), cells::name),
        (fields::UUID, _) => of(Width::Px(124), cells::uuid),
        (fields::STATUS, _) => of(Width::Px(176), cells::state),
        (fields::RELEASE, _) => of(Width::Share(3, 132), cells::release),
        (fields::TARGET, _) => of(Width::Share(2, 110), cells::target),
        (fields::TAGS, None) => Column::new(word, title, Width::Share(3, 110), cells::tags).sortable(),
        (fields::OS, _) => of(Width::Share(2, 100), cells::os),
        (fields::MEMORY, _) => of(Width::Px(132), cells::memory).numeric(),
        (fields::STORAGE, _) => of(Width::Px(132), cells::storage).numeric(),
        (fields::LAST_SEEN, _) => {
            Column::new(word, title, Width::Px(96), move |item| cells::seen(item, now)).sortable().numeric()
        }
        _ => {
            let width = match kind {
                Kind::Number(_) => Width::Px(96),
                Kind::Time | Kind::Choice(_) => Width::Px(132),
                _ => Width::Share(2, 110),
            };
            let column =
                Column::new(word, title, width, move |item| cells::plain(item, path.clone(), shown)).sortable();
            if matches!(kind, Kind::Number(_) | Kind::Time) { column.numeric() } else { column }
        }
    })
}
