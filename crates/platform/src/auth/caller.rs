//! Who a request comes from, established from its credentials on every request.

use axum::extract::FromRequestParts;
use http::request::Parts;
use sha2::{Digest as _, Sha256};
use store::access::Access;
use store::actors::ActorKind;
use store::api_keys::{KeyOwner, KeyRole};
use store::error::StoreError;

use crate::auth::credential::Presented;
use crate::credentials::token::Claims;
use crate::http::refusal::Refusal;
use crate::state::{Shared, State};

/// Whoever holds a credential that is good now.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) access: Access,
    pub(crate) proof: Proof,
}

/// What the caller showed, as far as it is needed to ask later whether it is still good.
#[derive(Clone)]
pub(crate) enum Proof {
    /// A person's token.
    Token(Claims),
    /// An API key.
    Key { id: i64 },
    /// A service's key, which the server was started with.
    Service,
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token",
            Self::Key { .. } => "Key",
            Self::Service => "Service",
        })
    }
}

impl Caller {
    /// The user, when it is a person or a key that acts as one.
    pub(crate) fn user(&self) -> Option<i64> {
        match self.access {
            Access::User { user, .. } => Some(user),
            _ => None,
        }
    }

    /// The device, when it is a device's own key.
    pub(crate) fn device(&self) -> Option<i64> {
        match self.access {
            Access::Device { device, .. } => Some(device),
            _ => None,
        }
    }

    /// The API key that was shown, if it was one.
    pub(crate) fn key(&self) -> Option<i64> {
        match &self.proof {
            Proof::Key { id } => Some(*id),
            Proof::Token(_) | Proof::Service => None,
        }
    }

    /// Whether it is an API key, not a token.
    pub(crate) fn is_key(&self) -> bool {
        self.claims().is_none()
    }

    /// The token's claims when it is a token; None for an API key.
    pub(crate) fn claims(&self) -> Option<&Claims> {
        match &self.proof {
            Proof::Token(claims) => Some(claims),
            Proof::Key { .. } | Proof::Service => None,
        }
    }
}

/// Why nobody holds these credentials.
#[derive(Debug)]
pub(crate) enum NotGood {
    /// A token of ours that was taken back: refused even where nobody need sign in.
    TakenBack,
    Store(StoreError),
}

impl From<StoreError> for NotGood {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotGood> for Refusal {
    fn from(why: NotGood) -> Self {
        match why {
            NotGood::TakenBack => Self::Unauthorized,
            NotGood::Store(error) => error.into(),
        }
    }
}

/// Who holds what is presented: the token comes first. None for nobody.
pub(crate) async fn of_presented(state: &State, presented: &Presented) -> Result<Option<Caller>, NotGood> {
    if let Some(caller) = of_token(state, presented).await? {
        return Ok(Some(caller));
    }
    Ok(of_key(state, presented).await?)
}

/// Who holds this credential, a token or a key: None for nobody.
pub(crate) async fn of_credential(state: &State, credential: &str) -> Result<Option<Caller>, StoreError> {
    match of_presented(state, &Presented::of_credential(credential)).await {
        Ok(caller) => Ok(caller),
        Err(NotGood::TakenBack) => Ok(None),
        Err(NotGood::Store(error)) => Err(error),
    }
}

async fn of_token(state: &State, presented: &Presented) -> Result<Option<Caller>, NotGood> {
    let Some(token) = &presented.token else { return Ok(None) };
    let Some(claims) = state.signer.check(token, store::clock::now_ms() / 1_000) else { return Ok(None) };
    let id = claims.id;
    let user = state.store.read(move |connection| store::users::by_id(connection, id)).await?;
    // A changed password changes the secret, and with it ends every token given before.
    let user = user.filter(|user| user.jwt_secret == claims.jwt_secret && !user.is_disabled);
    let user = user.ok_or(NotGood::TakenBack)?;
    let access = Access::User { user: user.id, actor: user.actor };
    Ok(Some(Caller { access, proof: Proof::Token(claims) }))
}

/// Compared by hash, so that the time tells nothing.
fn is_vpn_service(state: &State, credential: &str) -> bool {
    let key = state.config.vpn_service_key.as_deref().filter(|key| !key.is_empty());
    key.is_some_and(|key| Sha256::digest(credential) == Sha256::digest(key))
}

async fn of_key(state: &State, presented: &Presented) -> Result<Option<Caller>, StoreError> {
    let Some(key) = presented.key.clone() else { return Ok(None) };
    if is_vpn_service(state, &key) {
        return Ok(Some(Caller { access: Access::VpnService, proof: Proof::Service }));
    }
    let owner = state.store.read(move |connection| store::api_keys::owner(connection, &key)).await?;
    Ok(owner.and_then(|owner| Some(Caller { access: access_of(&owner)?, proof: Proof::Key { id: owner.key_id } })))
}

/// What a key opens: nothing when its role does not fit whose it is.
fn access_of(owner: &KeyOwner) -> Option<Access> {
    let actor = owner.actor;
    match (owner.role, owner.kind) {
        (KeyRole::NamedUser, ActorKind::User(user)) => Some(Access::User { user, actor }),
        (KeyRole::Device, ActorKind::Device(device)) => Some(Access::Device { device, actor }),
        (KeyRole::Provisioning, ActorKind::Application(application)) => {
            Some(Access::Provisioning { application, actor })
        }
        _ => None,
    }
}

/// Credentials if there are any; bad ones are nobody's, but a token that was taken back is refused.
#[derive(Debug)]
pub(crate) struct Maybe(pub(crate) Option<Caller>);

/// Anybody known: a person, a device, a fleet's key.
#[derive(Debug)]
pub(crate) struct Known(pub(crate) Caller);

/// A person, or a key that acts as one.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) user: i64,
    pub(crate) caller: Caller,
}

/// Any API key, not a token (balena-api.md §3, “key”).
#[derive(Debug)]
pub(crate) struct Key(pub(crate) Caller);

impl FromRequestParts<Shared> for Maybe {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        let presented = Presented::of_request(&parts.headers, &parts.uri);
        Ok(Self(of_presented(state, &presented).await?))
    }
}

impl FromRequestParts<Shared> for Known {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        let Maybe(caller) = Maybe::from_request_parts(parts, state).await?;
        caller.map(Self).ok_or(Refusal::Unauthorized)
    }
}

impl FromRequestParts<Shared> for Person {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        let Known(caller) = Known::from_request_parts(parts, state).await?;
        let user = caller.user().ok_or(Refusal::Unauthorized)?;
        Ok(Self { user, caller })
    }
}

impl FromRequestParts<Shared> for Key {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Refusal> {
        let presented = Presented::of_request(&parts.headers, &parts.uri);
        // A token beside the key is not the caller here, but one that was taken back is refused all the same.
        of_token(state, &presented).await?;
        of_key(state, &presented).await?.map(Self).ok_or(Refusal::KeyRequired)
    }
}
