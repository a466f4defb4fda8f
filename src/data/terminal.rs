//! A shell on a device: its bytes, its state, and the same shell again after a break.

use client::terminal::connection::Terminal;
use client::terminal::event::TerminalEvent;
use leptos::task::spawn_local;
use model::device_uuid::DeviceUuid;
use wire::terminal::{State, Target};

use super::hub::{Hub, now_millis, use_hub};

/// Where a shell stands. Moments are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShellState {
    Connecting,
    /// The device is off-line; the shell opens when it is back.
    WaitingForDevice,
    Connected,
    /// Resumed at `retry_at`.
    Lost {
        retry_at: i64,
    },
    /// It ended; the code where there is one.
    Ended {
        code: Option<u32>,
        message: String,
    },
    Refused(String),
}

/// Something for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShellEvent {
    /// Bytes to draw; say [`Shell::parsed`] when they are.
    Output(Vec<u8>),
    /// So many bytes are gone.
    Gap(u64),
    State(ShellState),
}

/// How shells are opened. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Shells(Hub);

/// The way to open shells.
pub fn use_shells() -> Shells {
    Shells(use_hub())
}

/// An open shell; dropping the last copy leaves it, [`Shell::close`] ends it.
#[derive(Debug, Clone)]
pub struct Shell(Terminal);

impl Shells {
    /// Opens a shell on the host OS, or in a service by name.
    pub fn open(
        self,
        device: DeviceUuid,
        service: Option<String>,
        columns: u16,
        rows: u16,
        tell: impl Fn(ShellEvent) + 'static,
    ) -> Shell {
        let target = service.map_or(Target::Host, |name| Target::Service { name });
        let transport = self.0.client().transport();
        let (terminal, work) = Terminal::open(transport, device, target, columns, rows, move |event| {
            tell(match event {
                TerminalEvent::Output(bytes) => ShellEvent::Output(bytes),
                TerminalEvent::Gap(missed) => ShellEvent::Gap(missed),
                TerminalEvent::State(State::Connecting) => ShellEvent::State(ShellState::Connecting),
                TerminalEvent::State(State::WaitingForDevice) => ShellEvent::State(ShellState::WaitingForDevice),
                TerminalEvent::State(State::Connected) | TerminalEvent::Resumed => {
                    ShellEvent::State(ShellState::Connected)
                }
                TerminalEvent::Exit { code, message } => ShellEvent::State(ShellState::Ended { code, message }),
                TerminalEvent::Refused(why) => ShellEvent::State(ShellState::Refused(why)),
                TerminalEvent::Lost { retry_in_ms } => {
                    ShellEvent::State(ShellState::Lost { retry_at: now_millis() + i64::from(retry_in_ms) })
                }
            });
        });
        spawn_local(work);
        Shell(terminal)
    }
}

impl Shell {
    /// Keys, as the bytes a terminal sends.
    pub fn send(&self, bytes: Vec<u8>) {
        self.0.send(bytes);
    }

    /// The screen has another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.0.resize(columns, rows);
    }

    /// The screen has drawn so many more bytes.
    pub fn parsed(&self, count: u64) {
        self.0.parsed(count);
    }

    /// Does not wait for the next try.
    pub fn retry_now(&self) {
        self.0.retry_now();
    }

    /// Ends it.
    pub fn close(&self) {
        self.0.close();
    }
}
