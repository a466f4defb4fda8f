//! A reader of one device's log over a plain socket, as the measuring needs it.

use std::collections::HashMap;
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use http::HeaderValue;
use model::device_uuid::DeviceUuid;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::live::{ClientFrame, LogDevice, MAX_DEVICES_IN_FRAME, ServerFrame, Topic};

use crate::Failed;
use crate::world::World;

/// The cookie of a new session.
pub(crate) async fn sign_in(gateway: SocketAddr) -> Result<String, Failed> {
    let body = r#"{"username":"flood","password":"flood"}"#;
    let request = format!(
        "POST /session HTTP/1.1\r\nhost: {gateway}\r\norigin: http://{gateway}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut tcp = TcpStream::connect(gateway).await?;
    tcp.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    tcp.read_to_string(&mut answer).await?;
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).ok_or("no cookie")?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// One reader.
pub(crate) struct Reader {
    socket: WebSocketStream<TcpStream>,
    /// Of the first device.
    first: u64,
    pub(crate) last: u64,
    /// By device.
    lasts: HashMap<DeviceUuid, u64>,
    pub(crate) lines: u64,
    /// As the gateway counts it.
    pub(crate) missed: u64,
    pub(crate) is_in_order: bool,
}

impl Reader {
    /// Follows so many devices; `takes` is how much the system reads ahead, in bytes.
    pub(crate) async fn open(
        gateway: SocketAddr,
        cookie: &str,
        devices: u64,
        takes: Option<u32>,
    ) -> Result<Self, Failed> {
        let tcp = TcpSocket::new_v4()?;
        if let Some(bytes) = takes {
            tcp.set_recv_buffer_size(bytes)?;
        }
        let mut request = format!("ws://{gateway}/live").into_client_request()?;
        request.headers_mut().insert("origin", HeaderValue::from_str(&format!("http://{gateway}"))?);
        request.headers_mut().insert("cookie", HeaderValue::from_str(cookie)?);
        let (socket, _) = tokio_tungstenite::client_async(request, tcp.connect(gateway).await?).await?;
        let mut reader =
            Self { socket, first: 0, last: 0, lasts: HashMap::new(), lines: 0, missed: 0, is_in_order: true };
        let topic = Topic::Logs { services: None, system: true, count: 10_000 };
        reader.send(&ClientFrame::Subscribe { id: 1, topic, since: None }).await?;
        for chunk in (0..devices).collect::<Vec<_>>().chunks(MAX_DEVICES_IN_FRAME) {
            let device = |number: &u64| Ok(LogDevice { uuid: World::uuid(*number).parse()?, after: None });
            let devices = chunk.iter().map(device).collect::<Result<_, Failed>>()?;
            reader.send(&ClientFrame::Follow { id: 1, devices }).await?;
        }
        Ok(reader)
    }

    /// Says something, so that the gateway sees that somebody is there.
    pub(crate) async fn ping(&mut self) -> Result<(), Failed> {
        self.send(&ClientFrame::Ping).await
    }

    async fn send(&mut self, frame: &ClientFrame) -> Result<(), Failed> {
        Ok(self.socket.send(Message::text(serde_json::to_string(frame)?)).await?)
    }

    /// Reads a frame.
    pub(crate) async fn read(&mut self) -> Result<(), Failed> {
        let Message::Text(text) = self.socket.next().await.ok_or("closed")?? else { return Ok(()) };
        let ServerFrame::Logs { parts, .. } = serde_json::from_str(&text)? else { return Ok(()) };
        let first = World::uuid(0);
        for part in parts {
            self.missed += part.missed.and_then(|missed| missed.lines).unwrap_or_default();
            for n in part.lines.iter().filter_map(|line| line.sequence) {
                if self.first == 0 {
                    self.first = n;
                }
                let last = self.lasts.insert(part.device.clone(), n);
                self.is_in_order &= last.is_none_or(|last| last < n);
                self.lines += 1;
                if part.device.as_str() == first {
                    self.last = n;
                }
            }
        }
        Ok(())
    }

    /// How many lines of the one device it follows, up to `last`, it did not get.
    pub(crate) fn lost(&self, last: u64) -> u64 {
        (last.max(self.last) + 1 - self.first).saturating_sub(self.lines)
    }
}
