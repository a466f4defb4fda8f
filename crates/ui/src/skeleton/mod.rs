//! The place a thing will take, before it is known.

use leptos::prelude::*;

/// One bar of `width` px; appears after 150 ms so that quick answers never flash.
#[component]
pub fn Skeleton(width: u32) -> impl IntoView {
    view! { <span class="sk" style:width=format!("{width}px")></span> }
}

/// Rows at their true height (`row` px) while a list loads; `label` is read out ("Loading devices").
#[component]
pub fn SkeletonRows(
    #[prop(into)] label: String,
    #[prop(default = 6)] rows: usize,
    #[prop(default = 36)] row: u32,
) -> impl IntoView {
    // Uneven widths read as text; the same ones each time, so that nothing flickers.
    let widths = [[96, 140, 72], [72, 110, 88], [120, 96, 64], [84, 160, 72]];
    let lines = (0..rows)
        .map(|index| {
            let bars = widths.get(index % widths.len()).copied().unwrap_or_default();
            view! {
                <div class="sk-row" style:height=format!("{row}px")>
                    {bars.map(|width| view! { <Skeleton width /> }).collect_view()}
                </div>
            }
        })
        .collect_view();
    view! {
        <div aria-busy="true">
            <span class="sr-only" role="status">{label}</span>
            <div aria-hidden="true">{lines}</div>
        </div>
    }
}
