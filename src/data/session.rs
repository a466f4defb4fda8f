//! Who is signed in.

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
    /// Odd while a new token is on its way; who is refused meanwhile may have shown the old one.
    renewals: StoredValue<u32>,
    is_doubted: StoredValue<bool>,
}

/// Who is signed in: as the way in left word, or else asked for. Once, by the app.
pub fn provide_session() -> Session {
    let hub = use_hub();
    let known = handover::take().map_or(Who::Unknown, Who::Somebody);
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
        let (renewals, is_doubted) = (StoredValue::new(0), StoredValue::new(false));
        Self { hub, who: RwSignal::new(who), renewals, is_doubted }
    }

    /// Who is signed in, reactively.
    pub fn who(self) -> Signal<Who> {
        self.who.into()
    }

    /// Asks the gateway (again).
    pub fn ask(self) {
        let client = self.hub.client();
        spawn_local(async move {
            let who = match client.call(CurrentSession).await {
                Ok(session) => Who::Somebody(session.into()),
                Err(Failure::SignedOut) => Who::Nobody,
                Err(failure) => Who::Unreachable(failure),
            };
            self.who.set(who);
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
        self.renewals.update_value(|times| *times += 1);
        let change = PasswordChange { current_password, new_password };
        let result = client.call(ChangePassword(change)).await;
        self.renewals.update_value(|times| *times += 1);
        // Whether the new token is good is worth knowing at once.
        self.doubt();
        result.map(drop)
    }

    /// Somewhere a call was refused. It may have been sent before the token was renewed: only an answer to what the
    /// present token was shown for ends the session.
    fn doubt(self) {
        if self.is_doubted.get_value() {
            return;
        }
        self.is_doubted.set_value(true);
        let client = self.hub.client();
        spawn_local(async move {
            loop {
                let renewals = self.renewals.get_value();
                let is_refused = matches!(client.call(CurrentSession).await, Err(Failure::SignedOut));
                let is_under_way = !self.renewals.get_value().is_multiple_of(2);
                if is_refused && !is_under_way {
                    if self.renewals.get_value() != renewals {
                        continue;
                    }
                    self.become_nobody();
                }
                self.is_doubted.set_value(false);
                return;
            }
        });
    }

    fn become_nobody(self) {
        self.hub.hang_up();
        self.who.set(Who::Nobody);
    }
}
