//! The dashboard's own SSH key, and its public half with each user (balena-api.md §10.5).

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKey, PublicKey};
use serde::Deserialize;
use wire::navigation::Envelope;

use crate::key_file;
use crate::random_id::random_bytes;
use crate::session::user_session::UserSession;
use crate::upstream::Upstream;

const TITLE: &str = "Binnacle dashboard";
const MAX_ANSWER: usize = 256 * 1_024;

/// The public half could not be registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RegisterError {
    #[error("The API did not take the dashboard's SSH key for your account ({0}).")]
    Refused(String),
    #[error("The API does not answer.")]
    Unreachable,
}

/// The key pair and the users it is registered with.
#[derive(Debug)]
pub(crate) struct UserKeys {
    private: Arc<PrivateKey>,
    registered: Mutex<HashSet<i64>>,
}

impl UserKeys {
    /// Reads the key, or makes one.
    pub(crate) fn from_file(path: &Path) -> io::Result<Self> {
        let broken = |error: russh::keys::ssh_key::Error| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
        };
        let text = key_file::read_or_make(path, || {
            let pair = Ed25519Keypair::from_seed(&random_bytes::<32>());
            let key = PrivateKey::new(pair.into(), TITLE).map_err(broken)?;
            Ok(key.to_openssh(LineEnding::LF).map_err(broken)?.as_bytes().to_vec())
        })?;
        let private = PrivateKey::from_openssh(text).map_err(broken)?;
        Ok(Self { private: Arc::new(private), registered: Mutex::default() })
    }

    /// The private half.
    pub(crate) fn private(&self) -> Arc<PrivateKey> {
        Arc::clone(&self.private)
    }

    /// Forgets that the user has the public half: a device did not take it.
    pub(crate) fn doubt(&self, user: i64) {
        self.registered.lock().unwrap_or_else(PoisonError::into_inner).remove(&user);
    }

    /// Makes sure that the user has the public half.
    pub(crate) async fn register(&self, upstream: &dyn Upstream, owner: &UserSession) -> Result<(), RegisterError> {
        if self.registered.lock().unwrap_or_else(PoisonError::into_inner).contains(&owner.user.id) {
            return Ok(());
        }
        let line = self.private.public_key().to_openssh().map_err(|error| RegisterError::Refused(error.to_string()))?;
        if !self.has_key(upstream, owner).await? {
            let body = serde_json::json!({ "title": TITLE, "public_key": line, "user": owner.user.id });
            let (status, answer) =
                ask(upstream, owner, Method::POST, "/v7/user__has__public_key", body.to_string()).await?;
            if !status.is_success() {
                let answer: String = String::from_utf8_lossy(&answer).chars().take(200).collect();
                return Err(RegisterError::Refused(format!("{status} {answer}")));
            }
        }
        self.registered.lock().unwrap_or_else(PoisonError::into_inner).insert(owner.user.id);
        Ok(())
    }

    async fn has_key(&self, upstream: &dyn Upstream, owner: &UserSession) -> Result<bool, RegisterError> {
        #[derive(Deserialize)]
        struct Row {
            public_key: String,
        }
        let path = format!("/v7/user__has__public_key?$select=public_key&$filter=user%20eq%20{}", owner.user.id);
        let (status, answer) = ask(upstream, owner, Method::GET, &path, String::new()).await?;
        if !status.is_success() {
            return Err(RegisterError::Refused(status.to_string()));
        }
        let rows: Envelope<Vec<Row>> =
            serde_json::from_slice(&answer).map_err(|error| RegisterError::Refused(error.to_string()))?;
        let ours = self.private.public_key().key_data();
        Ok(rows.d.iter().any(|row| PublicKey::from_openssh(&row.public_key).is_ok_and(|key| key.key_data() == ours)))
    }
}

async fn ask(
    upstream: &dyn Upstream,
    owner: &UserSession,
    method: Method,
    path: &str,
    body: String,
) -> Result<(StatusCode, bytes::Bytes), RegisterError> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", owner.token.reveal()))
        .map_err(|error| RegisterError::Refused(error.to_string()))?;
    bearer.set_sensitive(true);
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, bearer)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .map_err(|error| RegisterError::Refused(error.to_string()))?;
    let response = upstream.request(request).await.map_err(|_| RegisterError::Unreachable)?;
    let status = response.status();
    let body =
        Limited::new(response.into_body(), MAX_ANSWER).collect().await.map_err(|_| RegisterError::Unreachable)?;
    Ok((status, body.to_bytes()))
}
