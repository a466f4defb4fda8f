//! One device with its services, kept up to date.

use std::cell::RefCell;
use std::rc::Rc;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::device::DeviceDetail;
use model::device_uuid::DeviceUuid;
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::application::ApplicationRow;
use wire::rows::device::{DeviceDetail as DeviceDetailRow, DeviceRow};
use wire::rows::device_tag::DeviceTagRow;
use wire::rows::device_type::DeviceTypeRow;
use wire::rows::image_install::ImageInstallRow;
use wire::rows::release::ReleaseName;
use wire::rows::service::ServiceRow;

use super::convert::{self, Progress};
use super::failure::Failure;
use super::hub::use_hub;

/// A device, as its page holds it.
pub type DeviceData = Remote<DeviceDetail, Failure>;

/// Reads and follows a device until the owner goes.
pub fn of(uuid: DeviceUuid) -> DeviceData {
    let hub = use_hub();
    let progress = Rc::new(RefCell::new(Progress::default()));
    let device = Remote::new(move || {
        let (progress, query) = (Rc::clone(&progress), query(&uuid));
        async move {
            let row = hub.heard(hub.client().row::<DeviceDetailRow>(query, "device").await)?;
            Ok(convert::device_detail(row, &mut progress.borrow_mut()))
        }
    });
    // The topics need its numbers, which come with the first answer and stay.
    let ids = Memo::new(move |_| {
        device.with(|held| held.value().map(|detail| (detail.device.id, detail.fleet.as_ref().map(|fleet| fleet.id))))
    });
    Effect::new(move |_| {
        let Some((id, fleet)) = ids.get() else { return };
        hub.follow(Topic::Device { id }, move |event| {
            if matches!(event, TopicEvent::Changed(_) | TopicEvent::Subscribed | TopicEvent::Reset) {
                device.refetch();
            }
        });
        if let Some(id) = fleet {
            // Its target may come from the fleet.
            hub.follow(Topic::Fleet { id }, move |event| {
                if let TopicEvent::Changed(rows) = event
                    && rows.iter().any(|row| matches!(row.resource.as_str(), "application" | "release"))
                {
                    device.refetch();
                }
            });
        }
    });
    device
}

fn query(uuid: &DeviceUuid) -> Query {
    let release = |navigation: &str| Expand::of(navigation).select(ReleaseName::SELECT.iter().copied());
    Query::of(DeviceRow::RESOURCE)
        .select(DeviceRow::SELECT.iter().copied())
        .select(DeviceDetailRow::SELECT_MORE.iter().copied())
        .filter(field("uuid").eq(uuid.as_str()))
        .expand(Expand::of("is_of__device_type").select(DeviceTypeRow::SELECT.iter().copied()))
        .expand(release("is_running__release"))
        .expand(release("should_be_running__release"))
        .expand(release("is_pinned_on__release"))
        .expand(release("should_be_operated_by__release"))
        .expand(Expand::of("device_tag").select(DeviceTagRow::SELECT.iter().copied()).order_by(asc("tag_key")))
        .expand(Expand::of("belongs_to__application").select(ApplicationRow::SELECT.iter().copied()))
        .expand(
            Expand::of("image_install")
                .select(ImageInstallRow::SELECT.iter().copied())
                .filter(field("status").ne("deleted"))
                .expand(
                    Expand::of("installs__image")
                        .select(["id"])
                        .expand(Expand::of("is_a_build_of__service").select(ServiceRow::SELECT.iter().copied())),
                )
                .expand(release("is_provided_by__release")),
        )
}
