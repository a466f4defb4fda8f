//! A `.env` or CSV from the clipboard or a file: the text, its format, and what it reads as.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use model::variable_text::{Format, Read};
use model::{env_file, variable_csv};
use ui::segmented::{Choice, Segmented};
use ui::unique_id::unique_id;

/// More text than this is not read: a thousand variables are a hundredth of it.
const LARGEST: usize = 4 * 1024 * 1024;

/// A text that is being pasted. Copy; lives as long as what made it.
#[derive(Debug, Clone, Copy)]
pub struct Pasted {
    pub text: RwSignal<String>,
    chosen: RwSignal<Option<Format>>,
    format: Memo<Format>,
}

impl Pasted {
    /// Nothing yet.
    pub fn new() -> Self {
        let (text, chosen) = (RwSignal::new(String::new()), RwSignal::new(None));
        let format = Memo::new(move |_| chosen.get().unwrap_or_else(|| text.with(|text| Format::of(text))));
        Self { text, chosen, format }
    }

    /// What it says, reactively.
    pub fn read(self) -> Read {
        let format = self.format.get();
        self.text.with(|text| match format {
            _ if text.len() > LARGEST => Read::default(),
            Format::Env => env_file::read(text),
            Format::Csv => variable_csv::read(text),
        })
    }
}

/// The text's field, its format, and a file instead; `children` are further fields beside the format.
#[component]
pub fn PasteSource(
    pasted: Pasted,
    /// "Variables, one per line, as .env or CSV (name, value)"
    label: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let Pasted { text, chosen, format } = pasted;
    let id = unique_id("paste");
    let file = NodeRef::<html::Input>::new();
    let is_large = Memo::new(move |_| text.with(|text| text.len() > LARGEST));
    let read_file = move |_| {
        let chosen = file.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(chosen) = chosen else { return };
        let blob: web_sys::Blob = chosen.unchecked_into();
        spawn_local(async move {
            if let Ok(read) = wasm_bindgen_futures::JsFuture::from(blob.text()).await {
                let _ = text.try_set(read.as_string().unwrap_or_default());
            }
        });
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea
                id=id
                class="input area mono"
                rows="8"
                spellcheck="false"
                autocapitalize="off"
                placeholder="LOG_LEVEL=debug"
                data-first-focus=""
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            {move || is_large.get().then(|| view! { <div class="error" role="alert">"This is more than 4 MB: paste it in parts."</div> })}
        </div>
        <div class="add-fields">
            {children.map(|children| children())}
            <div class="field">
                <span>"Format"</span>
                <Segmented
                    label="Format"
                    choices=vec![Choice::new(Format::Env, ".env"), Choice::new(Format::Csv, "CSV")]
                    value=format
                    on_change=move |format: Format| chosen.set(Some(format))
                />
            </div>
            <label class="field">
                "Or read a file"
                <input type="file" class="file" accept=".env,.csv,.txt,text/*" node_ref=file on:change=read_file />
            </label>
        </div>
    }
}
