//! Every stream by every way in which the right to it ends: gone within two seconds, whoever ended it.

use std::time::{Duration, Instant};

use base64::Engine as _;
use http_body_util::BodyExt as _;
use serde_json::json;
use store::api_keys::{self, KeyRole, NewKey};
use store::organizations::{self, Role};
use store::users::{self, NewUser};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::callers::sign_in;
use crate::support::World;
use crate::support::device::Device;
use crate::support::http::body;

/// What is promised.
const WITHIN: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    Log,
    Tunnel,
    TunnelInProcess,
    Changes,
    Poll,
    SignedOut,
}

const STREAMS: [Stream; 6] =
    [Stream::Log, Stream::Tunnel, Stream::TunnelInProcess, Stream::Changes, Stream::Poll, Stream::SignedOut];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    PasswordChanged,
    HeldBack,
    Removed,
    KeyDeleted,
    KeyRunOut,
    BecameObserver,
    LeftOrganization,
    DeviceDeleted,
}

const ENDS: [End; 8] = [
    End::PasswordChanged,
    End::HeldBack,
    End::Removed,
    End::KeyDeleted,
    End::KeyRunOut,
    End::BecameObserver,
    End::LeftOrganization,
    End::DeviceDeleted,
];

impl End {
    /// Whether it ends a stream of this kind: who became an observer still reads, who left is still signed in.
    fn ends(self, stream: Stream) -> bool {
        match self {
            Self::BecameObserver => matches!(stream, Stream::Tunnel | Stream::TunnelInProcess),
            Self::LeftOrganization | Self::DeviceDeleted => {
                matches!(stream, Stream::Log | Stream::Tunnel | Stream::TunnelInProcess)
            }
            _ => true,
        }
    }

    fn is_of_a_key(self) -> bool {
        matches!(self, Self::KeyDeleted | Self::KeyRunOut)
    }
}

/// A developer of the administrator's organization, with a token and a key.
struct Ana {
    user: i64,
    token: String,
    key: String,
}

async fn ana(world: &World) -> Ana {
    let made = world.platform.store().write(|connection| {
        let admin = users::by_login(connection, "admin")?.expect("there is an administrator");
        let home = organizations::by_handle(connection, "admin")?.expect("and their organization");
        let new = NewUser {
            username: "ana".to_owned(),
            email: None,
            password_hash: admin.password_hash,
            jwt_secret: "one".to_owned(),
        };
        let user = users::create(connection, &new)?;
        organizations::add_member(connection, home, user.id, Role::Developer)?;
        let key = NewKey {
            actor: user.actor,
            role: KeyRole::NamedUser,
            name: None,
            description: None,
            expiry_date: None,
            secret: None,
        };
        Ok((user.id, api_keys::create(connection, &key)?))
    });
    let (user, key) = made.await.unwrap();
    Ana { user, token: sign_in(world, "ana").await, key }
}

/// Opens a stream; the task ends with it.
async fn open(world: &World, device: &Device, stream: Stream, credential: &str) -> JoinHandle<()> {
    let (platform, credential) = (world.platform.clone(), credential.to_owned());
    match stream {
        Stream::Log => {
            let path = format!("/device/v2/{}/logs?stream=1", device.uuid);
            let answer = world.http.open("GET", &path, Some(&credential), &[], body("")).await;
            assert_eq!(answer.status(), 200);
            let mut lines = answer.into_body();
            tokio::spawn(async move { while let Some(Ok(_)) = lines.frame().await {} })
        }
        Stream::Tunnel => {
            let mut tunnel = TcpStream::connect(world.tunnel).await.unwrap();
            let basic = base64::engine::general_purpose::STANDARD.encode(format!("ana:{credential}"));
            let head =
                format!("CONNECT {}.balena:7 HTTP/1.0\r\nProxy-Authorization: Basic {basic}\r\n\r\n", device.uuid);
            tunnel.write_all(head.as_bytes()).await.unwrap();
            let mut answer = [0; 512];
            let read = tunnel.read(&mut answer).await.unwrap();
            assert!(answer[..read].starts_with(b"HTTP/1.0 200"), "{:?}", String::from_utf8_lossy(&answer[..read]));
            tokio::spawn(async move { while tunnel.read(&mut answer).await.is_ok_and(|read| read > 0) {} })
        }
        Stream::TunnelInProcess => {
            let mut tunnel = platform.open_tunnel(&credential, &device.uuid, 7).await.unwrap();
            tokio::spawn(async move {
                let mut bytes = [0; 64];
                while tunnel.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
            })
        }
        Stream::Changes => {
            let mut changes = platform.changes(&credential, None).await.unwrap();
            tokio::spawn(async move { while changes.next().await.is_some() {} })
        }
        Stream::Poll => {
            let http = world.http.clone();
            let now = http.get(wire::change::PATH, Some(&credential)).await.json();
            tokio::spawn(async move {
                // Whoever is told something asks again, from there on.
                let mut cursor = now["cursor"].clone();
                loop {
                    let (epoch, sequence) = (cursor["epoch"].as_str().unwrap(), cursor["sequence"].as_u64().unwrap());
                    let path = format!("{}?epoch={epoch}&sequence={sequence}&wait=50", wire::change::PATH);
                    let answer = http.get(&path, Some(&credential)).await;
                    if answer.status == 401 {
                        return;
                    }
                    cursor = answer.json()["cursor"].clone();
                }
            })
        }
        Stream::SignedOut => tokio::spawn(async move { platform.signed_out(&credential).await }),
    }
}

