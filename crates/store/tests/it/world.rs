//! A store in a temporary folder with two organizations, and requests as they stand in URLs.

use odata::Request;
use rusqlite::Connection;
use serde_json::{Value, json};
use store::{Access, OdataMethod, OdataWrite, Store, StoreError, Written, devices, organizations, users};
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) me: Access,
    pub(crate) observer: Access,
    pub(crate) stranger: Access,
    pub(crate) organization: i64,
    _folder: TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let (organization, me, observer, stranger) = store
            .write(|c| {
                let organization = organizations::create(c, "Harbour", "harbour")?;
                let other = organizations::create(c, "Elsewhere", "elsewhere")?;
                let me = user(c, "me", organization, organizations::Role::Developer)?;
                let observer = user(c, "observer", organization, organizations::Role::Observer)?;
                let stranger = user(c, "stranger", other, organizations::Role::Developer)?;
                Ok((organization, me, observer, stranger))
            })
            .await
            .unwrap();
        Self { store, me, observer, stranger, organization, _folder: folder }
    }

    pub(crate) async fn ask_as(&self, access: Access, url: &str) -> Result<Value, StoreError> {
        let request = Request::parse(url).map_err(|error| StoreError::BadRequest { message: error.to_string() })?;
        self.store.odata(access, request).await
    }

    pub(crate) async fn ask(&self, url: &str) -> Value {
        self.ask_as(self.me, url).await.unwrap()
    }

    pub(crate) async fn write_as(
        &self,
        access: Access,
        method: OdataMethod,
        url: &str,
        body: Value,
    ) -> Result<Written, StoreError> {
        let request = Request::parse(url).unwrap();
        self.store.odata_write(access, OdataWrite { method, request, body }).await
    }

    pub(crate) async fn try_post(&self, url: &str, body: Value) -> Result<Value, StoreError> {
        Ok(self.write_as(self.me, OdataMethod::Post, url, body).await?.row.unwrap())
    }

    pub(crate) async fn post(&self, url: &str, body: Value) -> Value {
        self.try_post(url, body).await.unwrap()
    }

    pub(crate) async fn patch(&self, url: &str, body: Value) -> Result<Written, StoreError> {
        self.write_as(self.me, OdataMethod::Patch, url, body).await
    }

    pub(crate) async fn put(&self, url: &str, body: Value) -> Result<Written, StoreError> {
        self.write_as(self.me, OdataMethod::Put, url, body).await
    }

    pub(crate) async fn delete(&self, url: &str) -> Result<Written, StoreError> {
        self.write_as(self.me, OdataMethod::Delete, url, Value::Null).await
    }

    pub(crate) async fn fleet(&self, name: &str) -> i64 {
        let device_type = self.ask("device_type(slug='raspberrypi4-64')?$select=id").await[0]["id"].clone();
        let body = json!({"app_name": name, "organization": self.organization, "is_for__device_type": device_type});
        id(&self.post("application", body).await)
    }

    /// A successful release with one image per service; answers the release and the images.
    pub(crate) async fn release(&self, fleet: i64, commit: &str, start: &str, services: &[&str]) -> (i64, Vec<i64>) {
        let mut parts = serde_json::Map::new();
        parts.extend(services.iter().map(|service| ((*service).to_owned(), json!({}))));
        let body = json!({
            "belongs_to__application": fleet, "commit": commit, "status": "running", "source": "cloud",
            "semver": format!("{}.0.0", commit.len()), "start_timestamp": start,
            "composition": {"version": "2.1", "services": parts},
        });
        let release = id(&self.post("release", body).await);
        let mut images = Vec::new();
        for name in services {
            let known = self.ask(&format!("service(application={fleet},service_name='{name}')?$select=id")).await;
            let service = match known.get(0) {
                Some(row) => id(row),
                None => id(&self.post("service", json!({"application": fleet, "service_name": name})).await),
            };
            let body = json!({"is_a_build_of__service": service, "status": "success", "start_timestamp": start,
                "push_timestamp": start});
            let image = id(&self.post("image", body).await);
            self.post("release_image", json!({"image": image, "is_part_of__release": release})).await;
            images.push(image);
        }
        self.patch(&format!("release({release})"), json!({"status": "success", "end_timestamp": start})).await.unwrap();
        (release, images)
    }

    pub(crate) async fn device(&self, fleet: i64, digit: char) -> i64 {
        let new = wire::register::Register {
            application: fleet,
            device_type: "raspberrypi4-64".into(),
            uuid: digit.to_string().repeat(32).parse().unwrap(),
            api_key: None,
            supervisor_version: Some("17.0.3".into()),
            os_version: Some("balenaOS 6.5.0".into()),
            os_variant: None,
            mac_address: None,
        };
        self.store.write(move |c| devices::register(c, &new)).await.unwrap().value.id
    }

    pub(crate) async fn sql(&self, sql: &'static str) {
        self.store.write(move |c| Ok(c.execute_batch(sql)?)).await.unwrap();
    }

    pub(crate) async fn location(&self, image: i64) -> String {
        let row = self.ask(&format!("image({image})?$select=is_stored_at__image_location")).await;
        row[0]["is_stored_at__image_location"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn id(row: &Value) -> i64 {
    row["id"].as_i64().unwrap()
}

fn user(c: &Connection, name: &str, organization: i64, role: organizations::Role) -> Result<Access, StoreError> {
    let new = users::NewUser {
        username: name.into(),
        email: Some(format!("{name}@example.com")),
        password_hash: "$argon2id$…".into(),
        jwt_secret: "secret".into(),
    };
    let user = users::create(c, &new)?;
    organizations::add_member(c, organization, user.id, role)?;
    Ok(Access::User { user: user.id, actor: user.actor })
}
