//! One request to the router, to the end of its answer.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http_body_util::BodyExt as _;
use hyper::Request;
use tower::ServiceExt as _;

/// Status and body; 0 for what is no request at all.
pub(crate) async fn answer(
    router: &Router,
    method: &str,
    path: &str,
    key: Option<&str>,
    kind: &str,
    body: Vec<u8>,
) -> (u16, String) {
    let mut request = Request::builder().method(method).uri(path).header("user-agent", "fuzz");
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let Ok(mut request) = request.body(Body::from(body)) else { return (0, String::new()) };
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
    let asked = async {
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap_or_else(|error| panic!("{path} broke off: {error}"));
        (status, String::from_utf8_lossy(&body.to_bytes()).into_owned())
    };
    match tokio::time::timeout(Duration::from_mins(1), asked).await {
        Ok(answered) => answered,
        Err(late) => panic!("no answer to {method} {path} in a minute: {late}"),
    }
}
