//! The rows shown, as text on the clipboard or in a file.

use leptos::prelude::*;
use logs::export;
use ui::announcer::use_announcer;

use super::state::Panel;
use crate::services::download;

/// Copies every row that passes the filter, and says how many.
pub(super) fn copy(panel: Panel) {
    let rows = panel.len();
    put(text(panel), format!("Copied {rows} lines"));
}

/// Copies the marked row.
pub(super) fn copy_marked(panel: Panel) {
    let marked = panel.marked.get_untracked();
    let line = panel.log.with_untracked(|log| {
        let row = log.row(marked?)?;
        Some(export::line(&row, panel.offset_minutes(row.at_ms)))
    });
    if let Some(line) = line {
        put(line, "Copied the line".to_owned());
    }
}

/// Offers every row that passes the filter as `NAME.log`.
pub(super) fn save(panel: Panel, name: &str) {
    let said = match download::offer(&text(panel), "text/plain;charset=utf-8", &format!("{name}.log")) {
        Ok(()) => format!("Downloading {} lines", panel.len()),
        Err(_) => "The browser did not allow the download".to_owned(),
    };
    use_announcer().say(said);
}

fn text(panel: Panel) -> String {
    panel.with_view(|view| panel.log.with_untracked(|log| export::text(log, view, |at| panel.offset_minutes(at))))
}

fn put(text: String, done: String) {
    let announcer = use_announcer();
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        let refused = clipboard.is_undefined()
            || wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_err();
        announcer.say(if refused {
            "The browser did not allow copying; select the text instead".to_owned()
        } else {
            done
        });
    });
}
