//! What the device is: identity, metrics and the note.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device::{DeviceDetail, Tag};
use model::device_uuid::DeviceUuid;
use model::figure::UNKNOWN;
use model::rights::Right;
use model::same_as::owner::Owner;
use model::same_as::{devices, tags as same_tags};
use ui::badge::{Badge, BadgeFill};
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::relative_time::{RelativeTime, span};

use super::reach::{Cloudlink, Heartbeat};
use super::requests::Requests;
use super::shown::Shown;
use crate::data::device_past;
use crate::data::tags::{Tagged, use_tags};
use crate::parts::edit_text::EditText;
use crate::parts::metrics_card::MetricsCard;
use crate::parts::release_arrow::ReleaseArrow;
use crate::parts::save::Save;
use crate::parts::tag_editor::{TagChange, TagEditor};
use crate::routes::place::Place;
use crate::services::clock::use_now;

/// The left column of the summary.
#[component]
pub(super) fn Facts(uuid: DeviceUuid, shown: Shown, requests: Requests) -> impl IntoView {
    let now = use_now();
    let is_week = RwSignal::new(false);
    let past = device_past::metrics(uuid, is_week.into());
    let is_undervolted = shown.memo(|detail| detail.is_undervolted);
    let metrics = shown.memo(|detail| detail.device.metrics);
    let reported_at = shown.memo(|detail| detail.reported_at.millis());
    view! {
        <div class="device-facts">
            <Identity shown requests now />
            <MetricsCard
                metrics
                reported_at
                now
                past
                is_week
                is_undervolted=Signal::derive(move || is_undervolted.get().unwrap_or(false))
            />
            <Note shown requests />
        </div>
    }
}

/// Each to be copied; "—" for none.
fn copied(texts: Memo<Option<Vec<String>>>, label: &'static str) -> AnyView {
    (move || match texts.get().unwrap_or_default() {
        texts if texts.is_empty() => UNKNOWN.into_any(),
        texts => {
            let copy = |text: String| view! { <CopyText text label /> };
            view! { <span class="copied">{texts.into_iter().map(copy).collect_view()}</span> }.into_any()
        }
    })
    .into_any()
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
    let addresses = shown.memo(|detail| detail.addresses.clone());
    let public = shown.memo(|detail| detail.public_address.clone().into_iter().collect::<Vec<_>>());
    let macs = shown.memo(|detail| detail.mac_addresses.clone());
    let cpu = shown.memo(|detail| detail.cpu_id.clone().into_iter().collect::<Vec<_>>());
    let created = shown.memo(|detail| detail.created_at.millis());
    let fleet = shown.memo(|detail| detail.fleet.clone());
    let update = shown.memo(|detail| (detail.device.update_status, detail.update_changed_at));
    let update = move || match update.get() {
        Some((Some(status), since)) => {
            let age = since.map(|at| format!(", {}", span(now.get() - at.millis()))).unwrap_or_default();
            format!("{}{age}", status.label())
        }
        _ => UNKNOWN.to_owned(),
    };
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
    let same_tag = move |tag: Tag| {
        let (id, uuid) = shown.peek(|detail| (detail.device.id, detail.device.uuid.to_string()))?;
        Some(same_tags::set(Owner::Device { id, uuid: &uuid }, &tag.key, &tag.value))
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
                <DescriptionItem term="Fleet">
                    {move || match fleet.get().flatten() {
                        Some(fleet) => {
                            view! { <a class="link cut" href=Place::fleet(fleet.id).to_string()>{fleet.name}</a> }.into_any()
                        }
                        None => UNKNOWN.into_any(),
                    }}
                </DescriptionItem>
                <DescriptionItem term="Release">
                    <ReleaseArrow
                        running=Signal::derive(move || running.get().flatten())
                        target=Signal::derive(move || target.get().flatten())
                    />
                </DescriptionItem>
                <DescriptionItem term="Policy">{policy}</DescriptionItem>
                <DescriptionItem term="Update status"><span class="tn">{update}</span></DescriptionItem>
                <DescriptionItem term="Host OS">
                    <span class="mono">{text(|detail| detail.device.os_version.clone())}</span>
                    {move || variant.get().flatten().map(|variant| view! { <Badge fill=BadgeFill::Outline small=true>{variant}</Badge> })}
                </DescriptionItem>
                <DescriptionItem term="Supervisor">
                    <span class="mono">{text(|detail| detail.device.supervisor_version.clone())}</span>
                </DescriptionItem>
                <DescriptionItem term="Heartbeat"><Heartbeat shown now /></DescriptionItem>
                <DescriptionItem term="Cloudlink"><Cloudlink shown now /></DescriptionItem>
                <DescriptionItem term="Local address">{copied(addresses, "Copy the address")}</DescriptionItem>
                <DescriptionItem term="Public address">{copied(public, "Copy the public address")}</DescriptionItem>
                <DescriptionItem term="MAC">{copied(macs, "Copy the MAC address")}</DescriptionItem>
                <DescriptionItem term="CPU">{copied(cpu, "Copy the number of the CPU")}</DescriptionItem>
                <DescriptionItem term="Registered">
                    <RelativeTime at=Signal::derive(move || created.get()) now suffix=" ago" />
                </DescriptionItem>
                <DescriptionItem term="Tags">
                    <TagEditor
                        of=Signal::derive(move || name.get().unwrap_or_default())
                        tags=Signal::derive(move || tags.get().unwrap_or_default())
                        on_change=change_tag
                        disabled=requests.denied(Right::EditTags)
                        same=same_tag
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
    let same =
        move |text: String| shown.peek(|detail| detail.device.uuid.to_string()).map(|uuid| devices::note(&uuid, &text));
    view! {
        <section class="device-note" aria-label="Note">
            <h2>"Note"</h2>
            <EditText
                label="note"
                value
                on_save=save
                multiline=true
                disabled=requests.denied(Right::EditDevices)
                same=same
            />
        </section>
    }
}
