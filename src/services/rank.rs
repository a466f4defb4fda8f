//! How well words fit what was typed: a beginning before an inside, an inside before scattered letters.

/// How well `words` fit `typed`; the smaller the better, none when they do not. Case does not count; nothing typed fits all.
pub fn rank(words: &str, typed: &str) -> Option<u32> {
    let (words, typed) = (words.to_lowercase(), typed.trim().to_lowercase());
    if typed.is_empty() {
        return Some(0);
    }
    if words.starts_with(&typed) {
        return Some(0);
    }
    if let Some(at) = words.find(&typed) {
        let begins_word = words[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric());
        return Some(if begins_word { 1 } else { 2 });
    }
    // Two letters are somewhere in almost everything.
    if typed.chars().count() < 3 { None } else { scattered(&words, &typed).map(|gap| 3 + gap) }
}

/// The letters of `typed` in their order somewhere in `words`: how many letters lie between.
fn scattered(words: &str, typed: &str) -> Option<u32> {
    let mut letters = words.chars();
    let (mut gap, mut is_first) = (0_u32, true);
    for wanted in typed.chars().filter(|c| !c.is_whitespace()) {
        loop {
            if letters.next()? == wanted {
                break;
            }
            if !is_first {
                gap += 1;
            }
        }
        is_first = false;
    }
    Some(gap)
}

/// Those that fit, the best first; equal ones keep their order.
pub fn ranked<T>(items: impl IntoIterator<Item = T>, typed: &str, words: impl Fn(&T) -> String) -> Vec<T> {
    let mut fitting: Vec<(u32, T)> =
        items.into_iter().filter_map(|item| Some((rank(&words(&item), typed)?, item))).collect();
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_comes_before_an_inside_before_scattered_letters() {
        let found =
            ranked(["Restart services", "Go to releases", "A rest", "interesting", "r-e-s-t"], "rest", |words| {
                (*words).to_owned()
            });
        assert_eq!(found, ["Restart services", "A rest", "interesting", "r-e-s-t"]);
        assert_eq!(rank("Fleets", "  FLE "), Some(0));
        assert_eq!(rank("Devices", "dvs"), Some(7));
        assert_eq!(rank("Devices", "svd"), None);
    }

    #[test]
    fn letters_of_any_script_are_no_trouble() {
        for words in ["İstanbul", "ǅ", "🦀 crab", "ẞ"] {
            for typed in ["i", "ß", "🦀", "b", "\u{307}"] {
                let _ = rank(words, typed);
            }
        }
    }
}
