//! Names and secrets that nobody can guess.

use rand::Rng;
use rand::distr::Alphanumeric;

/// So many hexadecimal digits.
pub(crate) fn hex(digits: usize) -> String {
    let mut random = rand::rng();
    (0..digits).map(|_| char::from_digit(random.random_range(0..16), 16).unwrap_or('0')).collect()
}

/// An API key: 32 letters and digits.
pub(crate) fn api_key() -> String {
    rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect()
}

/// One of the words.
pub(crate) fn one_of(words: &[&'static str]) -> &'static str {
    words.get(rand::rng().random_range(0..words.len().max(1))).copied().unwrap_or_default()
}
