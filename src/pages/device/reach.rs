//! How a device can be reached, in words: Cloudlink, heartbeat, and what each means.

use leptos::prelude::*;
use model::device::Device;
use model::device_status::DeviceStatus;
use model::heartbeat::HeartbeatState;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::relative_time::{ago, span};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::shown::Shown;

const LINK: &str = "Cloudlink is the connection the device keeps open to the server: terminals, restarts and other actions travel \
     over it. Without it the device goes on running, but cannot be asked for anything.";
const HEARTBEAT: &str = "The heartbeat is the device asking for its target state at its poll interval. Late: one and a half intervals \
     without a question. Offline: given up. It can beat while Cloudlink is down, when a network lets only HTTPS through.";

/// What a status means, in a sentence.
pub(super) const fn status_meaning(status: DeviceStatus) -> &'static str {
    match status {
        DeviceStatus::Operational => "Heartbeat and Cloudlink are both as they should be.",
        DeviceStatus::Updating => "Images of its target release are on their way.",
        DeviceStatus::ReducedFunctionality => {
            "Only one of heartbeat and Cloudlink is there: it runs, but cannot be asked for everything."
        }
        DeviceStatus::Disconnected => "Neither heartbeat nor Cloudlink. Its services may go on running.",
        DeviceStatus::Configuring => "It is being provisioned, or has not been heard of for the first time yet.",
        DeviceStatus::PostProvisioning => "It finishes its provisioning.",
        DeviceStatus::Inactive => "It was registered ahead of time, or deactivated.",
    }
}

/// An ⓘ that says what a word means.
#[component]
pub(super) fn Explain(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <IconButton glyph=Glyph::Info label=text /> }
}

/// Cloudlink, since when, and what it is.
#[component]
pub(super) fn Cloudlink(shown: Shown, now: Signal<i64>) -> impl IntoView {
    let is_up = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let tone = Signal::derive(move || if is_up.get() == Some(true) { Tone::Ok } else { Tone::Idle });
    let shape = Signal::derive(move || if is_up.get() == Some(true) { Shape::Disc } else { Shape::Ring });
    view! {
        <StateLabel tone shape>{move || shown.read(|detail| link_words(&detail.device, now.get()))}</StateLabel>
        <Explain text=LINK />
    }
}

/// Heartbeat, since when, and what it is.
#[component]
pub(super) fn Heartbeat(shown: Shown, now: Signal<i64>) -> impl IntoView {
    let mark = shown.memo(|detail| heartbeat_mark(detail.device.heartbeat));
    let tone = Signal::derive(move || mark.get().map_or(Tone::Idle, |mark| mark.0));
    let shape = Signal::derive(move || mark.get().map_or(Shape::Ring, |mark| mark.1));
    view! {
        <StateLabel tone shape>{move || shown.read(|detail| heartbeat_words(&detail.device, now.get()))}</StateLabel>
        <Explain text=HEARTBEAT />
    }
}

fn link_words(device: &Device, now: i64) -> String {
    let for_so_long = device.link_changed_at.map(|at| format!(" for {}", span(now - at.millis())));
    match (device.is_connected_to_vpn, for_so_long) {
        (true, Some(long)) => format!("Up{long}"),
        (true, None) => "Up".to_owned(),
        (false, Some(long)) => format!("Down{long}"),
        (false, None) => "Never up".to_owned(),
    }
}

fn heartbeat_words(device: &Device, now: i64) -> String {
    let word = match device.heartbeat {
        HeartbeatState::Online => "Online",
        HeartbeatState::Timeout => "Late",
        HeartbeatState::Offline => "Offline",
        HeartbeatState::Unknown => return "Never heard of".to_owned(),
    };
    match device.heartbeat_changed_at.map(|at| ago(now - at.millis())) {
        Some(when) if when == "now" => word.to_owned(),
        Some(when) => format!("{word} for {when}"),
        None => word.to_owned(),
    }
}

const fn heartbeat_mark(state: HeartbeatState) -> (Tone, Shape) {
    match state {
        HeartbeatState::Online => (Tone::Ok, Shape::Disc),
        HeartbeatState::Timeout => (Tone::Warn, Shape::Triangle),
        HeartbeatState::Offline | HeartbeatState::Unknown => (Tone::Idle, Shape::Ring),
    }
}
