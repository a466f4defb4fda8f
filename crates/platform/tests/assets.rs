//! Files of releases over HTTP: sent in a form or in parts, fetched by links, gone with their rows, swept after a crash.

#![expect(clippy::unwrap_used, reason = "what cannot be made or read fails the test")]

mod support;

use binnacle_platform::config::PlatformConfig;
use serde_json::{Value, json};
use support::World;
use support::http::{Answer, body};

const BOUNDARY: &str = "XboundaryX";

fn form(fields: &[(&str, &str)], file: Option<(&str, &str, &str)>) -> Vec<u8> {
    let mut parts: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}"))
        .collect();
    parts.extend(file.map(|(filename, kind, content)| {
        format!(
            "Content-Disposition: form-data; name=\"asset\"; filename=\"{filename}\"\r\nContent-Type: {kind}\r\n\r\n{content}"
        )
    }));
    let begin = format!("--{BOUNDARY}\r\n");
    let middle = format!("\r\n{begin}");
    format!("{begin}{}\r\n--{BOUNDARY}--\r\n", parts.join(&middle)).into_bytes()
}

async fn send_form(
    w: &World,
    method: &str,
    path: &str,
    token: Option<&str>,
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &str)>,
) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let response = w.http.open(method, path, token, &[("content-type", &kind)], body(form(fields, file))).await;
    w.http.collect(response).await
}

/// The path of a link, with its query.
fn path_of(href: &Value) -> String {
    let href = href.as_str().unwrap();
    format!("/{}", href.splitn(4, '/').nth(3).unwrap())
}

fn files(w: &World) -> usize {
    let entries = std::fs::read_dir(w.folder.path().join("assets")).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
}

