//! The shown columns of the devices that pass, or of those chosen, as a file.

mod csv;
mod json;
mod value;

use leptos::prelude::*;
use model::figure::counted;
use table::schema::{Kind, Path};
use table::table::Table;
use ui::announcer::use_announcer;
use ui::icon::{Glyph, Icon};
use ui::menu::{Menu, MenuItem};

use self::value::Value;
use super::columns;
use super::item::Key;
use super::shown::Shown;
use crate::data::device_table::fields::{self, SEEN_NOW};
use crate::routes::device_list::DeviceList;
use crate::services::download::offer;

/// The button "Export" and its menu. `chosen` are the chosen devices; none stands for all that pass.
#[component]
pub(super) fn Export(
    shown: Shown,
    list: Memo<DeviceList>,
    #[prop(into)] chosen: Signal<Option<Vec<Key>>>,
    #[prop(into)] fleet: Signal<String>,
) -> impl IntoView {
    let announcer = use_announcer();
    let items = Signal::derive(move || {
        let count = chosen.with(|chosen| chosen.as_ref().map(Vec::len)).unwrap_or_else(|| shown.matching());
        let none = (count == 0).then(|| "No device to export".to_owned());
        let words = counted(count as u64, "device", "devices");
        let item =
            |id, kind| MenuItem::new(id, format!("{kind}, {words}")).glyph(Glyph::Download).disabled(none.clone());
        vec![item("csv", "CSV"), item("json", "JSON")]
    });
    let export = move |kind: String| {
        let columns = list.with_untracked(|list| columns::words(&list.columns));
        let chosen = chosen.get_untracked();
        let (text, count) = shown.rows(|table, rows| {
            let rows: Vec<u32> = match &chosen {
                None => rows.to_vec(),
                Some(keys) => keys
                    .iter()
                    .filter_map(|key| match key {
                        Key::Device(id) => table.row_of(*id),
                        Key::Group(_) => None,
                    })
                    .collect(),
            };
            let text = if kind == "csv" { as_csv(table, &rows, &columns) } else { as_json(table, &rows, &columns) };
            (text, rows.len())
        });
        let media_type = if kind == "csv" { "text/csv;charset=utf-8" } else { "application/json" };
        let words = counted(count as u64, "device", "devices");
        announcer.say(match offer(&text, media_type, &format!("{}-devices.{kind}", fleet.get_untracked())) {
            Ok(()) => format!("Exported {words}"),
            Err(_) => "The browser did not allow the download".to_owned(),
        });
    };
    view! {
        <Menu label="Export the devices" items on_choose=export class="btn">
            <Icon glyph=Glyph::Export />
            "Export"
        </Menu>
    }
}

/// The paths that a column stands for, each with its name in the file.
fn paths(table: &Table, columns: &[String]) -> Vec<(String, Path)> {
    let schema = table.schema();
    let mut paths: Vec<(String, Path)> = Vec::new();
    let mut add = |name: &str, path: Path| {
        if !paths.iter().any(|(_, held)| *held == path) {
            paths.push((name.to_owned(), path));
        }
    };
    for word in columns {
        match word.as_str() {
            columns::LINK => {
                add("heartbeat", Path::field(fields::HEARTBEAT));
                add("cloudlink", Path::field(fields::CLOUDLINK));
            }
            word => {
                let Some(path) = schema.path(word) else { continue };
                let field = path.field;
                add(word, path);
                // What a cell shows beside its value.
                match (word, field) {
                    (_, fields::STATUS) => add("progress", Path::field(fields::PROGRESS)),
                    (_, fields::RELEASE) => {
                        add("target", Path::field(fields::TARGET));
                        add("policy", Path::field(fields::POLICY));
                    }
                    (_, fields::MEMORY) => add("memory_total", Path::field(fields::MEMORY_TOTAL)),
                    (_, fields::STORAGE) => add("storage_total", Path::field(fields::STORAGE_TOTAL)),
                    _ => {}
                }
            }
        }
    }
    paths
}

fn value(table: &Table, row: u32, path: &Path) -> Value {
    let text = |text: Option<&str>| text.map_or(Value::Unknown, |text| Value::Text(text.to_owned()));
    match table.schema().kind_of(path) {
        Kind::Number(_) => table.number(row, path.field).map_or(Value::Unknown, Value::Number),
        Kind::Time => match table.moment(row, path.field) {
            None => Value::Unknown,
            Some(at) if at >= SEEN_NOW => Value::Text("now".to_owned()),
            Some(at) => Value::Moment(at),
        },
        Kind::Tags => {
            let tags = table.tags(row, path.field).into_iter();
            Value::Tags(tags.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
        }
        Kind::Word if path.key.is_some() => text(table.tag(row, path)),
        Kind::Text | Kind::Word | Kind::Version | Kind::Choice(_) => text(table.text(row, path.field)),
    }
}

fn as_csv(table: &Table, rows: &[u32], columns: &[String]) -> String {
    let paths = paths(table, columns);
    let mut out = String::new();
    csv::line(&mut out, paths.iter().map(|(name, _)| Value::Text(name.clone())));
    for row in rows {
        csv::line(&mut out, paths.iter().map(|(_, path)| value(table, *row, path)));
    }
    out
}

fn as_json(table: &Table, rows: &[u32], columns: &[String]) -> String {
    let paths = paths(table, columns);
    let mut out = String::from("[");
    for (at, row) in rows.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        json::object(&mut out, paths.iter().map(|(name, path)| (name.as_str(), value(table, *row, path))));
    }
    out.push_str("\n]\n");
    out
}
