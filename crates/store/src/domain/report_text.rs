//! How long the texts of a device's row may be, and what becomes of a reported one that is longer (balena-api.md §7).

use super::report_refused::NotAReport;

/// The longest text of a column that has no limit of its own, in characters.
const SHORT: usize = 255;

/// What is cut, and where: a list of addresses loses those that no longer fit, a text its end. In characters.
const CUT: [(&str, usize, bool); 7] = [
    ("status", 50, false),
    ("os_version", 70, false),
    ("supervisor_version", 20, false),
    ("api_secret", 64, false),
    ("ip_address", 2_000, true),
    ("mac_address", 900, true),
    ("note", 1_000_000, false),
];

/// The text as its column takes it; none if it is better not kept at all.
pub(super) fn fitted(column: &str, text: &str) -> Result<Option<String>, NotAReport> {
    if let Some((_, length, is_list)) = CUT.iter().find(|(name, ..)| *name == column) {
        return Ok(Some(if *is_list { as_many(text, *length) } else { text.chars().take(*length).collect() }));
    }
    match column {
        "os_variant" if !matches!(text, "dev" | "prod") => Ok(None),
        // What cannot be shown is no id.
        "cpu_id" if !text.bytes().all(|b| (0x20..=0x7e).contains(&b)) => Ok(None),
        _ if text.chars().count() > SHORT => Err(NotAReport),
        "cpu_id" => Ok(Some(text.to_lowercase())),
        _ => Ok(Some(text.to_owned())),
    }
}

/// As many of the addresses as fit.
fn as_many(list: &str, length: usize) -> String {
    if list.chars().count() <= length {
        return list.to_owned();
    }
    let mut kept = String::new();
    for address in list.split(' ') {
        if kept.chars().count() + 1 + address.chars().count() <= length {
            kept.push(' ');
            kept.push_str(address);
        }
    }
    kept.trim().to_owned()
}

/// The sentence about a text that a person or a registration made too long for its column; none if it fits.
pub(crate) fn too_long(column: &str, text: &str) -> Option<String> {
    let (_, length, _) = CUT.iter().find(|(name, ..)| *name == column)?;
    if text.chars().count() <= *length {
        return None;
    }
    let name = column.replace('_', " ");
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Some(format!(
        "It is necessary that each device that has {article} {name}, has {article} {name} that has a Length (Type) that is \
         less than or equal to {length}."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_lose_addresses_and_texts_their_end() {
        let addresses = vec!["10.0.0.1"; 300].join(" ");
        let kept = fitted("ip_address", &addresses).unwrap().unwrap();
        assert_eq!(kept, vec!["10.0.0.1"; 222].join(" "));
        assert_eq!(fitted("mac_address", &"a".repeat(901)).unwrap().unwrap(), "");
        assert_eq!(fitted("status", &"s".repeat(60)).unwrap().unwrap().len(), 50);
        assert_eq!(fitted("cpu_id", "ABC").unwrap().unwrap(), "abc");
        assert_eq!(fitted("cpu_id", "é"), Ok(None));
        assert_eq!(fitted("os_variant", "beta"), Ok(None));
        assert_eq!(fitted("provisioning_state", &"s".repeat(256)), Err(NotAReport));
    }

    #[test]
    fn the_rule_is_named() {
        assert_eq!(too_long("os_version", &"o".repeat(70)), None);
        assert_eq!(
            too_long("os_version", &"o".repeat(71)).unwrap(),
            "It is necessary that each device that has an os version, has an os version that has a Length (Type) that is less \
             than or equal to 70."
        );
        assert!(
            too_long("supervisor_version", &"1".repeat(21))
                .unwrap()
                .contains("each device that has a supervisor version,")
        );
    }
}
