//! Who a request comes from, established from its credential on every request.

use axum::extract::FromRequestParts;
use http::request::Parts;
use sha2::{Digest as _, Sha256};
use store::access::Access;
use store::actors::ActorKind;
use store::api_keys::{KeyOwner, KeyRole};
use store::error::StoreError;

use crate::auth::credential;
use crate::credentials::token::{Claims, looks_like_token};
use crate::http::refusal::Refusal;
use crate::state::{Shared, State};

/// The longest credential looked at.
const MAX_CREDENTIAL: usize = 4_096;

/// Whoever holds a credential that is good now.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) access: Access,
    /// The token's claims when it is a token; None for an API key.
    pub(crate) claims: Option<Claims>,
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

    /// Whether it is an API key, not a token.
    pub(crate) fn is_key(&self) -> bool {
        self.claims.is_none()
    }
}

/// Who holds this credential: None for nobody.
pub(crate) async fn of_credential(state: &State, credential: &str) -> Result<Option<Caller>, StoreError> {
    if credential.is_empty() || credential.len() > MAX_CREDENTIAL {
        return Ok(None);
    }
    if !looks_like_token(credential) {
        if is_vpn_service(state, credential) {
            return Ok(Some(Caller { access: Access::VpnService, claims: None }));
        }
        let key = credential.to_owned();
        let owner = state.store.read(move |connection| store::api_keys::owner(connection, &key)).await?;
        return Ok(owner.and_then(|owner| access_of(&owner)).map(|access| Caller { access, claims: None }));
    }
    let Some(claims) = state.signer.check(credential, store::clock::now_ms() / 1_000) else { return Ok(None) };
    let id = claims.id;
    let user = state.store.read(move |connection| store::users::by_id(connection, id)).await?;
    // A changed password changes the secret, and with it ends every token given before.
    Ok(user
        .filter(|user| user.jwt_secret == claims.jwt_secret)
        .map(|user| Caller { access: Access::User { user: user.id, actor: user.actor }, claims: Some(claims) }))
}

/// Compared by hash, so that the time tells nothing.
fn is_vpn_service(state: &State, credential: &str) -> bool {
    let key = state.config.vpn_service_key.as_deref().filter(|key| !key.is_empty());
    key.is_some_and(|key| Sha256::digest(credential) == Sha256::digest(key))
}

/// What a key opens: its role has to fit whose it is.
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

/// Credentials if there are any; bad ones are nobody's.
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
        let Some(credential) = credential::of(&parts.headers, &parts.uri) else { return Ok(Self(None)) };
        of_credential(state, &credential).await.map(Self).map_err(|error| Refusal::internal(&error))
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
        let Maybe(caller) = Maybe::from_request_parts(parts, state).await?;
        caller.filter(Caller::is_key).map(Self).ok_or(Refusal::KeyRequired)
    }
}
