//! Whose logs are kept: a folder of their own, which bears no name.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A person at one API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// As the page knows it: `api.example.org`.
    pub api_host: &'a str,
    pub user_id: i64,
}

impl Owner<'_> {
    /// The folder: the first half of a SHA-256, in hexadecimal digits.
    pub fn folder(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"binnacle kept logs\0");
        hasher.update(self.user_id.to_le_bytes());
        hasher.update(self.api_host.to_ascii_lowercase());
        let mut name = String::with_capacity(32);
        for byte in hasher.finalize().iter().take(16) {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Owner;

    #[test]
    fn everybody_has_a_folder_of_their_own() {
        let ann = Owner { api_host: "api.example.org", user_id: 1 };
        assert_eq!(ann.folder(), ann.folder());
        assert_eq!(ann.folder(), Owner { api_host: "API.example.org", ..ann }.folder());
        assert_eq!(ann.folder().len(), 32);
        assert_ne!(ann.folder(), Owner { user_id: 2, ..ann }.folder());
        assert_ne!(ann.folder(), Owner { api_host: "api.example.com", ..ann }.folder());
    }
}
