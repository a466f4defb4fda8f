//! The terminals that are open: opening, finding again, and sweeping those whose time is over.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use model::device_uuid::DeviceUuid;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use wire::terminal::Target;

use crate::random_id::random_id;
use crate::session::user_session::UserSession;
use crate::terminal::driver;
use crate::terminal::host_keys::HostKeys;
use crate::terminal::input;
use crate::terminal::size::Size;
use crate::terminal::ssh::Ssh;
use crate::terminal::terminal_session::{Ending, Limits, TerminalSession};
use crate::terminal::user_key::UserKeys;
use crate::upstream::Upstream;

const LIMITS: Limits =
    Limits { detached: Duration::from_mins(2), idle: Duration::from_hours(1), absolute: Duration::from_hours(12) };
const SWEEP_EVERY: Duration = Duration::from_secs(5);
const MAX_PER_USER: usize = 16;
const MAX_IN_ALL: usize = 128;

/// All terminals.
#[derive(Debug)]
pub(crate) struct Terminals {
    ssh: Arc<Ssh>,
    shutdown: CancellationToken,
    open: Mutex<HashMap<String, Arc<TerminalSession>>>,
}

impl Terminals {
    /// Reads the key and the pins from `data`, and begins to sweep.
    pub(crate) fn new(data: &Path, upstream: Arc<dyn Upstream>, shutdown: CancellationToken) -> io::Result<Arc<Self>> {
        let keys = UserKeys::from_file(&data.join("ssh_ed25519"))?;
        let host_keys = HostKeys::from_file(data.join("host_keys.json"))?;
        let ssh = Arc::new(Ssh { upstream, keys, host_keys: Arc::new(host_keys) });
        let terminals = Arc::new(Self { ssh, shutdown, open: Mutex::default() });
        tokio::spawn(sweep(Arc::downgrade(&terminals), terminals.shutdown.clone()));
        Ok(terminals)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<TerminalSession>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The way to a device's shell.
    pub(crate) fn ssh(&self) -> Arc<Ssh> {
        Arc::clone(&self.ssh)
    }

    /// A new terminal, or why not. `signed_out` ends it.
    pub(crate) fn open(
        &self,
        owner: UserSession,
        signed_out: &CancellationToken,
        device: DeviceUuid,
        target: Target,
        size: Size,
    ) -> Result<Arc<TerminalSession>, &'static str> {
        let mut open = self.lock();
        if open.len() >= MAX_IN_ALL {
            return Err("Too many terminals are open on this server. Close one, or try again later.");
        }
        let theirs = |terminal: &&Arc<TerminalSession>| {
            terminal.owner.user.id == owner.user.id && terminal.progress().ending.is_none()
        };
        if open.values().filter(theirs).count() >= MAX_PER_USER {
            return Err("You have sixteen terminals open. Close one first.");
        }
        let (input, typed) = input::queue();
        let id = random_id();
        let cancel = signed_out.child_token();
        let terminal = Arc::new(TerminalSession::new(id.clone(), owner, device, target, size, input, cancel));
        open.insert(id, Arc::clone(&terminal));
        tokio::spawn(driver::drive(Arc::clone(&self.ssh), Arc::clone(&terminal), typed));
        Ok(terminal)
    }

    /// The terminal with this id, if this session opened it.
    pub(crate) fn find(&self, id: &str, owner: &UserSession) -> Option<Arc<TerminalSession>> {
        self.lock().get(id).filter(|terminal| terminal.owner.id == owner.id).cloned()
    }

    /// Ends a terminal and forgets it.
    pub(crate) fn close(&self, terminal: &TerminalSession) {
        terminal.cancel.cancel();
        self.lock().remove(&terminal.id);
    }

    /// Ends the terminals of a session that signed out.
    pub(crate) fn close_all_of(&self, session: &str) {
        self.lock().retain(|_, terminal| {
            let stays = terminal.owner.id != session;
            if !stays {
                terminal.cancel.cancel();
            }
            stays
        });
    }

    fn sweep(&self) {
        let now = Instant::now();
        self.lock().retain(|_, terminal| match terminal.is_over(now, LIMITS) {
            None => true,
            Some(why) => {
                terminal.end(Ending::Exit { code: None, message: why.to_owned() });
                terminal.cancel.cancel();
                false
            }
        });
    }
}

async fn sweep(terminals: Weak<Terminals>, shutdown: CancellationToken) {
    let mut tick = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = shutdown.cancelled() => return,
        }
        match terminals.upgrade() {
            Some(terminals) => terminals.sweep(),
            None => return,
        }
    }
}
