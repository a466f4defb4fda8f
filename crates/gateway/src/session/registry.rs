//! The sessions with something open, and those that were signed out before their cookie's end.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::key_file;
use crate::session::user_session::UserSession;

/// What is known of sessions beyond their cookies.
#[derive(Debug)]
pub(crate) struct Sessions {
    file: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Session id → when its cookie would have expired.
    revoked: HashMap<String, i64>,
    /// Session id → its end, and what is cancelled with it.
    live: HashMap<String, (i64, CancellationToken)>,
}

impl Sessions {
    /// Reads the revoked ones from `file`.
    pub(crate) fn from_file(file: PathBuf) -> io::Result<Self> {
        let bytes = key_file::read_or_make(&file, || Ok(b"{}".to_vec()))?;
        let mut revoked: HashMap<String, i64> = serde_json::from_slice(&bytes).map_err(|error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{} is broken: {error}", file.display()))
        })?;
        revoked.retain(|_, end| *end > clock::now());
        Ok(Self { file, inner: Mutex::new(Inner { revoked, live: HashMap::new() }) })
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

    /// Ends a session for good.
    pub(crate) fn revoke(&self, session: &UserSession) -> io::Result<()> {
        let mut inner = self.lock();
        let now = clock::now();
        inner.revoked.retain(|_, end| *end > now);
        inner.revoked.insert(session.id.clone(), session.expires_at);
        if let Some((_, end)) = inner.live.remove(&session.id) {
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
