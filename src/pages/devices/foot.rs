//! The foot of the list: which rows are in sight, all of them at one press, and the keys.

use leptos::prelude::*;
use model::figure::{counted, grouped};
use ui::kbd::Kbd;

use super::shown::Shown;

/// `range` is the first and the last line in sight, counted from one.
#[component]
pub(super) fn Foot(
    shown: Shown,
    range: RwSignal<(usize, usize)>,
    is_choosing: Signal<bool>,
    all: Signal<bool>,
    on_all: Callback<()>,
) -> impl IntoView {
    let words = move || {
        let (matching, groups) = (shown.matching() as u64, shown.groups() as u64);
        if groups > 0 {
            return format!("{} · {}", counted(groups, "group", "groups"), counted(matching, "device", "devices"));
        }
        let (first, last) = range.get();
        if last == 0 || matching == 0 {
            return counted(matching, "device", "devices");
        }
        format!("Rows {}–{} of {}", grouped(first as u64), grouped(last as u64), grouped(matching))
    };
    let select_all = move || {
        (is_choosing.get() && !all.get()).then(|| {
            view! {
                <button type="button" class="link" on:click=move |_| on_all.run(())>
                    {move || format!("Select all {}", grouped(shown.matching() as u64))}
                </button>
            }
        })
    };
    view! {
        <div class="foot">
            <span>{words}</span>
            {select_all}
            {move || {
                (!is_choosing.get()).then(|| {
                    view! {
                        <div class="keys">
                            <span><Kbd keys="/" />"filter"</span>
                            <span><Kbd keys="J" /><Kbd keys="K" />"move"</span>
                            <span><Kbd keys="X" />"select"</span>
                            <span><Kbd keys="↵" />"open"</span>
                            <span><Kbd keys="?" />"keys"</span>
                        </div>
                    }
                })
            }}
        </div>
    }
}