async fn bring_about(world: &World, ana: &Ana, device: &Device, end: End) {
    let user = ana.user;
    let store = world.platform.store();
    let actor = store.read(move |c| Ok(users::by_id(c, user)?.expect("ana").actor)).await.unwrap();
    let home = store.read(|c| Ok(organizations::by_handle(c, "admin")?.expect("home"))).await.unwrap();
    match end {
        End::PasswordChanged => store.write(move |c| users::set_password(c, user, "none", "two")).await.unwrap(),
        End::HeldBack => store.write(move |c| users::set_disabled(c, user, true)).await.unwrap(),
        End::Removed => store.write(move |c| users::remove(c, user)).await.unwrap(),
        End::KeyDeleted => store.write(move |c| api_keys::revoke(c, actor, KeyRole::NamedUser)).await.unwrap(),
        End::KeyRunOut => {
            let soon = store::clock::now_ms() + 200;
            let work = move |c: &rusqlite::Connection| {
                c.execute("UPDATE api_key SET expiry_date = ?1 WHERE is_of__actor = ?2", (soon, actor))?;
                Ok(())
            };
            store.write(work).await.unwrap();
        }
        End::BecameObserver => {
            store.write(move |c| organizations::add_member(c, home, user, Role::Observer)).await.unwrap();
        }
        End::LeftOrganization => {
            assert!(store.write(move |c| organizations::remove_member(c, home, user)).await.unwrap());
        }
        End::DeviceDeleted => {
            let path = format!("/v7/device({})", device.id);
            assert_eq!(world.http.send("DELETE", &path, Some(&world.token), None).await.status, 200);
        }
    }
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what was measured")]
async fn every_stream_ends_with_the_right_to_it() {
    let mut slowest = Duration::ZERO;
    for end in ENDS {
        let world = World::new().await;
        let device = world.device(world.fleet("fleet-of-ana").await, 'a').await;
        let link = device.link(axum::Router::new()).await;
        world.until(device.id, "is_connected_to_vpn", json!(true)).await;
        let ana = ana(&world).await;
        let credential = if end.is_of_a_key() { &ana.key } else { &ana.token };
        let mut open_streams = Vec::new();
        for stream in STREAMS {
            open_streams.push((stream, open(&world, &device, stream, credential).await));
        }
        tokio::task::yield_now().await;
        for (stream, task) in &open_streams {
            assert!(!task.is_finished(), "{stream:?} is open before {end:?}");
        }
        bring_about(&world, &ana, &device, end).await;
        let began = Instant::now();
        for (stream, mut task) in open_streams {
            if end.ends(stream) {
                let left = WITHIN.saturating_sub(began.elapsed());
                timeout(left, &mut task).await.unwrap_or_else(|_| panic!("{stream:?} outlives {end:?}")).unwrap();
            } else {
                assert!(!task.is_finished(), "{stream:?} goes on after {end:?}");
                task.abort();
            }
        }
        slowest = slowest.max(began.elapsed());
        link.abort();
    }
    println!("the slowest stream ended {slowest:?} after the right to it");
}

#[tokio::test]
async fn a_device_s_link_and_log_end_with_its_key() {
    for end in ["key deleted", "key run out", "device deleted", "fleet deleted"] {
        let world = World::new().await;
        let fleet = world.fleet("fleet-of-keys").await;
        let device = world.device(fleet, 'a').await;
        let mut link = device.link(axum::Router::new()).await;
        world.until(device.id, "is_connected_to_vpn", json!(true)).await;
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel::<bytes::Bytes>();
        let pieces = futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx));
        let pieces = futures_util::StreamExt::map(pieces, |bytes| Ok(hyper::body::Frame::data(bytes)));
        let (http, key, path) =
            (world.http.clone(), device.key.clone(), format!("/device/v2/{}/log-stream", device.uuid));
        let mut log = tokio::spawn(async move {
            let headers = [("content-type", "application/x-ndjson")];
            http.open("POST", &path, Some(&key), &headers, http_body_util::StreamBody::new(pieces).boxed())
                .await
                .status()
        });
        sender.send("{\"timestamp\":1,\"message\":\"m\",\"isSystem\":true}\n".into()).unwrap();
        let history = format!("/device/v2/{}/logs", device.uuid);
        let deadline = Instant::now() + crate::support::SOON;
        while world.get(&history).await.json().as_array().unwrap().is_empty() {
            assert!(Instant::now() < deadline, "the log is being written");
        }
        let actor = device.id;
        let store = world.platform.store();
        match end {
            "key deleted" => {
                let work = move |c: &rusqlite::Connection| {
                    let actor = store::actors::of_device(c, actor)?.expect("the device's actor");
                    api_keys::revoke(c, actor, KeyRole::Device)
                };
                store.write(work).await.unwrap();
            }
            "key run out" => {
                let soon = store::clock::now_ms() + 200;
                let sql =
                    "UPDATE api_key SET expiry_date = ?1 WHERE is_of__actor = (SELECT actor FROM device WHERE id = ?2)";
                assert_eq!(store.write(move |c| Ok(c.execute(sql, (soon, actor))?)).await.unwrap(), 1);
            }
            "device deleted" => {
                let path = format!("/v7/device({})", device.id);
                assert_eq!(world.http.send("DELETE", &path, Some(&world.token), None).await.status, 200);
            }
            _ => {
                let path = format!("/v7/application({fleet})");
                assert_eq!(world.http.send("DELETE", &path, Some(&world.token), None).await.status, 200);
            }
        }
        let began = Instant::now();
        timeout(WITHIN, &mut link).await.unwrap_or_else(|_| panic!("the link outlives: {end}")).unwrap();
        let status = timeout(WITHIN.saturating_sub(began.elapsed()), &mut log)
            .await
            .unwrap_or_else(|_| panic!("the log outlives: {end}"));
        assert_eq!(status.unwrap(), 401, "{end}");
    }
}
