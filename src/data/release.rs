//! One release as its own page shows it, kept up to date.

use client::live::event::TopicEvent;
use leptos::prelude::*;
use model::composition::ComposedService;
use model::release_detail::{BuiltService, ReleaseAsset, ReleaseDetail, ReleaseImage};
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::release::ReleaseRow;
use wire::rows::release_asset::ReleaseAssetRow;
use wire::rows::release_detail::ReleaseDetailRow;
use wire::rows::release_image::{ImageRow, ReleaseImageRow};
use wire::rows::release_tag::ReleaseTagRow;
use wire::rows::service::ServiceRow;
use wire::{composition, yaml};

use super::changes::Changes;
use super::convert;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// A release, as the page holds it.
pub type Release = Remote<ReleaseDetail, Failure>;

/// Reads and follows a release of a fleet until the owner goes; none while it is not known which.
pub fn of(fleet: i64, release: Signal<Option<i64>>) -> Release {
    let hub = use_hub();
    let held = Remote::keyed(move || release.get(), move |id| async move { read(hub, fleet, id).await });
    let changes = Changes::new(hub, move |_| {
        held.refetch();
        Box::pin(std::future::ready(()))
    });
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) if rows.iter().any(|row| row.resource != "image_install") => changes.all(),
        TopicEvent::Reset => changes.all(),
        _ => {}
    });
    held
}

async fn read(hub: Hub, fleet: i64, id: i64) -> Result<ReleaseDetail, Failure> {
    let image = Expand::of("image")
        .select(ImageRow::SELECT.iter().copied())
        .expand(Expand::of("is_a_build_of__service").select(ServiceRow::SELECT.iter().copied()));
    let query = Query::of(ReleaseRow::RESOURCE)
        .select(ReleaseRow::SELECT.iter().chain(ReleaseDetailRow::SELECT_MORE).copied())
        // The address names a fleet, too: a release of another one is not there.
        .filter(field("id").eq(id).and(field("belongs_to__application").eq(fleet)))
        .expand(Expand::of(ReleaseTagRow::RESOURCE).select(ReleaseTagRow::SELECT.iter().copied()))
        .expand(Expand::of(ReleaseImageRow::RESOURCE).select(ReleaseImageRow::SELECT.iter().copied()).expand(image))
        .expand(
            Expand::of(ReleaseAssetRow::RESOURCE)
                .select(ReleaseAssetRow::SELECT.iter().copied())
                .order_by(asc("asset_key")),
        )
        .expand(Expand::count("is_running_on__device"))
        .expand(Expand::count("is_pinned_to__device"))
        .expand(Expand::count("should_be_running_on__device"));
    Ok(detail(hub.heard(hub.client().row::<ReleaseDetailRow>(query, "release").await)?))
}

fn detail(row: ReleaseDetailRow) -> ReleaseDetail {
    let mut images: Vec<(String, ReleaseImage)> =
        row.release_image.into_iter().filter_map(|part| image(part.image.into_inner()?)).collect();
    let mut services: Vec<BuiltService> = composition::services(&row.composition)
        .into_iter()
        .map(|composed| {
            let at = images.iter().position(|(name, _)| *name == composed.name);
            let image = at.map(|at| images.swap_remove(at).1);
            BuiltService { composed, image }
        })
        .collect();
    // What was built but is in no composition runs nevertheless: the platform goes by the images.
    services.extend(images.into_iter().map(|(name, image)| BuiltService {
        composed: ComposedService { name, settings: Vec::new() },
        image: Some(image),
    }));
    services.sort_by(|one, other| one.name().cmp(other.name()));
    ReleaseDetail {
        revision: row.revision,
        invalidation_reason: row.invalidation_reason.filter(|reason| !reason.is_empty()),
        composition: yaml::print(&row.composition),
        contract: row.contract.filter(|contract| !contract.is_null()).map(|contract| format!("{contract:#}\n")),
        services,
        assets: row.release_asset.into_iter().map(asset).collect(),
        pinned_devices: row.is_pinned_to__device,
        target_devices: row.should_be_running_on__device,
        release: convert::release(row.row),
    }
}

fn image(row: ImageRow) -> Option<(String, ReleaseImage)> {
    let size = row.size();
    let image = ReleaseImage {
        id: row.id,
        location: row.is_stored_at__image_location,
        digest: row.content_hash.filter(|digest| !digest.is_empty()),
        size,
        project_type: row.project_type,
        error: row.error_message.filter(|error| !error.is_empty()),
        started_at: row.start_timestamp,
        ended_at: row.end_timestamp,
    };
    Some((row.is_a_build_of__service.into_inner()?.service_name, image))
}

fn asset(row: ReleaseAssetRow) -> ReleaseAsset {
    let file = row.asset;
    let path = file.as_ref().and_then(|file| file.path()).map(|path| format!("/api{path}"));
    let (filename, content_type, size) =
        file.map_or((None, None, None), |file| (file.filename, file.content_type, file.size));
    ReleaseAsset {
        id: row.id,
        filename: filename.unwrap_or_else(|| row.asset_key.clone()),
        key: row.asset_key,
        content_type: content_type.unwrap_or_default(),
        size,
        href: path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_come_from_the_composition_and_from_the_images() {
        let text = r#"{"id":4,"commit":"abcdef0123","raw_version":"1.2.0","status":"success","is_final":true,
            "is_invalidated":false,"phase":null,"source":"cloud","note":null,"known_issue_list":"","created_at":
            "2026-11-22T10:00:00.000Z","start_timestamp":"2026-11-22T10:00:00.000Z","end_timestamp":null,
            "is_finalized_at__date":null,"composition":{"services":{"b":{"privileged":true},"a":{}}},"contract":null,
            "revision":0,"invalidation_reason":null,"release_image":[
              {"id":1,"image":[{"id":9,"is_stored_at__image_location":"r/v2/9","content_hash":"sha256:9","image_size":"70",
               "project_type":null,"error_message":null,"start_timestamp":null,"end_timestamp":null,
               "is_a_build_of__service":[{"id":5,"service_name":"b"}]}]},
              {"id":2,"image":[{"id":8,"is_stored_at__image_location":"r/v2/8","content_hash":null,"image_size":"30",
               "project_type":null,"error_message":null,"start_timestamp":null,"end_timestamp":null,
               "is_a_build_of__service":[{"id":6,"service_name":"extra"}]}]}],
            "release_asset":[{"id":3,"asset_key":"bom","asset":{"filename":"bom.json","href":"http://h/release-assets/f?x=1",
              "content_type":"application/json","size":12}}],"is_running_on__device":3}"#;
        let found = detail(serde_json::from_str(text).unwrap());
        let names: Vec<_> = found.services.iter().map(BuiltService::name).collect();
        assert_eq!(names, ["a", "b", "extra"]);
        assert_eq!((found.size(), found.services[0].image.is_none()), (Some(100), true));
        assert_eq!(found.services[1].composed.warnings().len(), 1);
        assert_eq!(found.assets[0].href.as_deref(), Some("/api/release-assets/f"));
        assert_eq!(found.release.known_issues, None);
    }
}
