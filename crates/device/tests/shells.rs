//! Shells on a device, by a real SSH client through the link.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking, as its bodies do")]

mod stand_in;

use std::sync::Arc;
use std::time::Duration;

use russh::client::{self, Handle};
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg};
use stand_in::{Agent, Api, image, runs};
use tokio::time::timeout;

struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

fn key() -> PrivateKey {
    PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&rand::random())), "test").unwrap()
}

async fn log_in(api: &Api, user: &str, key: PrivateKey) -> Option<Handle<Trusting>> {
    let stream = api.link().await.open(22_222).await.unwrap();
    let mut session = client::connect_stream(Arc::default(), stream, Trusting).await.unwrap();
    let key = PrivateKeyWithHashAlg::new(Arc::new(key), None);
    session.authenticate_publickey(user, key).await.unwrap().success().then_some(session)
}

/// Reads until `text` appears.
async fn expect(channel: &mut Channel<client::Msg>, text: &str) {
    let mut seen = String::new();
    while !seen.contains(text) {
        match timeout(Duration::from_secs(10), channel.wait()).await {
            Ok(Some(ChannelMsg::Data { data })) => seen.push_str(&String::from_utf8_lossy(&data)),
            Ok(Some(_)) => {}
            other => panic!("{other:?} instead of {text} after {seen}"),
        }
    }
}

async fn exec(session: &Handle<Trusting>, command: &str) -> (String, String, Option<u32>) {
    let mut channel = session.channel_open_session().await.unwrap();
    channel.exec(true, command).await.unwrap();
    channel.eof().await.unwrap();
    let (mut out, mut err, mut code) = (Vec::new(), Vec::new(), None);
    while let Ok(Some(message)) = timeout(Duration::from_secs(10), channel.wait()).await {
        match message {
            ChannelMsg::Data { data } => out.extend_from_slice(&data),
            ChannelMsg::ExtendedData { data, .. } => err.extend_from_slice(&data),
            ChannelMsg::ExitStatus { exit_status } => code = Some(exit_status),
            _ => {}
        }
    }
    (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), code)
}

#[tokio::test]
async fn a_platform_user_gets_shells_on_the_host_and_in_services() {
    let (api, folder) = (Api::start().await, tempfile::tempdir().unwrap());
    let (own, other) = (key(), key());
    api.with(|state| {
        state.public_keys = own.public_key().to_openssh().unwrap();
        let web = image::publish(state, "web1", "sleep 1000", 1_000);
        image::release(state, "one", &[("web", &web)]);
    });
    let agent = Agent::start(&api, folder.path(), |_| {});
    api.until("the release runs", |state| runs(state, "one")).await;
    assert!(log_in(&api, "admin", other).await.is_none());
    assert!(log_in(&api, "root", own.clone()).await.is_none());
    let session = log_in(&api, "admin", own).await.unwrap();

    // The host: a terminal with a size that follows.
    let mut shell = session.channel_open_session().await.unwrap();
    shell.request_pty(true, "xterm-256color", 80, 24, 0, 0, &[]).await.unwrap();
    shell.request_shell(true).await.unwrap();
    expect(&mut shell, "root@0123456:~# ").await;
    shell.data_bytes("echo $((6*7)); stty size\n").await.unwrap();
    expect(&mut shell, "42\r\n24 80\r\n").await;
    shell.window_change(101, 33, 0, 0).await.unwrap();
    shell.data_bytes("stty size; echo $TERM; exit 3\n").await.unwrap();
    expect(&mut shell, "33 101\r\nxterm-256color\r\n").await;
    let code = loop {
        if let ChannelMsg::ExitStatus { exit_status } =
            timeout(Duration::from_secs(10), shell.wait()).await.unwrap().unwrap()
        {
            break exit_status;
        }
    };
    assert_eq!(code, 3);

    // Commands: both streams and the code.
    assert_eq!(exec(&session, "echo out; echo err >&2; exit 9").await, ("out\n".into(), "err\n".into(), Some(9)));

    // A service, as the CLI goes there.
    let (list, _, _) = exec(&session, "balena-engine ps --format '{{.ID}} {{.Names}}'").await;
    let (id, name) = list.trim().split_once(' ').unwrap();
    assert_eq!(name, "web_101_501_one");
    let line = "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi";
    let mut service = session.channel_open_session().await.unwrap();
    service.request_pty(true, "xterm", 90, 20, 0, 0, &[]).await.unwrap();
    service.exec(true, format!("balena-engine exec -it {id} /bin/sh -c \"{line}\"")).await.unwrap();
    service.data_bytes("echo \"<$BALENA_SERVICE_NAME>\"; ls run.sh; stty size\n").await.unwrap();
    expect(&mut service, "<web>\r\nrun.sh\r\n20 90\r\n").await;

    // Sessions die with the agent.
    agent.stop().await;
    while let Ok(Some(_)) = timeout(Duration::from_secs(10), service.wait()).await {}
    assert!(
        timeout(Duration::from_secs(10), async {
            while !session.is_closed() {
                tokio::task::yield_now().await;
            }
        })
        .await
        .is_ok()
    );
}
