//! Two organizations with their people, and one caller of each kind.

use serde_json::json;
use store::api_keys::{self, KeyRole, NewKey};
use store::organizations::{self, Role};
use store::users::{self, NewUser};

use crate::support::World;
use crate::support::device::Device;
use crate::support::release::Release;

/// The kinds of callers, in the order of the tables' columns.
pub(crate) const KINDS: [&str; 7] =
    ["anonymous", "expired", "stranger", "observer", "developer", "device", "provisioning"];

/// A fleet of one organization with all that belongs to it, and who comes near it.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) fleet: i64,
    pub(crate) organization: i64,
    pub(crate) device: Device,
    pub(crate) release: Release,
    pub(crate) provisioning: String,
    /// Signed in: a developer of another organization.
    pub(crate) stranger: String,
    /// Signed in: an observer of the fleet's organization.
    pub(crate) observer: String,
    expired: String,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let fleet = world.fleet("scene-fleet").await;
        let device = world.device(fleet, 'd').await;
        let release = world.release(fleet, 'c', b"a layer").await;
        let provisioning = world.provisioning_key(fleet).await;
        let expired = world.platform.store().write(|connection| {
            let admin = users::by_login(connection, "admin")?.expect("there is an administrator");
            let home = organizations::by_handle(connection, "admin")?.expect("and their organization");
            let away = organizations::create(connection, "elsewhere", "elsewhere")?;
            for (name, organization, role) in [("stranger", away, Role::Developer), ("observer", home, Role::Observer)]
            {
                // The administrator's password, which is hashed already.
                let new = NewUser {
                    username: name.to_owned(),
                    email: None,
                    password_hash: admin.password_hash.clone(),
                    jwt_secret: format!("secret of {name}"),
                };
                let user = users::create(connection, &new)?;
                organizations::add_member(connection, organization, user.id, role)?;
            }
            let key = NewKey {
                actor: admin.actor,
                role: KeyRole::NamedUser,
                name: None,
                description: None,
                expiry_date: Some(1),
                secret: None,
            };
            api_keys::create(connection, &key)
        });
        let expired = expired.await.unwrap();
        let stranger = sign_in(&world, "stranger").await;
        let observer = sign_in(&world, "observer").await;
        let home = world.rows("organization?$select=id&$filter=handle%20eq%20'admin'").await;
        let organization = home[0]["id"].as_i64().unwrap();
        Self { world, fleet, organization, device, release, provisioning, stranger, observer, expired }
    }

    /// The credential of a kind of caller.
    pub(crate) fn credential(&self, kind: &str) -> Option<&str> {
        match kind {
            "anonymous" => None,
            "expired" => Some(&self.expired),
            "stranger" => Some(&self.stranger),
            "observer" => Some(&self.observer),
            "developer" => Some(&self.world.token),
            "device" => Some(&self.device.key),
            "provisioning" => Some(&self.provisioning),
            other => panic!("no caller {other}"),
        }
    }
}

pub(crate) async fn sign_in(world: &World, name: &str) -> String {
    let body = json!({ "username": name, "password": crate::support::PASSWORD });
    let answer = world.http.post("/login_", None, &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text()
}
