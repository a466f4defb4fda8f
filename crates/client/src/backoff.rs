//! How long to wait before a socket is tried again: 250 ms, doubled up to 10 s, spread so that pages do not come back as one.

/// The first wait, in milliseconds.
pub const FIRST_MS: u32 = 250;
/// The longest wait before it is spread, in milliseconds.
pub const LONGEST_MS: u32 = 10_000;

/// The wait before try number `attempt` (from 0), in milliseconds. `random` is from 0 up to 1; the wait is from three
/// quarters of its nominal length to all of it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and LONGEST_MS")]
pub fn wait_ms(attempt: u32, random: f64) -> u32 {
    let nominal = FIRST_MS.saturating_mul(1 << attempt.min(6)).min(LONGEST_MS);
    (f64::from(nominal) * (0.75 + 0.25 * random.clamp(0.0, 1.0))) as u32
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn doubles_up_to_ten_seconds_and_is_spread() {
        let waits: Vec<u32> = (0..8).map(|attempt| wait_ms(attempt, 1.0)).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
        assert_eq!((wait_ms(0, 0.0), wait_ms(99, 0.0)), (187, 7_500));
    }
}
