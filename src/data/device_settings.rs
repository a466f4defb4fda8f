//! What is set of one device as a whole: its fleet, its host OS, its switches, and its end.

use leptos::prelude::*;
use model::release_ref::ReleaseRef;
use odata::{Expand, Query, asc, desc, field};
use query::remote::Remote;
use serde::Serialize;
use wire::rows::Row;
use wire::rows::device_home::{DeviceKindRow, DeviceSwitchRow, FleetHomeRow};
use wire::rows::fleet_choice::{ArchitectureRow, DeviceTypeChoice};
use wire::rows::release::ReleaseName;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// The name of the switch of local mode.
pub const LOCAL_MODE: &str = "RESIN_SUPERVISOR_LOCAL_MODE";
/// The name of the switch that ignores update locks always.
pub const OVERRIDE_LOCK: &str = "RESIN_OVERRIDE_LOCK";

/// A fleet the device could move to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    pub id: i64,
    pub name: String,
    pub slug: String,
    /// Why it cannot: another architecture.
    pub refusal: Option<String>,
}

/// What its settings offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub homes: Vec<Home>,
    /// Releases of the host OS for its type, newest first; none when the server has none.
    pub systems: Vec<ReleaseRef>,
    /// Names of the switches that are on.
    pub switches: Vec<String>,
}

/// What its settings offer, as the page holds it.
pub type Offered = Remote<Offer, Failure>;

/// Reads what a device's settings offer.
pub fn offer(device: Signal<Option<i64>>) -> Offered {
    let hub = use_hub();
    Remote::keyed(move || device.get(), move |device| async move { hub.heard(read(hub, device).await) })
}

fn kind(navigation: &str) -> Expand {
    Expand::of(navigation)
        .select(DeviceTypeChoice::SELECT.iter().copied())
        .expand(Expand::of("is_of__cpu_architecture").select(ArchitectureRow::SELECT.iter().copied()))
}

async fn read(hub: Hub, device: i64) -> Result<Offer, Failure> {
    let client = hub.client();
    let own = Query::of(DeviceKindRow::RESOURCE)
        .select(DeviceKindRow::SELECT.iter().copied())
        .filter(field("id").eq(device))
        .expand(kind("is_of__device_type"));
    let own = client.row::<DeviceKindRow>(own, "device").await?.is_of__device_type.into_inner();
    let (slug, own) = own.map_or((None, None), |own| (Some(own.slug), own.is_of__cpu_architecture.into_inner()));
    let own = own.map(|architecture| architecture.slug);
    let homes = Query::of(FleetHomeRow::RESOURCE)
        .select(FleetHomeRow::SELECT.iter().copied())
        .filter(field("is_host").eq(false))
        .expand(kind("is_for__device_type"))
        .order_by(asc("app_name"));
    let switches = Query::of(DeviceSwitchRow::RESOURCE)
        .select(DeviceSwitchRow::SELECT.iter().copied())
        .filter(field("device").eq(device));
    let (homes, switches) =
        futures_util::future::try_join(client.rows::<FleetHomeRow>(homes), client.rows::<DeviceSwitchRow>(switches))
            .await?;
    let systems = match slug {
        Some(slug) => systems(hub, slug).await?,
        None => Vec::new(),
    };
    let homes = homes.into_iter().map(|row| {
        let of = row.is_for__device_type.into_inner().and_then(|kind| kind.is_of__cpu_architecture.into_inner());
        let is_same = of.as_ref().map(|of| &of.slug) == own.as_ref();
        let refusal = (!is_same).then(|| {
            let of = of.map_or_else(|| "another".to_owned(), |of| of.slug);
            format!("Its devices are {of}, this one is {}.", own.as_deref().unwrap_or("unknown"))
        });
        Home { id: row.id, name: row.app_name, slug: row.slug, refusal }
    });
    let switches = switches.into_iter().filter(|row| matches!(row.value.as_str(), "1" | "true" | "on"));
    Ok(Offer { homes: homes.collect(), systems, switches: switches.map(|row| row.name).collect() })
}

async fn systems(hub: Hub, slug: String) -> Result<Vec<ReleaseRef>, Failure> {
    let of_type = field("a/is_for__device_type").any("t", field("t/slug").eq(slug));
    let query = Query::of(ReleaseName::RESOURCE)
        .select(ReleaseName::SELECT.iter().copied())
        .filter(field("belongs_to__application").any("a", field("a/is_host").eq(true).and(of_type)))
        .filter(field("status").eq("success").and(field("is_invalidated").eq(false)))
        .order_by(desc("id"))
        .top(100);
    let rows = hub.client().rows::<ReleaseName>(query).await?;
    Ok(rows.into_iter().map(|row| ReleaseRef { id: row.id, label: row.label().to_owned() }).collect())
}

/// Writes settings through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Settings(Hub);

/// The way to set.
pub fn use_settings() -> Settings {
    Settings(use_hub())
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct NewHome {
    belongs_to__application: i64,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the names on the wire are balena's")]
struct NewSystem {
    should_be_operated_by__release: i64,
}

#[derive(Serialize)]
struct On {
    value: &'static str,
}

impl Settings {
    /// The device belongs to another fleet.
    pub async fn move_to(self, device: i64, fleet: i64) -> Result<(), Failure> {
        let fields = NewHome { belongs_to__application: fleet };
        self.0.heard(self.0.client().patch(Query::of("device").id(device), &fields).await)
    }

    /// The device is to run this host OS.
    pub async fn operate_by(self, device: i64, release: i64) -> Result<(), Failure> {
        let fields = NewSystem { should_be_operated_by__release: release };
        self.0.heard(self.0.client().patch(Query::of("device").id(device), &fields).await)
    }

    /// A switch of the device's configuration is on, or not set.
    pub async fn switch(self, device: i64, name: &'static str, on: bool) -> Result<(), Failure> {
        let client = self.0.client();
        let rows = Query::of(DeviceSwitchRow::RESOURCE);
        let answer = if on {
            client.put(rows.key("device", device).key("name", name), &On { value: "1" }).await
        } else {
            client.delete(rows.filter(field("device").eq(device)).filter(field("name").eq(name))).await
        };
        self.0.heard(answer)
    }

    /// The device is gone for good.
    pub async fn delete(self, device: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of("device").id(device)).await)
    }
}
