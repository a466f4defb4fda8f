//! What a device does, as far as the tests need it.

use std::net::SocketAddr;

use axum::Router;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) id: i64,
    pub(crate) uuid: String,
    pub(crate) key: String,
    pub(crate) api: SocketAddr,
}

impl Device {
    /// Opens the link: port 48484 is `supervisor`, port 7 echoes, all others are closed. Aborting the task kills it.
    pub(crate) async fn link(&self, supervisor: Router) -> JoinHandle<()> {
        let url = format!("ws://{}{}", self.api, wire::link::path(&self.uuid));
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {}", self.key).parse().unwrap());
        let stream = TcpStream::connect(self.api).await.unwrap();
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await.expect("the link is taken");
        tokio::spawn(async move {
            let connect = move |port| std::future::ready(connect(port, supervisor.clone()));
            let _ = link::device::serve(socket, connect).await;
        })
    }
}

fn connect(port: u16, supervisor: Router) -> Result<DuplexStream, String> {
    let (near, mut far) = duplex(64 * 1024);
    match port {
        7 => drop(tokio::spawn(async move {
            let (mut read, mut write) = tokio::io::split(&mut far);
            tokio::io::copy(&mut read, &mut write).await
        })),
        48_484 => drop(tokio::spawn(async move {
            let service = TowerToHyperService::new(supervisor);
            hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(far), service).await
        })),
        other => return Err(format!("nothing listens on {other}")),
    }
    Ok(near)
}
