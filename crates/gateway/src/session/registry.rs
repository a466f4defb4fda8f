//! The sessions with something open, and those that were signed out before their cookie's end.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::key_file;
use crate::session::known::{KnownSession, KnownSessions};
use crate::session::user_session::UserSession;

/// What is known of sessions beyond their cookies.
#[derive(Debug)]
pub(crate) struct Sessions {
    file: PathBuf,
    known_file: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Session id → when its cookie would have expired.
    revoked: HashMap<String, i64>,
    /// Session id → its end, and what is cancelled with it.
    live: HashMap<String, (i64, CancellationToken)>,
    known: KnownSessions,
}

impl Sessions {
    /// Reads the revoked ones from `file`, and those that are known from a file beside it.
    pub(crate) fn from_file(file: PathBuf) -> io::Result<Self> {
        let bytes = key_file::read_or_make(&file, || Ok(b"{}".to_vec()))?;
        let mut revoked: HashMap<String, i64> = serde_json::from_slice(&bytes).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is broken: {error}", file.display()))
        })?;
        revoked.retain(|_, end| *end > clock::now());
        let known_file = file.with_file_name("sessions.json");
        let bytes = key_file::read_or_make(&known_file, || Ok(b"{}".to_vec()))?;
        // A list for people to look at: a broken one is begun anew.
        let known = serde_json::from_slice(&bytes).unwrap_or_default();
        Ok(Self { file, known_file, inner: Mutex::new(Inner { revoked, live: HashMap::new(), known }) })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the session was signed out.
    pub(crate) fn is_revoked(&self, id: &str) -> bool {
        self.lock().revoked.contains_key(id)
    }

    /// Cancelled when the session is signed out; for its sockets and shells.
    pub(crate) fn end_of(&self, session: &UserSession) -> CancellationToken {
        let mut inner = self.lock();
        let now = clock::now();
        inner.live.retain(|_, (end, _)| *end > now);
        if inner.revoked.contains_key(&session.id) {
            let ended = CancellationToken::new();
            ended.cancel();
            return ended;
        }
        let entry = inner.live.entry(session.id.clone());
        entry.or_insert_with(|| (session.expires_at, CancellationToken::new())).1.child_token()
    }

    /// A request of the session's came.
    pub(crate) fn seen(&self, session: &UserSession, headers: &HeaderMap, address: Option<IpAddr>) {
        let mut inner = self.lock();
        if inner.known.seen(session, headers, address.map(|address| address.to_string()), clock::now()) {
            self.write_known(&inner.known);
        }
    }

    /// The sessions of a person, the latest seen first.
    pub(crate) fn of_user(&self, user: i64) -> Vec<(String, KnownSession)> {
        self.lock().known.of_user(user, clock::now())
    }

    /// A list that cannot be written is only not there after a restart.
    fn write_known(&self, known: &KnownSessions) {
        let written = serde_json::to_vec(known).map_err(io::Error::other);
        if let Err(error) = written.and_then(|bytes| key_file::write(&self.known_file, &bytes)) {
            tracing::warn!(%error, "the list of sessions could not be written");
        }
    }

    /// Ends a session for good.
    pub(crate) fn revoke(&self, session: &UserSession) -> io::Result<()> {
        self.end(&session.id, session.expires_at)
    }

    /// The same for one that is known by its id only.
    pub(crate) fn revoke_known(&self, id: &str) -> io::Result<()> {
        // As long as any cookie may last: its own end may have been renewed by a request under way.
        const LONGEST: i64 = 400 * 24 * 3_600;
        self.end(id, clock::now() + LONGEST)
    }

    fn end(&self, id: &str, end: i64) -> io::Result<()> {
        let mut inner = self.lock();
        let now = clock::now();
        inner.revoked.retain(|_, end| *end > now);
        inner.revoked.insert(id.to_owned(), end);
        inner.known.forget(id);
        self.write_known(&inner.known);
        if let Some((_, end)) = inner.live.remove(id) {
            end.cancel();
        }
        key_file::write(&self.file, &serde_json::to_vec(&inner.revoked).map_err(io::Error::other)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::ApiToken;
    use wire::session::Whoami;

    #[test]
    fn a_revoked_session_stays_so_over_a_restart_and_ends_what_it_held() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("revoked.json");
        let session = UserSession {
            id: "a".into(),
            token: ApiToken::new("t"),
            user: Whoami { id: 1, username: "admin".into(), email: None },
            expires_at: clock::now() + 60,
        };
        let sessions = Sessions::from_file(file.clone()).unwrap();
        let end = sessions.end_of(&session);
        assert!(!end.is_cancelled() && !sessions.is_revoked("a"));
        sessions.revoke(&session).unwrap();
        assert!(end.is_cancelled() && sessions.end_of(&session).is_cancelled());
        assert!(Sessions::from_file(file).unwrap().is_revoked("a"));
    }
}
