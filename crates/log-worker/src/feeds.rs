//! All logs of the page over one live socket: who asked for what, and who is told what and when.

mod keeping;
mod reading;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use client::browser::Browser;
use client::call::Client;
use client::live::connection::Live;
use client::live::event::{Link, LiveEvent, TopicEvent};
use logs::desk::ask as desk;
use wire::live::{LogDevice, Topic};
use wire::log_history::LineOrGap;
use wire::log_line::LogLine;

use crate::ask::{Ask, Followed, Source};
use crate::browser::{now_ms, tell};
use crate::feed::Feed;
use crate::held::Held;
use crate::keeper::Keeper;
use crate::tell::Tell;

/// See the module's sentence.
pub(crate) struct Feeds {
    live: Option<Live>,
    held: HashMap<u32, Held>,
    keeper: Keeper,
    me: std::rc::Weak<RefCell<Self>>,
}

impl Feeds {
    pub(crate) fn new() -> Rc<RefCell<Self>> {
        Rc::new_cyclic(|me| {
            RefCell::new(Self { live: None, held: HashMap::new(), keeper: Keeper::default(), me: me.clone() })
        })
    }

    fn live(&mut self) -> &Live {
        let me = self.me.clone();
        self.live.get_or_insert_with(|| {
            let (live, work) = Live::new(std::sync::Arc::new(Browser), move |event| {
                if let Some(me) = me.upgrade() {
                    me.borrow_mut().told(event);
                }
            });
            wasm_bindgen_futures::spawn_local(work);
            live
        })
    }

    /// Does what the page asks.
    pub(crate) fn hear(&mut self, ask: Ask) {
        match ask {
            Ask::Open { feed, source } => self.open(feed, &source),
            Ask::Close { feed } => {
                self.write();
                if let Some(held) = self.held.remove(&feed) {
                    self.live().unsubscribe(held.subscription);
                }
            }
            Ask::RetryNow => self.live().retry_now(),
            Ask::Follow { feed, devices } => self.follow(feed, devices),
            Ask::Unfollow { feed, mut devices } => {
                let Some(held) = self.held.get_mut(&feed) else { return };
                devices.retain(|device| held.feed.unfollow(device, now_ms()));
                let subscription = held.subscription;
                self.live().unfollow(subscription, devices);
            }
            Ask::Services { feed, names } => self.with(feed, |held| {
                held.feed.know_services(names, now_ms());
                held.has_grown();
            }),
            Ask::Keep { owner } => self.keep(owner),
            Ask::Desk { feed, ask: desk::Ask::Keep(wish) } => self.wish(feed, wish),
            Ask::Desk { feed, ask: desk::Ask::Fill { number } } => self.fill(feed, number),
            Ask::Desk { feed, ask } => self.with(feed, |held| held.hear(ask)),
        }
    }

    fn with(&mut self, feed: u32, work: impl FnOnce(&mut Held)) {
        if let Some(held) = self.held.get_mut(&feed) {
            work(held);
            held.tell(now_ms());
        }
    }

    fn open(&mut self, feed: u32, source: &Source) {
        let topic = Topic::Logs { services: source.services.clone(), system: source.system, count: source.history };
        let subscription = self.live().subscribe(topic);
        let held = Held::new(feed, Feed::new(source, now_ms()), subscription);
        self.held.insert(feed, held);
        self.tell_keeping(feed);
    }

    fn follow(&mut self, feed: u32, mut devices: Vec<Followed>) {
        let Some(held) = self.held.get_mut(&feed) else { return };
        let now = now_ms();
        devices.retain(|device| held.feed.follow(device, now));
        let devices = devices.into_iter().map(|device| LogDevice { uuid: device.uuid, after: device.after }).collect();
        if held.feed.is_whole && self.keeper.may_keep() {
            self.read_kept(feed, devices);
        } else {
            let subscription = held.subscription;
            self.live().follow(subscription, devices);
        }
    }

    /// Asks the API for the lines of a gap.
    fn fill(&mut self, feed: u32, number: u64) {
        let Some(wanted) = self.held.get(&feed).and_then(|held| held.feed.lines_of_gap(number)) else { return };
        let me = self.me.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // What cannot be had stays a gap, and the page hears so.
            let answer = Client::new(Browser).call(wanted).await.unwrap_or_default();
            let lines: Vec<LogLine> = answer
                .into_iter()
                .filter_map(|read| match read {
                    LineOrGap::Line(line) => Some(line),
                    LineOrGap::Gap(_) => None,
                })
                .collect();
            if let Some(me) = me.upgrade() {
                me.borrow_mut().with(feed, |held| held.fill(number, &lines));
            }
        });
    }

    fn told(&mut self, event: LiveEvent) {
        let now = now_ms();
        match event {
            LiveEvent::Link(Link::Live) => tell(&Tell::Link { retry_in_ms: None }),
            LiveEvent::Link(Link::Lost { retry_in_ms }) => {
                tell(&Tell::Link { retry_in_ms: Some(retry_in_ms) });
                for held in self.held.values_mut() {
                    held.feed.lose();
                    held.tell(now);
                }
            }
            LiveEvent::Topic { id, event: TopicEvent::Logs(parts) } => {
                let Some(held) = self.held.values_mut().find(|held| held.subscription == id) else { return };
                for part in parts {
                    held.feed.take(part, now);
                }
                held.has_grown();
                held.tell(now);
            }
            LiveEvent::Link(Link::Connecting) | LiveEvent::Topic { .. } => {}
        }
    }

    /// What has to happen by the clock; whether there is work left that need not wait for the next tick.
    pub(crate) fn tick(&mut self) -> bool {
        let now = now_ms();
        let mut has_more = false;
        for held in self.held.values_mut() {
            let has_come = held.feed.take_waiting(now);
            if held.feed.settle(now) || has_come {
                held.has_grown();
            }
            held.feed.measure(now);
            held.tell(now);
            has_more |= held.mine();
        }
        self.tend(now);
        has_more
    }
}
