//! The worker that follows logs and looks through them: begun with the first log, kept while the app is there.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use log_worker::ask::{Ask, Owner};
use log_worker::tell::{BLOB, FEED, ROWS, Tell};
use vault::opfs::forget::forget_all;
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::hub::use_hub;
use super::signed::Signed;

/// The worker's loader.
const PROGRAM: &str = "/log-worker.js";

/// Something a log's page is told.
#[derive(Debug, Clone)]
pub(super) enum Told {
    Desk(logs::desk::tell::Tell),
    /// Rows as a file, and how many.
    File(Blob, u32),
    /// The log cannot be had in this browser, or page and worker are of different versions; a sentence.
    Broken(&'static str),
}

type Handler = std::rc::Rc<dyn Fn(Told)>;

struct Inner {
    worker: Option<Worker>,
    /// What was asked before the worker listened.
    waiting: Option<Vec<String>>,
    handlers: HashMap<u32, Handler>,
    last: u32,
    /// Whose lines the worker keeps.
    owner: Option<Owner>,
    broken: Option<&'static str>,
}

/// The page's end. Copy; lives as long as the app.
#[derive(Debug, Clone, Copy)]
pub struct LogDesk {
    inner: StoredValue<Inner, LocalStorage>,
}

const NO_WORKER: &str = "This browser does not run the program that reads logs. Use a current one.";
const OTHER_VERSION: &str = "Binnacle was updated while this page was open. Load the page again.";

/// The app's desk.
pub(super) fn use_log_desk() -> LogDesk {
    use_context().unwrap_or_else(provide_log_desk)
}

/// Makes the desk; once, by the app.
pub fn provide_log_desk() -> LogDesk {
    let inner =
        Inner { worker: None, waiting: Some(Vec::new()), handlers: HashMap::new(), last: 0, owner: None, broken: None };
    let desk = LogDesk { inner: StoredValue::new_local(inner) };
    use_hub().at_hang_up(move || desk.dismiss());
    provide_context(desk);
    desk
}

/// Keeps the lines of logs in this browser while its person is signed in and wants it; what is kept is forgotten when the session
/// ends. Once, by the frame of who is signed in.
pub fn keep_logs(signed: &Signed, is_wanted: Signal<bool>) {
    let desk = use_log_desk();
    let owner = Owner { api_host: signed.api.clone(), user_id: signed.user };
    Effect::new(move |_| desk.keep(is_wanted.get().then(|| owner.clone())));
}

impl LogDesk {
    fn keep(self, owner: Option<Owner>) {
        let is_new = self.inner.try_update_value(|inner| {
            let former = std::mem::replace(&mut inner.owner, owner.clone());
            // Who is employed later is told then.
            former != owner && inner.worker.is_some()
        });
        if is_new == Some(true) {
            self.ask(&Ask::Keep { owner });
        }
    }

    /// A new log's number; `hear` hears what there is of it until the owner goes.
    pub(super) fn begin(self, hear: impl Fn(Told) + 'static) -> u32 {
        let begun = self.inner.try_update_value(|inner| {
            inner.last += 1;
            inner.handlers.insert(inner.last, std::rc::Rc::new(hear));
            if inner.worker.is_none() {
                inner.worker = self.employ();
                inner.broken = inner.worker.is_none().then_some(NO_WORKER);
                return (inner.last, inner.owner.clone());
            }
            (inner.last, None)
        });
        let (number, owner) = begun.unwrap_or_default();
        if owner.is_some() {
            self.ask(&Ask::Keep { owner });
        }
        on_cleanup(move || {
            self.ask(&Ask::Close { feed: number });
            let _ = self.inner.try_update_value(|inner| inner.handlers.remove(&number));
        });
        if let Some(why) = self.inner.with_value(|inner| inner.broken) {
            self.hand(number, Told::Broken(why));
        }
        number
    }

    /// Asks; an ask before the worker listens waits for it.
    pub(super) fn ask(self, ask: &Ask) {
        let Ok(text) = serde_json::to_string(ask) else { return };
        let _ = self.inner.try_update_value(|inner| match (&mut inner.waiting, &inner.worker) {
            (Some(waiting), _) => waiting.push(text),
            (None, Some(worker)) => {
                // Text can always be sent.
                let _ = worker.post_message(&text.into());
            }
            (None, None) => {}
        });
    }

    /// Ends the worker, and with it its socket, and forgets what this browser keeps: a session has ended.
    fn dismiss(self) {
        let _ = self.inner.try_update_value(|inner| {
            if let Some(worker) = inner.worker.take() {
                worker.terminate();
            }
            inner.waiting = Some(Vec::new());
            inner.handlers.clear();
            inner.owner = None;
        });
        leptos::task::spawn_local(async {
            // What a tab that hangs would not let go of is tried again when somebody signs in next.
            let _ = forget_all().await;
        });
    }

    fn employ(self) -> Option<Worker> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("log");
        let worker = Worker::new_with_options(PROGRAM, &options).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| self.heard(&event));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        let failed = Closure::<dyn FnMut(ErrorEvent)>::new(move |_| self.break_down(NO_WORKER));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        failed.forget();
        Some(worker)
    }

    fn heard(self, event: &MessageEvent) {
        let data = event.data();
        let Some(text) = data.as_string() else {
            let member = |key: &str| js_sys::Reflect::get(&data, &key.into()).ok();
            let number = |key: &str| member(key).and_then(|value| value.as_f64()).map(whole);
            if let (Some(feed), Some(rows), Some(Ok(blob))) =
                (number(FEED), number(ROWS), member(BLOB).map(Blob::try_from))
            {
                self.hand(feed, Told::File(blob, rows));
            }
            return;
        };
        match serde_json::from_str(&text) {
            Ok(Tell::Ready) => self.flush(),
            // The frame shows the page's own socket; a log shows its streams.
            Ok(Tell::Link { .. }) => {}
            Ok(Tell::Desk { feed, tell }) => self.hand(feed, Told::Desk(tell)),
            Ok(Tell::Unreadable) | Err(_) => self.break_down(OTHER_VERSION),
        }
    }

    fn flush(self) {
        let _ = self.inner.try_update_value(|inner| {
            let waiting = inner.waiting.take();
            if let Some(worker) = &inner.worker {
                for text in waiting.into_iter().flatten() {
                    let _ = worker.post_message(&text.into());
                }
            }
        });
    }

    fn hand(self, feed: u32, told: Told) {
        // Taken out first: who hears may ask again.
        if let Some(handler) = self.inner.try_with_value(|inner| inner.handlers.get(&feed).cloned()).flatten() {
            handler(told);
        }
    }

    fn break_down(self, why: &'static str) {
        let handlers = self.inner.try_update_value(|inner| {
            inner.broken = Some(why);
            inner.handlers.values().cloned().collect::<Vec<_>>()
        });
        for handler in handlers.into_iter().flatten() {
            handler(Told::Broken(why));
        }
    }
}

/// A count out of a number of JavaScript.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, and a count is small")]
fn whole(value: f64) -> u32 {
    value.max(0.0) as u32
}
