//! The same devices on a map, where they say where they are: by the tags `latitude` and `longitude`.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use table::schema::Path;
use table::table::Table;
use ui::empty_state::EmptyState;
use ui::icon::Glyph;

use super::shown::Shown;
use crate::data::device_table::fields;
use crate::parts::device_map::{DeviceMap, Located};

/// The map of what passes the filter, and how many of it say no place.
#[component]
pub(super) fn MapLens(shown: Shown) -> impl IntoView {
    let located = Memo::new(move |_| {
        shown.lines();
        shown.table.track();
        shown.rows(|table, rows| rows.iter().filter_map(|row| place(table, *row)).collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| located.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            view! {
                <EmptyState glyph=Glyph::Device title="No device has a location">
                    "Set the location on a device's page, or give it the tags latitude and longitude in degrees."
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <DeviceMap devices=located /> }.into_any()
        }
    }
}

/// Where a device is, in degrees; none when it says nothing or nonsense.
pub(super) fn place(table: &Table, row: u32) -> Option<Located> {
    let degrees = |key: &str, most: f64| {
        let text = table.tag(row, &Path::tag(fields::TAGS, key))?;
        text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    Some(Located {
        latitude: degrees("latitude", 90.0)?,
        longitude: degrees("longitude", 180.0)?,
        uuid: table.text(row, fields::UUID)?.parse().ok()?,
        name: table.text(row, fields::NAME)?.to_owned(),
        status: DeviceStatus::from_word(table.text(row, fields::STATUS)?)?,
    })
}
