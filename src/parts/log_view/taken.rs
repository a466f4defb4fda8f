//! Rows that were asked for, as text on the clipboard or in a file.

use leptos::prelude::*;
use logs::desk::tell::Tell;

use super::panel::Panel;
use crate::services::download;

/// Puts what the log answers where it was asked for.
pub(super) fn use_taken(panel: Panel, name: Signal<String>) {
    Effect::new(move |_| {
        if let Some(Tell::Text { text, rows }) = panel.log().answer.get() {
            let done = if rows == 1 { "Copied the line".to_owned() } else { format!("Copied {rows} lines") };
            put(panel, text, done);
        }
    });
    Effect::new(move |_| {
        panel.log().file.with(|file| {
            let Some((blob, rows)) = file else { return };
            let ending = if blob.type_().contains("ndjson") { "ndjson" } else { "log" };
            let named = format!("{}.{ending}", name.get_untracked());
            let said = match download::offer_blob(blob, &named) {
                Ok(()) => format!("Downloading {rows} lines"),
                Err(_) => "The browser did not allow the download".to_owned(),
            };
            panel.announcer.say(said);
        });
    });
}

/// Puts a text on the clipboard, and says so.
pub(super) fn put(panel: Panel, text: String, done: String) {
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        let refused = clipboard.is_undefined()
            || wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_err();
        panel.announcer.say(if refused {
            "The browser did not allow copying; select the text instead".to_owned()
        } else {
            done
        });
    });
}
