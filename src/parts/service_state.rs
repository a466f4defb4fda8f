//! One service's state on a device: its word, and how far its image is.

use leptos::prelude::*;
use model::service_status::ServiceStatus;
use ui::progress::{Fill, LabelledProgress};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::device_state::hue_of;

/// "Downloading 37 %", "Running".
pub fn words_of(status: &ServiceStatus, progress: Option<u8>) -> String {
    match progress {
        Some(progress) if *status == ServiceStatus::Downloading => format!("{} {progress} %", status.label()),
        _ => status.label().to_owned(),
    }
}

const fn shape_of(tone: Tone) -> Shape {
    match tone {
        Tone::Ok => Shape::Disc,
        Tone::Busy => Shape::Arc,
        Tone::Warn => Shape::Triangle,
        Tone::Fail => Shape::Square,
        Tone::Idle => Shape::Ring,
    }
}

/// Mark and word. `is_held`: its image is there and waits for an update lock.
#[component]
pub fn ServiceState(
    #[prop(into)] status: Signal<ServiceStatus>,
    #[prop(into)] progress: Signal<Option<u8>>,
    #[prop(into)] is_held: Signal<bool>,
) -> impl IntoView {
    let tone =
        Signal::derive(move || if is_held.get() { Tone::Warn } else { hue_of(status.with(ServiceStatus::tone)) });
    let shape = Signal::derive(move || if is_held.get() { Shape::Padlock } else { shape_of(tone.get()) });
    view! { <StateLabel tone shape>{move || status.with(|status| words_of(status, progress.get()))}</StateLabel> }
}

/// The bar of an image on its way; hatched when it waits.
#[component]
pub fn ServiceProgress(
    #[prop(into)] name: String,
    #[prop(into)] progress: Signal<Option<u8>>,
    #[prop(into)] is_held: Signal<bool>,
) -> impl IntoView {
    let value = Signal::derive(move || {
        if is_held.get() { Some(1.0) } else { progress.get().map(|percent| f64::from(percent) / 100.0) }
    });
    let reading = Signal::derive(move || {
        if is_held.get() { Some("waits".to_owned()) } else { progress.get().map(|percent| format!("{percent} %")) }
    });
    let text = Signal::derive(move || match progress.get() {
        Some(percent) if !is_held.get() => format!("{name} downloading {percent} %"),
        _ => format!("{name} downloaded, waits for an update lock"),
    });
    let fill = Signal::derive(move || if is_held.get() { Fill::Wait } else { Fill::State(Tone::Busy) });
    view! { <LabelledProgress value text reading fill /> }
}
