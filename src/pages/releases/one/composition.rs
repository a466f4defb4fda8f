//! The composition as deployed, and the release's contract: coloured, copied, downloaded.

use leptos::prelude::*;
use model::release_detail::ReleaseDetail;
use ui::announcer::use_announcer;
use ui::card::Card;
use ui::code::Highlighted;
use ui::code::tokens::Language;
use ui::copy_text::CopyButton;
use ui::icon::Glyph;
use ui::icon_button::IconButton;

use crate::services::download;

/// Both.
#[component]
pub(super) fn CompositionPart(detail: Memo<Option<ReleaseDetail>>) -> impl IntoView {
    let composition =
        Signal::derive(move || detail.with(|one| one.as_ref().map(|one| one.composition.clone()).unwrap_or_default()));
    let contract = Memo::new(move |_| detail.with(|one| one.as_ref()?.contract.clone()));
    let has_contract = Memo::new(move |_| contract.with(Option::is_some));
    let contract_text = Signal::derive(move || contract.get().unwrap_or_default());
    view! {
        <File name="docker-compose.yml" text=composition language=Language::Yaml media_type="application/yaml;charset=utf-8" />
        {move || has_contract.get().then(|| view! {
            <File name="contract.json" text=contract_text language=Language::Json media_type="application/json" />
        })}
    }
}

#[component]
fn File(name: &'static str, text: Signal<String>, language: Language, media_type: &'static str) -> impl IntoView {
    let announcer = use_announcer();
    let save = move |()| {
        announcer.say(match text.with_untracked(|text| download::offer(text, media_type, name)) {
            Ok(()) => format!("Downloading {name}"),
            Err(_) => "The browser did not allow the download".to_owned(),
        });
    };
    let buttons = move || {
        view! {
            <CopyButton text label=format!("Copy {name}") />
            <IconButton glyph=Glyph::Download label=format!("Download {name}") on_press=save />
        }
    };
    let is_empty = Memo::new(move |_| text.with(String::is_empty));
    view! {
        <Card title=name actions=buttons>
            {move || if is_empty.get() {
                view! { <p class="in muted">"The release has no composition."</p> }.into_any()
            } else {
                view! { <Highlighted text language label=name /> }.into_any()
            }}
        </Card>
    }
}
