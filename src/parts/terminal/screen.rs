//! The screen itself: opens xterm when it is on the page and joins it to the callbacks.

use leptos::prelude::*;
use term::{Options, Size, TermError, Terminal};

use super::feed::Feed;
use super::input::{CHUNK, lines_to_confirm, with_control};
use crate::services::confirm::{Confirm, Question};

/// Two presses of Escape within so many ms leave the terminal.
const LEAVE_WITHIN_MS: f64 = 500.0;

/// Handles that the screen and the panel around it share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    pub(super) feed: Feed,
    pub(super) size: RwSignal<Option<Size>>,
    pub(super) failed: RwSignal<Option<TermError>>,
    /// The Ctrl of the key row is held for the next key.
    pub(super) control: RwSignal<bool>,
    pub(super) on_input: Callback<Vec<u8>>,
    pub(super) on_resize: Callback<Size>,
    pub(super) on_leave: Callback<()>,
}

impl Screen {
    /// Opens xterm in `element`, unless the panel leaves the page before it is loaded.
    pub(super) fn open(self, element: web_sys::HtmlElement, confirm: Confirm) {
        self.failed.set(None);
        leptos::task::spawn_local(async move {
            match Terminal::open(&element, &Options::default()).await {
                Ok(terminal) if self.size.is_disposed() => terminal.dispose(),
                Ok(terminal) => self.join(terminal, confirm),
                Err(error) => drop(self.failed.try_set(Some(error))),
            }
        });
    }

    fn join(self, terminal: Terminal, confirm: Confirm) {
        terminal.on_data(move |typed| {
            let held = self.control.try_get_untracked().unwrap_or_default();
            if held {
                let _ = self.control.try_set(false);
            }
            let typed = if held { with_control(&typed) } else { typed };
            for chunk in typed.as_bytes().chunks(CHUNK) {
                self.on_input.try_run(chunk.to_vec());
            }
        });
        terminal.on_binary(move |bytes| {
            self.on_input.try_run(bytes);
        });
        terminal.on_resize(move |size| {
            let _ = self.size.try_set(Some(size));
            self.on_resize.try_run(size);
        });
        let mut last_escape = f64::NEG_INFINITY;
        let leaving = terminal.clone();
        terminal.filter_keys(move |key| match key {
            "Escape" => {
                let now = js_sys::Date::now();
                let twice = now - last_escape < LEAVE_WITHIN_MS;
                last_escape = now;
                if twice {
                    leaving.blur();
                    self.on_leave.try_run(());
                }
                !twice
            }
            // The browser's own: copy what is marked, paste (which comes back as a paste).
            "Control+Shift+V" | "Meta+v" | "Control+v" => false,
            "Control+Shift+C" => {
                copy(&leaving);
                false
            }
            _ => true,
        });
        let listening = terminal.on_paste(move |text| paste(self.feed, confirm, text));
        if let Err(error) = listening {
            let _ = self.failed.try_set(Some(error));
        }
        let size = terminal.size();
        self.feed.attach(terminal);
        self.size.set(Some(size));
    }
}

fn paste(feed: Feed, confirm: Confirm, text: String) {
    let Some(lines) = lines_to_confirm(&text) else {
        send(feed, &text);
        return;
    };
    let first: String = text.lines().next().unwrap_or_default().chars().take(80).collect();
    confirm.ask(Question {
        title: format!("Paste {lines} lines into the terminal?"),
        body: format!("The shell may run each line at once. The first is: {first}"),
        action: format!("Paste {lines} lines"),
        is_irreversible: false,
        on_yes: Callback::new(move |()| send(feed, &text)),
    });
}

fn send(feed: Feed, text: &str) {
    if let Some(terminal) = feed.terminal() {
        terminal.paste(text);
        terminal.focus();
    }
}

fn copy(terminal: &Terminal) {
    if let Some(text) = terminal.selection() {
        let clipboard = window().navigator().clipboard();
        if !clipboard.is_undefined() {
            // Refused only where the browser allows no page to copy; the context menu still does.
            let _ = clipboard.write_text(&text);
        }
    }
}
