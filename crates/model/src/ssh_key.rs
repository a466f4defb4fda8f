//! Reads a line of an OpenSSH public key: its kind, its bytes, its comment (RFC 4253 §6.6), and its fingerprint.

use sha2::{Digest, Sha256};

/// The longest line the API takes, in characters (balena-api.md §6.1).
pub const LONGEST: usize = 2_850;

/// Kinds that OpenSSH's server takes.
const KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];
/// RSA keys below this are refused by present OpenSSH servers, in bits.
const LEAST_RSA: usize = 2_048;
/// The bytes of an Ed25519 point.
const ED25519: usize = 32;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshKey {
    /// "ssh-ed25519", …
    pub kind: String,
    /// What stands behind the key, often `user@machine`.
    pub comment: String,
    /// `SHA256:` and base64 without padding, as `ssh-keygen -l` prints it.
    pub fingerprint: String,
}

/// Why a text is no public key, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    #[error("Paste a public key: the one line of a file that ends in .pub.")]
    Empty,
    #[error("This is a private key. Give it to nobody; paste the file that ends in .pub.")]
    Private,
    #[error("A public key is one line. Add several one by one.")]
    SeveralLines,
    #[error("“{0}” is no kind of key that devices take: it begins with ssh-ed25519, ssh-rsa or ecdsa-sha2-….")]
    Kind(String),
    #[error("The key itself is missing: behind the kind stands a long word.")]
    NoBody,
    #[error("The key is not complete: it was cut, or changed while it was copied.")]
    Broken,
    #[error("The key says that it is another kind than the line does.")]
    OtherKind,
    #[error("An RSA key has at least 2048 bits, this one has {0}. Make one with ssh-keygen -t ed25519.")]
    ShortRsa(usize),
    #[error("A key has at most 2850 characters.")]
    TooLong,
}

/// Reads one line.
///
/// # Errors
/// [`NotAKey`] says what is wrong.
pub fn read(text: &str) -> Result<SshKey, NotAKey> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NotAKey::Empty);
    }
    if text.contains("PRIVATE KEY") {
        return Err(NotAKey::Private);
    }
    if text.contains(['\n', '\r']) {
        return Err(NotAKey::SeveralLines);
    }
    if text.chars().count() > LONGEST {
        return Err(NotAKey::TooLong);
    }
    let mut words = text.splitn(3, [' ', '\t']);
    let kind = words.next().unwrap_or_default();
    if !KINDS.contains(&kind) {
        return Err(NotAKey::Kind(kind.chars().take(40).collect()));
    }
    let body = words.next().filter(|body| !body.is_empty()).ok_or(NotAKey::NoBody)?;
    let bytes = from_base64(body).ok_or(NotAKey::Broken)?;
    let mut fields = Fields(&bytes);
    let own = fields.next().ok_or(NotAKey::Broken)?;
    if own != kind.as_bytes() {
        return Err(NotAKey::OtherKind);
    }
    check(kind, fields)?;
    let comment = words.next().unwrap_or_default().trim().chars().filter(|c| !c.is_control()).collect();
    let fingerprint = format!("SHA256:{}", to_base64(&Sha256::digest(&bytes)));
    Ok(SshKey { kind: kind.to_owned(), comment, fingerprint })
}

fn check(kind: &str, mut fields: Fields<'_>) -> Result<(), NotAKey> {
    let first = fields.next().ok_or(NotAKey::Broken)?;
    let more = match kind {
        "ssh-ed25519" | "sk-ssh-ed25519@openssh.com" => {
            let point = if kind.starts_with("sk-") { fields.next().map(|_| first) } else { Some(first) };
            point.filter(|point| point.len() == ED25519).ok_or(NotAKey::Broken)?;
            0
        }
        "ssh-rsa" => {
            let modulus = fields.next().ok_or(NotAKey::Broken)?;
            let bits = bits(modulus);
            if bits < LEAST_RSA {
                return Err(NotAKey::ShortRsa(bits));
            }
            0
        }
        _ if kind.starts_with("sk-") => 2,
        _ => 1,
    };
    for _ in 0..more {
        fields.next().filter(|field| !field.is_empty()).ok_or(NotAKey::Broken)?;
    }
    if fields.0.is_empty() { Ok(()) } else { Err(NotAKey::Broken) }
}

/// Of a number with its highest byte first.
fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let rest = &number[zeros..];
    rest.first().map_or(0, |first| rest.len() * 8 - first.leading_zeros() as usize)
}

/// Fields with their length in four bytes before them.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (field, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if text.len() - digits.len() > 2 || !text.len().is_multiple_of(4) && text.len() != digits.len() {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut held, mut count) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        held = (held << 6 | u32::try_from(value).ok()?) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xFF).ok()?);
        }
    }
    // Six bits alone are no byte.
    (count < 6).then_some(bytes)
}

fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let held = part.iter().fold(0_u32, |held, byte| held << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for digit in 0..=part.len() {
            let value = held >> (18 - 6 * digit) & 0x3F;
            text.push(char::from(DIGITS[value as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mara@desk 2";

    #[test]
    fn a_key_and_its_fingerprint() {
        let key = read(KEY).unwrap();
        assert_eq!((key.kind.as_str(), key.comment.as_str()), ("ssh-ed25519", "mara@desk 2"));
        // What GitHub publishes of its own host key: docs.github.com, "GitHub's SSH key fingerprints".
        assert_eq!(key.fingerprint, "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let body = KEY.split(' ').nth(1).unwrap();
        let wrong = |text: &str| read(text).unwrap_err();
        assert_eq!(wrong("  "), NotAKey::Empty);
        assert_eq!(wrong("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb"), NotAKey::Private);
        assert_eq!(wrong(&format!("{KEY}\n{KEY}")), NotAKey::SeveralLines);
        assert_eq!(wrong("ssh-dss AAAA"), NotAKey::Kind("ssh-dss".into()));
        assert_eq!(wrong("ssh-ed25519"), NotAKey::NoBody);
        assert_eq!(wrong(&format!("ssh-ed25519 {}", &body[..40])), NotAKey::Broken);
        assert_eq!(wrong(&format!("ssh-ed25519 {}!", &body[1..])), NotAKey::Broken);
        assert_eq!(wrong(&format!("ssh-rsa {body}")), NotAKey::OtherKind);
        assert_eq!(wrong(&format!("ssh-ed25519 {body} {}", "x".repeat(3_000))), NotAKey::TooLong);
        let field = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat();
        let rsa = |modulus: &[u8]| {
            format!("ssh-rsa {}", to_base64(&[field(b"ssh-rsa"), field(&[1, 0, 1]), field(modulus)].concat()))
        };
        assert_eq!(wrong(&rsa(&[0x80; 128])), NotAKey::ShortRsa(1_024));
        assert!(read(&rsa(&[&[0, 0x80][..], &[7; 255]].concat())).is_ok());
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(from_base64(&to_base64(&bytes)), Some(bytes));
        }

        #[test]
        fn any_text_is_a_key_or_a_reason(text in "(ssh-rsa |ssh-ed25519 |)[A-Za-z0-9+/= ]{0,200}|\\PC{0,60}") {
            let _ = read(&text);
        }
    }
}
