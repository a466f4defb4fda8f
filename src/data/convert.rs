//! Rows of the API to what pages know.

use model::device::{Device, DeviceDetail, FleetRef, Metrics, ServiceOnDevice, Tag};
use model::fleet::{Fleet, StatusCounts};
use model::ratchet::Ratchet;
use model::release::{Release, ReleaseState};
use model::release_ref::ReleaseRef;
use model::service_status::ServiceStatus;
use wire::navigation::ToOne;
use wire::rows::application::ApplicationRow;
use wire::rows::device::{DeviceDetail as DeviceDetailRow, DeviceRow};
use wire::rows::image_install::ImageInstallRow;
use wire::rows::release::{ReleaseName, ReleaseRow};

/// The furthest progress of each device and of each image on it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    devices: Ratchet<i64, Option<i64>>,
    images: Ratchet<(i64, i64), ()>,
}

pub(super) fn release_ref(name: &ToOne<ReleaseName>) -> Option<ReleaseRef> {
    name.get().map(|name| ReleaseRef { id: name.id, label: name.label().to_owned() })
}

pub(super) fn fleet(row: ApplicationRow, devices: StatusCounts) -> Fleet {
    Fleet {
        id: row.id,
        name: row.app_name,
        slug: row.slug,
        device_type: row.is_for__device_type.into_inner().map(|kind| kind.name),
        tracks_latest: row.should_track_latest_release,
        target: release_ref(&row.should_be_running__release),
        releases: row.owns__release,
        created_at: row.created_at,
        devices,
    }
}

pub(super) fn release(row: ReleaseRow) -> Release {
    Release {
        id: row.id,
        label: row.label().to_owned(),
        commit: row.commit,
        state: ReleaseState::from_word(&row.status),
        is_final: row.is_final,
        is_invalidated: row.is_invalidated,
        phase: row.phase,
        source: row.source,
        note: row.note.filter(|note| !note.is_empty()),
        known_issues: row.known_issue_list.filter(|issues| !issues.is_empty()),
        tags: row.release_tag.into_iter().map(|tag| Tag { key: tag.tag_key, value: tag.value }).collect(),
        created_at: row.created_at,
        started_at: row.start_timestamp,
        ended_at: row.end_timestamp,
        finalized_at: row.is_finalized_at__date,
        devices: row.is_running_on__device,
    }
}

pub(super) fn device(row: DeviceRow, progress: &mut Progress) -> Device {
    let target = release_ref(&row.should_be_running__release);
    let goal = target.as_ref().map(|target| target.id);
    Device {
        progress: progress.devices.advance(row.id, goal, row.overall_progress.map(percent)),
        id: row.id,
        uuid: row.uuid,
        name: row.device_name,
        status: row.overall_status,
        is_connected_to_vpn: row.is_connected_to_vpn,
        heartbeat: row.api_heartbeat_state,
        link_changed_at: row.last_connectivity_event,
        heartbeat_changed_at: row.changed_api_heartbeat_state_on__date,
        update_status: row.update_status,
        os_version: row.os_version,
        supervisor_version: row.supervisor_version,
        metrics: Metrics {
            cpu_percent: row.cpu_usage,
            temperature: row.cpu_temp,
            memory_used: row.memory_usage,
            memory_total: row.memory_total,
            storage_used: row.storage_usage,
            storage_total: row.storage_total,
        },
        device_type: row.is_of__device_type.into_inner().map(|kind| kind.name),
        running: release_ref(&row.is_running__release),
        target,
        pinned: release_ref(&row.is_pinned_on__release),
        tags: row.device_tag.into_iter().map(|tag| Tag { key: tag.tag_key, value: tag.value }).collect(),
    }
}

