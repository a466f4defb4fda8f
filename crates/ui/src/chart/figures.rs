//! A chart's numbers as a table, behind "Show as table": what the picture says, for who cannot see it.

use leptos::prelude::*;

use crate::unique_id::unique_id;

/// The switch and the table; the rows are made only while it is open. `caption` names the table.
#[component]
pub fn Figures(
    #[prop(into)] caption: Signal<String>,
    /// The heads, the first of the row's name.
    heads: Vec<String>,
    /// One row a line: its name, then its numbers in words.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = unique_id("figures");
    let heads = StoredValue::new(heads);
    let table_id = id.clone();
    let table = move || {
        open.get().then(|| {
            let heads = heads.with_value(|heads| {
                let head = |(at, head): (usize, &String)| view! { <th scope="col" class:num=at != 0>{head.clone()}</th> };
                heads.iter().enumerate().map(head).collect_view()
            });
            let body = move || {
                rows.get()
                    .into_iter()
                    .map(|row| {
                        let mut cells = row.into_iter();
                        let name = cells.next();
                        view! { <tr><th scope="row">{name}</th>{cells.map(|cell| view! { <td class="num">{cell}</td> }).collect_view()}</tr> }
                    })
                    .collect_view()
            };
            view! {
                <div class="figures" id=table_id.clone() role="region" aria-label=caption tabindex="0">
                    <table class="tb c">
                        <caption class="sr-only">{caption}</caption>
                        <thead><tr>{heads}</tr></thead>
                        <tbody>{body}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <button
            type="button"
            class="figures-switch small link"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=move || open.get().then(|| id.clone())
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {move || if open.get() { "Hide the table" } else { "Show as table" }}
        </button>
        {table}
    }
    .into_any()
}
