//! Registry tokens: JSON Web Tokens signed with ECDSA over P-256 (`alg` ES256), good for four hours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// How long a token is good, in seconds.
const LIFETIME: i64 = 4 * 60 * 60;
/// Clocks of registries may be late by so many seconds.
const EARLY: i64 = 10;
/// The longest token looked at, in bytes.
const MAX_LENGTH: usize = 16 * 1_024;
/// What stands before the point in a public key of this curve, in DER.
const PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// What the holder of a token may do with one repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    /// `repository`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) actions: Vec<String>,
    /// What the repository was called in the request, when that is not its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alias: Option<String>,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    jti: String,
    nbf: i64,
    pub(crate) access: Vec<Grant>,
    iat: i64,
    exp: i64,
    aud: String,
    iss: String,
    sub: String,
}

/// For whom a token is, and between whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parties<'a> {
    /// The registry.
    pub(crate) audience: &'a str,
    /// This platform.
    pub(crate) issuer: &'a str,
    /// The holder; empty for nobody in particular.
    pub(crate) subject: &'a str,
}

/// Signs and checks with this installation's key.
#[derive(Clone)]
pub(crate) struct RegistrySigner {
    key: SigningKey,
    header: String,
}

impl RegistrySigner {
    /// From a secret of 32 bytes. None when it is no key.
    pub(crate) fn new(secret: &[u8]) -> Option<Self> {
        let key = SigningKey::from_slice(secret).ok()?;
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": key_id(&key) });
        Some(Self { header: BASE64.encode(header.to_string()), key })
    }

    /// `id`: 16 random bytes; `now`: seconds since 1970.
    pub(crate) fn sign(&self, parties: Parties<'_>, access: Vec<Grant>, id: [u8; 16], now: i64) -> Option<String> {
        let claims = Claims {
            jti: uuid(id),
            nbf: now - EARLY,
            access,
            iat: now,
            exp: now + LIFETIME,
            aud: parties.audience.to_owned(),
            iss: parties.issuer.to_owned(),
            sub: parties.subject.to_owned(),
        };
        let body = format!("{}.{}", self.header, BASE64.encode(serde_json::to_vec(&claims).ok()?));
        let signature: Signature = self.key.sign(body.as_bytes());
        Some(format!("{body}.{}", BASE64.encode(signature.to_bytes())))
    }

    /// The claims of a token that is ours and good at `now`.
    pub(crate) fn check(&self, token: &str, now: i64) -> Option<Claims> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let (body, signature) = token.rsplit_once('.')?;
        let claims = body.strip_prefix(self.header.as_str())?.strip_prefix('.')?;
        let signature = Signature::from_slice(&BASE64.decode(signature).ok()?).ok()?;
        self.key.verifying_key().verify(body.as_bytes(), &signature).ok()?;
        let claims: Claims = serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()?;
        (claims.nbf <= now && now < claims.exp).then_some(claims)
    }
}

impl std::fmt::Debug for RegistrySigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RegistrySigner")
    }
}

/// How registries name a key: the first 30 bytes of its hash in base 32, four letters at a time.
fn key_id(key: &SigningKey) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut public = PREFIX.to_vec();
    public.extend_from_slice(key.verifying_key().to_sec1_point(false).as_bytes());
    let hash = Sha256::digest(&public);
    let mut id = String::with_capacity(59);
    for (place, five) in hash.as_slice().get(..30).unwrap_or_default().chunks(5).enumerate() {
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for letter in 0..8_u32 {
            if letter % 4 == 0 && (place, letter) != (0, 0) {
                id.push(':');
            }
            let value = (bits >> (35 - 5 * letter)) & 31;
            id.push(LETTERS.get(usize::try_from(value).unwrap_or_default()).map_or('A', |byte| char::from(*byte)));
        }
    }
    id
}

/// Random bytes as a UUID of version 4.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = crate::hex::hex(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTIES: Parties<'_> = Parties { audience: "registry", issuer: "api", subject: "me" };

    #[test]
    fn only_our_own_and_only_in_time() {
        let signer = RegistrySigner::new(&[7; 32]).unwrap();
        let grant = Grant {
            kind: "repository".to_owned(),
            name: "v2/a".to_owned(),
            actions: vec!["pull".to_owned()],
            alias: None,
        };
        let token = signer.sign(PARTIES, vec![grant.clone()], [0; 16], 1_000).unwrap();
        assert_eq!(signer.check(&token, 1_000).unwrap().access, [grant]);
        assert!(
            signer.check(&token, 1_000 + LIFETIME - 1).is_some() && signer.check(&token, 1_000 + LIFETIME).is_none()
        );
        assert!(signer.check(&token, 989).is_none());
        assert!(RegistrySigner::new(&[8; 32]).unwrap().check(&token, 1_000).is_none());
        let mut changed = token.clone();
        changed.replace_range(
            token.len() - 4..token.len() - 3,
            if token[..token.len() - 3].ends_with('A') { "B" } else { "A" },
        );
        assert!(signer.check(&changed, 1_000).is_none());
        assert!(RegistrySigner::new(&[0; 32]).is_none());
    }

    #[test]
    fn keys_and_tokens_have_names_of_the_usual_form() {
        let id = key_id(&SigningKey::from_slice(&[7; 32]).unwrap());
        let parts: Vec<_> = id.split(':').collect();
        assert!(parts.len() == 12 && parts.iter().all(|part| part.len() == 4), "{id}");
        assert_eq!(uuid([255; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
