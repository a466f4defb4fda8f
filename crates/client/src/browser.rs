//! The transport of the page and its workers: fetch and WebSocket of the same origin, by gloo-net.

use futures_util::future::LocalBoxFuture;
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use js_sys::Reflect;
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

async fn answer(request: web_sys::Request) -> Result<Response, NoAnswer> {
    let answer = gloo_net::http::Request::from(request).send().await.map_err(|_| NoAnswer)?;
    let status = answer.status();
    let body = answer.binary().await.map_err(|_| NoAnswer)?;
    Ok(Response { status, body })
}

/// A part of the address this runs at: a page's, or a worker's, which has no window.
fn location(part: &str) -> Result<String, NoAnswer> {
    let location = Reflect::get(&js_sys::global(), &"location".into()).map_err(|_| NoAnswer)?;
    Reflect::get(&location, &part.into()).ok().and_then(|text| text.as_string()).ok_or(NoAnswer)
}

impl Transport for Browser {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        Box::pin(async move {
            let abort = AbortOnDrop(web_sys::AbortController::new().map_err(|_| NoAnswer)?);
            let options = web_sys::RequestInit::new();
            options.set_method(request.method.as_str());
            options.set_signal(Some(&abort.0.signal()));
            if let Some(body) = request.body {
                let headers = web_sys::Headers::new().map_err(|_| NoAnswer)?;
                headers.set("content-type", "application/json").map_err(|_| NoAnswer)?;
                options.set_headers(&headers);
                options.set_body(&body.into());
            }
            // Made here, not by gloo's builder, which ends every query with an ampersand.
            let fetch = web_sys::Request::new_with_str_and_init(&request.path, &options).map_err(|_| NoAnswer)?;
            answer(fetch).await
        })
    }

    fn send_form(&self, path: String, form: web_sys::FormData) -> LocalBoxFuture<'static, Result<Response, NoAnswer>> {
        Box::pin(async move {
            let abort = AbortOnDrop(web_sys::AbortController::new().map_err(|_| NoAnswer)?);
            let options = web_sys::RequestInit::new();
            options.set_method(Method::Post.as_str());
            options.set_signal(Some(&abort.0.signal()));
            // The browser writes the type itself: it has the boundary in it.
            options.set_body(&form.into());
            answer(web_sys::Request::new_with_str_and_init(&path, &options).map_err(|_| NoAnswer)?).await
        })
    }

    fn open(&self, path: &str) -> Result<Socket, NoAnswer> {
        let scheme = if location("protocol")? == "http:" { "ws" } else { "wss" };
        let host = location("host")?;
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
