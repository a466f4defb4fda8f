//! The one client and the one live socket that all data of the page share.

use std::collections::HashMap;
use std::rc::Rc;

use client::browser::Browser;
use client::call::Client;
use client::live::connection::Live;
use client::live::event::{Link, LiveEvent, TopicEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::live::Topic;

use super::failure::Failure;
use super::link::LinkState;

type Handler = Rc<dyn Fn(TopicEvent)>;

struct Inner {
    client: Client,
    live: Option<Live>,
    handlers: HashMap<u32, Handler>,
    /// What else ends with a session.
    ends: Vec<Rc<dyn Fn()>>,
}

/// Where data comes from. Copy; lives as long as the app.
#[derive(Debug, Clone, Copy)]
pub struct Hub {
    inner: StoredValue<Inner, LocalStorage>,
    link: RwSignal<LinkState>,
    /// Rises when somebody hears that nobody is signed in any more.
    signed_out: RwSignal<u32>,
}

/// Makes the hub; once, by the app.
pub fn provide_hub() -> Hub {
    let inner = Inner { client: Client::new(Browser), live: None, handlers: HashMap::new(), ends: Vec::new() };
    let hub = Hub {
        inner: StoredValue::new_local(inner),
        link: RwSignal::new(LinkState::Connecting),
        signed_out: RwSignal::new(0),
    };
    provide_context(hub);
    hub
}

/// The page's hub.
pub fn use_hub() -> Hub {
    use_context().unwrap_or_else(provide_hub)
}

impl Hub {
    /// Where the live connection stands.
    pub fn link(self) -> Signal<LinkState> {
        self.link.into()
    }

    /// Tries the live connection now.
    pub fn retry_now(self) {
        self.inner.with_value(|inner| {
            if let Some(live) = &inner.live {
                live.retry_now();
            }
        });
    }

    /// Ends the live connection, all subscriptions and what else a session leaves: it has ended.
    pub(super) fn hang_up(self) {
        let ends = self.inner.try_update_value(|inner| {
            inner.live = None;
            inner.handlers.clear();
            inner.ends.clone()
        });
        for end in ends.into_iter().flatten() {
            end();
        }
        self.link.set(LinkState::Connecting);
    }

    /// Runs `end` whenever a session has ended, however it did.
    pub(super) fn at_hang_up(self, end: impl Fn() + 'static) {
        self.inner.update_value(|inner| inner.ends.push(Rc::new(end)));
    }

    pub(super) fn client(self) -> Client {
        self.inner.with_value(|inner| inner.client.clone())
    }

    /// Hears of every result, so that a session that ended is noticed wherever it shows.
    pub(super) fn heard<T>(self, result: Result<T, Failure>) -> Result<T, Failure> {
        if matches!(result, Err(Failure::SignedOut)) {
            let _ = self.signed_out.try_update(|times| *times += 1);
        }
        result
    }

    pub(super) fn signed_out(self) -> Signal<u32> {
        self.signed_out.into()
    }

    /// Follows a topic until the owner goes.
    pub(super) fn follow(self, topic: Topic, handler: impl Fn(TopicEvent) + 'static) {
        let id = self.inner.try_update_value(|inner| {
            let live = inner.live.get_or_insert_with(|| self.dial(&inner.client));
            let id = live.subscribe(topic);
            inner.handlers.insert(id, Rc::new(handler));
            id
        });
        on_cleanup(move || {
            let Some(id) = id else { return };
            let _ = self.inner.try_update_value(|inner| {
                if inner.handlers.remove(&id).is_some()
                    && let Some(live) = &inner.live
                {
                    live.unsubscribe(id);
                }
            });
        });
    }

    fn dial(self, client: &Client) -> Live {
        let (live, work) = Live::new(client.transport(), move |event| self.told(event));
        spawn_local(work);
        live
    }

    fn told(self, event: LiveEvent) {
        match event {
            LiveEvent::Link(link) => self.link_is(link),
            LiveEvent::Topic { id, event } => {
                let handler = self.inner.try_with_value(|inner| inner.handlers.get(&id).cloned()).flatten();
                if let Some(handler) = handler {
                    handler(event);
                }
            }
        }
    }

    fn link_is(self, link: Link) {
        let now = now_millis();
        let state = match link {
            Link::Connecting => LinkState::Connecting,
            Link::Live => LinkState::Live,
            Link::Lost { retry_in_ms } => {
                self.ask_whether_signed_in();
                let since = match self.link.get_untracked() {
                    LinkState::Lost { since, .. } => since,
                    LinkState::Live | LinkState::Connecting => now,
                };
                LinkState::Lost { since, retry_at: now + i64::from(retry_in_ms) }
            }
        };
        self.link.set(state);
    }

    /// A socket that is refused says no reason; a call does.
    fn ask_whether_signed_in(self) {
        let client = self.client();
        spawn_local(async move {
            let _ = self.heard(client.call(wire::session::CurrentSession).await);
        });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 200 million years")]
pub(super) fn now_millis() -> i64 {
    js_sys::Date::now() as i64
}
