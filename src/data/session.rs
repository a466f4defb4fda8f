//! Who is signed in.

use std::sync::Arc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use leptos::task::spawn_local;
use query::mutation::Mutation;
use wire::account::{ChangePassword, PasswordChange};
use wire::session::{Credentials, CurrentSession, SignIn, SignOut};

use super::failure::Failure;
use super::handover;
use super::hub::{Hub, use_hub};
use super::signed::Signed;

/// What is known about who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Being asked.
    Unknown,
    Nobody,
    Somebody(Signed),
    /// It could not be asked.
    Unreachable(Failure),
}

/// The session. Copy; lives as long as the app.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    hub: Hub,
    who: RwSignal<Who>,
    /// Held while the token is renewed or looked at: neither happens during the other.
    token: StoredValue<Arc<Mutex<()>>>,
}

/// Who is signed in: as the way in left word, or else asked for. Once, by the app.
pub fn provide_session() -> Session {
    let hub = use_hub();
    let known = handover::take().map_or(Who::Unknown, Who::Somebody);
    if known != Who::Unknown {
        // Somebody has just signed in: a session before theirs may have ended while no page was open to notice.
        hub.hang_up();
    }
    let session = Session::new(hub, known);
    if session.who.with_untracked(|who| *who == Who::Unknown) {
        session.ask();
    }
    let signed_out = hub.signed_out();
    Effect::new(move |former: Option<u32>| {
        let times = signed_out.get();
        if former.is_some_and(|former| former != times) {
            session.doubt();
        }
        times
    });
    provide_context(session);
    session
}

/// The page's session.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(|| Session::new(use_hub(), Who::Unknown))
}

impl Session {
    fn new(hub: Hub, who: Who) -> Self {
        Self { hub, who: RwSignal::new(who), token: StoredValue::new(Arc::default()) }
    }

    /// Who is signed in, reactively.
    pub fn who(self) -> Signal<Who> {
        self.who.into()
    }

    /// Asks the gateway (again).
    pub fn ask(self) {
        let client = self.hub.client();
        spawn_local(async move {
            match client.call(CurrentSession).await {
                Ok(session) => self.who.set(Who::Somebody(session.into())),
                Err(Failure::SignedOut) => self.become_nobody(),
                Err(failure) => self.who.set(Who::Unreachable(failure)),
            }
        });
    }

    /// Signs in; `done` hears whether it went well.
    pub fn sign_in(
        self,
        mutation: Mutation<Failure>,
        username: String,
        password: String,
        done: impl FnOnce(Result<(), Failure>) + 'static,
    ) {
        let client = self.hub.client();
        let call = async move { client.call(SignIn(Credentials { username, password })).await };
        mutation.run(call, move |result| {
            done(result.map(|session| self.who.set(Who::Somebody(session.into()))));
        });
    }

    /// Signs out, here at once and at the gateway as soon as it answers.
    pub fn sign_out(self) {
        let client = self.hub.client();
        spawn_local(async move {
            if client.call(SignOut).await.is_ok() {
                self.become_nobody();
            }
        });
    }

    /// A new password. Every other session ends; this one goes on with a new token, which its sockets come back with.
    pub async fn change_password(self, current_password: String, new_password: String) -> Result<(), Failure> {
        let client = self.hub.client();
        let change = PasswordChange { current_password, new_password };
        let renewing = self.token.get_value().lock_owned().await;
        let result = client.call(ChangePassword(change)).await;
        drop(renewing);
        // Whether the new token is good is worth knowing at once.
        self.doubt();
        result.map(drop)
    }

    /// Somewhere a call was refused. It may have been sent before the token was renewed: only an answer to what the
    /// present token was shown for ends the session. While somebody looks, or renews it and looks then, nobody else need.
    fn doubt(self) {
        let Some(looking) = self.token.get_value().try_lock_owned() else { return };
        let client = self.hub.client();
        spawn_local(async move {
            let now = client.call(CurrentSession).await;
            drop(looking);
            if now == Err(Failure::SignedOut) {
                self.become_nobody();
            }
        });
    }

    fn become_nobody(self) {
        self.hub.hang_up();
        self.who.set(Who::Nobody);
    }
}
