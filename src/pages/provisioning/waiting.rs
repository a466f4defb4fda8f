//! Who is waited for: devices registered beforehand that were never heard of, and keys nobody has come with since.

use leptos::prelude::*;
use model::first_boot::FirstBoot;
use model::timestamp::Timestamp;
use ui::card::Card;
use ui::relative_time::{ago, span};
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

use crate::data::provisioning::Provisioning;
use crate::parts::failed::Failed;
use crate::routes::place::Place;
use crate::services::clock::use_now;

/// Devices that came longer ago are no longer at their first boot, in milliseconds.
pub(super) const LATELY: i64 = 86_400_000;

#[component]
pub(super) fn Waiting(data: Provisioning, newest: Memo<Vec<FirstBoot>>) -> impl IntoView {
    let now = use_now();
    let last = Memo::new(move |_| newest.with(|newest| newest.first().map(|device| device.registered_at)));
    // A key made lately, with which nobody has come: no device was registered after it was made.
    let keys = Memo::new(move |_| {
        let (last, now) = (last.get(), now.get_untracked());
        let keys = data.keys.value().unwrap_or_default();
        let is_waited_for = |made: Timestamp| last.is_none_or(|last| last < made) && now - made.millis() < LATELY;
        let keys =
            keys.into_iter().filter(|key| is_waited_for(key.created_at) && !key.has_ended(Timestamp::from_millis(now)));
        keys.map(|key| (key.id, key.name, key.created_at.millis())).collect::<Vec<_>>()
    });
    let devices = Memo::new(move |_| data.waiting.value().unwrap_or_default());
    let is_empty = Memo::new(move |_| keys.with(Vec::is_empty) && devices.with(Vec::is_empty));
    let rows = move || {
        if let Some(failure) = data.waiting.failure() {
            let request_id = failure.request_id().map(str::to_owned);
            return view! {
                <div class="in"><Failed message=failure.to_string() request_id on_retry=move |()| data.waiting.refetch() /></div>
            }
            .into_any();
        }
        if is_empty.get() {
            return view! { <p class="in muted">"Nobody: every device that was registered has been heard of."</p> }
                .into_any();
        }
        let of_keys = keys
            .get()
            .into_iter()
            .map(|(_, name, made)| {
                let waited = move || span((now.get() - made).max(0));
                view! {
                    <li>
                        <StateMark tone=Tone::Busy shape=Shape::DashedArc />
                        <span class="cut">"A device with the key " <b>{name}</b></span>
                        <span class="small muted push tn">"key made "{waited}" ago, nobody has come since"</span>
                    </li>
                }
            })
            .collect_view();
        let of_devices = devices
            .get()
            .into_iter()
            .map(|device| {
                let at = device.registered_at.millis();
                let when = move || ago((now.get() - at).max(0));
                view! {
                    <li>
                        <StateMark tone=Tone::Idle shape=Shape::Ring />
                        <a class="link cut" href=Place::device(device.uuid.clone()).to_string()>{device.name}</a>
                        <span class="mono muted">{device.uuid.short().to_owned()}</span>
                        <span class="small muted push tn">"registered "{when}", never heard of"</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="waiting">{of_keys}{of_devices}</ul> }.into_any()
    };
    view! { <Card title="Waiting for first contact">{rows}</Card> }
}
