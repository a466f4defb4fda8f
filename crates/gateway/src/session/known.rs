//! The sessions a person has on browsers: what they are told apart by, kept over restarts.

use std::collections::HashMap;

use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use crate::session::user_session::UserSession;

/// So much of a browser's own words is kept, in characters.
const LONGEST_BROWSER: usize = 200;
/// A person's oldest sessions are forgotten beyond this; they can still be ended with a new password.
const MOST_PER_USER: usize = 100;
/// The moment of the last request is written down this often, in seconds.
const WRITE_EVERY: i64 = 300;

/// One session. Moments in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownSession {
    pub(crate) user: i64,
    pub(crate) browser: String,
    pub(crate) address: Option<String>,
    pub(crate) since: i64,
    pub(crate) last_seen: i64,
    pub(crate) end: i64,
}

/// Session id → what is known of it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct KnownSessions {
    all: HashMap<String, KnownSession>,
    #[serde(skip)]
    written_at: i64,
}

impl KnownSessions {
    /// A request of the session's came. True when it is time to write that down.
    pub(crate) fn seen(
        &mut self,
        session: &UserSession,
        headers: &HeaderMap,
        address: Option<String>,
        now: i64,
    ) -> bool {
        let browser = || -> String {
            let words = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
            words.chars().filter(|c| !c.is_control()).take(LONGEST_BROWSER).collect()
        };
        let is_new = !self.all.contains_key(&session.id);
        if is_new {
            self.make_room(session.user.id, now);
        }
        let known = self.all.entry(session.id.clone()).or_insert_with(|| KnownSession {
            user: session.user.id,
            browser: browser(),
            address: address.clone(),
            since: now,
            last_seen: now,
            end: session.expires_at,
        });
        let is_renewed = known.end != session.expires_at;
        known.end = session.expires_at;
        known.last_seen = now;
        known.address = address.or_else(|| known.address.take());
        let is_due = is_new || is_renewed || now - self.written_at >= WRITE_EVERY;
        if is_due {
            self.written_at = now;
        }
        is_due
    }

    fn make_room(&mut self, user: i64, now: i64) {
        self.all.retain(|_, known| known.end > now);
        let mut own: Vec<_> = self.all.iter().filter(|(_, known)| known.user == user).collect();
        if own.len() >= MOST_PER_USER {
            own.sort_by_key(|(_, known)| known.last_seen);
            let oldest = own.first().map(|(id, _)| (*id).clone());
            oldest.and_then(|id| self.all.remove(&id));
        }
    }

    /// The person's, the latest seen first.
    pub(crate) fn of_user(&self, user: i64, now: i64) -> Vec<(String, KnownSession)> {
        let own = self.all.iter().filter(|(_, known)| known.user == user && known.end > now);
        let mut own: Vec<_> = own.map(|(id, known)| (id.clone(), known.clone())).collect();
        own.sort_by(|a, b| b.1.last_seen.cmp(&a.1.last_seen).then_with(|| a.0.cmp(&b.0)));
        own
    }

    /// Forgets one.
    pub(crate) fn forget(&mut self, id: &str) {
        self.all.remove(id);
    }
}

#[cfg(test)]
mod tests {
    use wire::session::Whoami;

    use super::*;
    use crate::token::ApiToken;

    fn session(id: &str, end: i64) -> UserSession {
        let user = Whoami { id: 1, username: "mara".into(), email: None };
        UserSession { id: id.into(), token: ApiToken::new("t"), user, expires_at: end }
    }

    #[test]
    fn the_latest_comes_first_and_what_has_run_out_is_gone() {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, http::HeaderValue::from_static("Firefox"));
        let mut known = KnownSessions::default();
        assert!(known.seen(&session("a", 100), &headers, Some("10.0.0.1".into()), 1));
        assert!(known.seen(&session("b", 100), &headers, None, 2));
        assert!(!known.seen(&session("a", 100), &headers, None, 3));
        let own = known.of_user(1, 3);
        assert_eq!(own.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((own[0].1.browser.as_str(), own[0].1.address.as_deref()), ("Firefox", Some("10.0.0.1")));
        assert!(known.of_user(1, 100).is_empty() && known.of_user(2, 3).is_empty());
        let kept = serde_json::to_vec(&known).unwrap();
        assert_eq!(serde_json::from_slice::<KnownSessions>(&kept).unwrap().of_user(1, 3), own);
    }

    #[test]
    fn a_person_s_sessions_are_bounded() {
        let mut known = KnownSessions::default();
        for n in 0..300 {
            known.seen(&session(&n.to_string(), 10_000), &HeaderMap::new(), None, n);
        }
        let own = known.of_user(1, 300);
        assert_eq!((own.len(), own[0].0.as_str()), (MOST_PER_USER, "299"));
    }
}
