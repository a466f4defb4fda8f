//! Numbers as people read them: grouped, units with a blank, "—" for what is not known.

/// What is not known.
pub const UNKNOWN: &str = "—";

/// `10,412`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 device`, `10,412 devices`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// `92.6 %` of tenths of a percent; `100 %` without the tenth.
pub fn permille(tenths: u64) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} %"),
        (whole, tenth) => format!("{whole}.{tenth} %"),
    }
}

/// `22 %`.
pub fn percent(value: f64) -> String {
    format!("{value:.0} %")
}

/// `312 / 512 MB`, `14.1 / 16 GB`: used of total, both in MB, in the unit that suits the total.
pub fn used_of(used: f64, total: f64) -> String {
    if total < 10_000.0 {
        format!("{used:.0} / {total:.0} MB")
    } else {
        format!("{:.1} / {:.0} GB", used / 1_000.0, total / 1_000.0)
    }
}

/// `9.6 MB` of bytes: three digits at most, in powers of a thousand.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1_000 {
        return format!("{count} B");
    }
    // In tenths of the unit, so that no number is a fraction.
    let mut tenths = count / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        (tenths, unit) = (tenths / 1_000, unit + 1);
    }
    let unit = UNITS.get(unit).copied().unwrap_or("TB");
    if tenths < 1_000 {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    } else {
        format!("{} {unit}", grouped(tenths / 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_read_them() {
        assert_eq!([0, 999, 1_000, 10_412, 1_234_567].map(grouped), ["0", "999", "1,000", "10,412", "1,234,567"]);
        assert_eq!(
            (counted(1, "device", "devices"), counted(0, "device", "devices")),
            ("1 device".into(), "0 devices".into())
        );
        assert_eq!(
            [0, 999, 1_000, 9_640_000, 143_000_000, 2_000_000_000].map(bytes),
            ["0 B", "999 B", "1.0 kB", "9.6 MB", "143 MB", "2.0 GB"]
        );
        assert_eq!([926, 1_000, 0, 5].map(permille), ["92.6 %", "100 %", "0 %", "0.5 %"]);
        assert_eq!(
            (used_of(312.0, 512.0), used_of(14_100.0, 16_000.0)),
            ("312 / 512 MB".into(), "14.1 / 16 GB".into())
        );
    }
}
