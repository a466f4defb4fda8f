//! The devices of a fleet somebody should look at, the worst first, without reading all of its devices.

use model::attention::{self, Concern, FULL, Facts, GONE_MS, HELD_MS, HOT, Reason, STUCK_MS};
use model::device::Metrics;
use model::device_uuid::DeviceUuid;
use model::service_status::ServiceStatus;
use model::timestamp::Timestamp;
use odata::{BinaryOp, Expand, Expr, Literal, Query, any_of, asc, field};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::attention::AttentionRow;
use wire::rows::image_install::ImageInstallRow;
use wire::rows::release::ReleaseName;
use wire::rows::service::ServiceRow;

use super::failure::Failure;
use super::hub::{Hub, now_millis, use_hub};

/// So many are read at most.
pub const MOST: usize = 50;
/// The words of services that are not up, in the cases supervisors write them.
const DOWN: [&str; 6] = ["exited", "Exited", "Dead", "dead", "restarting", "Restarting"];

/// A device, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubled {
    pub uuid: DeviceUuid,
    pub name: String,
    /// The worst first; never empty.
    pub concerns: Vec<Concern>,
}

/// Who needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// The worst first, at most [`MOST`].
    pub devices: Vec<Troubled>,
    /// How many there are.
    pub total: u64,
}

/// Reads it for a fleet; the owner says when again.
pub fn of(fleet: i64) -> Remote<Attention, Failure> {
    let hub = use_hub();
    Remote::new(move || async move { hub.heard(read(hub, fleet).await) })
}

async fn read(hub: Hub, fleet: i64) -> Result<Attention, Failure> {
    let now = Timestamp::from_millis(now_millis());
    let client = hub.client();
    let Some(any) = any_of(Reason::ALL.into_iter().map(|reason| candidates(reason, now))) else {
        return Ok(Attention::default());
    };
    let rows = client.rows::<AttentionRow>(query(fleet).filter(any.clone()).top(MOST as u64 + 1)).await?;
    if rows.len() <= MOST {
        let devices = sorted(rows, now);
        return Ok(Attention { total: devices.len() as u64, devices });
    }
    // More than can be looked at: how many, and the worst, reason by reason until there are enough.
    let total = client.count(Query::of("device").count().filter(active(fleet)).filter(any)).await?;
    let mut worst: Vec<AttentionRow> = Vec::new();
    for reason in Reason::ALL {
        let more = query(fleet).filter(candidates(reason, now)).top(MOST as u64);
        let found = client.rows::<AttentionRow>(more).await?;
        worst.extend(
            found.into_iter().filter(|row| concerns(row, now).first().is_some_and(|worst| worst.reason == reason)),
        );
        if worst.len() >= MOST {
            break;
        }
    }
    let mut devices = sorted(worst, now);
    devices.truncate(MOST);
    Ok(Attention { devices, total })
}

fn sorted(rows: Vec<AttentionRow>, now: Timestamp) -> Vec<Troubled> {
    let mut devices: Vec<Troubled> = rows
        .into_iter()
        .map(|row| Troubled { concerns: concerns(&row, now), uuid: row.uuid, name: row.device_name })
        .filter(|device| !device.concerns.is_empty())
        .collect();
    devices.sort_by(|one, other| {
        let worst = |device: &Troubled| device.concerns.first().map(|concern| concern.reason);
        (worst(one), &one.name).cmp(&(worst(other), &other.name))
    });
    devices
}

fn active(fleet: i64) -> Expr {
    field("belongs_to__application").eq(fleet).and(field("overall_status").ne("inactive"))
}

fn query(fleet: i64) -> Query {
    let name = |navigation: &str| Expand::of(navigation).select(ReleaseName::SELECT.iter().copied());
    let service = Expand::of("is_a_build_of__service").select(ServiceRow::SELECT.iter().copied());
    let down = Expand::of("image_install")
        .select(ImageInstallRow::SELECT.iter().copied())
        .filter(field("status").one_of(DOWN))
        .expand(Expand::of("installs__image").select(["id"]).expand(service));
    Query::of(AttentionRow::RESOURCE)
        .select(AttentionRow::SELECT.iter().copied())
        .filter(active(fleet))
        .expand(name("is_running__release"))
        .expand(name("should_be_running__release"))
        .expand(name("should_be_operated_by__release"))
        .expand(down)
        .order_by(asc("device_name"))
}