#[tokio::test]
async fn a_file_from_its_form_to_its_end() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let release = w.release(fleet, '1', b"layer").await.id.to_string();
    let token = w.token.clone();
    let token = Some(token.as_str());
    let fields = [("release", release.as_str()), ("asset_key", "notes")];
    let file = Some(("../a b.txt", "text/html", "hello, file"));
    let made = send_form(&w, "POST", "/v7/release_asset", token, &fields, file).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let asset = &made["asset"];
    assert_eq!((&asset["filename"], &asset["size"]), (&json!("a b.txt"), &json!(11)));
    assert_eq!(asset["content_type"], "text/html");

    let link = path_of(&asset["href"]);
    let got = w.http.get(&link, None).await;
    assert_eq!(got.short(), "200 hello, file");
    assert_eq!(got.header("content-type"), Some("text/html"));
    assert_eq!(got.header("content-disposition"), Some("attachment; filename*=UTF-8''a%20b.txt"));
    assert_eq!(got.header("content-security-policy"), Some("sandbox; default-src 'none'"));
    let part = w.http.open("GET", &link, None, &[("range", "bytes=7-")], body("")).await;
    assert_eq!(w.http.collect(part).await.short(), "206 file");
    let (bare, _) = link.split_once('?').unwrap();
    assert_eq!(w.http.get(bare, None).await.status, 401);
    assert_eq!(w.get(bare).await.status, 200);
    assert_eq!(w.http.get(bare, Some(&w.stranger().await)).await.status, 404);
    assert_eq!(w.http.get(&format!("{link}0"), None).await.status, 401, "a link is for what it was made for");

    let again = send_form(&w, "POST", "/v7/release_asset", token, &fields, file).await;
    assert_eq!(again.short(), r#"409 "\"release\" and \"asset_key\" must be unique.""#);
    assert_eq!(files(&w), 1, "a refused file is not kept");
    let rows = w.rows(&format!("release({release})?$select=id&$expand=release_asset($select=asset)")).await;
    assert_eq!(rows[0]["release_asset"][0]["asset"]["href"], asset["href"]);
    let key = format!("/v7/release_asset({})", made["id"]);
    let patched = send_form(&w, "PATCH", &key, token, &[], Some(("b.txt", "text/plain", "other"))).await;
    assert_eq!(patched.short(), "200 ");
    assert_eq!(w.http.get(&link, None).await.status, 404);
    let rows = w.rows(&format!("release_asset({})?$select=asset", made["id"])).await;
    assert_eq!(w.http.get(&path_of(&rows[0]["asset"]["href"]), None).await.short(), "200 other");
    assert_eq!(files(&w), 1);
    let text = send_form(&w, "PATCH", &key, token, &[("asset", "x")], None).await;
    assert_eq!(text.short(), r#"400 "WebResource field must be a blob.""#);
    assert_eq!(send_form(&w, "POST", "/v7/release_asset", None, &fields, file).await.status, 401);
    let empty =
        send_form(&w, "POST", "/v7/release_asset", token, &[("release", &release), ("asset_key", "e")], None).await;
    assert_eq!(empty.json()["asset"], Value::Null);

    let gone = w.http.send("DELETE", &format!("/v7/application({fleet})"), token, None).await;
    assert_eq!(gone.short(), "200 ");
    assert_eq!(files(&w), 0);
}

#[tokio::test]
async fn a_large_file_comes_in_parts() {
    const PART: usize = 5 * 1024 * 1024;
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let release = w.release(fleet, '1', b"layer").await.id;
    let asset = w.created("release_asset", &json!({"release": release, "asset_key": "os", "asset": null})).await;
    let action = |name: &str| format!("/v7/release_asset({asset})/{name}");
    let file = |extra: Value| {
        let mut file = json!({"filename": "os.img", "content_type": "application/octet-stream", "size": PART + 3});
        file.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({"asset": file})
    };
    for (body, answer) in [
        (json!({}), "Invalid begin upload payload"),
        (file(json!({"more": 1})), "Invalid begin upload payload"),
        (file(json!({"chunk_size": 1})), "Chunk size is too small"),
        (file(json!({"size": 500_000_001})), "File size exceeded the limit of 500000000 bytes."),
    ] {
        assert_eq!(w.post(&action("beginUpload"), &body).await.short(), format!("400 \"{answer}\""));
    }
    assert_eq!(w.post("/v7/release_asset(999)/beginUpload", &file(json!({}))).await.short(), "401 ");
    let begun = w.post(&action("beginUpload"), &file(json!({"chunk_size": PART}))).await.json();
    let uuid = &begun["asset"]["uuid"];
    let parts = begun["asset"]["uploadParts"].as_array().unwrap().clone();
    assert_eq!(parts.iter().map(|part| part["chunkSize"].as_u64().unwrap()).collect::<Vec<_>>(), [5 << 20, 3]);
    let put = async |part: &Value, bytes: Vec<u8>| {
        let response = w.http.open("PUT", &path_of(&part["url"]), None, &[], body(bytes)).await;
        w.http.collect(response).await
    };
    assert_eq!(put(&parts[1], b"end!".to_vec()).await.status, 400, "larger than the part");
    let ended = put(&parts[1], b"end".to_vec()).await;
    assert!(ended.header("etag").is_some(), "{ended:?}");
    let early = w.post(&action("commitUpload"), &json!({"uuid": uuid})).await;
    assert_eq!(early.short(), "400 \"Part 1 has not been uploaded: it has 5242880 bytes.\"");
    assert_eq!(put(&parts[0], vec![b'x'; PART]).await.status, 200);
    let foreign = w.http.open("PUT", &path_of(&parts[0]["url"]).replace("/1?", "/2?"), None, &[], body("")).await;
    assert_eq!(foreign.status(), 401);
    let commit = json!({"uuid": uuid, "providerCommitData": {"Parts": []}});
    let whole = w.post(&action("commitUpload"), &commit).await.json();
    assert_eq!((&whole["filename"], &whole["size"]), (&json!("os.img"), &json!(PART + 3)));
    let got = w.http.get(&path_of(&whole["href"]), None).await;
    assert!(got.body.len() == PART + 3 && got.body.ends_with(b"xend"));
    assert_eq!(w.post(&action("commitUpload"), &commit).await.short(), "401 ", "once");
    let begun = w.post(&action("beginUpload"), &file(json!({}))).await.json();
    let cancel = json!({"uuid": begun["asset"]["uuid"]});
    assert_eq!(w.post(&action("cancelUpload"), &cancel).await.short(), "204 ");
    assert_eq!(w.post(&action("cancelUpload"), &json!({})).await.short(), "400 \"Invalid uuid type\"");
}

#[tokio::test]
async fn what_no_row_names_is_gone_after_a_start() {
    let w = World::new().await;
    let fleet = w.fleet("fleet-1").await;
    let release = w.release(fleet, '1', b"layer").await.id.to_string();
    let token = w.token.clone();
    let fields = [("release", release.as_str()), ("asset_key", "notes")];
    let file = Some(("a.txt", "text/plain", "kept"));
    send_form(&w, "POST", "/v7/release_asset", Some(&token), &fields, file).await;
    std::fs::write(w.folder.path().join("assets").join("0".repeat(32)), "orphan").unwrap();
    assert_eq!(files(&w), 2);
    let folder = w.stop().await;
    let mut config = PlatformConfig::new(folder.path());
    config.admin_password = Some(support::PASSWORD.to_owned());
    let w = World::open(folder, config).await;
    assert_eq!(files(&w), 1);
    let rows = w.rows("release_asset?$select=asset").await;
    assert_eq!(w.http.get(&path_of(&rows[0]["asset"]["href"]), None).await.short(), "200 kept");
}
