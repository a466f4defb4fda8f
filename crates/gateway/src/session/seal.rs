//! Encryption of the cookie: XChaCha20-Poly1305 under the gateway's key, a new random nonce each time.

use std::io;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::key_file;
use crate::random_id::random_bytes;

const NONCE: usize = 24;

/// Seals and opens text. What is sealed for one purpose does not open for another.
pub(crate) struct Seal(XChaCha20Poly1305);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// With this key.
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// With the key in `path`, made when missing.
    pub(crate) fn from_file(path: &Path) -> io::Result<Self> {
        let bytes = key_file::read_or_make(path, || Ok(random_bytes::<32>().to_vec()))?;
        let key = <[u8; 32]>::try_from(bytes).map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} is not a key of 32 bytes: delete it, everybody signs in anew", path.display()),
            )
        })?;
        Ok(Self::new(&key))
    }

    /// `plain`, opaque and fit for a cookie.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8]) -> Option<String> {
        let nonce = random_bytes::<NONCE>();
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        Some(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// What was sealed for `purpose`; nothing for anything else.
    pub(crate) fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        self.0.decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: purpose.as_bytes() }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_what_it_sealed_for_that_purpose() {
        let seal = Seal::new(&[7; 32]);
        let sealed = seal.seal("cookie", b"token").unwrap();
        assert!(!sealed.contains("token"));
        assert_eq!(seal.open("cookie", &sealed).as_deref(), Some(b"token".as_slice()));
        assert_eq!(seal.open("other", &sealed), None);
        assert_eq!(Seal::new(&[8; 32]).open("cookie", &sealed), None);
        let mut bent = sealed.clone();
        bent.replace_range(40..41, if &sealed[40..41] == "A" { "B" } else { "A" });
        assert_eq!(seal.open("cookie", &bent), None);
        for bad in ["", "AAAA", "%%%"] {
            assert_eq!(seal.open("cookie", bad), None);
        }
    }
}
