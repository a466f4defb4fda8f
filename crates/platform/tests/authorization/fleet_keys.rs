//! A fleet's provisioning keys: seen and taken back by who commands the fleet, by nobody else; a key itself is never read.

use serde_json::{Value, json};

use crate::callers::{KINDS, Scene};

#[tokio::test]
async fn who_commands_a_fleet_sees_its_keys_and_takes_them_back() {
    let scene = Scene::new().await;
    let wish = json!({ "name": "line", "description": "for the line", "expiryDate": "2100-01-01T00:00:00.000Z" });
    let path = format!("/api-key/application/{}/provisioning", scene.fleet);
    let key = scene.world.post(&path, &wish).await.json();
    let key = key.as_str().unwrap().to_owned();
    let query = "/v7/api_key?$filter=name%20eq%20'line'";
    let mut id = 0;
    for kind in KINDS {
        let answer = scene.world.http.get(query, scene.credential(kind)).await;
        let rows = if answer.status == 200 { answer.json()["d"].clone() } else { Value::Null };
        let seen = rows.as_array().is_some_and(|rows| !rows.is_empty());
        assert_eq!(seen, kind == "developer", "{kind}: {rows}");
        if seen {
            assert_eq!((&rows[0]["description"], rows[0].get("key")), (&json!("for the line"), None));
            id = rows[0]["id"].as_i64().unwrap();
        }
    }
    let row = format!("/v7/api_key({id})");
    for kind in KINDS.into_iter().filter(|kind| *kind != "developer") {
        scene.world.http.send("DELETE", &row, scene.credential(kind), None).await;
        assert_eq!(scene.world.http.get("/actor/v1/whoami", Some(&key)).await.status, 200, "{kind} took it back");
    }
    assert_eq!(scene.world.http.send("DELETE", &row, scene.credential("developer"), None).await.status, 200);
    assert_eq!(scene.world.http.get("/actor/v1/whoami", Some(&key)).await.status, 401, "the key opens nothing");
}
