//! The transport of the page: fetch and WebSocket of the same origin, by gloo-net.

use futures_util::future::LocalBoxFuture;
use futures_util::{SinkExt, StreamExt};
use gloo_net::http::{Method as FetchMethod, RequestBuilder};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use wire::endpoint::Method;

use crate::transport::{Frame, NoAnswer, Request, Response, Socket, Transport};

/// Fetch and WebSocket of the page's own origin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser;

/// Aborts its fetch when it goes away.
#[derive(Debug)]
struct AbortOnDrop(web_sys::AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Browser {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        Box::pin(async move {
            let abort = AbortOnDrop(web_sys::AbortController::new().map_err(|_| NoAnswer)?);
            let builder = RequestBuilder::new(&request.path)
                .method(match request.method {
                    Method::Get => FetchMethod::GET,
                    Method::Post => FetchMethod::POST,
                    Method::Put => FetchMethod::PUT,
                    Method::Patch => FetchMethod::PATCH,
                    Method::Delete => FetchMethod::DELETE,
                })
                .abort_signal(Some(&abort.0.signal()));
            let fetch = match request.body {
                Some(body) => builder.header("content-type", "application/json").body(body),
                None => builder.build(),
            };
            let answer = fetch.map_err(|_| NoAnswer)?.send().await.map_err(|_| NoAnswer)?;
            let status = answer.status();
            let body = answer.binary().await.map_err(|_| NoAnswer)?;
            Ok(Response { status, body })
        })
    }

    fn open(&self, path: &str) -> Result<Socket, NoAnswer> {
        let location = web_sys::window().ok_or(NoAnswer)?.location();
        let scheme = if location.protocol().is_ok_and(|protocol| protocol == "http:") { "ws" } else { "wss" };
        let host = location.host().map_err(|_| NoAnswer)?;
        let socket = WebSocket::open(&format!("{scheme}://{host}{path}")).map_err(|_| NoAnswer)?;
        let (outgoing, incoming) = socket.split();
        let outgoing = outgoing.sink_map_err(|_| NoAnswer).with(|frame| async move {
            Ok::<_, NoAnswer>(match frame {
                Frame::Text(text) => Message::Text(text),
                Frame::Bytes(bytes) => Message::Bytes(bytes),
            })
        });
        let incoming = incoming
            .take_while(|message| std::future::ready(message.is_ok()))
            .filter_map(|message| std::future::ready(message.ok()))
            .map(|message| match message {
                Message::Text(text) => Frame::Text(text),
                Message::Bytes(bytes) => Frame::Bytes(bytes),
            });
        Ok(Socket { outgoing: Box::pin(outgoing), incoming: Box::pin(incoming) })
    }

    fn sleep(&self, millis: u32) -> LocalBoxFuture<'static, ()> {
        Box::pin(gloo_timers::future::TimeoutFuture::new(millis))
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}
