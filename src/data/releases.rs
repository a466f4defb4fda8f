//! The releases of one fleet, newest first, and its services' names.

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::release::Release;
use odata::{Expand, Query, desc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::release::ReleaseRow;
use wire::rows::release_tag::ReleaseTagRow;

use super::changes::Changes;
use super::convert;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// A fleet's releases, as the page holds them.
pub type Releases = Remote<Vec<Release>, Failure>;

/// So many are read; older ones are reached by their number only.
const MOST: u64 = 5_000;

/// Reads and follows the releases of a fleet until the owner goes; none yet while the fleet is not known.
pub fn of(fleet: Signal<Option<i64>>) -> Releases {
    let hub = use_hub();
    let releases = Remote::keyed(move || fleet.get(), move |fleet| async move { read(hub, fleet).await });
    let changes = Changes::new(hub, move |_| {
        releases.refetch();
        Box::pin(std::future::ready(()))
    });
    Effect::new(move |_| {
        let Some(id) = fleet.get() else { return };
        hub.follow(Topic::Fleet { id }, move |event| match event {
            // A device's row carries which release it runs: the counts change with it.
            TopicEvent::Changed(rows) if rows.iter().any(|row| row.resource != "image_install") => changes.all(),
            TopicEvent::Reset => changes.all(),
            _ => {}
        });
    });
    releases
}

async fn read(hub: Hub, fleet: i64) -> Result<Vec<Release>, Failure> {
    let query = Query::of(ReleaseRow::RESOURCE)
        .select(ReleaseRow::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(fleet))
        .expand(Expand::count("is_running_on__device"))
        .expand(Expand::of(ReleaseTagRow::RESOURCE).select(ReleaseTagRow::SELECT.iter().copied()))
        .order_by(desc("id"))
        .top(MOST);
    let rows = hub.heard(hub.client().rows::<ReleaseRow>(query).await)?;
    Ok(rows.into_iter().map(convert::release).collect())
}

/// One release as it is now; read anew when another is asked for.
pub fn one(release: Signal<Option<i64>>) -> Remote<Release, Failure> {
    let hub = use_hub();
    Remote::keyed(
        move || release.get(),
        move |id| async move {
            let query = Query::of(ReleaseRow::RESOURCE)
                .select(ReleaseRow::SELECT.iter().copied())
                .filter(field("id").eq(id))
                .expand(Expand::count("is_running_on__device"));
            let row = hub.heard(hub.client().row::<ReleaseRow>(query, "release").await)?;
            Ok(convert::release(row))
        },
    )
}
