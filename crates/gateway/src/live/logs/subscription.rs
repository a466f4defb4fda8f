//! A subscription to logs: one task that gathers what is new of all its devices and makes frames of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use model::device_uuid::DeviceUuid;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};
use tokio_util::task::AbortOnDropHandle;
use wire::live::{LogDevice, LogMissed, LogState, MAX_DEVICES_IN_FRAME, MAX_FOLLOWED};
use wire::logs_frame::LogsFrame;

use crate::live::logs::filter::Filter;
use crate::live::logs::followed::Followed;
use crate::live::logs::hub::LogHub;
use crate::live::logs::joins::Joins;
use crate::live::logs::past::{Past, PastNews};
use crate::live::logs::place::{FRAME_BYTES, FRAME_LINES, Place};
use crate::live::logs::request::MAX_HISTORY;
use crate::live::logs::rights::{DEVICES_IN_QUESTION, seen_by};
use crate::live::logs::turn::Turn;
use crate::live::logs::watch::{News, Watch};
use crate::live::outbox::Outbox;
use crate::token::ApiToken;

/// What is new is gathered for so long, so that a frame is worth its while.
const GATHER: Duration = Duration::from_millis(50);
/// Answers that wait for a page: for all it may follow, twice. A page that asks on and does not read them ends its subscription.
const MAX_ANSWERS: usize = 2 * MAX_FOLLOWED;
const NOT_ANY_MORE: &str = "This account may no longer read the device's log, or the device is gone.";

/// What the page asks of its subscription.
#[derive(Debug)]
pub(crate) enum Ask {
    Follow(Vec<LogDevice>),
    Unfollow(Vec<DeviceUuid>),
}

/// What a device's part says beside its log.
#[derive(Debug, Clone, Copy)]
enum Answer {
    Refused(&'static str),
    Unfollowed,
}

/// Devices that were asked about, and those of them that may be read.
struct Verdict {
    asked: Vec<DeviceUuid>,
    seen: std::collections::HashSet<String>,
}

/// One subscription. Dropping it releases its devices.
pub(crate) struct Subscription {
    id: u32,
    hub: Arc<LogHub>,
    token: ApiToken,
    filter: Arc<Filter>,
    count: u32,
    outbox: Outbox,
    followed: Followed,
    joins: Joins,
    past: mpsc::Sender<(u32, PastNews)>,
    news: Arc<News>,
    answers: VecDeque<(DeviceUuid, Answer)>,
    checking: Option<AbortOnDropHandle<()>>,
}

impl Subscription {
    /// Follows nothing yet; `past` is where it hears of devices' pasts.
    pub(crate) fn new(
        id: u32,
        hub: Arc<LogHub>,
        token: ApiToken,
        filter: Filter,
        count: u32,
        outbox: Outbox,
    ) -> (Self, mpsc::Receiver<(u32, PastNews)>) {
        let (past, heard) = mpsc::channel(2);
        let subscription = Self {
            id,
            hub,
            token,
            filter: Arc::new(filter),
            count: count.min(MAX_HISTORY),
            outbox,
            followed: Followed::default(),
            joins: Joins::default(),
            past,
            news: Arc::default(),
            answers: VecDeque::new(),
            checking: None,
        };
        (subscription, heard)
    }

    /// Until the page asks no more, or has gone.
    pub(crate) async fn run(mut self, mut asks: mpsc::Receiver<Ask>, mut heard: mpsc::Receiver<(u32, PastNews)>) {
        let recheck = self.hub.limits().recheck;
        let mut checks = interval_at(Instant::now() + recheck, recheck);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (verdicts, mut judged) = mpsc::channel(1);
        let (outbox, news) = (self.outbox.clone(), Arc::clone(&self.news));
        let mut past = None;
        let mut due = Instant::now();
        loop {
            let has_turns = self.followed.has_turns();
            let has_work = has_turns || past.is_some() || !self.answers.is_empty();
            tokio::select! {
                biased;
                ask = asks.recv() => match ask {
                    Some(ask) if self.answers.len() < MAX_ANSWERS => self.take(ask),
                    _ => return,
                },
                Some(verdict) = judged.recv() => self.judge(&verdict),
                _ = checks.tick() => self.check(&verdicts),
                Some(news) = heard.recv(), if past.is_none() => past = Some(news),
                () = news.wait(), if !has_turns => {
                    due = Instant::now() + GATHER;
                    self.gather();
                }
                permit = async {
                    if past.is_none() {
                        sleep_until(due).await;
                    }
                    outbox.reserve().await
                }, if has_work => {
                    let Ok(permit) = permit else { return };
                    self.gather();
                    if let Some(text) = self.frame(past.take()) {
                        permit.send(text);
                    }
                    // Others of this runtime get their turn while a loud device fills frame after frame.
                    tokio::task::coop::consume_budget().await;
                }
            }
        }
    }

    fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Follow(devices) => {
                for (index, device) in devices.into_iter().enumerate() {
                    if self.followed.contains(&device.uuid) {
                        continue;
                    }
                    if index >= MAX_DEVICES_IN_FRAME {
                        self.refuse(device.uuid, "These are too many devices for one frame.");
                    } else if self.followed.len() >= MAX_FOLLOWED {
                        self.refuse(device.uuid, "The page follows too many devices at once.");
                    } else {
                        self.follow(device);
                    }
                }
            }
            Ask::Unfollow(devices) => {
                for uuid in devices {
                    if let Some(number) = self.followed.number(&uuid) {
                        self.release(number);
                    }
                    self.answers.push_back((uuid, Answer::Unfollowed));
                }
            }
        }
    }

    fn follow(&mut self, device: LogDevice) {
        let number = self.followed.next_number();
        let watch = Arc::new(Watch::new(Arc::clone(&self.news), number));
        let attachment = self.hub.attach(&device, self.count, &self.token, Arc::clone(&watch));
        let held =
            device.after.filter(|_| attachment.is_granted).and_then(|after| attachment.source.ring().find(after));
        let place = match held {
            _ if attachment.is_first => Some(Place::at(0, device.after)),
            Some(held) => Some(Place::at(held, device.after)),
            None => None,
        };
        let needs_past = place.is_none();
        self.followed.insert(number, device.uuid.clone(), attachment, watch, place);
        if needs_past {
            self.joins.add(Past {
                upstream: Arc::clone(self.hub.upstream()),
                token: self.token.clone(),
                device,
                count: self.count,
                filter: Arc::clone(&self.filter),
                number,
                news: self.past.clone(),
            });
        }
    }

    fn release(&mut self, number: u32) -> Option<DeviceUuid> {
        let uuid = self.followed.remove(number)?;
        self.joins.end(number);
        Some(uuid)
    }

    fn refuse(&mut self, uuid: DeviceUuid, why: &'static str) {
        self.answers.push_back((uuid, Answer::Refused(why)));
    }

    fn gather(&mut self) {
        for number in self.news.take() {
            self.followed.wait_for_turn(number);
        }
    }

    /// The next frame, if there is anything to say.
    fn frame(&mut self, past: Option<(u32, PastNews)>) -> Option<String> {
        let mut frame = LogsFrame::of(self.id);
        // First: what comes of a device that is followed anew comes after the answer to its unfollowing.
        while frame.bytes() < FRAME_BYTES
            && let Some((uuid, answer)) = self.answers.pop_front()
        {
            match answer {
                Answer::Refused(why) => {
                    frame.begin(&uuid, None);
                    frame.end(None, None, Some(why));
                }
                Answer::Unfollowed => frame.unfollowed(&uuid),
            }
        }
        if let Some((number, news)) = past {
            self.put_past(number, news, &mut frame);
        }
        while frame.bytes() < FRAME_BYTES
            && frame.lines() < FRAME_LINES
            && let Some(number) = self.followed.next_turn()
        {
            // A line that does not fit waits for the next frame; asked again it would not fit again.
            if self.put_turn(number, &mut frame) == Turn::Full {
                break;
            }
        }
        if frame.is_empty() { None } else { frame.into_text() }
    }

    fn put_turn(&mut self, number: u32, frame: &mut LogsFrame) -> Turn {
        let Some(device) = self.followed.get(number) else { return Turn::Done };
        device.watch.look();
        if let Some(why) = device.watch.refused() {
            if let Some(uuid) = self.release(number) {
                self.refuse(uuid, why);
            }
            return Turn::Done;
        }
        let Some(place) = &mut device.place else { return Turn::Done };
        let turn = place.read(&device.attachment.source.ring(), &self.filter, &device.uuid, frame);
        if turn != Turn::Done {
            self.followed.wait_for_turn(number);
        }
        turn
    }

    fn put_past(&mut self, number: u32, news: PastNews, frame: &mut LogsFrame) {
        let Some(device) = self.followed.get(number) else { return };
        match news {
            PastNews::Lines(lines) => {
                device.attachment.grant();
                frame.begin(&device.uuid, LogMissed::of(lines.missed));
                frame.add(&lines.json, lines.count);
                frame.end(lines.through, None, None);
            }
            PastNews::Read(position) => {
                device.attachment.grant();
                device.place = Some(Place::after_past(device.attached_at, position));
                self.joins.end(number);
                self.followed.wait_for_turn(number);
            }
            PastNews::Lost => {
                frame.begin(&device.uuid, None);
                frame.end(None, Some(LogState::Lost), None);
            }
            PastNews::Refused(why) => {
                if let Some(uuid) = self.release(number) {
                    self.refuse(uuid, why);
                }
            }
        }
    }

    /// Asks whether everything that is followed may still be read.
    fn check(&mut self, verdicts: &mpsc::Sender<Verdict>) {
        if self.checking.as_ref().is_some_and(|checking| !checking.is_finished()) {
            return;
        }
        let (upstream, token, verdicts) = (Arc::clone(self.hub.upstream()), self.token.clone(), verdicts.clone());
        let devices = self.followed.uuids();
        self.checking = Some(AbortOnDropHandle::new(tokio::spawn(async move {
            for asked in devices.chunks(DEVICES_IN_QUESTION) {
                if let Some(seen) = seen_by(&*upstream, &token, asked).await {
                    let verdict = Verdict { asked: asked.to_vec(), seen };
                    if verdicts.send(verdict).await.is_err() {
                        return;
                    }
                }
            }
        })));
    }

    fn judge(&mut self, verdict: &Verdict) {
        for uuid in &verdict.asked {
            let Some(number) = self.followed.number(uuid) else { continue };
            if !verdict.seen.contains(uuid.as_str()) {
                if let Some(uuid) = self.release(number) {
                    self.refuse(uuid, NOT_ANY_MORE);
                }
            } else if let Some(device) = self.followed.get(number) {
                // Who still waits for its past was not yet told that it may.
                if device.place.is_some() {
                    device.attachment.grant();
                }
            }
        }
    }
}
