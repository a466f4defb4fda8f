//! The model's other resources: devices made over OData, installs, host OSes, assets' rows, names and navigations.

use crate::world::{World, id};
use serde_json::{Value, json};
use store::{Access, OdataMethod, OdataWrite, StoreError, Upload, organizations};

#[tokio::test]
async fn people_make_devices() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    let board = w.ask("device_type(slug='raspberrypi4-64')?$select=id").await[0]["id"].clone();
    let body = |extra: Value| {
        let mut body = json!({"belongs_to__application": fleet, "is_of__device_type": board});
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        body
    };
    let device = w.post("device", body(json!({}))).await;
    assert_eq!(device["uuid"].as_str().unwrap().len(), 32);
    assert!(device["device_name"].as_str().unwrap().contains('-'));
    assert_eq!(w.ask(&format!("device/$count?$filter=id eq {}", id(&device))).await, json!(1));
    assert_eq!(w.ask("service_install/$count").await, json!(1));
    for (extra, message) in [
        (json!({"uuid": "abc"}), "Device UUID must be a 32 or 62 character long lower case hex string."),
        (json!({"uuid": device["uuid"]}), "\"uuid\" must be unique."),
        (json!({"device_name": "a\nb"}), "Device name cannot contain any newline characters."),
        (
            json!({"os_version": "Resin OS 2.3.0", "device_name": "old"}),
            "Device old has OS version Resin OS 2.3.0 but needs to satisfy version range: >=2.11.0",
        ),
    ] {
        assert_eq!(w.try_post("device", body(extra)).await.unwrap_err().to_string(), message);
    }
    let key = Access::Provisioning { application: fleet, actor: 1 };
    let registered = w.write_as(key, OdataMethod::Post, "device", body(json!({}))).await.unwrap();
    assert_eq!(registered.row.unwrap().as_object().unwrap().keys().collect::<Vec<_>>(), ["id"]);
    let other = w.fleet("fleet-2").await;
    for extra in [json!({"belongs_to__application": other}), json!({"note": "x"})] {
        let refused = w.write_as(key, OdataMethod::Post, "device", body(extra)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Forbidden));
    }
    w.delete("device(2)").await.unwrap();
    let variant = json!({"os_version": "Resin OS 2.12.0+rev1 (dev)"});
    w.patch(&format!("device({})", id(&device)), variant).await.unwrap();
    assert_eq!(w.ask("device?$select=os_variant").await, json!([{"os_variant": "dev"}]));
}

#[tokio::test]
async fn a_host_os_is_an_application_of_its_organization() {
    let w = World::new().await;
    let Access::User { user, .. } = w.me else { panic!("a person") };
    let board = w.ask("device_type(slug='raspberrypi4-64')?$select=id").await[0]["id"].clone();
    let body = |organization: i64| {
        json!({"app_name": "raspberrypi4-64", "organization": organization, "is_for__device_type": board,
            "is_host": true, "is_public": true, "is_of__class": "app"})
    };
    let own = w.post("application", body(w.organization)).await;
    let slug = w.patch(&format!("application({})", id(&own)), json!({"slug": "balena_os/amd64-supervisor"})).await;
    assert!(matches!(slug.unwrap_err(), StoreError::Denied { .. }));
    let slug = w.patch(&format!("application({})", id(&own)), json!({"slug": "elsewhere/x-y-z"})).await;
    assert_eq!(slug.unwrap_err().to_string(), "slug: \"elsewhere\" is another organization's.");
    w.delete(&format!("application({})", id(&own))).await.unwrap();
    let os = w
        .store
        .write(move |c| {
            let os = organizations::create(c, "balenaOS", "balena_os")?;
            organizations::add_member(c, os, user, organizations::Role::Developer)?;
            Ok(os)
        })
        .await
        .unwrap();
    let app = w.post("application", body(os)).await;
    assert_eq!((&app["is_host"], &app["slug"]), (&json!(true), &json!("balena_os/raspberrypi4-64")));
    let moved = w.patch(&format!("application({})", id(&app)), json!({"organization": w.organization})).await;
    moved.unwrap();
    assert_eq!(w.ask("application?$select=slug").await, json!([{"slug": "harbour/raspberrypi4-64"}]));
}