pub(super) fn device_detail(row: DeviceDetailRow, progress: &mut Progress) -> DeviceDetail {
    let device_id = row.row.id;
    let target = row.row.should_be_running__release.get().map(|target| target.id);
    let fleet = row.belongs_to__application.get().map(|fleet| fleet.id);
    let (own, installs): (Vec<_>, Vec<_>) =
        row.image_install.into_iter().partition(|install| is_of_another(install, fleet));
    let services = services(device_id, target, installs, progress);
    let own_services = self::services(device_id, None, own, progress);
    DeviceDetail {
        device: device(row.row, progress),
        note: row.note.filter(|note| !note.trim().is_empty()),
        os_variant: row.os_variant,
        addresses: words(row.ip_address.as_deref()),
        mac_addresses: words(row.mac_address.as_deref()),
        public_address: row.public_address.filter(|address| !address.is_empty()),
        cpu_id: row.cpu_id,
        is_undervolted: row.is_undervolted,
        os_target: release_ref(&row.should_be_operated_by__release),
        created_at: row.created_at,
        update_changed_at: row.last_update_status_event,
        reported_at: row.modified_at,
        fleet: row.belongs_to__application.into_inner().map(|fleet| FleetRef { id: fleet.id, name: fleet.app_name }),
        services,
        own_services,
    }
}

/// Whether it is an image of the supervisor's own app: of a service that is none of the device's fleet.
fn is_of_another(install: &ImageInstallRow, fleet: Option<i64>) -> bool {
    let owner = install.service().and_then(|service| service.application.as_ref()).map(|owner| owner.id);
    matches!((owner, fleet), (Some(owner), Some(fleet)) if owner != fleet)
}

/// One line a service: the image on its way to the target stands for it, what still runs is its former release.
fn services(
    device: i64,
    target: Option<i64>,
    mut installs: Vec<ImageInstallRow>,
    progress: &mut Progress,
) -> Vec<ServiceOnDevice> {
    let is_target = |install: &ImageInstallRow| {
        target.is_some() && install.is_provided_by__release.get().map(|release| release.id) == target
    };
    installs.retain(|install| install.status != ServiceStatus::Deleted);
    // The target's image first, then the newest: what comes first stands for its service.
    installs.sort_by_key(|install| std::cmp::Reverse((is_target(install), install.install_date, install.id)));
    let mut services: Vec<ServiceOnDevice> = Vec::new();
    for install in &installs {
        let Some(service) = install.service() else { continue };
        let release = release_ref(&install.is_provided_by__release);
        if let Some(known) = services.iter_mut().find(|known| known.service_id == service.id) {
            if known.former.is_none() {
                known.former = release.filter(|release| known.release.as_ref() != Some(release));
                known.is_former_running = install.status.has_process();
            }
            continue;
        }
        let image_id = install.installs__image.get().map_or(0, |image| image.id);
        let is_downloading = install.status == ServiceStatus::Downloading;
        let reported = install.download_progress.filter(|_| is_downloading).map(percent);
        services.push(ServiceOnDevice {
            service_id: service.id,
            name: service.service_name.clone(),
            image_id,
            progress: progress.images.advance((device, image_id), (), reported),
            status: install.status.clone(),
            release,
            former: None,
            is_former_running: false,
        });
    }
    services.sort_by(|one, other| one.name.cmp(&other.name));
    services
}

/// `ip_address` and `mac_address` hold several, parted by blanks.
fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–100")]
pub(super) fn percent(value: f64) -> u8 {
    value.clamp(0.0, 100.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(id: i64, release: i64, status: &str, progress: Option<u8>) -> ImageInstallRow {
        let progress = progress.map_or("null".to_owned(), |progress| progress.to_string());
        let text = format!(
            r#"{{"id":{id},"status":"{status}","download_progress":{progress},"install_date":"2026-11-22T10:00:00.000Z",
            "installs__image":[{{"id":{id},"is_a_build_of__service":[{{"id":1,"service_name":"uplink"}}]}}],
            "is_provided_by__release":[{{"id":{release},"commit":"abcdef012","raw_version":"1.0.{release}"}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_image_on_its_way_stands_for_its_service() {
        let mut progress = Progress::default();
        let shown = services(
            9,
            Some(2),
            vec![install(10, 1, "Running", None), install(11, 2, "Downloading", Some(37))],
            &mut progress,
        );
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].status.clone(), shown[0].progress), (ServiceStatus::Downloading, Some(37)));
        assert_eq!(shown[0].former.as_ref().map(|former| former.id), Some(1));
        assert!(shown[0].is_former_running);
        let later = services(9, Some(2), vec![install(11, 2, "Downloading", Some(30))], &mut progress);
        assert_eq!(later[0].progress, Some(37), "never back");
        let done = services(9, Some(2), vec![install(11, 2, "Running", None)], &mut progress);
        assert_eq!((done[0].progress, done[0].former.clone()), (None, None));
    }
}
