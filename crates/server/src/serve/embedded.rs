//! The embedded platform as the gateway's upstream: the same routes and rights, without a network in between.

use axum::Router;
use axum::body::Body;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use gateway::token::ApiToken;
use gateway::upstream::{BoxedPipe, ChangeEvent, Changes, ChangesError, TunnelError, Unreachable, Upstream};
use http::{Request, Response};
use model::device_uuid::DeviceUuid;
use platform::bus::changes::Event;
use platform::platform::Platform;
use tower::ServiceExt;
use wire::live::Cursor;

/// The platform in this process.
#[derive(Debug)]
pub(crate) struct Embedded {
    platform: Platform,
    router: Router,
}

impl Embedded {
    /// Over `platform`.
    pub(crate) fn new(platform: Platform) -> Self {
        let router = platform.router();
        Self { platform, router }
    }
}

impl Upstream for Embedded {
    fn request(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, Unreachable>> {
        let answer = self.router.clone().oneshot(request);
        async move {
            match answer.await {
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        }
        .boxed()
    }

    fn open_tunnel<'a>(
        &'a self,
        token: &'a ApiToken,
        device: &'a DeviceUuid,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxedPipe, TunnelError>> {
        async move {
            match self.platform.open_tunnel(token.reveal(), device.as_str(), port).await {
                Ok(stream) => Ok(Box::new(stream) as BoxedPipe),
                Err(platform::error::TunnelError::Unauthorized) => Err(TunnelError::Unauthorized),
                Err(platform::error::TunnelError::Offline) => Err(TunnelError::DeviceOffline),
                Err(platform::error::TunnelError::Refused(why)) => Err(TunnelError::Refused(why)),
                Err(platform::error::TunnelError::Failed(why)) => Err(TunnelError::Unreachable(why)),
            }
        }
        .boxed()
    }

    fn signed_out(&self, token: &ApiToken) -> BoxFuture<'static, ()> {
        let (platform, token) = (self.platform.clone(), token.clone());
        async move { platform.signed_out(token.reveal()).await }.boxed()
    }

    fn changes<'a>(
        &'a self,
        token: &'a ApiToken,
        since: Option<Cursor>,
    ) -> BoxFuture<'a, Result<Changes, ChangesError>> {
        async move {
            let changes =
                self.platform.changes(token.reveal(), since.as_ref()).await.map_err(|_| ChangesError::Unauthorized)?;
            let cursor = changes.cursor();
            let events = stream::unfold(changes, |mut changes| async move {
                let events = match changes.next().await? {
                    Event::Changed(rows) => rows.into_iter().map(ChangeEvent::Changed).collect(),
                    Event::Reset => vec![ChangeEvent::Reset(changes.cursor())],
                };
                Some((stream::iter(events), changes))
            });
            // A position that is gone comes as the first event, `Reset`.
            Ok(Changes { cursor, resumed: true, events: events.flatten().boxed() })
        }
        .boxed()
    }
}
