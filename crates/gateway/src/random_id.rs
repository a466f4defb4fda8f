//! Unguessable names: 128 bits from the system's generator, as hexadecimal digits.

use std::fmt::Write as _;

use rand::TryRngCore;
use rand::rngs::OsRng;

/// 32 hexadecimal digits.
pub(crate) fn random_id() -> String {
    hex(&random_bytes::<16>())
}

/// Bytes fit for keys and nonces.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The system's generator fails only where there is none; a weak name must not take its place.
    while OsRng.try_fill_bytes(&mut bytes).is_err() {
        std::thread::yield_now();
    }
    bytes
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
