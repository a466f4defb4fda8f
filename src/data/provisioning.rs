//! How devices get into a fleet: its keys, the types there are, who has come lately and who has not yet.

use client::live::event::TopicEvent;
use model::first_boot::FirstBoot;
use model::provisioning::{ConfigWish, KnownType, ProvisioningKey};
use model::timestamp::Timestamp;
use odata::{Expand, Literal, Query, asc, desc, field};
use query::remote::Remote;
use serde::{Deserialize, Serialize};
use wire::download_config::DownloadConfig;
use wire::endpoint::Method;
use wire::live::Topic;
use wire::navigation::{Deferred, ToOne};
use wire::rows::Row;
use wire::rows::api_key::ApiKeyRow;
use wire::rows::first_boot::FirstBootRow;
use wire::rows::release::ReleaseName;

use super::changes::Changes;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// So many of the newest devices are followed.
const NEWEST: u64 = 5;
/// So many devices that were never heard of are listed.
const MOST_WAITING: u64 = 50;

/// A fleet's provisioning. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Provisioning {
    hub: Hub,
    fleet: i64,
    /// Newest first.
    pub keys: Remote<Vec<ProvisioningKey>, Failure>,
    /// By name.
    pub types: Remote<Vec<KnownType>, Failure>,
    /// The newest, newest first.
    pub newest: Remote<Vec<FirstBoot>, Failure>,
    /// Registered beforehand and never heard of, newest first.
    pub waiting: Remote<Vec<FirstBoot>, Failure>,
}

/// A config.json that was made: its text, with a key that is told this once.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeConfig {
    pub text: String,
}

impl std::fmt::Debug for MadeConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeConfig").finish_non_exhaustive()
    }
}

/// Reads and follows the provisioning of a fleet.
pub fn of(fleet: i64) -> Provisioning {
    let hub = use_hub();
    let keys = Remote::new(move || async move { hub.heard(read_keys(hub, fleet).await) });
    let types = Remote::new(move || async move { hub.heard(read_types(hub).await) });
    let newest = Remote::new(move || async move {
        hub.heard(read_devices(hub, of_fleet(fleet).order_by(desc("id")).top(NEWEST)).await)
    });
    let waiting = Remote::new(move || async move {
        let never = of_fleet(fleet)
            .filter(field("api_heartbeat_state").eq("unknown"))
            .filter(field("last_connectivity_event").eq(Literal::Null))
            .order_by(desc("id"))
            .top(MOST_WAITING);
        hub.heard(read_devices(hub, never).await)
    });
    let changes = Changes::new(hub, move |_| {
        newest.refetch();
        waiting.refetch();
        Box::pin(std::future::ready(()))
    });
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) => {
            let known: Vec<i64> =
                [newest, waiting].iter().flat_map(|list| list.with_untracked(|held| ids(held.value()))).collect();
            let last = known.iter().copied().max().unwrap_or(0);
            // Devices that have come long ago change all the time and concern nobody here.
            let concerns = |device: i64| device > last || known.contains(&device);
            if rows
                .iter()
                .any(|row| row.device.or_else(|| (row.resource == "device").then_some(row.id)).is_some_and(concerns))
            {
                changes.all();
            }
        }
        TopicEvent::Subscribed | TopicEvent::Reset => changes.all(),
        _ => {}
    });
    Provisioning { hub, fleet, keys, types, newest, waiting }
}

