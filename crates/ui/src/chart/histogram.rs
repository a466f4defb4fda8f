//! How a whole divides into named rows: label, bar from a common zero, number.

use leptos::prelude::*;

use crate::progress::{Fill, width};

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramRow {
    pub label: String,
    /// A machine said the label (a version): mono.
    pub is_mono: bool,
    /// Part of the whole, 0–1.
    pub share: f64,
    /// The number at the right, in words.
    pub reading: String,
    /// Beside the label, faint ("target").
    pub note: Option<String>,
    pub fill: Fill,
    /// Where the things counted are.
    pub href: Option<String>,
}

/// The rows, a list named `label`. Without rows it is empty: say so beside it.
#[component]
pub fn Histogram(#[prop(into)] label: Signal<String>, #[prop(into)] rows: Signal<Vec<HistogramRow>>) -> impl IntoView {
    let row = |row: HistogramRow| {
        let class = if row.is_mono { "mono cut" } else { "cut" };
        let title = row.label.clone();
        let name = match row.href {
            Some(href) => view! { <a class=format!("{class} link") href=href title=title>{row.label}</a> }.into_any(),
            None => view! { <span class=class title=title>{row.label}</span> }.into_any(),
        };
        let note = row.note.map(|note| view! { <span class="small faint nowrap">{note}</span> });
        // A row that counts something is never invisible.
        let fill = (row.share > 0.0).then(|| view! { <i class=row.fill.class() style:width=width(row.share)></i> });
        view! {
            <li>
                <span class="hist-name">{name}{note}</span>
                <span class="b"><span class="pb h6" aria-hidden="true">{fill}</span></span>
                <span class="v small muted tn">{row.reading}</span>
            </li>
        }
    };
    view! { <ul class="hist" aria-label=label>{move || rows.get().into_iter().map(row).collect_view()}</ul> }.into_any()
}
