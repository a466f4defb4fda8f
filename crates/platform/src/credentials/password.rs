//! Passwords: Argon2id with the library's parameters (OWASP's second choice: 19 MiB, two passes), on blocking threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// The shortest password that is accepted.
pub(crate) const SHORTEST: usize = 8;
/// The longest password that is looked at: hashing is work.
const LONGEST: usize = 1_024;

/// A hash takes 19 MiB and a core for a while: so many at once, the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// The hash in PHC string form.
pub(crate) async fn hash(password: String) -> Result<String, String> {
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|e| e.to_string())
    })
    .await
    .unwrap_or_else(|error| Err(error.to_string()))
}

/// Whether this is the password. Without a hash (no such user) the same work is done, so that the time tells nothing.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    let _turn = AT_ONCE.acquire().await;
    tokio::task::spawn_blocking(move || {
        if let Some(hash) = &hash {
            return PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        }
        let _ = Argon2::default().hash_password(password.as_bytes());
        false
    })
    .await
    .unwrap_or(false)
}