/// The devices among which those with this reason are: the rules have the last word.
fn candidates(reason: Reason, now: Timestamp) -> Expr {
    let before = |millis: i64| Literal::DateTime(Timestamp::from_millis(now.millis() - millis).to_string());
    let update = |word: &str| field("update_status").eq(word);
    let status = |word: &str| field("overall_status").eq(word);
    let is_here = || field("overall_status").ne("disconnected");
    match reason {
        Reason::UpdateRejected => update("rejected"),
        Reason::UpdateAborted => update("aborted"),
        Reason::ServiceDown => field("image_install").any("i", field("i/status").one_of(DOWN)).and(is_here()),
        Reason::StorageFull => fuller("storage_usage", "storage_total").and(is_here()),
        Reason::MemoryFull => fuller("memory_usage", "memory_total").and(is_here()),
        Reason::ReducedFunctionality => status("reduced-functionality"),
        Reason::Undervolted => field("is_undervolted").eq(true).and(is_here()),
        #[expect(clippy::cast_possible_truncation, reason = "a temperature")]
        Reason::Hot => field("cpu_temp").ge(HOT as i64).and(is_here()),
        Reason::UpdateHeld => {
            update("downloaded").and(field("last_update_status_event").le(before(HELD_MS))).and(is_here())
        }
        Reason::DownloadStuck => {
            update("downloading").and(field("last_update_status_event").le(before(STUCK_MS))).and(is_here())
        }
        Reason::OsBehind => field("should_be_operated_by__release").ne(Literal::Null).and(is_here()),
        Reason::Disconnected => {
            let is_old = |name: &str| field(name).le(before(GONE_MS));
            status("disconnected")
                .and(is_old("changed_api_heartbeat_state_on__date").or(is_old("last_connectivity_event")))
        }
    }
}

/// `used mul 100 gt total mul 90`.
fn fuller(used: &str, total: &str) -> Expr {
    #[expect(clippy::cast_possible_truncation, reason = "whole percents")]
    let full = FULL as i64;
    let times = |name: &str, factor: i64| Expr::Binary {
        op: BinaryOp::Mul,
        left: Box::new(field(name).into()),
        right: Box::new(factor.into()),
    };
    Expr::Binary { op: BinaryOp::Gt, left: Box::new(times(used, 100)), right: Box::new(times(total, full)) }
}

fn concerns(row: &AttentionRow, now: Timestamp) -> Vec<Concern> {
    let label = |name: Option<&ReleaseName>| name.map(|name| name.label().to_owned());
    let target = row.should_be_running__release.get();
    let runs = row.is_running__release.get().map(|release| release.id);
    let down = |install: &ImageInstallRow| {
        let name = install.service()?.service_name.clone();
        Some((name, ServiceStatus::label(&install.status).to_owned()))
    };
    let facts = Facts {
        status: row.overall_status,
        heartbeat: row.api_heartbeat_state,
        is_connected_to_vpn: row.is_connected_to_vpn,
        link_changed_at: row.last_connectivity_event,
        heartbeat_changed_at: row.changed_api_heartbeat_state_on__date,
        update_status: row.update_status,
        update_changed_at: row.last_update_status_event,
        off_target: label(target.filter(|target| Some(target.id) != runs)),
        metrics: Metrics {
            temperature: row.cpu_temp,
            memory_used: row.memory_usage,
            memory_total: row.memory_total,
            storage_used: row.storage_usage,
            storage_total: row.storage_total,
            ..Metrics::default()
        },
        is_undervolted: row.is_undervolted == Some(true),
        services_down: row.image_install.iter().filter_map(down).collect(),
        os_version: row.os_version.clone(),
        os_target: row.should_be_operated_by__release.get().and_then(|release| release.raw_version.clone()),
    };
    attention::concerns(&facts, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_a_query_of_the_dialect() {
        let now = Timestamp::from_millis(GONE_MS);
        for reason in Reason::ALL {
            let text = query(3).filter(candidates(reason, now)).to_string();
            assert!(text.starts_with("/device?$select=id,uuid,device_name"), "{reason:?}: {text}");
        }
        let full = query(3).filter(candidates(Reason::MemoryFull, now)).to_string();
        assert!(full.contains("memory_usage%20mul%20100)%20gt%20(memory_total%20mul%2090"), "{full}");
        let gone = query(3).filter(candidates(Reason::Disconnected, now)).to_string();
        assert!(gone.contains("datetime'1970-01-01T00"), "{gone}");
    }
}
