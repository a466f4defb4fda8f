//! The foot of the sidebar: which server, its version, and how quickly it answers.

use leptos::prelude::*;
use model::figure::grouped;

use crate::data::pulse::{self, Pulse};
use crate::data::signed::Signed;
use crate::services::clock::use_now;

/// The block.
#[component]
pub(super) fn ServerBlock(signed: Signed) -> impl IntoView {
    let (pulse, now) = (pulse::of_server(), use_now());
    let words = move || match pulse.get() {
        Pulse::Unknown => String::new(),
        Pulse::Answered { millis } => format!(" · {} ms", grouped(millis.unsigned_abs())),
        Pulse::Silent { since } => format!(" · no answer for {} s", ((now.get() - since) / 1_000).max(0)),
    };
    let is_silent = Memo::new(move |_| matches!(pulse.get(), Pulse::Silent { .. }));
    view! {
        <div class="server tn">
            <b class="cut">{signed.api}</b>
            <br />
            {signed.server}
            <span class:warn-t=is_silent>{words}</span>
        </div>
    }
}
