//! The way of a shell's output to the screen: kept until the terminal is there, acknowledged when it was taken in.

use std::time::Duration;

use leptos::prelude::*;
use term::Terminal;

/// Acknowledged at once from so many bytes on; fewer wait a moment, so that a busy shell is not answered byte by byte.
const ACKNOWLEDGE: u64 = 32 * 1024;
const ACKNOWLEDGE_AFTER: Duration = Duration::from_millis(4);

#[derive(Default)]
struct Inner {
    terminal: Option<Terminal>,
    /// Output that came before xterm was loaded; bounded by the sender's window, as nothing of it is acknowledged.
    early: Vec<(Vec<u8>, bool)>,
    /// Counts shells, so that an acknowledgement that comes late is not taken for the next one's.
    shell: u32,
    parsed: u64,
    flush_asked: bool,
    replaying: u32,
    connected: bool,
    on_ack: Option<Callback<u64>>,
}

/// A handle to the screen for whoever holds the socket; copies are the same screen.
#[derive(Debug, Clone, Copy)]
pub struct Feed {
    inner: StoredValue<Inner, LocalStorage>,
}

impl Feed {
    /// A feed for one [`super::TerminalView`]. `on_ack` gets how many further bytes of output were taken in.
    pub fn new(on_ack: Callback<u64>) -> Self {
        Self { inner: StoredValue::new_local(Inner { on_ack: Some(on_ack), ..Inner::default() }) }
    }

    /// Output of the shell.
    pub fn write(self, bytes: &[u8]) {
        self.put(bytes, false);
    }

    /// Output that was shown before (after a reload): what it asks of the terminal is not answered a second time.
    #[expect(dead_code, reason = "for taking up a shell after a reload, which the page does not do yet")]
    pub fn replay(self, bytes: &[u8]) {
        self.put(bytes, true);
    }

    /// Another shell begins: the screen is emptied and counting starts over.
    pub fn begin(self) {
        self.with(|inner| {
            inner.shell = inner.shell.wrapping_add(1);
            inner.parsed = 0;
            inner.early.clear();
            if let Some(terminal) = &inner.terminal {
                terminal.reset();
            }
        });
    }

    pub(super) fn attach(self, terminal: Terminal) {
        let early = self.with(|inner| {
            inner.terminal = Some(terminal);
            let early = std::mem::take(&mut inner.early);
            inner.apply_input();
            early
        });
        for (bytes, replayed) in early.unwrap_or_default() {
            self.put(&bytes, replayed);
        }
    }

    pub(super) fn detach(self) {
        if let Some(terminal) = self.with(|inner| inner.terminal.take()).flatten() {
            terminal.dispose();
        }
    }

    pub(super) fn terminal(self) -> Option<Terminal> {
        self.with(|inner| inner.terminal.clone()).flatten()
    }

    pub(super) fn set_connected(self, connected: bool) {
        self.with(|inner| {
            inner.connected = connected;
            inner.apply_input();
        });
    }

    fn put(self, bytes: &[u8], replayed: bool) {
        let ready = self.with(|inner| {
            let Some(terminal) = inner.terminal.clone() else {
                inner.early.push((bytes.to_vec(), replayed));
                return None;
            };
            if replayed {
                inner.replaying += 1;
                inner.apply_input();
            }
            Some((terminal, inner.shell))
        });
        if let Some((terminal, shell)) = ready.flatten() {
            let length = bytes.len() as u64;
            terminal.write(bytes, move || self.parsed(shell, length, replayed));
        }
    }

    fn parsed(self, shell: u32, length: u64, replayed: bool) {
        let flush = self.with(|inner| {
            if replayed {
                inner.replaying = inner.replaying.saturating_sub(1);
                inner.apply_input();
            }
            if shell != inner.shell {
                return Flush::Nothing;
            }
            inner.parsed += length;
            if inner.parsed >= ACKNOWLEDGE {
                Flush::Now
            } else if std::mem::replace(&mut inner.flush_asked, true) {
                Flush::Nothing
            } else {
                Flush::Soon
            }
        });
        match flush {
            Some(Flush::Now) => self.acknowledge(),
            Some(Flush::Soon) => set_timeout(
                move || {
                    self.with(|inner| inner.flush_asked = false);
                    self.acknowledge();
                },
                ACKNOWLEDGE_AFTER,
            ),
            Some(Flush::Nothing) | None => {}
        }
    }

    fn acknowledge(self) {
        let parsed = self.with(|inner| (std::mem::take(&mut inner.parsed), inner.on_ack));
        if let Some((parsed @ 1.., Some(on_ack))) = parsed {
            on_ack.run(parsed);
        }
    }

    /// `None` once the page that made the feed is gone.
    fn with<T>(self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.inner.try_update_value(change)
    }
}

enum Flush {
    Now,
    Soon,
    Nothing,
}

impl Inner {
    fn apply_input(&self) {
        if let Some(terminal) = &self.terminal {
            terminal.set_input(self.connected && self.replaying == 0);
        }
    }
}
