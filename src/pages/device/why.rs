//! Why the device is not on its target: read when it is asked, and followed while it is open.

use leptos::prelude::*;
use model::action::DeviceAction;
use model::rights::Right;
use model::why::{WayOut, why};
use ui::relative_time::span;

use super::requests::Requests;
use super::shown::Shown;
use crate::data::releases;
use crate::parts::why_card::WhyCard;
use crate::services::clock::use_now;

/// The evidence. `on_way_out` takes the ways that lead elsewhere.
#[component]
pub(super) fn WhyNot(
    shown: Shown,
    requests: Requests,
    open: RwSignal<bool>,
    on_way_out: Callback<WayOut>,
) -> impl IntoView {
    let now = use_now();
    let target = shown.memo(|detail| detail.device.target.as_ref().map(|target| target.id));
    let release = releases::one(Signal::derive(move || target.get().flatten()));
    // The proofs say how long: in steps of ten seconds, so that a reader is not hurried.
    let moment = Memo::new(move |_| now.get() / 10_000 * 10_000);
    let answer = Memo::new(move |_| {
        let release = release.value();
        shown.read(|detail| why(detail, release.as_ref(), moment.get(), span)).flatten()
    });
    Effect::new(move |_| {
        if answer.with(Option::is_none) {
            open.set(false);
        }
    });
    let title = shown.memo(|detail| {
        let target = detail.device.target.as_ref().map_or("its target", |target| target.label.as_str());
        format!("Why is {} not on {target}?", detail.device.name)
    });
    let refusal = move |way: WayOut| match way {
        WayOut::OverrideLock | WayOut::CheckForUpdate => requests.refusal(DeviceAction::CheckForUpdate).get(),
        WayOut::ChooseRelease => requests.denied(Right::EditDevices).get(),
        WayOut::OpenTerminal => requests.refusal(DeviceAction::OpenTerminal).get(),
        WayOut::ShowLogs => None,
    };
    let take = move |way: WayOut| match way {
        WayOut::OverrideLock => requests.override_lock(),
        WayOut::CheckForUpdate => requests.device(DeviceAction::CheckForUpdate),
        other => on_way_out.run(other),
    };
    view! {
        <WhyCard
            title=Signal::derive(move || title.get().unwrap_or_default())
            why=answer
            refusal
            on_way_out=take
            on_close=move |()| open.set(false)
        />
    }
}
