//! Names and secrets that nobody can guess.

use rand::Rng;
use rand::distr::Alphanumeric;

const ADJECTIVES: [&str; 16] = [
    "amber", "autumn", "bold", "calm", "crisp", "dawn", "fair", "frosty", "gentle", "lively", "misty", "quiet",
    "silent", "snowy", "still", "windy",
];
const NOUNS: [&str; 16] = [
    "brook", "cliff", "cloud", "dune", "fjord", "glade", "harbor", "hill", "lake", "meadow", "ridge", "river", "shore",
    "stream", "tide", "wave",
];

/// So many hexadecimal digits.
pub(crate) fn hex(digits: usize) -> String {
    let mut random = rand::rng();
    (0..digits).map(|_| char::from_digit(random.random_range(0..16), 16).unwrap_or('0')).collect()
}

/// A uuid of version 4, without its dashes.
pub(crate) fn uuid() -> String {
    let variant = ["8", "9", "a", "b"];
    format!("{}4{}{}{}", hex(12), hex(3), one_of(&variant), hex(15))
}

/// A name for a device that brings none: `snowy-stream`.
pub(crate) fn device_name() -> String {
    format!("{}-{}", one_of(&ADJECTIVES), one_of(&NOUNS))
}

/// An API key: 32 letters and digits.
pub(crate) fn api_key() -> String {
    rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect()
}

/// One of the words.
fn one_of(words: &[&'static str]) -> &'static str {
    words.get(rand::rng().random_range(0..words.len().max(1))).copied().unwrap_or_default()
}
