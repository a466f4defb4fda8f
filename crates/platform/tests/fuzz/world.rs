//! One platform with two tenants: A plays, B must not be seen.

use axum::Router;
use binnacle_platform::config::PlatformConfig;
use binnacle_platform::platform::Platform;
use tempfile::TempDir;
use tokio::sync::RwLock;

use crate::ask::answer;
use crate::chance::Chance;
use crate::tenant::{Tenant, fleet, organization};

/// In every text of B's, and in all of B's that is hex.
const MARKS: [&str; 2] = ["SECRETB", "b5ec2e7b"];
/// What of B is looked at before and after.
const OF_B: [&str; 12] = [
    "application",
    "device",
    "release",
    "image",
    "service",
    "device_tag",
    "release_tag",
    "application_tag",
    "device_config_variable",
    "device_environment_variable",
    "application_environment_variable",
    "api_key",
];

pub(crate) struct World {
    platform: Platform,
    router: Router,
    /// Who plays holds it shared, who mends the world alone.
    pub(crate) gate: RwLock<()>,
    a: RwLock<Tenant>,
    organization_a: i64,
    first_a: Tenant,
    b: Tenant,
    _folder: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let platform = Platform::open(PlatformConfig::new(folder.path())).await.unwrap();
        let router = platform.router();
        let (organization_a, key) = organization(platform.store(), "tenant-a").await;
        let a = fleet(&router, organization_a, &key, "ours", "aa").await;
        let (organization_b, key) = organization(platform.store(), MARKS[0]).await;
        let b = fleet(&router, organization_b, &key, MARKS[0], MARKS[1]).await;
        Self {
            platform,
            router,
            first_a: a.clone(),
            gate: RwLock::new(()),
            a: RwLock::new(a),
            organization_a,
            b,
            _folder: folder,
        }
    }

    pub(crate) fn uuid(&self) -> &str {
        &self.first_a.uuid
    }

    pub(crate) fn app_uuid(&self) -> &str {
        &self.first_a.app_uuid
    }

    /// Makes A's fleet again if nothing is left of it, and A's key if it is gone.
    pub(crate) async fn refill(&self) {
        let key = self.a.read().await.user.clone();
        let (status, left) = answer(&self.router, "GET", "/v7/device/$count", Some(&key), "", Vec::new()).await;
        if status == 200 && left != r#"{"d":0}"# {
            return;
        }
        let unique = format!(
            "{:08x}",
            self.platform
                .store()
                .clone()
                .read(|c| {
                    Ok(c.query_row("SELECT coalesce(max(id), 0) FROM actor", [], |row| row.get::<_, i64>(0))?)
                })
                .await
                .unwrap()
        );
        let key = if status == 200 {
            key
        } else {
            let name = format!("again-{unique}");
            let (_, key) = organization(self.platform.store(), &name).await;
            let organization = self.organization_a;
            let joined = self.platform.store().write(move |c| {
                let user = store::users::by_login(c, &name)?.map(|user| user.id).unwrap_or_default();
                store::organizations::add_member(c, organization, user, store::organizations::Role::Developer)
            });
            joined.await.unwrap();
            key
        };
        let made = fleet(&self.router, self.organization_a, &key, &format!("ours{unique}"), &unique).await;
        *self.a.write().await = made;
    }

    /// The credentials of A's person, its fleet, its device, or nobody.
    pub(crate) async fn caller(&self, chance: &mut Chance) -> Option<String> {
        let a = self.a.read().await;
        match chance.below(8) {
            0 => None,
            1 => Some(a.provisioning.clone()),
            2 => Some(a.device.clone()),
            3 if chance.once_in(4) => Some("no-such-key".to_owned()),
            _ => Some(a.user.clone()),
        }
    }

    /// Everything of B, as B sees it.
    pub(crate) async fn rows_of_b(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for resource in OF_B {
            let path = format!("/v7/{resource}?$orderby=id%20asc");
            let (status, text) = answer(&self.router, "GET", &path, Some(&self.b.user), "", Vec::new()).await;
            assert_eq!(status, 200, "{resource}: {text}");
            rows.push(text);
        }
        assert!(rows.iter().take(8).all(|text| text.contains(MARKS[0]) || text.contains(MARKS[1])), "{rows:?}");
        rows
    }

    /// Sends it, and looks at the answer.
    pub(crate) async fn send(&self, method: &str, path: &str, key: Option<&str>, kind: &str, body: Vec<u8>) {
        let said = String::from_utf8_lossy(&body).chars().take(600).collect::<String>();
        let (status, text) = answer(&self.router, method, path, key, kind, body).await;
        assert!(status < 500, "{status} for {method} {path} with {said}: {text}");
        for mark in MARKS {
            assert!(!text.contains(mark), "{method} {path} with {said} tells of B: {text}");
        }
    }
}
