//! Who has signed in, handed by the way in to the dashboard that takes its place in the same page.

use leptos::prelude::*;

use super::signed::Signed;

/// On the document's element: it outlives the way in.
const ATTRIBUTE: &str = "data-session";

/// Leaves word of who has signed in. No secret: the session's token is the gateway's alone.
pub fn leave(signed: &Signed) {
    if let (Some(root), Ok(words)) = (document().document_element(), serde_json::to_string(signed)) {
        // Without it the dashboard asks the gateway, as after a reload.
        let _ = root.set_attribute(ATTRIBUTE, &words);
    }
}

/// Takes the word away; only the first to ask hears it.
pub(super) fn take() -> Option<Signed> {
    let root = document().document_element()?;
    let words = root.get_attribute(ATTRIBUTE)?;
    let _ = root.remove_attribute(ATTRIBUTE);
    serde_json::from_str(&words).ok()
}