fn ids(list: Option<&Vec<FirstBoot>>) -> Vec<i64> {
    list.map(|list| list.iter().map(|device| device.id).collect()).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyWish {
    name: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry_date: Option<String>,
}

impl Provisioning {
    /// Makes a config.json with a key of its own. A network's name and passphrase are put in here and sent to nobody.
    pub async fn make_config(self, wish: ConfigWish) -> Result<MadeConfig, Failure> {
        let asked = DownloadConfig {
            app_id: self.fleet,
            version: wish.os_version,
            device_type: Some(wish.device_type),
            network: "ethernet",
            wifi_ssid: None,
            wifi_key: None,
            app_update_poll_interval: wish.poll_interval,
            development_mode: wish.is_development,
            provisioning_key_name: Some(wish.key_name),
            provisioning_key_expiry_date: wish.key_expires_at.map(|end| end.to_string()),
        };
        let path = "/api/download-config".to_owned();
        let made =
            self.hub.client().send::<_, serde_json::Map<String, serde_json::Value>>(Method::Post, path, &asked).await;
        let mut made = self.hub.heard(made)?;
        if let Some((name, passphrase)) = wish.wifi {
            made.insert("wifiSsid".to_owned(), name.into());
            made.insert("wifiKey".to_owned(), passphrase.into());
        }
        self.keys.refetch();
        let text = serde_json::to_string_pretty(&made).map_err(|_| Failure::Unreadable)?;
        Ok(MadeConfig { text })
    }

    /// Makes a key; the answer is the key itself, told this once.
    pub async fn make_key(
        self,
        name: String,
        description: String,
        expires_at: Option<Timestamp>,
    ) -> Result<String, Failure> {
        let path = format!("/api/api-key/application/{}/provisioning", self.fleet);
        let wish = KeyWish { name, description, expiry_date: expires_at.map(|end| end.to_string()) };
        let made = self.hub.heard(self.hub.client().send::<_, String>(Method::Post, path, &wish).await);
        self.keys.refetch();
        made
    }

    /// Takes a key back: no device gets in with it any more.
    pub async fn revoke(self, key: i64) -> Result<(), Failure> {
        let done = self.hub.heard(self.hub.client().delete(Query::of(ApiKeyRow::RESOURCE).id(key)).await);
        self.keys.refetch();
        done
    }
}

#[derive(Deserialize)]
struct WithActor {
    actor: Deferred,
}

async fn read_keys(hub: Hub, fleet: i64) -> Result<Vec<ProvisioningKey>, Failure> {
    let client = hub.client();
    let application = client.row::<WithActor>(Query::of("application").id(fleet).select(["actor"]), "fleet").await?;
    let query = Query::of(ApiKeyRow::RESOURCE)
        .select(ApiKeyRow::SELECT.iter().copied())
        .filter(field("is_of__actor").eq(application.actor.id))
        .order_by(desc("id"))
        .top(500);
    let rows = client.rows::<ApiKeyRow>(query).await?;
    let key = |row: ApiKeyRow| ProvisioningKey {
        id: row.id,
        name: row.name.unwrap_or_default(),
        description: row.description.unwrap_or_default(),
        created_at: row.created_at,
        expires_at: row.expiry_date,
    };
    Ok(rows.into_iter().map(key).collect())
}

#[derive(Deserialize)]
struct Architecture {
    slug: String,
}

#[derive(Deserialize)]
struct TypeRow {
    slug: String,
    name: String,
    #[serde(rename = "is_of__cpu_architecture", default)]
    architecture: ToOne<Architecture>,
}

async fn read_types(hub: Hub) -> Result<Vec<KnownType>, Failure> {
    let query = Query::of("device_type")
        .select(["slug", "name"])
        .expand(Expand::of("is_of__cpu_architecture").select(["slug"]))
        .order_by(asc("name"));
    let rows = hub.client().rows::<TypeRow>(query).await?;
    let known = |row: TypeRow| KnownType {
        slug: row.slug,
        name: row.name,
        architecture: row.architecture.into_inner().map(|of| of.slug).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(known).collect())
}

fn of_fleet(fleet: i64) -> Query {
    let release = |navigation: &str| Expand::of(navigation).select(ReleaseName::SELECT.iter().copied());
    Query::of(FirstBootRow::RESOURCE)
        .select(FirstBootRow::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(fleet))
        .expand(release("is_running__release"))
        .expand(release("should_be_running__release"))
        .expand(Expand::of("image_install").select(["status", "install_date"]).filter(field("status").ne("deleted")))
}

async fn read_devices(hub: Hub, query: Query) -> Result<Vec<FirstBoot>, Failure> {
    let rows = hub.client().rows::<FirstBootRow>(query).await?;
    Ok(rows.into_iter().map(first_boot).collect())
}

fn first_boot(row: FirstBootRow) -> FirstBoot {
    let has_asked = row.api_heartbeat_state != model::heartbeat::HeartbeatState::Unknown;
    let images = &row.image_install;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–100")]
    let progress = row.overall_progress.map(|value| value.clamp(0.0, 100.0).round() as u8);
    FirstBoot {
        id: row.id,
        uuid: row.uuid,
        name: row.device_name,
        registered_at: row.created_at,
        heartbeat_at: row.changed_api_heartbeat_state_on__date.filter(|_| has_asked),
        link_at: row.last_connectivity_event,
        is_linked: row.is_connected_to_vpn,
        download_at: images.iter().filter_map(|image| image.install_date).min(),
        is_downloaded: !images.is_empty()
            && images.iter().all(|image| !image.status.eq_ignore_ascii_case("downloading")),
        progress,
        running: row.is_running__release.get().map(|release| release.label().to_owned()),
        target: row.should_be_running__release.get().map(|release| release.label().to_owned()),
    }
}
