//! Whether two texts are the same but for their numbers.

/// Whether they are equal when every run of ASCII digits counts as one (`level=3.409 m` and `level=12.4 m`).
pub(crate) fn are_alike(one: &[u8], other: &[u8]) -> bool {
    // What ends otherwise is told apart without a walk through what begins the same.
    if let (Some(last), Some(other_last)) = (one.last(), other.last())
        && last != other_last
        && !(last.is_ascii_digit() && other_last.is_ascii_digit())
    {
        return false;
    }
    let (mut at, mut other_at) = (0, 0);
    loop {
        while let (Some(piece), Some(other_piece)) =
            (one.get(at..).and_then(<[u8]>::first_chunk::<8>), other.get(other_at..).and_then(<[u8]>::first_chunk::<8>))
            && piece == other_piece
        {
            at += 8;
            other_at += 8;
        }
        // A piece may have ended within a number; the numbers may be of different lengths.
        let is_in_number = at.checked_sub(1).and_then(|before| one.get(before)).is_some_and(u8::is_ascii_digit);
        if is_in_number {
            at += digits(one, at);
            other_at += digits(other, other_at);
        }
        match (one.get(at), other.get(other_at)) {
            (None, None) => return true,
            (Some(byte), Some(other_byte)) if byte == other_byte => {}
            (Some(byte), Some(other_byte)) if byte.is_ascii_digit() && other_byte.is_ascii_digit() => {}
            _ => return false,
        }
        at += 1;
        other_at += 1;
    }
}

/// How many digits stand at `at`.
fn digits(text: &[u8], at: usize) -> usize {
    text.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::are_alike;

    fn without_numbers(text: &str) -> String {
        let mut out = String::new();
        for character in text.chars() {
            if !character.is_ascii_digit() {
                out.push(character);
            } else if !out.ends_with('0') {
                out.push('0');
            }
        }
        out
    }

    #[test]
    fn numbers_of_any_length_are_one() {
        assert!(are_alike(b"level=3.409 m", b"level=12.4 m"));
        assert!(are_alike(b"0123456789abc 1", b"01234567891abc 2") && are_alike(b"", b""));
        for (one, other) in [("a1", "a"), ("a", "a1"), ("1a", "a1"), ("12345678", "12345678a"), ("a-1", "a1")] {
            assert!(!are_alike(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn it_is_equality_without_numbers(
            parts in prop::collection::vec(("[a-b]{0,9}", "[0-9]{0,12}", "[0-9]{0,12}"), 0..6),
            other in "[a0-2]{0,20}",
            numbers in "[0-9]{0,12}",
        ) {
            let (mut one, mut renumbered) = (String::new(), String::new());
            for (text, number, another) in parts {
                one.extend([text.as_str(), &number]);
                renumbered.extend([text, another]);
            }
            let short: String = one.chars().map(|it| if it == 'b' { 'a' } else { it }).collect();
            for (left, right) in [(&one, &renumbered), (&one, &other), (&short, &other), (&other, &numbers)] {
                let same = without_numbers(left) == without_numbers(right);
                prop_assert_eq!(are_alike(left.as_bytes(), right.as_bytes()), same, "{} {}", left, right);
            }
        }
    }
}
