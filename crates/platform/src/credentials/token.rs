//! Sign-in tokens: JSON Web Tokens signed with HMAC-SHA-256 (RFC 7519, RFC 7515 with `alg` HS256 and nothing else).
//!
//! Written here, not taken from a library: one algorithm without parameters is thirty lines, and the libraries bring
//! RSA and P-256 along.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The longest token looked at, in bytes.
const MAX_LENGTH: usize = 4_096;

/// What a token says (balena-api.md §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The user.
    pub(crate) id: i64,
    /// Changes with the password, which ends all tokens.
    pub(crate) jwt_secret: String,
    /// When the password was given, in milliseconds since 1970.
    #[serde(rename = "authTime")]
    pub(crate) auth_time: i64,
    /// Issued, in seconds since 1970.
    pub(crate) iat: i64,
    /// Void from then on, in seconds since 1970.
    pub(crate) exp: i64,
}

/// `{"alg":"HS256","typ":"JWT"}`
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// Signs and checks with one secret.
#[derive(Clone)]
pub(crate) struct Signer(Hmac<Sha256>);

impl Signer {
    /// None when the secret is empty.
    pub(crate) fn new(secret: &[u8]) -> Option<Self> {
        if secret.is_empty() { None } else { Hmac::new_from_slice(secret).ok().map(Self) }
    }

    pub(crate) fn sign(&self, claims: &Claims) -> Result<String, serde_json::Error> {
        let body = format!("{HEADER}.{}", BASE64.encode(serde_json::to_vec(claims)?));
        let mut mac = self.0.clone();
        mac.update(body.as_bytes());
        let signature = BASE64.encode(mac.finalize().into_bytes());
        Ok(format!("{body}.{signature}"))
    }

    /// A mark that only this installation makes: for links that open one thing for a while.
    pub(crate) fn mark(&self, text: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        BASE64.encode(mac.finalize().into_bytes())
    }

    /// Whether the mark is ours for this text.
    pub(crate) fn is_mark(&self, text: &str, mark: &str) -> bool {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        BASE64.decode(mark).is_ok_and(|mark| mac.verify_slice(&mark).is_ok())
    }

    /// The claims, when the signature is ours and the token has not run out at `now` (seconds since 1970).
    pub(crate) fn check(&self, token: &str, now: i64) -> Option<Claims> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let (body, signature) = token.rsplit_once('.')?;
        let claims = body.strip_prefix(HEADER)?.strip_prefix('.')?;
        let mut mac = self.0.clone();
        mac.update(body.as_bytes());
        mac.verify_slice(&BASE64.decode(signature).ok()?).ok()?;
        let claims: Claims = serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()?;
        (claims.exp > now).then_some(claims)
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

/// Whether a credential has a token's shape, as opposed to a key's.
pub(crate) fn looks_like_token(credential: &str) -> bool {
    credential.bytes().filter(|b| *b == b'.').count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims { id: 2, jwt_secret: "s".to_owned(), auth_time: 1_000, iat: 1, exp: 10 }
    }

    #[test]
    fn only_our_own_and_only_in_time() {
        let signer = Signer::new(b"secret").unwrap();
        let token = signer.sign(&claims()).unwrap();
        assert_eq!(signer.check(&token, 9), Some(claims()));
        assert_eq!(signer.check(&token, 10), None);
        assert_eq!(Signer::new(b"other").unwrap().check(&token, 9), None);
        let unsigned = format!("{}.{}.", BASE64.encode(r#"{"alg":"none"}"#), token.split('.').nth(1).unwrap());
        assert_eq!(signer.check(&unsigned, 9), None);
        assert!(looks_like_token(&token));
    }
}
