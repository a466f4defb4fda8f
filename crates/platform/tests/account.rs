//! People and their account: a new password, organizations and who is in them.

mod support;

use insta::assert_snapshot;
use serde_json::json;
use store::organizations::{self, Role};
use store::users::{self, NewUser};
use support::{PASSWORD, World};

#[tokio::test]
async fn a_new_password_ends_every_token_but_the_one_it_answers() {
    let world = World::new().await;
    let key = world.post("/api-key/user/full", &json!({ "name": "script" })).await.json().as_str().unwrap().to_owned();
    let change = |current: &str, new: &str| {
        let body = json!({ "currentPassword": current, "newPassword": new });
        let (http, token) = (world.http.clone(), world.token.clone());
        async move { http.post("/binnacle/v1/password", Some(&token), &body).await }
    };
    assert_snapshot!(change("wrong", "a long enough one").await.short(), @r#"403 "That is not your present password.""#);
    assert_snapshot!(change(PASSWORD, "short").await.short(), @r#"400 "A password has at least 8 characters.""#);
    assert_snapshot!(change(PASSWORD, PASSWORD).await.short(), @r#"400 "That is the password you have: choose another one.""#);
    let changed = change(PASSWORD, "seven gauges in a river").await;
    assert_eq!(changed.status, 200);
    assert_eq!(world.get("/user/v1/whoami").await.status, 401, "the old token has ended");
    assert_eq!(world.http.get("/user/v1/whoami", Some(&changed.text())).await.status, 200);
    assert_eq!(world.http.get("/user/v1/whoami", Some(&key)).await.status, 200, "keys stay");
    let body = json!({ "currentPassword": "seven gauges in a river", "newPassword": "another one altogether" });
    assert_snapshot!(world.http.post("/binnacle/v1/password", Some(&key), &body).await.short(), @"401 ");
    let sign_in = |password: &str| json!({ "username": "admin", "password": password });
    assert_eq!(world.http.post("/login_", None, &sign_in(PASSWORD)).await.status, 401);
    assert_eq!(world.http.post("/login_", None, &sign_in("seven gauges in a river")).await.status, 200);
}

#[tokio::test]
async fn an_organization_keeps_a_developer_and_only_they_change_it() {
    let world = World::new().await;
    let hash = world.platform.store().write(|connection| {
        let admin = users::by_login(connection, "admin")?.expect("there is an administrator");
        let new = NewUser {
            username: "mara".to_owned(),
            email: Some("mara@example.org".to_owned()),
            password_hash: admin.password_hash.clone(),
            jwt_secret: "m".to_owned(),
        };
        let mara = users::create(connection, &new)?;
        let away = organizations::create(connection, "elsewhere", "elsewhere")?;
        organizations::add_member(connection, away, mara.id, Role::Developer)?;
        Ok(mara.id)
    });
    let mara = hash.await.unwrap();
    let signed = world.http.post("/login_", None, &json!({ "username": "mara", "password": PASSWORD })).await.text();

    let made = world.post("/binnacle/v1/organizations", &json!({ "name": "River gauges", "handle": "river" })).await;
    assert_eq!(made.status, 201);
    let path = format!("/binnacle/v1/organizations/{}", made.json()["id"]);
    let members = format!("{path}/members");
    let again = world.post("/binnacle/v1/organizations", &json!({ "name": "x", "handle": "river" })).await;
    assert_snapshot!(again.short(), @r#"409 "There is an organization river already.""#);
    let bad = world.post("/binnacle/v1/organizations", &json!({ "name": "x", "handle": "River!" })).await;
    assert_eq!(bad.status, 400);

    // Who is not in it does not see it; who looks on does not change it; a developer does.
    let rename = json!({ "name": "Gauges" });
    assert_eq!(world.http.send("PATCH", &path, Some(&signed), Some(&rename)).await.status, 404);
    let observer = json!({ "username": "MARA@example.org", "role": "observer" });
    assert_eq!(world.post(&members, &observer).await.status, 200);
    assert_eq!(world.http.send("PATCH", &path, Some(&signed), Some(&rename)).await.status, 401);
    assert_eq!(world.post(&members, &json!({ "username": "nobody", "role": "observer" })).await.status, 404);
    assert_eq!(world.post(&members, &json!({ "username": "mara", "role": "king" })).await.status, 400);
    let last = world.http.send("DELETE", &format!("{members}/1"), Some(&world.token), None).await;
    assert_eq!(last.status, 409, "the last developer stays: {last:?}");
    assert_eq!(world.post(&members, &json!({ "username": "admin", "role": "observer" })).await.status, 409);
    assert_eq!(world.post(&members, &json!({ "username": "mara", "role": "developer" })).await.status, 200);
    assert_eq!(world.http.send("PATCH", &path, Some(&signed), Some(&rename)).await.status, 200);
    assert_eq!(world.http.send("DELETE", &format!("{members}/1"), Some(&world.token), None).await.status, 200);
    assert_eq!(world.rows("organization?$select=id&$filter=handle eq 'river'").await, json!([]));
    assert_eq!(world.http.send("DELETE", &format!("{members}/{mara}"), Some(&signed), None).await.status, 409);
    assert_eq!(world.http.send("DELETE", &path, Some(&signed), None).await.status, 200);
    assert_eq!(world.http.send("DELETE", &path, Some(&signed), None).await.status, 404);
}
