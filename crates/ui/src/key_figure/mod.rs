//! The few numbers a page opens with.

use leptos::prelude::*;

use crate::{
    state_mark::{Shape, StateLabel},
    tone::Tone,
};

/// The row of figures; its children are [`KeyFigure`]s.
#[component]
pub fn KeyFigures(children: Children) -> impl IntoView {
    view! { <div class="kpis">{children()}</div> }
}

/// One figure: caption (with a state's mark when `state` is given), number, note. `href` makes it a link to what it counts.
/// A `value` of `None` is "—".
#[component]
pub fn KeyFigure(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<Option<String>>,
    #[prop(optional, into)] note: MaybeProp<String>,
    #[prop(optional)] state: Option<(Tone, Shape)>,
    #[prop(optional, into)] href: MaybeProp<String>,
) -> impl IntoView {
    let caption = match state {
        Some((tone, shape)) => view! { <StateLabel tone shape>{label}</StateLabel> }.into_any(),
        None => view! { <span class="st">{label}</span> }.into_any(),
    };
    let inside = view! {
        {caption}
        <b>{move || value.get().unwrap_or_else(|| "—".to_owned())}</b>
        <small>{note}</small>
    };
    if href.get_untracked().is_some() {
        view! { <a class="kpi" href=move || href.get()>{inside}</a> }.into_any()
    } else {
        view! { <div class="kpi">{inside}</div> }.into_any()
    }
}
