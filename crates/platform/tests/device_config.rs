//! What new devices are given: config.json, the OS settings, the variables there are, and device types.

mod support;

use binnacle_platform::device_settings::DeviceSettings;
use insta::assert_snapshot;
use serde_json::{Value, json};
use support::World;

async fn post(world: &World, body: Value) -> String {
    world.post("/download-config", &body).await.short()
}

#[tokio::test]
async fn a_config_json_has_a_key_of_its_own_and_where_everything_is() {
    let world = World::with(|config| {
        config.api_url = Some("https://api.example.org:8443/".to_owned());
        config.root_certificate = Some("PEM".to_owned());
        config.device_settings.vpn_port = Some(1_194);
    })
    .await;
    let fleet = world.fleet("configured").await;
    let wifi = json!({
        "appId": fleet, "version": "6.5.0+rev1", "network": "wifi", "wifiSsid": "lab", "wifiKey": "secret",
        "appUpdatePollInterval": 20, "developmentMode": true, "secureboot": "on", "provisioningKeyName": "shelf",
        "provisioningKeyExpiryDate": "2030-01-01",
    });
    let answer = world.post("/download-config", &wifi).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    let mut config = answer.json();
    let key = config["apiKey"].take().as_str().unwrap().to_owned();
    let user = world.get("/user/v1/whoami").await.json()["id"].clone();
    let expected = json!({
        "applicationId": fleet, "deviceType": "raspberrypi4-64", "userId": user, "appUpdatePollInterval": 1_200_000,
        "listenPort": 48_484, "vpnPort": 1_194, "apiEndpoint": "https://api.example.org:8443",
        "vpnEndpoint": "api.example.org", "registryEndpoint": "api.example.org:8443",
        "deltaEndpoint": "https://api.example.org:8443", "apiKey": null, "wifiSsid": "lab", "wifiKey": "secret",
        "balenaRootCA": "UEVN", "developmentMode": true, "installer": { "secureboot": true },
    });
    assert_eq!(config, expected);
    let who = world.http.get("/actor/v1/whoami", Some(&key)).await.json();
    assert_eq!((&who["actorType"], &who["actorTypeId"]), (&json!("application"), &json!(fleet)));

    // A GET is the same; another device type may be named, by an alias too.
    let path =
        format!("/download-config?appId={fleet}&version=2.98.33%2Brev1.dev&deviceType=nuc&network=ethernet&wifiSsid=x");
    let config = world.get(&path).await.json();
    assert_eq!((&config["deviceType"], &config["developmentMode"]), (&json!("intel-nuc"), &json!(true)));
    assert_eq!((&config["appUpdatePollInterval"], config.get("wifiSsid")), (&json!(60_000), None));
    assert_ne!(config["apiKey"], json!(key));
}

#[tokio::test]
async fn without_settings_the_addresses_are_the_request_s() {
    let world = World::new().await;
    let fleet = world.fleet("local").await;
    let config = world.post("/download-config", &json!({ "appId": fleet, "version": "6.5.0" })).await.json();
    assert_eq!(config["apiEndpoint"], json!(format!("http://{}", world.api)));
    assert_eq!(config["vpnEndpoint"], json!("127.0.0.1"));
    assert_eq!((config.get("balenaRootCA"), config.get("logsEndpoint")), (None, None));
}

