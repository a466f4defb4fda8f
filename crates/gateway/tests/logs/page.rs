//! A page that follows one device's log, by the dashboard's own client, and what it was told.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use client::live::connection::Live;
use client::live::event::{LiveEvent, TopicEvent};
use model::device_uuid::DeviceUuid;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use wire::live::{LogState, Topic};
use wire::log_position::Missed;

use crate::server::Server;
use crate::transport::Native;

/// What the page was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// The first line's number, and the last one's.
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) lines: u64,
    /// Lines that came though they, or later ones, had come already.
    pub(crate) doubled: u64,
    /// Lines left out, said or not.
    pub(crate) jumped: u64,
    pub(crate) missed: Option<Missed>,
    pub(crate) refused: Option<String>,
    pub(crate) state: Option<LogState>,
}

impl Told {
    fn line(&mut self, message: &str) {
        let n: u64 = message.rsplit("n=").next().unwrap().parse().unwrap();
        if self.lines == 0 {
            self.first = n;
        } else if n <= self.last {
            self.doubled += 1;
        } else {
            self.jumped += n - self.last - 1;
        }
        self.lines += 1;
        self.last = self.last.max(n);
    }
}

pub(crate) struct Page {
    pub(crate) live: Live,
    pub(crate) id: u32,
    pub(crate) cookie: String,
    told: watch::Receiver<Told>,
    work: AbortHandle,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.work.abort();
    }
}

pub(crate) fn device() -> DeviceUuid {
    "ab".repeat(16).parse().unwrap()
}

impl Page {
    /// Follows the device with everything there is, through a connection that may be somebody's.
    pub(crate) async fn open(server: &Server, name: &str, through: Option<SocketAddr>) -> Self {
        let cookie = server.sign_in(name).await;
        let through = through.unwrap_or(server.address);
        let transport = Native { gateway: server.address, through, cookie: cookie.clone() };
        let (tell, told) = watch::channel(Told::default());
        let tell = Rc::new(RefCell::new(tell));
        let hear = move |event| {
            let LiveEvent::Topic { event: TopicEvent::Logs(logs), .. } = event else { return };
            tell.borrow_mut().send_modify(|told| {
                for log in logs {
                    if let Some(missed) = log.missed {
                        told.missed = Some(told.missed.unwrap_or(Missed::None).and(missed));
                    }
                    for line in log.lines {
                        told.line(&line.message);
                    }
                    told.state = log.state.or(told.state);
                    told.refused = log.refused.or(told.refused.take());
                }
            });
        };
        let (live, work) = Live::new(Arc::new(transport), hear);
        let work = tokio::task::spawn_local(work).abort_handle();
        let id = live.subscribe(Topic::Logs { services: None, system: true, count: 1_000 });
        live.follow(id, vec![device()]);
        Self { live, id, cookie, told, work }
    }

    /// Waits until the page was told what is waited for.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&Told) -> bool) -> Told {
        let mut told = self.watch();
        let waited = tokio::time::timeout(Duration::from_secs(30), told.wait_for(|told| is_so(told))).await;
        match waited {
            Ok(told) => told.unwrap().clone(),
            Err(late) => panic!("{what} {late}: {:?}", self.now()),
        }
    }

    pub(crate) fn now(&self) -> Told {
        self.told.borrow().clone()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Told> {
        self.told.clone()
    }
}
