//! TLS on the API's and the tunnel's port, beside plain connections on the same ports.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::harness::page::Page;
use crate::harness::process::{Device, PASSWORD, Ports, Server};
use crate::harness::waiting::eventually;

const NO_TUNNEL: &str = "CONNECT 0123456789abcdef0123456789abcdef.balena:22222 HTTP/1.0\r\n\r\n";
const PING: &str = "GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Trusts what the PEM file holds, and nothing else.
fn connector(root: &Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(root).unwrap() {
        roots.add(certificate.unwrap()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

async fn asked(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A peer that closes without a TLS goodbye has still said all it had.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

async fn asked_by_tls(root: &Path, name: &'static str, port: u16, request: &str) -> Result<String, String> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = ServerName::try_from(name).unwrap();
    let stream = connector(root).connect(name, stream).await.map_err(|error| error.to_string())?;
    Ok(asked(stream, request).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn both_ports_speak_tls_by_the_platform_s_own_authority() {
    let folder = tempfile::tempdir().unwrap();
    let (data, ports) = (folder.path().join("data"), Ports::free());
    let [_, api, tunnel] = ports.0;
    let server = Server::start(&data, ports, &["--no-demo", "--tls-name", "api.fleet.example"]);
    let root = data.join("tls/ca.pem");
    for name in ["localhost", "127.0.0.1", "api.fleet.example"] {
        let answer = asked_by_tls(&root, name, api, PING).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("OK"), "{name}: {answer}");
    }
    let plain = asked(TcpStream::connect(("127.0.0.1", api)).await.unwrap(), PING).await;
    assert!(plain.starts_with("HTTP/1.1 200"), "{plain}");
    for answer in [
        asked_by_tls(&root, "localhost", tunnel, NO_TUNNEL).await.unwrap(),
        asked(TcpStream::connect(("127.0.0.1", tunnel)).await.unwrap(), NO_TUNNEL).await,
    ] {
        assert_eq!(answer, "HTTP/1.0 407 Proxy Authorization Required\r\n\r\n");
    }
    let refused = asked_by_tls(&root, "elsewhere.example", api, PING).await.unwrap_err();
    assert!(refused.contains("certificate"), "{refused}");

    // The authority outlives the server: what devices were given goes on being right.
    let before = std::fs::read(&root).unwrap();
    drop(server);
    let _again = Server::start(&data, ports, &["--no-demo"]);
    assert_eq!(before, std::fs::read(&root).unwrap());
    assert!(asked_by_tls(&root, "localhost", api, PING).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_enters_updates_logs_and_is_reached_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data, Ports::free(), &["--demo-devices", "0", "--min-poll", "2"]);
    let page = Page::sign_in(server.url(), PASSWORD).await;
    let fleet = page.fleet("greenhouse").await;
    let (key, uuid) = (page.provisioning_key(fleet).await, "abcdef0123456789abcdef0123456789");
    let (fleet, root) = (fleet.to_string(), data.join("tls/ca.pem").display().to_string());
    let arguments = ["--fleet", &fleet, "--type", "raspberrypi3-64", "--uuid", uuid, "--poll", "2", "--ca", &root];
    let api = server.api().replace("http:", "https:");
    let _device = Device::start(&folder.path().join("device"), &api, &key, &arguments);
    let version = eventually("the device runs", Duration::from_mins(1), async || page.running(uuid).await).await;
    assert_eq!(version, "2.0.3", "the fleet's target");
    let linked = format!("device?$select=id&$filter=uuid eq '{uuid}' and is_connected_to_vpn eq true");
    eventually("its link is up", Duration::from_secs(20), async || page.rows(&linked).await.pop()).await;
    let logs = format!("/api/device/v2/{uuid}/logs?count=all");
    let told = async || page.ask("GET", &logs, None).await.as_array().filter(|lines| !lines.is_empty()).map(|_| ());
    eventually("its lines arrive", Duration::from_secs(20), told).await;
}

/// Writes a certificate that vouches for itself, and its key.
fn write_certificate(certificate: &Path, key: &Path) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(key, made.signing_key.serialize_pem()).unwrap();
    std::fs::write(certificate, made.cert.pem()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_certificate_is_shown_and_renewed_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let [certificate, key] = ["server.pem", "server.key"].map(|name| folder.path().join(name));
    write_certificate(&certificate, &key);
    let files = [certificate.to_str().unwrap(), key.to_str().unwrap()];
    let ports = Ports::free();
    let arguments = ["--no-demo", "--tls-cert", files[0], "--tls-key", files[1]];
    let _server = Server::start(&folder.path().join("data"), ports, &arguments);
    assert!(asked_by_tls(&certificate, "localhost", ports.0[1], PING).await.is_ok());

    let renewed = folder.path().join("renewed.pem");
    write_certificate(&renewed, &key);
    std::fs::copy(&renewed, &certificate).unwrap();
    let shown = async || asked_by_tls(&renewed, "localhost", ports.0[1], PING).await.ok();
    eventually("the renewed certificate is shown", Duration::from_secs(30), shown).await;
}
