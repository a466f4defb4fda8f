//! A device's state as mark and word, with progress while it changes.

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use ui::badge::Badge;
use ui::progress::{BarHeight, Fill, ProgressBar};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

/// The shape of a state (components.md §1).
pub const fn shape_of(status: DeviceStatus) -> Shape {
    match status {
        DeviceStatus::Operational => Shape::Disc,
        DeviceStatus::Updating => Shape::Arc,
        DeviceStatus::Configuring | DeviceStatus::PostProvisioning => Shape::DashedArc,
        DeviceStatus::ReducedFunctionality => Shape::Triangle,
        DeviceStatus::Disconnected => Shape::Ring,
        DeviceStatus::Inactive => Shape::Dash,
    }
}

/// The hue of a tone of the vocabulary.
pub const fn hue_of(tone: model::service_status::Tone) -> Tone {
    match tone {
        model::service_status::Tone::Ok => Tone::Ok,
        model::service_status::Tone::Busy => Tone::Busy,
        model::service_status::Tone::Warn => Tone::Warn,
        model::service_status::Tone::Fail => Tone::Fail,
        model::service_status::Tone::Idle => Tone::Idle,
    }
}

/// "Updating 42 %", "Operational".
pub fn words_of(status: DeviceStatus, progress: Option<u8>) -> String {
    match progress {
        Some(progress) if matches!(status, DeviceStatus::Updating | DeviceStatus::Configuring) => {
            format!("{} {progress} %", status.label())
        }
        _ => status.label().to_owned(),
    }
}

/// In tables: mark and word, and a bar under them while there is progress.
#[component]
pub fn DeviceState(
    #[prop(into)] status: Signal<DeviceStatus>,
    #[prop(into)] progress: Signal<Option<u8>>,
) -> impl IntoView {
    let tone = Signal::derive(move || hue_of(status.get().tone()));
    let shape = Signal::derive(move || shape_of(status.get()));
    let words = Signal::derive(move || words_of(status.get(), progress.get()));
    let has_bar = Memo::new(move |_| status.get() == DeviceStatus::Updating && progress.get().is_some());
    view! {
        <span class="device-state">
            <StateLabel tone shape>{words}</StateLabel>
            {move || {
                has_bar.get().then(|| {
                    let value = Signal::derive(move || progress.get().map(|percent| f64::from(percent) / 100.0));
                    view! { <ProgressBar value text=words fill=Fill::State(Tone::Busy) height=BarHeight::H3 /> }
                })
            }}
        </span>
    }
}

/// In headings: filled.
#[component]
pub fn DeviceStateBadge(
    #[prop(into)] status: Signal<DeviceStatus>,
    #[prop(into)] progress: Signal<Option<u8>>,
) -> impl IntoView {
    let fill = Signal::derive(move || hue_of(status.get().tone()).into());
    let shape = Signal::derive(move || shape_of(status.get()));
    view! { <Badge fill shape>{move || words_of(status.get(), progress.get())}</Badge> }
}
