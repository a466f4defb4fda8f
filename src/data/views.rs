//! Views of a fleet's devices that everyone who sees the fleet shares: kept among the fleet's tags.

use client::live::event::TopicEvent;
use model::device::Tag;
use model::saved_view::{SavedView, TAG_PREFIX};
use odata::{Query, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::application_tag::ApplicationTagRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};
use super::tags::{Tagged, use_tags};

/// A fleet's shared views, by name.
pub type SharedViews = Remote<Vec<SavedView>, Failure>;

/// Reads and follows them until the owner goes.
pub fn of(fleet: i64) -> SharedViews {
    let hub = use_hub();
    let views = Remote::new(move || read(hub, fleet));
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) if rows.iter().any(|row| row.resource == ApplicationTagRow::RESOURCE) => {
            views.refetch();
        }
        TopicEvent::Reset => views.refetch(),
        _ => {}
    });
    views
}

/// Shares a view, in place of the one with its name.
pub async fn share(fleet: i64, view: &SavedView) -> Result<(), Failure> {
    let tag = Tag { key: view.tag_key(), value: view.text() };
    use_tags().set(Tagged::Fleet, fleet, tag).await
}

/// Takes a shared view away.
pub async fn remove(fleet: i64, view: &SavedView) -> Result<(), Failure> {
    use_tags().remove(Tagged::Fleet, fleet, view.tag_key()).await
}

async fn read(hub: Hub, fleet: i64) -> Result<Vec<SavedView>, Failure> {
    let query = Query::of(ApplicationTagRow::RESOURCE)
        .select(ApplicationTagRow::SELECT.iter().copied())
        .filter(field("application").eq(fleet));
    let rows = hub.heard(hub.client().rows::<ApplicationTagRow>(query).await)?;
    let shared = rows.into_iter().filter(|row| row.tag_key.starts_with(TAG_PREFIX));
    let mut views: Vec<SavedView> = shared.filter_map(|row| SavedView::read(&row.value)).collect();
    views.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(views)
}
