//! One kind of messages in the panel, and what can be done with it.

use leptos::prelude::*;
use logs::desk::kinds::ShownKind;
use ui::badge::{Badge, BadgeFill};
use ui::icon::Glyph;
use ui::menu::{Menu, MenuItem};

use super::devices::AskedKind;
use super::words::{kind_amount, kind_mark, kind_words};
use crate::parts::log_view::panel::Panel;
use crate::parts::log_view::taken::put;

/// `kind` is none once it has left the list. `release` is what new kinds came with.
#[component]
pub(super) fn KindRow(
    panel: Panel,
    run: u32,
    kind: Memo<Option<ShownKind>>,
    release: Memo<Option<String>>,
    is_of_many: bool,
    on_devices: Callback<AskedKind>,
) -> impl IntoView {
    let of = move |of: fn(&ShownKind) -> String| {
        Memo::new(move |_| kind.with(|kind| kind.as_ref().map(of).unwrap_or_default()))
    };
    let text = of(|kind| kind.text.clone());
    let level = Memo::new(move |_| kind.with(|kind| kind.as_ref().map(|kind| kind.level)));
    let amount = move || kind.with(|kind| kind.as_ref().map(|kind| kind_amount(kind.rows, kind.devices, is_of_many)));
    let is_new = Memo::new(move |_| kind.with(|kind| kind.as_ref().is_some_and(|kind| kind.is_new)));
    let choose_kind = move |is_hidden: bool| {
        if let Some(sign) = kind.with_untracked(|kind| kind.as_ref()?.sign.clone()) {
            panel.change(|query| query.with_kind(sign, is_hidden));
        }
    };
    // What fits no kind cannot be found by one.
    let is_kind = Memo::new(move |_| kind.with(|kind| kind.as_ref().is_some_and(|kind| kind.sign.is_some())));
    let items = Signal::derive(move || {
        let why = (!is_kind.get()).then(|| "These lines have nothing in common.".to_owned());
        let mut items = vec![
            MenuItem::new("only", "Only this kind").glyph(Glyph::Filter).disabled(why.clone()),
            MenuItem::new("hide", "Hide this kind").glyph(Glyph::Minus).hint("H").disabled(why),
        ];
        if is_of_many {
            items.push(MenuItem::new("devices", "Show its devices…").glyph(Glyph::Device));
        }
        items.push(MenuItem::new("first", "Go to the first line of it").glyph(Glyph::ArrowUp));
        items.push(MenuItem::new("last", "Go to the last line of it").glyph(Glyph::ArrowDown));
        items.push(MenuItem::new("copy", "Copy its text").glyph(Glyph::Copy));
        items
    });
    let choose = move |chosen: String| {
        let Some(kind) = kind.get_untracked() else { return };
        match chosen.as_str() {
            "only" => choose_kind(false),
            "hide" => choose_kind(true),
            "devices" => on_devices.run(AskedKind { run, kind }),
            "first" => panel.mark(kind.first_row),
            "last" => panel.mark(kind.last_row),
            "copy" => put(panel, kind.text, "Copied the kind of messages".to_owned()),
            _ => {}
        }
    };
    view! {
        <li class="kind">
            <div class="kind-head">
                {move || level.get().map(kind_mark)}
                <button
                    type="button"
                    class="kind-text mono cut"
                    title=text
                    disabled=move || !is_kind.get()
                    on:click=move |_| choose_kind(false)
                >
                    <span class="sr-only">"Only the kind "</span>
                    {move || text.with(|text| kind_words(text))}
                </button>
                <Menu label=Signal::derive(move || format!("More for the kind {}", text.get())) items on_choose=choose />
            </div>
            <div class="kind-foot small muted">
                <span class="tn">{amount}</span>
                <span class="push"></span>
                {move || is_new.get().then(|| release.get()).flatten().map(|release| view! {
                    <Badge fill=BadgeFill::Accent small=true>{format!("new in {release}")}</Badge>
                })}
            </div>
        </li>
    }
}