#[tokio::test]
async fn what_cannot_be_configured_is_refused_in_order() {
    let world = World::new().await;
    let fleet = world.fleet("refusing").await;
    let nobody = world.http.post("/download-config", None, &json!({ "appId": true })).await;
    assert_snapshot!(nobody.short(), @"401 ");
    assert_snapshot!(world.http.get("/download-config", Some(&world.provisioning_key(fleet).await)).await.short(), @"401 ");
    assert_snapshot!(post(&world, json!({ "appId": fleet, "version": 6 })).await, @"400 ");
    assert_snapshot!(post(&world, json!([])).await, @"400 ");
    assert_snapshot!(world.get("/download-config?version=1&version=2").await.short(), @"400 ");
    assert_snapshot!(post(&world, json!({ "version": "6.5.0" })).await, @r#"400 "An appId is required.""#);
    assert_snapshot!(post(&world, json!({ "appId": fleet })).await, @r#"400 "A version is required.""#);
    let undated = json!({ "appId": 999_999, "version": "6.5.0", "provisioningKeyExpiryDate": "soon" });
    assert_snapshot!(post(&world, undated).await, @r#"400 "Key expiry date should be a valid date""#);
    let stranger = world.stranger().await;
    let theirs = json!({ "appId": fleet, "version": "6.5.0" });
    let theirs = world.http.post("/download-config", Some(&stranger), &theirs).await;
    assert_snapshot!(theirs.short(), @r#"404 "You do not have permission to access this application""#);
    let with = |field: &str, value: Value| {
        let mut body = json!({ "appId": fleet, "version": "6.5.0" });
        body[field] = value;
        post(&world, body)
    };
    assert_snapshot!(with("deviceType", "nope".into()).await, @r#"404 "Unknown device type nope""#);
    assert_snapshot!(with("deviceType", "a'b".into()).await, @r#"404 "Unknown device type a'b""#);
    assert_snapshot!(with("version", "latest".into()).await, @r#"400 "balenaOS versions <= 1.2.0 are no longer supported, please update""#);
    assert_snapshot!(with("version", "2.5.0".into()).await, @r#"404 "Role 'user-api-key' not found""#);
    assert_snapshot!(with("appUpdatePollInterval", (-1).into()).await, @r#"400 "Validation: appUpdatePollInterval must be greater than or equal to 0""#);
}

#[tokio::test]
async fn os_services_are_set_for_devices() {
    let world = World::with(|config| {
        config.device_settings = DeviceSettings {
            logs: Some("https://logs.example.org".to_owned()),
            openvpn_config: Some("client".to_owned()),
            ssh_authorized_keys: Some("ssh-ed25519 A".to_owned()),
            ..DeviceSettings::default()
        };
    })
    .await;
    let expected = json!({
        "services": { "openvpn": { "config": "client", "ca": "" }, "ssh": { "authorized_keys": "ssh-ed25519 A" } },
        "config": { "overrides": { "logsEndpoint": "https://logs.example.org" } },
        "schema_version": "1.0.0",
    });
    assert_eq!(world.http.get("/os/v1/config/", None).await.json(), expected);
    let known = world.get("/os/v1/config").await.json();
    assert_eq!(known["services"]["ssh"]["authorized_keys"], json!(""));
}

#[tokio::test]
async fn variables_are_of_a_device_type_or_of_all() {
    let world = World::new().await;
    let vars = |query: &'static str| world.http.get(query, None);
    let properties = |answer: Value| answer["configVarSchema"]["properties"].as_object().unwrap().len();
    let all = vars("/config/vars").await.json();
    assert_eq!(
        (&all["invalidRegex"], &all["configVarInvalidRegex"]),
        (&json!(r"/^\d|\W/"), &json!("/^[\\d:]|[^A-Za-z0-9_:]/"))
    );
    assert_eq!(all["configVarSchema"]["properties"]["RESIN_SUPERVISOR_POLL_INTERVAL"]["minimum"], json!(600_000));
    assert_eq!(properties(all), 9);
    assert_eq!(properties(vars("/config/vars?deviceType=raspberrypi4-64").await.json()), 23);
    assert_eq!(properties(vars("/config/vars?deviceType=raspberrypi2").await.json()), 20);
    assert_eq!(properties(vars("/config/vars?deviceType=no-such").await.json()), 9);
    assert_eq!(properties(vars("/config/vars?deviceType=a'%20or%201").await.json()), 9);
    assert_snapshot!(vars("/config/vars?deviceType=a&deviceType=b").await.short(), @"400 ");
    assert_snapshot!(vars("/config/vars?deviceType[x]=a").await.short(), @"400 ");
}

#[tokio::test]
async fn device_types_are_described_for_everybody() {
    let world = World::new().await;
    let get = |path: &'static str| world.http.get(path, None);
    let all = get("/device-types/v1").await.json();
    assert_eq!(all.as_array().unwrap().len(), 145);
    let one = get("/device-types/v1/nuc").await.json();
    assert_eq!((&one["slug"], &one["arch"], &one["aliases"]), (&json!("intel-nuc"), &json!("amd64"), &json!(["nuc"])));
    assert_eq!(one["yocto"]["deployArtifact"], json!("balena-image-flasher-genericx86-64.balenaos-img"));
    let fields: Vec<_> =
        one["options"][0]["options"].as_array().unwrap().iter().map(|field| field["name"].clone()).collect();
    assert_eq!(fields, ["network", "wifiSsid", "wifiKey"]);
    assert_eq!(one["options"][1]["options"][0]["min"], json!(10));
    assert!(one["logoUrl"].as_str().unwrap().starts_with("data:image/svg+xml;base64,"));
    assert_snapshot!(get("/device-types/v1/no-such").await.short(), @r#"404 "Unknown device type no-such""#);
    assert_snapshot!(get("/device-types/v1/no%20such").await.short(), @r#"400 "Invalid device type""#);
    let contract = world.rows("device_type(slug='raspberrypi4-64')?$select=contract").await[0]["contract"].clone();
    assert_eq!(contract["data"]["media"]["defaultBoot"], json!("sdcard"));
    assert_eq!((&contract["data"]["led"], &contract["data"]["connectivity"]["wifi"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn images_of_the_os_have_sizes_when_there_are_any() {
    let world = World::new().await;
    let size = |rest: &str| {
        let path = format!("/device-types/v1/{rest}/download-size");
        let http = world.http.clone();
        async move { http.get(&path, None).await.short() }
    };
    assert_snapshot!(size("a%2Fb/images/latest").await, @r#"400 "Invalid device type""#);
    assert_snapshot!(size("nope/images/latest").await, @r#"404 "Unknown device type nope""#);
    assert_snapshot!(size("nuc/images/6.5.0").await, @r#"404 "Device nuc not found for 6.5.0 version""#);
    assert_snapshot!(size("nuc/images/six").await, @r#"404 "Device nuc not found for six version""#);
    assert_snapshot!(size("nuc/images/2026.1.0").await, @r#"404 "Device nuc not found for 2026.1.0 version""#);
    assert_snapshot!(size("nuc/images/latest").await, @r#"404 "Device nuc not found for latest version""#);
}

/// A release of a host OS fleet with an image of two parts, and a file that is none of it.
async fn host_release(world: &World, fleet: i64, digit: char, semver: &str, size: usize) {
    let release = world.release(fleet, digit, b"layer").await.id;
    assert_eq!(world.patch(&format!("/v7/release({release})"), &json!({ "semver": semver })).await.short(), "200 ");
    for (key, size) in [("compressed/1.deflate", size), ("compressed/2.deflate", 1), ("device-type.json", 100)] {
        let content = "x".repeat(size);
        let field = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let form = format!(
            "{}{}--B\r\nContent-Disposition: form-data; name=\"asset\"; filename=\"f\"\r\n\r\n{content}\r\n--B--\r\n",
            field("release", &release.to_string()),
            field("asset_key", key),
        );
        let headers = [("content-type", "multipart/form-data; boundary=B")];
        let sent =
            world.http.open("POST", "/v7/release_asset", Some(&world.token), &headers, support::http::body(form));
        assert_eq!(sent.await.status(), 201, "{key}");
    }
}

#[tokio::test]
async fn the_size_of_an_image_is_the_sum_of_its_parts() {
    let world = World::new().await;
    let fleet = world.fleet("host-os").await;
    let host = json!({ "is_host": true, "is_of__class": "app", "is_public": true });
    assert_eq!(world.patch(&format!("/v7/application({fleet})"), &host).await.short(), "200 ");
    host_release(&world, fleet, '1', "6.5.0", 10).await;
    host_release(&world, fleet, '2', "6.4.0", 20).await;
    let size = |version: &str| {
        let path = format!("/device-types/v1/raspberrypi4-64/images/{version}/download-size");
        let http = world.http.clone();
        async move { http.get(&path, None).await.short() }
    };
    assert_snapshot!(size("latest").await, @r#"200 {"size":11}"#);
    assert_snapshot!(size("6.4.0").await, @r#"200 {"size":21}"#);
    assert_snapshot!(size("6.4.1").await, @r#"404 "Device raspberrypi4-64 not found for 6.4.1 version""#);
    assert_eq!(world.http.get("/device-types/v1/raspberrypi4-64", None).await.json()["buildId"], json!("6.5.0"));
}
