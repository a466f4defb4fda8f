//! What can be done to the selected devices: buttons for the floating bar, and the dialog with form and preview.

mod deed;
mod dialog;
mod differences;
mod form;
mod sending;

use leptos::prelude::*;
use ui::button::{Button, ButtonSize};
use ui::icon::Glyph;
use ui::menu::{Menu, MenuItem};

use self::deed::Deed;
use self::dialog::{Asked, BulkDialog};
use super::selected::Selected;
use crate::data::bulk::choices;
use crate::data::releases;
use crate::data::rights::use_rights;

/// The buttons and their dialog.
#[component]
pub(super) fn Bulk(fleet: i64, selected: Signal<Option<Selected>>) -> impl IntoView {
    let rights = use_rights();
    let asked = Asked { deed: RwSignal::new(None), devices: RwSignal::new(Vec::new()), matching: RwSignal::new(None) };
    let choices = choices::of(|| true);
    let choices = Signal::derive(move || choices.value());
    // Releases are read when somebody first wants to pin.
    let pins =
        Memo::new(move |former: Option<&bool>| former.copied().unwrap_or(false) || asked.deed.get() == Some(Deed::Pin));
    let releases = releases::of(Signal::derive(move || pins.get().then_some(fleet)));
    let releases = Signal::derive(move || releases.value());
    let has_host_os = Memo::new(move |_| {
        choices.with(|choices| choices.as_ref().is_none_or(|choices| !choices.host_releases.is_empty()))
    });
    let refusals: Vec<(Deed, Signal<Option<String>>)> =
        Deed::ALL.into_iter().map(|deed| (deed, rights.refusal(Some(fleet), deed.right()))).collect();
    let refusals = StoredValue::new(refusals);
    let refusal = move |deed: Deed| {
        let of_role = refusals.with_value(|all| all.iter().find(|(one, _)| *one == deed).and_then(|(_, of)| of.get()));
        of_role.or_else(|| {
            let is_missing = deed == Deed::Os && !has_host_os.get();
            is_missing.then(|| "This API holds no releases of host operating systems.".to_owned())
        })
    };
    let ask = move |deed: Deed| {
        let devices = selected.with_untracked(|selected| selected.as_ref().map(|selected| selected.devices.run(())));
        asked.devices.set(devices.unwrap_or_default());
        asked.matching.set(selected.with_untracked(|selected| selected.as_ref().and_then(|one| one.matching.clone())));
        asked.deed.set(Some(deed));
    };
    let items = Signal::derive(move || {
        let shown = Deed::ALL.into_iter().enumerate();
        shown
            .map(|(at, deed)| {
                let item = MenuItem::new(at.to_string(), deed.word()).disabled(refusal(deed));
                if deed.is_risk() { item.risk() } else { item }
            })
            .collect::<Vec<_>>()
    });
    let choose = move |id: String| {
        if let Some(deed) = id.parse::<usize>().ok().and_then(|at| Deed::ALL.get(at).copied()) {
            ask(deed);
        }
    };
    let button = move |deed: Deed, glyph: Glyph, words: &'static str| {
        view! {
            <span class="only-wide">
                <Button
                    size=ButtonSize::Small
                    icon=glyph
                    disabled=Signal::derive(move || refusal(deed))
                    on_press=move |()| ask(deed)
                >
                    {words}
                </Button>
            </span>
        }
        .into_any()
    };
    view! {
        {button(Deed::Restart, Glyph::Refresh, "Restart…")}
        {button(Deed::Pin, Glyph::Pin, "Pin release…")}
        {button(Deed::Tag, Glyph::Edit, "Tag…")}
        <Menu label="More actions" outlined=true items on_choose=choose />
        <BulkDialog fleet asked releases choices />
    }
}
