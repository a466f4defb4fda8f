//! Who may log in: a platform user with one of the public keys the API has of them.

use std::collections::HashMap;
use std::time::Duration;

use russh::keys::PublicKey;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::api::client::Api;

/// How long an answer of the API holds: a login asks twice.
const FRESH: Duration = Duration::from_secs(5);
/// User names whose keys are remembered.
const MAX_USERS: usize = 32;
/// Keys that are looked at for one user.
const MAX_KEYS: usize = 256;

/// The API's public keys, remembered for a moment.
#[derive(Debug)]
pub(super) struct Gate {
    api: Api,
    users: Mutex<HashMap<String, (Instant, Vec<PublicKey>)>>,
}

impl Gate {
    pub(super) fn new(api: Api) -> Self {
        Self { api, users: Mutex::default() }
    }

    /// Whether a key opens the device for a user.
    pub(super) async fn admits(&self, user: &str, key: &PublicKey) -> bool {
        if !is_username(user) {
            return false;
        }
        // Held while the API is asked: a crowd of logins asks once.
        let mut users = self.users.lock().await;
        users.retain(|_, (at, _)| at.elapsed() < FRESH);
        if !users.contains_key(user) {
            let keys = match self.api.public_keys(user).await {
                Ok(text) => parse(&text),
                Err(error) => {
                    tracing::warn!(%error, "the public keys of a user could not be read");
                    return false;
                }
            };
            if users.len() >= MAX_USERS {
                users.clear();
            }
            users.insert(user.to_owned(), (Instant::now(), keys));
        }
        let keys = users.get(user).map(|(_, keys)| keys.as_slice()).unwrap_or_default();
        keys.iter().any(|known| known.key_data() == key.key_data())
    }
}

/// A platform user's name as it may stand in a path. `root` has no keys on the platform (devices.md, "SSH").
fn is_username(user: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    (1..=64).contains(&user.len()) && !user.starts_with('.') && user != "root" && user.chars().all(allowed)
}

/// OpenSSH public keys, one a line; lines that are none are skipped.
fn parse(text: &str) -> Vec<PublicKey> {
    text.lines().filter_map(|line| PublicKey::from_openssh(line.trim()).ok()).take(MAX_KEYS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_in_a_path() {
        assert!(is_username("admin") && is_username("g_jane.doe-2"));
        for bad in ["", "root", "a/b", "..", "a?b", "a b", "é", &"x".repeat(65)] {
            assert!(!is_username(bad), "{bad}");
        }
    }

    #[test]
    fn unreadable_keys_are_skipped() {
        let good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFJfLvF5p5jUDVXAzE4WzXzVkPmRDN6m5Y2Jpb7hrnv7 a comment";
        assert!(parse(&format!("# none\n\n{good}\nssh-ed25519 nonsense\n")).len() <= 1);
        assert!(parse("").is_empty());
    }
}
