//! Registry tokens: who gets one for what, and that the platform's own registry takes them.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as its bodies do")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use support::World;
use support::http::{Answer, body};

async fn with_basic(world: &World, query: &str, name: &str, password: &str) -> Answer {
    let path = format!("/auth/v1/token?service=registry{query}");
    let basic = format!("Basic {}", STANDARD.encode(format!("{name}:{password}")));
    world.http.collect(world.http.open("GET", &path, None, &[("authorization", &basic)], body("")).await).await
}

async fn with_bearer(world: &World, query: &str, token: Option<&str>) -> Answer {
    world.http.get(&format!("/auth/v1/token?service=registry{query}"), token).await
}

fn claims(answer: &Answer) -> Value {
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// `name=actions`, of each grant.
fn granted(answer: &Answer) -> Vec<String> {
    let access = claims(answer)["access"].as_array().unwrap().clone();
    let actions = |grant: &Value| {
        grant["actions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join("+")
    };
    access.iter().map(|grant| format!("{}={}", grant["name"].as_str().unwrap(), actions(grant))).collect()
}

#[tokio::test]
async fn a_token_grants_what_its_holder_may_do() {
    let world = World::new().await;
    let (fleet, other) = (world.fleet("image-fleet").await, world.fleet("other-fleet").await);
    let (device, stranger) = (world.device(fleet, 'a').await, world.device(other, 'b').await);
    let release = world.release(fleet, 'c', b"layer").await;
    let name = release.location.split_once('/').unwrap().1.to_owned();
    let both = format!("&scope=repository:{name}:latest:push,pull&scope=nonsense");

    assert_eq!(granted(&with_bearer(&world, &both, Some(&world.token)).await), [format!("{name}=push+pull")]);
    assert_eq!(granted(&with_bearer(&world, &both, Some(&device.key)).await), [format!("{name}=pull")]);
    assert_eq!(granted(&with_bearer(&world, &both, Some(&stranger.key)).await), [format!("{name}=")]);
    assert_eq!(granted(&with_bearer(&world, &both, Some(&world.stranger().await)).await), [format!("{name}=")]);
    assert_eq!(granted(&with_bearer(&world, &both, None).await), [format!("{name}=")]);

    let os = "&scope=repository:resin/resinos:push,pull&scope=repository:resin/armv7hf-supervisor:pull&scope=repository:one/two:push,pull";
    assert_eq!(
        granted(&with_bearer(&world, os, None).await),
        ["resin/resinos=pull", "resin/armv7hf-supervisor=pull", "one/two=pull"]
    );
    // A fleet's release by name, where it has one service.
    for named in ["latest", "1.0.0", &release.commit] {
        let answer =
            with_bearer(&world, &format!("&scope=repository:admin/image-fleet/{named}:pull,push"), Some(&world.token))
                .await;
        let grant = claims(&answer)["access"][0].clone();
        let alias = format!("admin/image-fleet/{named}");
        assert_eq!(grant, json!({ "type": "repository", "name": name, "actions": ["pull"], "alias": alias }));
    }
    let missing = "&scope=repository:admin/image-fleet/9.9.9:pull&scope=repository:admin/image-fleet/1.0.0/main:pull";
    let missing = granted(&with_bearer(&world, missing, Some(&world.token)).await);
    assert_eq!(missing, ["admin/image-fleet/9.9.9=", "admin/image-fleet/1.0.0/main="]);
}

#[tokio::test]
async fn a_token_says_for_whom_it_is() {
    let world = World::new().await;
    let device = world.device(world.fleet("token-fleet").await, 'a').await;
    let name = format!("d_{}", device.uuid);
    let subject = |answer: &Answer| claims(answer)["sub"].clone();
    assert_eq!(subject(&with_basic(&world, "", &name, &device.key).await), json!(name));
    assert_eq!(subject(&with_basic(&world, "", "somebody", &device.key).await), json!(""));
    assert_eq!(subject(&with_bearer(&world, "", Some(&world.token)).await), json!("admin"));
    assert_eq!(subject(&with_bearer(&world, "", None).await), json!(""));
    let named = world.post("/api-key/user/full", &json!({ "name": "script" })).await.json();
    assert_eq!(subject(&with_basic(&world, "", "x", named.as_str().unwrap()).await), json!("admin"));

    let said = claims(&with_bearer(&world, "", None).await);
    let number = |name: &str| said[name].as_i64().unwrap();
    assert_eq!((number("exp") - number("iat"), number("iat") - number("nbf")), (14_400, 10));
    assert_eq!(said["access"], json!([]));

    assert_eq!(with_basic(&world, "", &name, "wrong").await.short(), "401 ");
    assert_eq!(with_basic(&world, "", "admin", &world.token).await.short(), "401 ");
    assert_eq!(with_bearer(&world, "", Some("wrong")).await.short(), "401 ");
}

#[tokio::test]
async fn the_platform_s_registry_takes_its_tokens_and_says_where_they_are_had() {
    let world = World::new().await;
    let fleet = world.fleet("image-fleet").await;
    let device = world.device(fleet, 'a').await;
    let (one, other) = (world.release(fleet, 'c', b"layer").await, world.release(fleet, 'd', b"other").await);
    let repository = |location: &str| location.split_once('/').unwrap().1.to_owned();
    let name = repository(&one.location);

    let nobody = world.http.get("/v2/", None).await;
    let expected = format!("Bearer realm=\"http://{0}/auth/v1/token\",service=\"{0}\"", world.api);
    assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, Some(expected.as_str())));

    let asked = format!("&scope=repository:{name}:pull");
    let answer = with_basic(&world, &asked, &format!("d_{}", device.uuid), &device.key).await;
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    let get = |path: String| {
        let (http, token) = (world.http.clone(), token.clone());
        async move { http.get(&path, Some(&token)).await.status }
    };
    assert_eq!(get("/v2/".to_owned()).await, 200);
    assert_eq!(get(format!("/v2/{name}/manifests/latest")).await, 200);
    assert_eq!(get(format!("/v2/{name}/blobs/{}", one.digest)).await, 200);
    assert_eq!(get(format!("/v2/{}/manifests/latest", repository(&other.location))).await, 401);
    // It is no key to anything else.
    assert_eq!(get("/v7/device".to_owned()).await, 401);
    assert_eq!(get("/user/v1/whoami".to_owned()).await, 401);
}
