//! The page's transport natively: its real code over a WebSocket of this machine.

use std::net::SocketAddr;
use std::time::Duration;

use client::transport::{Frame, NoAnswer, Request, Response, Socket, Transport};
use futures_channel::mpsc::unbounded;
use futures_util::future::LocalBoxFuture;
use futures_util::{SinkExt, StreamExt};
use http::HeaderValue;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// Waits are so many times shorter than a page's.
const FASTER: u32 = 20;

/// A page of `gateway` that reaches it by way of `through`.
#[derive(Debug, Clone)]
pub(crate) struct Native {
    pub(crate) gateway: SocketAddr,
    pub(crate) through: SocketAddr,
    pub(crate) cookie: String,
}

impl Native {
    /// Opens `/live` over a connection.
    pub(crate) async fn upgrade(&self, tcp: TcpStream) -> Option<WebSocketStream<TcpStream>> {
        let mut request = format!("ws://{}/live", self.gateway).into_client_request().ok()?;
        let origin = format!("http://{}", self.gateway);
        for (name, value) in [("origin", origin), ("cookie", self.cookie.clone())] {
            request.headers_mut().insert(name, HeaderValue::from_str(&value).ok()?);
        }
        Some(tokio_tungstenite::client_async(request, tcp).await.ok()?.0)
    }
}

impl Transport for Native {
    fn send(&self, _: Request) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        Box::pin(async { Err(NoAnswer) })
    }

    fn open(&self, _: &str) -> Result<Socket, NoAnswer> {
        let (page_out, mut from_page) = unbounded::<Frame>();
        let (mut to_page, page_in) = futures_channel::mpsc::channel::<Frame>(4);
        let native = self.clone();
        tokio::task::spawn_local(async move {
            let Ok(tcp) = TcpStream::connect(native.through).await else { return };
            let Some(socket) = native.upgrade(tcp).await else { return };
            let (mut sink, mut stream) = socket.split();
            let out = async {
                while let Some(Frame::Text(text)) = from_page.next().await {
                    if sink.send(Message::text(text)).await.is_err() {
                        return;
                    }
                }
            };
            let back = async {
                while let Some(Ok(message)) = stream.next().await {
                    if let Message::Text(text) = message
                        && to_page.send(Frame::Text(text.to_string())).await.is_err()
                    {
                        return;
                    }
                }
            };
            tokio::select! {
                () = out => {}
                () = back => {}
            }
        });
        Ok(Socket { outgoing: Box::pin(page_out.sink_map_err(|_| NoAnswer)), incoming: Box::pin(page_in) })
    }

    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(u64::from(millis / FASTER))))
    }

    fn random(&self) -> f64 {
        rand::random()
    }
}
