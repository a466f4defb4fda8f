//! One place in the sidebar.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// A link with icon, words and a count. When the sidebar is collapsed to icons the words remain for assistive technology and as
/// the title.
#[component]
pub fn SidebarItem(
    #[prop(into)] href: Signal<String>,
    glyph: Glyph,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] count: MaybeProp<String>,
    #[prop(into)] current: Signal<bool>,
) -> impl IntoView {
    view! {
        <a class="side" href=href title=label aria-current=move || current.get().then_some("page")>
            <Icon glyph size=16 />
            <b class="words">{label}</b>
            <span>{count}</span>
        </a>
    }
}
