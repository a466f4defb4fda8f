//! How quickly the server answers: asked now and then, so that a slow or silent one is seen before it is needed.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::session::CurrentSession;

use super::failure::Failure;
use super::hub::{Hub, now_millis, use_hub};

/// It is asked so often.
const EVERY: Duration = Duration::from_secs(15);

/// What is known of it. Moments are milliseconds since 1970 by this machine's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulse {
    /// Not asked yet.
    Unknown,
    /// It took so many milliseconds last time.
    Answered { millis: i64 },
    /// Nothing has come since then.
    Silent { since: i64 },
}

/// Asks while the owner is there and the page is looked at.
pub fn of_server() -> Signal<Pulse> {
    let hub = use_hub();
    let pulse = RwSignal::new(Pulse::Unknown);
    ask(hub, pulse);
    let asking = set_interval_with_handle(
        move || {
            // Nobody reads it on a page in the background, and a phone sleeps better.
            if !document().hidden() {
                ask(hub, pulse);
            }
        },
        EVERY,
    );
    if let Ok(handle) = asking {
        on_cleanup(move || handle.clear());
    }
    pulse.into()
}

fn ask(hub: Hub, pulse: RwSignal<Pulse>) {
    let client = hub.client();
    spawn_local(async move {
        let asked_at = now_millis();
        // A session that ended in another tab is noticed here at the latest.
        let result = hub.heard(client.call(CurrentSession).await);
        let silent = Pulse::Silent { since: asked_at };
        let _ = pulse.try_update(|pulse| {
            *pulse = match (&result, *pulse) {
                (Err(Failure::Offline), Pulse::Silent { since }) => Pulse::Silent { since },
                (Err(Failure::Offline), _) => silent,
                _ => Pulse::Answered { millis: (now_millis() - asked_at).max(0) },
            };
        });
    });
}
