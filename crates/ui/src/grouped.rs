//! A count as it is read: its digits in groups of three.

/// `1,204`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn counts_are_grouped() {
        assert_eq!([0, 999, 1_204, 100_000, 48_914_000].map(grouped), ["0", "999", "1,204", "100,000", "48,914,000"]);
    }
}
