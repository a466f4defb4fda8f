//! Where subscriptions find devices' logs: one stream of the API for each device, however many read it.

use std::sync::Arc;

use wire::live::LogDevice;

use crate::live::logs::feed::Feed;
use crate::live::logs::sources::{Attachment, Sources};
use crate::live::logs::watch::Watch;
use crate::log_limits::LogLimits;
use crate::token::ApiToken;
use crate::upstream::Upstream;

/// All logs that are read now.
#[derive(Debug)]
pub(crate) struct LogHub {
    sources: Arc<Sources>,
}

impl LogHub {
    /// Nobody reads yet.
    pub(crate) fn new(upstream: Arc<dyn Upstream>, limits: LogLimits) -> Self {
        Self { sources: Arc::new(Sources::new(upstream, limits)) }
    }

    /// Where logs come from.
    pub(crate) fn upstream(&self) -> &Arc<dyn Upstream> {
        &self.sources.upstream
    }

    /// The bounds.
    pub(crate) fn limits(&self) -> LogLimits {
        self.sources.limits
    }

    /// A way to a device's log.
    pub(crate) fn attach(&self, device: &LogDevice, count: u32, token: &ApiToken, watch: Arc<Watch>) -> Attachment {
        let attachment = self.sources.attach(device, count, token, watch);
        if attachment.is_first {
            let feed = Feed::new(Arc::clone(&self.sources), Arc::clone(&attachment.source));
            tokio::spawn(feed.run());
        }
        attachment
    }

    /// A session has ended: its token is used no more.
    pub(crate) fn forget(&self, token: &ApiToken) {
        self.sources.forget(token);
    }
}