#[tokio::test]
async fn an_asset_s_file_is_named_by_its_row_alone() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, _) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    let empty = w.post("release_asset", json!({"release": release, "asset_key": "one"})).await;
    assert_eq!(empty["asset"], Value::Null);
    let upload = |file: &str, filename: &str| Upload {
        field: "asset".into(),
        file: file.into(),
        filename: filename.into(),
        content_type: "text/plain".into(),
        size: 3,
    };
    let write = async |method, url: &str, body: Value, upload: Upload| {
        let asked = OdataWrite { method, request: odata::Request::parse(url).unwrap(), body };
        w.store.odata_upload(w.me, asked, vec![upload]).await
    };
    let key = format!("release_asset({})", id(&empty));
    write(OdataMethod::Patch, &key, json!({}), upload("f1", "a.txt")).await.unwrap();
    let row = w.ask(&format!("{key}?$select=asset")).await;
    assert_eq!(row[0]["asset"], json!({"filename": "a.txt", "href": "f1", "content_type": "text/plain", "size": 3}));
    let replaced = write(OdataMethod::Patch, &key, json!({}), upload("f2", "a.txt")).await.unwrap();
    assert_eq!(replaced.removed_files, ["f1"]);
    let two = json!({"release": release, "asset_key": "two"});
    write(OdataMethod::Post, "release_asset", two.clone(), upload("f3", "b.txt")).await.unwrap();
    let again = write(OdataMethod::Post, "release_asset", two, upload("f4", "b.txt")).await.unwrap_err();
    assert_eq!(again.to_string(), "\"release\" and \"asset_key\" must be unique.");
    let long = write(OdataMethod::Patch, &key, json!({}), upload("f5", &"x".repeat(256))).await.unwrap_err();
    assert!(long.to_string().contains("Filename (Type)"));
    let many = write(OdataMethod::Patch, "release_asset", json!({}), upload("f6", "c")).await.unwrap_err();
    assert_eq!(many.to_string(), "WebResources can only be updated when providing a resource key.");
    let json = w.patch(&key, json!({"asset": {"filename": "x", "href": "y"}})).await.unwrap_err();
    assert_eq!(json.to_string(), "Use multipart requests to upload a file.");
    let mut gone = w.delete(&format!("application({fleet})")).await.unwrap().removed_files;
    gone.sort();
    assert_eq!(gone, ["f2", "f3"]);
}

#[tokio::test]
async fn long_names_and_synonyms_lead_to_the_same_rows() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let (release, _) = w.release(fleet, "a1", "2026-01-01T00:00:00Z", &["main"]).await;
    w.device(fleet, '1').await;
    for resource in ["release_image", "image__is_part_of__release"] {
        assert_eq!(w.ask(&format!("{resource}?$select=id")).await, json!([{"id": 1}]), "{resource}");
    }
    let count = |navigation: &str| format!("release({release})?$select=id&$expand={navigation}/$count");
    for navigation in ["release_image", "contains__image", "image__is_part_of__release", "should_be_running_on__device"]
    {
        assert_eq!(w.ask(&count(navigation)).await[0][navigation], json!(1), "{navigation}");
    }
    for query in [
        "device?$select=id&$expand=installs__service($expand=service($expand=is_built_by__image($expand=is_part_of__release)))",
        "device_type?$top=1&$select=id&$expand=is_of__cpu_architecture($expand=is_supported_by__device_type/$count),\
         belongs_to__device_family($expand=is_manufactured_by__device_manufacturer),is_referenced_by__alias,device/$count",
        "application?$expand=application_type($expand=is_of__application/$count),is_directly_accessible_by__user",
        "organization?$expand=includes__user($expand=user,organization),is_of__application/$count",
        "user?$expand=has_direct_access_to__application($expand=application),has__public_key",
        "release?$expand=release_asset,release_tag,provides__image_install,should_operate__device,should_manage__device",
        "application_type?$select=supports_gateway_mode,description,needs__os_version_range",
    ] {
        assert!(w.ask(query).await.as_array().is_some(), "{query}");
    }
}
