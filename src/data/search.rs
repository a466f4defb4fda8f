//! Devices and releases by what a person types, over all fleets: a bounded query once the typing rests.

use std::time::Duration;

use leptos::prelude::*;
use model::device_status::DeviceStatus;
use model::device_uuid::DeviceUuid;
use odata::{Expand, Expr, Function, Query, asc, call, desc, field};
use query::remote::Remote;
use wire::rows::Row;
use wire::rows::found::{DeviceFound, ReleaseInFleet};

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Typing rests after this.
const REST: Duration = Duration::from_millis(150);
/// More of what was typed is not looked for.
const MOST_TYPED: usize = 64;
/// So many rows of each kind are read.
const MOST_ROWS: u64 = 12;

/// A device that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceHit {
    pub uuid: DeviceUuid,
    pub name: String,
    pub status: DeviceStatus,
    pub fleet: Option<String>,
}

/// A release that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseHit {
    pub id: i64,
    pub label: String,
    pub fleet: (i64, String),
}

/// What was found for what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    pub devices: Vec<DeviceHit>,
    pub releases: Vec<ReleaseHit>,
}

/// Looks for what `typed` says until the owner goes; within one fleet's devices when it is given.
pub fn of(typed: Signal<String>, within: Signal<Option<i64>>) -> Remote<Hits, Failure> {
    let hub = use_hub();
    let rested = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let typed: String = typed.get().trim().chars().take(MOST_TYPED).collect();
        if typed.is_empty() && within.get().is_none() {
            rested.set(None);
            return;
        }
        let timer = set_timeout_with_handle(
            move || {
                let _ = rested.try_set(Some(typed));
            },
            REST,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
    Remote::keyed(
        move || rested.get().map(|typed| (typed, within.get())),
        move |(typed, within)| async move { hub.heard(read(hub, &typed.to_lowercase(), within).await) },
    )
}

fn has(name: &str, typed: &str) -> Expr {
    call(Function::Contains, [call(Function::ToLower, [field(name).into()]), typed.into()])
}

fn begins(name: &str, typed: &str) -> Expr {
    call(Function::StartsWith, [field(name).into(), typed.into()])
}

async fn read(hub: Hub, typed: &str, within: Option<i64>) -> Result<Hits, Failure> {
    let client = hub.client();
    let mut devices = Query::of(DeviceFound::RESOURCE)
        .select(DeviceFound::SELECT.iter().copied())
        .expand(Expand::of("belongs_to__application").select(["id", "app_name"]))
        .order_by(asc("device_name"))
        .top(MOST_ROWS);
    if !typed.is_empty() {
        devices = devices.filter(has("device_name", typed).or(begins("uuid", typed)));
    }
    if let Some(fleet) = within {
        devices = devices.filter(field("belongs_to__application").eq(fleet));
        let devices = client.rows::<DeviceFound>(devices).await?;
        return Ok(Hits { devices: devices.into_iter().map(device).collect(), releases: Vec::new() });
    }
    let releases = Query::of(ReleaseInFleet::RESOURCE)
        .select(ReleaseInFleet::SELECT.iter().copied())
        .filter(begins("commit", typed).or(has("raw_version", typed)))
        .filter(field("belongs_to__application/is_host").eq(false))
        .expand(Expand::of("belongs_to__application").select(["id", "app_name"]))
        .order_by(desc("id"))
        .top(MOST_ROWS);
    let (devices, releases) =
        futures_util::future::try_join(client.rows::<DeviceFound>(devices), client.rows::<ReleaseInFleet>(releases))
            .await?;
    Ok(Hits {
        devices: devices.into_iter().map(device).collect(),
        releases: releases.into_iter().filter_map(release).collect(),
    })
}

fn device(row: DeviceFound) -> DeviceHit {
    DeviceHit {
        uuid: row.uuid,
        name: row.device_name,
        status: row.overall_status,
        fleet: row.belongs_to__application.into_inner().map(|fleet| fleet.app_name),
    }
}

fn release(row: ReleaseInFleet) -> Option<ReleaseHit> {
    let label = row.name.label().to_owned();
    let fleet = row.belongs_to__application.into_inner()?;
    Some(ReleaseHit { id: row.name.id, label, fleet: (fleet.id, fleet.app_name) })
}
