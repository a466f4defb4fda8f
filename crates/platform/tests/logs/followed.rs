//! A reader of a log stream.

use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::Value;
use tokio::time::timeout;

use crate::support::device::Device;
use crate::support::http::body;
use crate::support::{SOON, World};

/// Lines of an NDJSON answer as they come.
pub(crate) struct Followed(Incoming, Vec<u8>);

impl Followed {
    pub(crate) async fn open(world: &World, device: &Device, query: &str) -> Self {
        let path = format!("/device/v2/{}/logs?stream=1{query}", device.uuid);
        let answer = timeout(SOON, world.http.open("GET", &path, Some(&world.token), &[], body(""))).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        Self(answer.into_body(), Vec::new())
    }

    pub(crate) async fn raw(&mut self) -> String {
        loop {
            if let Some(end) = self.1.iter().position(|byte| *byte == b'\n') {
                let line = self.1.drain(..=end).collect::<Vec<_>>();
                return String::from_utf8(line).unwrap();
            }
            let frame = timeout(SOON, self.0.frame()).await.unwrap().unwrap().unwrap();
            self.1.extend_from_slice(&frame.into_data().unwrap());
        }
    }

    pub(crate) async fn line(&mut self) -> Value {
        loop {
            let line = self.raw().await;
            if line != "\n" {
                return serde_json::from_str(&line).unwrap();
            }
        }
    }

    /// The line that comes within `wait`, if one does.
    pub(crate) async fn line_within(&mut self, wait: Duration) -> Option<Value> {
        timeout(wait, self.line()).await.ok()
    }
}
