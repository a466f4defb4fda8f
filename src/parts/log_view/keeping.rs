//! Keeping a log in this browser: what the menu offers, what the foot says, and why it failed.

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::keeping::{KeepWish, Keeping};
use logs::desk::tell::Tell;
use model::figure::{counted, grouped};
use ui::announcer::use_announcer;
use ui::menu::MenuItem;

use super::panel::Panel;
use crate::services::confirm::{Question, use_confirm};
use crate::services::log_keeping::{LogKeeping, use_log_keeping};
use crate::services::toasts::use_toasts;

const TOGGLE: &str = "keep-logs";
const AGAIN: &str = "keep-again";
const FORGET_THIS: &str = "forget-this";
const FORGET_ALL: &str = "forget-all";

/// The menu's items about it.
pub(super) fn items(panel: Panel, choice: LogKeeping) -> Vec<MenuItem> {
    let (is_on, keeping) = (choice.is_on().get(), panel.log().keeping.get());
    let of_some =
        matches!(keeping, Keeping::Filtered).then(|| "Only some services are asked for. Show all first.".to_owned());
    let mut items = vec![
        MenuItem::new(TOGGLE, "Keep logs in this browser")
            .hint(if is_on { "on" } else { "off" })
            .disabled(of_some)
            .heading("Kept in this browser"),
    ];
    if let Keeping::Refused(_) = keeping {
        items.push(MenuItem::new(AGAIN, "Try again to keep logs"));
    }
    let none = match keeping {
        Keeping::Off => Some("Logs are not being kept."),
        Keeping::Reading => Some("What is kept is still being read."),
        Keeping::Filtered | Keeping::Refused(_) => Some("This log is not being kept."),
        Keeping::Kept { lines: 0, .. } => Some("Nothing is kept of it yet."),
        Keeping::Kept { .. } => None,
    };
    items.push(MenuItem::new(FORGET_THIS, forget_this(panel)).disabled(none.map(str::to_owned)));
    let nothing = (!choice.may_have_kept()).then(|| "Nothing is kept in this browser.".to_owned());
    items.push(MenuItem::new(FORGET_ALL, "Forget everything kept").disabled(nothing));
    items
}

/// Does what an item of it says; whether it is one.
pub(super) fn choose(panel: Panel, chosen: &str) -> bool {
    match chosen {
        TOGGLE if use_log_keeping().is_on().get_untracked() => {
            use_log_keeping().turn_off();
            use_announcer().say("Lines are no longer kept. What is kept stays until you forget it or sign out.");
        }
        TOGGLE => ask_to_keep(),
        AGAIN => panel.log().ask.run(Ask::Keep(KeepWish::Again)),
        FORGET_THIS => ask_to_forget_this(panel),
        FORGET_ALL => ask_to_forget_all(panel),
        _ => return false,
    }
    true
}

fn ask_to_keep() {
    let choice = use_log_keeping();
    use_confirm().ask(Question {
        title: "Keep logs in this browser?".to_owned(),
        body: "The lines of logs that you open are written to this computer’s disk, up to 256 MiB, so that you can search them after \
               they are gone from the server. They lie there in clear, readable by whoever uses this browser profile, until you sign \
               out or forget what is kept."
            .to_owned(),
        action: "Keep logs".to_owned(),
        is_irreversible: false,
        on_yes: Callback::new(move |()| choice.turn_on()),
    });
}

fn ask_to_forget_this(panel: Panel) {
    use_confirm().ask(Question {
        title: format!("{}?", untrack(|| forget_this(panel))),
        body: "What the server no longer has is gone then. What is written from now on is kept.".to_owned(),
        action: "Forget".to_owned(),
        is_irreversible: true,
        on_yes: Callback::new(move |()| panel.log().ask.run(Ask::Keep(KeepWish::ForgetThis))),
    });
}

fn ask_to_forget_all(panel: Panel) {
    let choice = use_log_keeping();
    use_confirm().ask(Question {
        title: "Forget everything kept?".to_owned(),
        body: "Every line that this browser keeps, of any device, is removed, and nothing more is kept.".to_owned(),
        action: "Forget everything".to_owned(),
        is_irreversible: true,
        on_yes: Callback::new(move |()| {
            // First, so that nothing is written again after it.
            panel.log().ask.run(Ask::Keep(KeepWish::ForgetAll));
            choice.forget();
        }),
    });
}

fn forget_this(panel: Panel) -> &'static str {
    let is_of_many = panel.log().streams.with(|streams| streams.followed > 1);
    if is_of_many { "Forget what is kept of these devices" } else { "Forget what is kept of this device" }
}

/// What the foot says about it.
pub(super) fn words(panel: Panel) -> Option<String> {
    match panel.log().keeping.get() {
        Keeping::Off | Keeping::Filtered => None,
        Keeping::Reading => Some("reading what is kept in this browser".to_owned()),
        Keeping::Refused(_) => Some("not kept by this tab".to_owned()),
        Keeping::Kept { lines, since_ms, devices } => {
            panel.clock.zone.track();
            let followed = panel.log().streams.with(|streams| streams.followed);
            let of =
                if devices < followed { format!(" of {} devices", grouped(u64::from(devices))) } else { String::new() };
            let since = since_ms.map(|at_ms| format!(" since {}", panel.clock.day(at_ms))).unwrap_or_default();
            Some(format!("kept in this browser: {}{of}{since}", counted(lines, "line", "lines")))
        }
    }
}

/// Says once why lines are not kept; the log goes on.
pub(super) fn use_failures(panel: Panel) {
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Tell::NotKept(why)) = panel.log().answer.get() {
            toasts.failed("This tab does not keep logs", why);
        }
    });
}
