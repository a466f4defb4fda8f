//! Files of a release: listed, fetched, added, taken away.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::{ev, html};
use model::figure::{UNKNOWN, bytes};
use model::release_detail::{ReleaseAsset, ReleaseDetail};
use model::same_as::request::{self, Rows};
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::table::{Density, Head, Table};
use web_sys::File;

use super::super::actions::ReleaseActions;
use crate::data::failure::Failure;
use crate::data::release_assets::use_release_assets;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The largest file the platform takes, in bytes.
const LARGEST: f64 = 500_000_000.0;

/// The list and the form.
#[component]
pub(super) fn AssetsPart(
    release: i64,
    detail: Memo<Option<ReleaseDetail>>,
    actions: ReleaseActions,
    #[prop(into)] on_changed: Callback<()>,
) -> impl IntoView {
    let assets = Memo::new(move |_| detail.with(|one| one.as_ref().map(|one| one.assets.clone()).unwrap_or_default()));
    let is_empty = Memo::new(move |_| assets.with(Vec::is_empty));
    let heads = || {
        vec![
            Head::new("Key", Some(180)),
            Head::new("File", None),
            Head::new("Type", Some(180)),
            Head::numeric("Size", Some(90)),
            Head::new("Actions", Some(190)),
        ]
    };
    let rows = move || assets.get().into_iter().map(|asset| view! { <Row asset actions on_changed /> }).collect_view();
    view! {
        <Card title="Assets" aside=move || view! { <span class="faint tn">{move || assets.with(Vec::len)}</span> }>
            {move || if is_empty.get() {
                view! {
                    <p class="in muted">
                        "No file yet. Assets are files that belong to a release: a bill of materials, a test report, an image to flash."
                    </p>
                }.into_any()
            } else {
                view! {
                    <div class="release-services"><Table caption="Assets" heads=heads() density=Density::Tight>{rows}</Table></div>
                }.into_any()
            }}
        </Card>
        <Upload release assets actions on_changed />
    }
}

#[component]
fn Row(asset: ReleaseAsset, actions: ReleaseActions, on_changed: Callback<()>) -> impl IntoView {
    let (files, confirm, toasts) = (use_release_assets(), use_confirm(), use_toasts());
    let deleting = Mutation::<Failure>::new();
    let id = asset.id;
    let key = StoredValue::new(asset.key.clone());
    let run = move || {
        deleting.run(async move { files.delete(id).await }, move |result| match result {
            Ok(()) => {
                let _ = on_changed.try_run(());
            }
            Err(failure) => toasts.failed("The asset was not deleted", failure.to_string()),
        });
    };
    let delete = move |()| {
        let question = Question {
            title: format!("Delete the asset {}?", key.get_value()),
            body: "The file is gone for everybody who fetches it by this release.".to_owned(),
            action: "Delete asset".to_owned(),
            is_irreversible: true,
            on_yes: Callback::new(move |()| run()),
        };
        confirm.ask_showing(question, Some(request::delete("release_asset", &Rows::Id(id))));
    };
    let fetch = asset.href.clone().map(|href| {
        view! {
            <a class="btn s" href=href download=asset.filename.clone() rel="external">
                "Download"<span class="sr-only">" "{asset.key.clone()}</span>
            </a>
        }
    });
    view! {
        <tr>
            <th scope="row"><bdi class="mono cut" title=asset.key.clone()>{asset.key.clone()}</bdi></th>
            <td class="cut"><bdi title=asset.filename.clone()>{asset.filename.clone()}</bdi></td>
            <td class="cut muted">{asset.content_type.clone()}</td>
            <td class="num">{asset.size.map_or_else(|| UNKNOWN.to_owned(), bytes)}</td>
            <td>
                <span class="hstack">
                    {fetch}
                    <Button
                        kind=ButtonKind::Risk
                        size=ButtonSize::Small
                        disabled=actions.may_not_edit()
                        busy=deleting.pending()
                        on_press=delete
                    >
                        "Delete…"<span class="sr-only">" "{key.get_value()}</span>
                    </Button>
                </span>
            </td>
        </tr>
    }
}

#[component]
fn Upload(
    release: i64,
    assets: Memo<Vec<ReleaseAsset>>,
    actions: ReleaseActions,
    on_changed: Callback<()>,
) -> impl IntoView {
    let files = use_release_assets();
    let uploading = Mutation::<Failure>::new();
    let (key, key_error, file_error) =
        (RwSignal::new(String::new()), RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let file = RwSignal::new_local(None::<File>);
    let input = NodeRef::<html::Input>::new();
    let pick = move |event: ev::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let picked = target.and_then(|input| input.files()).and_then(|files| files.get(0));
        file_error.set(None);
        // The name is what most keys are; what was typed stays.
        if let Some(name) = picked.as_ref().map(File::name).filter(|_| key.with_untracked(String::is_empty)) {
            key.set(name);
        }
        file.set(picked);
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = key.with_untracked(|key| key.trim().to_owned());
        let is_taken = assets.with_untracked(|assets| assets.iter().any(|asset| asset.key == typed));
        key_error.set(match typed.as_str() {
            "" => Some("Enter a key: what the file is found by.".to_owned()),
            _ if typed.chars().count() > 255 => Some("A key has at most 255 characters.".to_owned()),
            _ if is_taken => {
                Some("The release has a file under this key: delete it first, or choose another.".to_owned())
            }
            _ => None,
        });
        let Some(picked) = file.get_untracked() else {
            file_error.set(Some("Choose a file first.".to_owned()));
            return;
        };
        if picked.size() > LARGEST {
            file_error.set(Some("The file is larger than 500 MB, which the platform does not take.".to_owned()));
            return;
        }
        if key_error.with_untracked(Option::is_some) || actions.may_not_edit().get_untracked().is_some() {
            return;
        }
        uploading.run(async move { files.upload(release, typed, picked).await }, move |result| {
            let _ = on_changed.try_run(());
            if result.is_ok() {
                let _ = key.try_set(String::new());
                let _ = file.try_set(None);
                if let Some(input) = input.try_get_untracked().flatten() {
                    input.set_value("");
                }
            }
        });
    };
    let failure =
        move || uploading.failure().map(|failure| view! { <p class="fail-t" role="alert">{failure.to_string()}</p> });
    view! {
        <Card title="Add an asset">
            <form class="in asset-form" on:submit=send>
                <div class="field">
                    <label for="asset-file">"File"</label>
                    <input id="asset-file" type="file" class="input" node_ref=input on:change=pick aria-describedby="asset-file-error" />
                    <span id="asset-file-error" class="small fail-t" role="alert">{move || file_error.get()}</span>
                </div>
                <TextField label="Key" value=key on_input=move |text| { key_error.set(None); key.set(text); } error=key_error mono=true help="What the file is found by." />
                <Button submit=true kind=ButtonKind::Ink icon=Glyph::Plus busy=uploading.pending() disabled=actions.may_not_edit()>
                    {move || if uploading.is_pending() { "Uploading" } else { "Upload" }}
                </Button>
                {failure}
            </form>
        </Card>
    }
}
