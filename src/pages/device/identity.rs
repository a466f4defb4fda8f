//! What the device is: identity, metrics and the note.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device::{Device, DeviceDetail};
use model::figure::UNKNOWN;
use model::heartbeat::HeartbeatState;
use model::rights::Right;
use ui::badge::{Badge, BadgeFill};
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::relative_time::{ago, span};
use ui::state_mark::{Shape, StateLabel};
use ui::tone::Tone;

use super::requests::Requests;
use super::shown::Shown;
use crate::data::tags::{Tagged, use_tags};
use crate::parts::edit_text::EditText;
use crate::parts::metrics_card::MetricsCard;
use crate::parts::release_arrow::ReleaseArrow;
use crate::parts::save::Save;
use crate::parts::tag_editor::{TagChange, TagEditor};
use crate::services::clock::use_now;

/// The left column of the summary.
#[component]
pub(super) fn Facts(shown: Shown, requests: Requests) -> impl IntoView {
    let now = use_now();
    let metrics = shown.memo(|detail| detail.device.metrics);
    let reported_at = shown.memo(|detail| detail.reported_at.millis());
    view! {
        <div class="device-facts">
            <Identity shown requests now />
            <MetricsCard metrics reported_at now />
            <Note shown requests />
        </div>
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
        HeartbeatState::Online => return "Online".to_owned(),
        HeartbeatState::Timeout => "Late",
        HeartbeatState::Offline => "Offline",
        HeartbeatState::Unknown => return "Never heard of".to_owned(),
    };
    match device.heartbeat_changed_at.map(|at| ago(now - at.millis())) {
        Some(when) if when == "now" => word.to_owned(),
        Some(when) => format!("{word}, {when} ago"),
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

#[component]
fn Identity(shown: Shown, requests: Requests, now: Signal<i64>) -> impl IntoView {
    let text = move |read: fn(&DeviceDetail) -> Option<String>| {
        let text = shown.memo(read);
        move || text.get().flatten().unwrap_or_else(|| UNKNOWN.to_owned())
    };
    let uuid = shown.memo(|detail| detail.device.uuid.to_string());
    let running = shown.memo(|detail| detail.device.running.clone());
    let target = shown.memo(|detail| detail.device.target.clone());
    let pinned = shown.memo(|detail| detail.device.pinned.clone());
    let policy = move || match pinned.get().flatten() {
        Some(release) => format!("Pinned to {}", release.label),
        None => "Follows the fleet".to_owned(),
    };
    let variant = shown.memo(|detail| detail.os_variant.clone());
    let heartbeat = shown.memo(|detail| heartbeat_mark(detail.device.heartbeat));
    let heartbeat_tone = Signal::derive(move || heartbeat.get().map_or(Tone::Idle, |mark| mark.0));
    let heartbeat_shape = Signal::derive(move || heartbeat.get().map_or(Shape::Ring, |mark| mark.1));
    let is_linked = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let link_tone = Signal::derive(move || if is_linked.get() == Some(true) { Tone::Ok } else { Tone::Idle });
    let link_shape = Signal::derive(move || if is_linked.get() == Some(true) { Shape::Disc } else { Shape::Ring });
    let addresses = shown.memo(|detail| detail.addresses.clone());
    let tags = shown.memo(|detail| detail.device.tags.clone());
    let name = shown.memo(|detail| detail.device.name.clone());
    let writer = use_tags();
    let change_tag = move |save: Save<TagChange>| {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        spawn_local(async move {
            let result = match save.value.clone() {
                TagChange::Add(tag) | TagChange::Change(tag) => writer.set(Tagged::Device, id, tag).await,
                TagChange::Remove(key) => writer.remove(Tagged::Device, id, key).await,
            };
            save.answer(result);
        });
    };
    view! {
        <Card title="Identity">
            <DescriptionList>
                <DescriptionItem term="UUID">
                    {move || uuid.get().map(|uuid| {
                        let shown = format!("{}…{}", uuid.get(..8).unwrap_or_default(), uuid.get(uuid.len() - 6..).unwrap_or_default());
                        view! { <CopyText text=uuid label="Copy the UUID" shown=shown /> }
                    })}
                </DescriptionItem>
                <DescriptionItem term="Type">{text(|detail| detail.device.device_type.clone())}</DescriptionItem>
                <DescriptionItem term="Release">
                    <ReleaseArrow
                        running=Signal::derive(move || running.get().flatten())
                        target=Signal::derive(move || target.get().flatten())
                    />
                </DescriptionItem>
                <DescriptionItem term="Policy">{policy}</DescriptionItem>
                <DescriptionItem term="Host OS">
                    <span class="mono">{text(|detail| detail.device.os_version.clone())}</span>
                    {move || variant.get().flatten().map(|variant| view! { <Badge fill=BadgeFill::Outline small=true>{variant}</Badge> })}
                </DescriptionItem>
                <DescriptionItem term="Supervisor">
                    <span class="mono">{text(|detail| detail.device.supervisor_version.clone())}</span>
                </DescriptionItem>
                <DescriptionItem term="Heartbeat">
                    <StateLabel tone=heartbeat_tone shape=heartbeat_shape>
                        {move || shown.read(|detail| heartbeat_words(&detail.device, now.get()))}
                    </StateLabel>
                </DescriptionItem>
                <DescriptionItem term="Cloudlink">
                    <StateLabel tone=link_tone shape=link_shape>
                        {move || shown.read(|detail| link_words(&detail.device, now.get()))}
                    </StateLabel>
                </DescriptionItem>
                <DescriptionItem term="Local address">
                    {move || match addresses.get().unwrap_or_default().into_iter().next() {
                        Some(address) => view! { <CopyText text=address label="Copy the address" /> }.into_any(),
                        None => UNKNOWN.into_any(),
                    }}
                </DescriptionItem>
                <DescriptionItem term="Tags">
                    <TagEditor
                        of=Signal::derive(move || name.get().unwrap_or_default())
                        tags=Signal::derive(move || tags.get().unwrap_or_default())
                        on_change=change_tag
                        disabled=requests.denied(Right::EditTags)
                    />
                </DescriptionItem>
            </DescriptionList>
        </Card>
    }
}

#[component]
fn Note(shown: Shown, requests: Requests) -> impl IntoView {
    let note = shown.memo(|detail| detail.note.clone());
    let value = Signal::derive(move || note.get().flatten().unwrap_or_default());
    let save = move |save: Save<String>| {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        spawn_local(async move {
            let result = requests.edits.note_device(id, save.value.clone()).await;
            save.answer(result);
        });
    };
    view! {
        <section class="device-note" aria-label="Note">
            <h2>"Note"</h2>
            <EditText
                label="note"
                value
                on_save=save
                multiline=true
                disabled=requests.denied(Right::EditDevices)
            />
        </section>
    }
}
