//! The status in SQL and the status in `model` are one rule: every combination of inputs through both.

use crate::world::World;
use model::device_status::{
    InstallFacts, ProgressSource, StatusFacts, download_progress, overall_status, progress_source,
};
use model::heartbeat::HeartbeatState;
use rusqlite::params;
use serde_json::json;

const HEARTBEATS: [HeartbeatState; 4] =
    [HeartbeatState::Online, HeartbeatState::Timeout, HeartbeatState::Offline, HeartbeatState::Unknown];

fn every_combination() -> impl Iterator<Item = StatusFacts> {
    (0..256_u32).flat_map(|bits| {
        let bit = move |at: u32| bits & (1 << at) != 0;
        HEARTBEATS.map(|heartbeat| StatusFacts {
            is_active: bit(0),
            is_post_provisioning: bit(1),
            is_connected_to_vpn: bit(2),
            was_ever_connected: bit(3),
            heartbeat,
            is_downloading: bit(4),
            is_provisioning: bit(5),
            is_downloading_image: bit(6),
            is_vpn_enabled: bit(7),
        })
    })
}

#[tokio::test]
async fn sql_and_model_agree() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, images) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main", "side"]).await;
    let device = w.device(fleet, '1').await;
    for facts in every_combination() {
        let images = images.clone();
        w.store
            .write(move |c| {
                c.execute(
                    "UPDATE device SET is_active = ?2, provisioning_state = ?3, is_connected_to_vpn = ?4, \
                     last_connectivity_event = ?5, api_heartbeat_state = ?6, status = ?7, download_progress = ?8, \
                     provisioning_progress = ?9 WHERE id = ?1",
                    params![
                        device,
                        facts.is_active,
                        facts.is_post_provisioning.then_some("Post-Provisioning"),
                        facts.is_connected_to_vpn,
                        facts.was_ever_connected.then_some(1),
                        facts.heartbeat.as_str(),
                        facts.is_downloading.then_some("Downloading"),
                        facts.is_downloading.then_some(12),
                        facts.is_provisioning.then_some(25),
                    ],
                )?;
                c.execute("DELETE FROM image_install", [])?;
                c.execute("DELETE FROM device_config_variable", [])?;
                let install = |image: i64, status: &str, progress: Option<i64>| {
                    c.execute(
                        "INSERT INTO image_install (created_at, modified_at, device, installs__image, \
                         is_provided_by__release, status, download_progress, install_date) VALUES (0, 0, ?1, ?2, ?3, ?4, ?5, 0)",
                        params![device, image, release, status, progress],
                    )
                };
                install(images[0], if facts.is_downloading_image { "Downloading" } else { "Running" }, Some(37))?;
                install(images[1], "Downloaded", None)?;
                if !facts.is_vpn_enabled {
                    c.execute(
                        "INSERT INTO device_config_variable (created_at, modified_at, device, name, value) \
                         VALUES (0, 0, ?1, 'BALENA_SUPERVISOR_VPN_CONTROL', 'false')",
                        [device],
                    )?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let expected = overall_status(&facts).as_str();
        let row = w.ask(&format!("device({device})?$select=overall_status,overall_progress")).await;
        assert_eq!(row[0]["overall_status"], expected, "{facts:?}");
        let install = |is_downloading, progress| InstallFacts { is_downloading, is_of_target: true, progress };
        let average = download_progress([install(facts.is_downloading_image, Some(37)), install(false, None)]);
        let progress = match progress_source(&facts) {
            ProgressSource::Download => json!(12),
            ProgressSource::Installs => json!(average),
            ProgressSource::Provisioning if facts.is_provisioning => json!(25),
            ProgressSource::Provisioning | ProgressSource::Nothing => json!(null),
        };
        assert_eq!(row[0]["overall_progress"], progress, "{facts:?}");
        let counted = w.ask(&format!("device/$count?$filter=overall_status eq '{expected}'")).await;
        assert_eq!(counted, json!(1), "{facts:?}");
    }
}

/// Where `*_SUPERVISOR_VPN_CONTROL` is set, in both spellings and on both levels, and whether that switches the link off.
#[tokio::test]
async fn every_way_to_do_without_a_link() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let device = w.device(fleet, '1').await;
    w.sql("UPDATE device SET api_heartbeat_state = 'online'").await;
    let values = [None, Some("true"), Some("false")];
    for at in 0..81_usize {
        let said = [0, 1, 2, 3].map(|place| values[at / 3_usize.pow(place) % 3]);
        w.sql("DELETE FROM device_config_variable; DELETE FROM application_config_variable").await;
        let places = [
            ("device_config_variable", "device", device, "BALENA"),
            ("device_config_variable", "device", device, "RESIN"),
            ("application_config_variable", "application", fleet, "BALENA"),
            ("application_config_variable", "application", fleet, "RESIN"),
        ];
        for ((resource, parent, id, maker), value) in places.into_iter().zip(said) {
            if let Some(value) = value {
                let body = json!({parent: id, "name": format!("{maker}_SUPERVISOR_VPN_CONTROL"), "value": value});
                w.post(resource, body).await;
            }
        }
        let is_off = said.into_iter().flatten().next() == Some("false");
        let expected = if is_off { "operational" } else { "reduced-functionality" };
        let row = w.ask(&format!("device({device})?$select=overall_status")).await;
        assert_eq!(row[0]["overall_status"], expected, "{said:?}");
    }
}

/// Installs of every status and progress, of the target and of another release, two at a time.
#[tokio::test]
async fn progress_of_every_pair_of_installs() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (old, images) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main", "side"]).await;
    let (target, _) = w.release(fleet, "a22", "2026-01-02T00:00:00Z", &["main"]).await;
    let device = w.device(fleet, '1').await;
    w.sql("UPDATE device SET api_heartbeat_state = 'online', is_connected_to_vpn = 1").await;
    let mut kinds = Vec::new();
    for release in [old, target] {
        for status in ["Downloading", "Downloaded", "Running", "deleted"] {
            kinds.extend([None, Some(0), Some(37), Some(100)].map(|progress| (release, status, progress)));
        }
    }
    for (one, other) in kinds.iter().flat_map(|one| kinds.iter().map(move |other| (*one, *other))) {
        let images = images.clone();
        w.store
            .write(move |c| {
                c.execute("DELETE FROM image_install", [])?;
                for (image, (release, status, progress)) in images.iter().zip([one, other]) {
                    c.execute(
                        "INSERT INTO image_install (created_at, modified_at, device, installs__image, \
                         is_provided_by__release, status, download_progress, install_date) VALUES (0, 0, ?1, ?2, ?3, ?4, ?5, 0)",
                        params![device, image, release, status, progress],
                    )?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let facts = [one, other].into_iter().filter(|(_, status, _)| *status != "deleted").map(
            |(release, status, progress)| InstallFacts {
                is_downloading: status == "Downloading",
                is_of_target: release == target,
                progress,
            },
        );
        let is_downloading =
            [one, other].iter().any(|(_, status, progress)| *status == "Downloading" && progress.is_some());
        let expected = if is_downloading { json!(download_progress(facts)) } else { json!(null) };
        let row = w.ask(&format!("device({device})?$select=overall_progress")).await;
        assert_eq!(row[0]["overall_progress"], expected, "{one:?} {other:?}");
    }
}
