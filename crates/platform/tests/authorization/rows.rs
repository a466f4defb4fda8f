//! Every resource of the model by every method and every kind of caller, generated from the model itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::callers::{KINDS, Scene};
use crate::table::{Found, read};

/// What each caller reads (`+` rows, `0` none, `-` refused) and how a write is answered.
const TABLE: &str = include_str!("rows.txt");

/// Of the whole model, seen alike by everybody.
const SHARED: [&str; 8] = [
    "application_type",
    "cpu_architecture",
    "device_family",
    "device_manufacturer",
    "device_type",
    "device_type_alias",
    "service_instance",
    "organization",
];

impl Scene {
    /// One row of every resource that people make.
    async fn furnish(&self) {
        let (fleet, device) = (self.fleet, self.device.id);
        let first = async |query: &str| self.world.rows(query).await[0]["id"].as_i64().unwrap();
        let service = first(&format!("service?$select=id&$filter=application eq {fleet}")).await;
        let part = first(&format!("release_image?$select=id&$filter=is_part_of__release eq {}", self.release.id)).await;
        let install = first(&format!("service_install?$select=id&$filter=device eq {device}")).await;
        let user = first("user?$select=id&$filter=username eq 'admin'").await;
        let variable = |parent: &str, id: i64, name: &str| json!({ parent: id, "name": name, "value": "v" });
        let tag = |parent: &str, id: i64| json!({ parent: id, "tag_key": "k", "value": "v" });
        let rows = [
            ("application_tag", tag("application", fleet)),
            ("device_tag", tag("device", device)),
            ("release_tag", tag("release", self.release.id)),
            ("application_environment_variable", variable("application", fleet, "V")),
            ("application_config_variable", variable("application", fleet, "BALENA_V")),
            ("service_environment_variable", variable("service", service, "V")),
            ("device_environment_variable", variable("device", device, "V")),
            ("device_config_variable", variable("device", device, "BALENA_V")),
            ("device_service_environment_variable", variable("service_install", install, "V")),
            ("image_environment_variable", variable("release_image", part, "V")),
            ("image_label", json!({ "release_image": part, "label_name": "l", "value": "v" })),
            ("service_label", json!({ "service": service, "label_name": "l", "value": "v" })),
            ("user__has__public_key", json!({ "user": user, "title": "t", "public_key": "ssh-ed25519 AAAA t" })),
        ];
        for (resource, body) in rows {
            self.world.created(resource, &body).await;
        }
    }

    /// The ids a caller reads (0 for rows that have none), or the status that refuses.
    async fn ids(&self, kind: &str, resource: &str) -> Result<BTreeSet<i64>, u16> {
        let path = format!("/v7/{resource}?$select=id");
        let answer = self.world.http.get(&path, self.credential(kind)).await;
        match answer.status {
            200 => {
                Ok(answer.json()["d"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap_or(0)).collect())
            }
            other => Err(other),
        }
    }
}

#[tokio::test]
async fn every_resource_answers_each_caller_as_the_table_says() {
    let scene = Scene::new().await;
    scene.furnish().await;
    let lines = read(TABLE);
    for resource in store::resource_names() {
        for method in ["GET", "POST", "PATCH", "DELETE"] {
            assert!(
                lines.iter().any(|line| line.subject == resource && line.method == method),
                "{method} of {resource} is in the model and not in tests/authorization/rows.txt: say there who may"
            );
        }
    }
    let mut found = Found::new();
    for line in &lines {
        let resource = line.subject.as_str();
        let theirs = scene.ids("developer", resource).await.unwrap_or_default();
        let mut answers = Vec::new();
        for kind in KINDS {
            answers.push(match line.method.as_str() {
                "GET" => match scene.ids(kind, resource).await {
                    Ok(ids) => {
                        let foreign = kind == "stranger" && !SHARED.contains(&resource);
                        assert!(
                            !foreign || ids.is_disjoint(&theirs),
                            "{resource}: a stranger reads {ids:?} of {theirs:?}"
                        );
                        if ids.is_empty() { "0".to_owned() } else { "+".to_owned() }
                    }
                    Err(401) => "-".to_owned(),
                    Err(other) => other.to_string(),
                },
                method => {
                    // Nothing that a developer could not undo: they are left out of deleting.
                    if method == "DELETE" && (kind == "developer" || kind == "device") {
                        answers.push("·".to_owned());
                        continue;
                    }
                    let target = theirs.first().copied().filter(|id| *id > 0).unwrap_or(1);
                    let path =
                        if method == "POST" { format!("/v7/{resource}") } else { format!("/v7/{resource}({target})") };
                    let body = (method != "DELETE").then(|| json!({ "no_such_field": Value::Null }));
                    let answer = scene.world.http.send(method, &path, scene.credential(kind), body.as_ref()).await;
                    assert!(answer.status < 500, "{method} {resource} by {kind}: {answer:?}");
                    let left = scene.ids("developer", resource).await.unwrap_or_default();
                    assert!(theirs.is_subset(&left), "{method} {resource} by {kind} took a row away");
                    answer.status.to_string()
                }
            });
        }
        found.line(line, &answers);
    }
    found.check();
}

#[tokio::test]
async fn an_observer_reads_all_but_what_commands_the_device() {
    let scene = Scene::new().await;
    let device = scene.device.id;
    let secret = "s".repeat(20);
    let told = secret.clone();
    let write = scene.world.platform.store().write(move |connection| {
        connection.execute("UPDATE device SET api_secret = ?1 WHERE id = ?2", (told, device))?;
        Ok(())
    });
    write.await.unwrap();
    let read =
        async |kind: &str, query: &str| scene.world.http.get(&format!("/v7/{query}"), scene.credential(kind)).await;
    let one = format!("device({device})?$select=api_secret");
    assert_eq!(read("developer", &one).await.json()["d"][0]["api_secret"], json!(secret));
    assert_eq!(read("device", &one).await.json()["d"][0]["api_secret"], json!(secret));
    assert_eq!(read("observer", &one).await.json(), json!({ "d": [{ "api_secret": null }] }));
    let whole = read("observer", &format!("device({device})")).await;
    assert_eq!(whole.json()["d"][0]["api_secret"], Value::Null);
    // Nor can it be guessed by asking for it.
    for question in [
        format!("device/$count?$filter=api_secret eq '{secret}'"),
        "device/$count?$filter=startswith(api_secret,'s')".to_owned(),
        "device/$count?$filter=api_secret ne null".to_owned(),
        format!("application/$count?$filter=owns__device/any(d:d/api_secret eq '{secret}')"),
    ] {
        assert_eq!(read("observer", &question).await.json(), json!({ "d": 0 }), "{question}");
        assert_eq!(read("developer", &question).await.json(), json!({ "d": 1 }), "{question}");
    }
}

#[tokio::test]
async fn what_is_secret_has_no_name() {
    let scene = Scene::new().await;
    for question in [
        "user?$select=password",
        "user?$select=jwt_secret",
        "user?$filter=startswith(password,'$')",
        "api_key?$select=key_hash",
    ] {
        assert_eq!(scene.world.get(&format!("/v7/{question}")).await.status, 400, "{question}");
    }
    let all = scene.world.get("/v7/user").await.text() + &scene.world.get("/v7/api_key").await.text();
    for part in ["password", "jwt_secret", "argon2", "hash"] {
        assert!(!all.contains(part), "{part} in {all}");
    }
}

#[tokio::test]
async fn a_public_fleet_is_seen_without_its_private_parts() {
    let scene = Scene::new().await;
    scene.furnish().await;
    let fleet = scene.fleet;
    assert_eq!(
        scene.world.patch(&format!("/v7/application({fleet})"), &json!({ "is_public": true })).await.status,
        200
    );
    let ask = async |query: &str| {
        let answer = scene.world.http.get(&format!("/v7/{query}"), Some(&scene.stranger)).await;
        assert_eq!(answer.status, 200, "{query}: {answer:?}");
        answer.json()["d"].clone()
    };
    assert_eq!(ask("application?$select=id").await, json!([{ "id": fleet }]));
    let whole = "application?$select=id&$expand=owns__device($select=id),application_environment_variable($select=id),\
                 application_tag($select=id),owns__release($select=id),service($select=id;$expand=service_label($select=id))";
    let seen = ask(whole).await;
    assert_eq!((&seen[0]["owns__device"], &seen[0]["application_environment_variable"]), (&json!([]), &json!([])));
    assert_eq!(seen[0]["service"][0]["service_label"], json!([]));
    assert_eq!(seen[0]["owns__release"].as_array().unwrap().len(), 1);
    assert_eq!(seen[0]["application_tag"].as_array().unwrap().len(), 1);
    for hidden in ["device", "application_config_variable", "service_environment_variable", "image_label"] {
        assert_eq!(ask(&format!("{hidden}?$select=id")).await, json!([]), "{hidden}");
    }
    // Nor is it theirs to change.
    let renamed = scene
        .world
        .http
        .send(
            "PATCH",
            &format!("/v7/application({fleet})"),
            Some(&scene.stranger),
            Some(&json!({ "app_name": "taken" })),
        )
        .await;
    assert_eq!(renamed.short(), "200 ");
    assert_eq!(
        scene.world.rows(&format!("application({fleet})?$select=app_name")).await[0]["app_name"],
        json!("scene-fleet")
    );
}
