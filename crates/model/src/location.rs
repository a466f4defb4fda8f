//! Where a device stands: decimal degrees, kept as two tags that every balena API has.

/// The tags' keys.
pub const LATITUDE: &str = "latitude";
pub const LONGITUDE: &str = "longitude";

/// Degrees as they are typed, with a point or a comma.
///
/// # Errors
/// A sentence for the field; `most` is 90 for a latitude, 180 for a longitude.
pub fn degrees(text: &str, most: f64) -> Result<f64, String> {
    let value: f64 =
        text.trim().replace(',', ".").parse().map_err(|_| "Enter decimal degrees, such as 53.5461.".to_owned())?;
    if value.is_finite() && value.abs() <= most { Ok(value) } else { Err(format!("Degrees from −{most} to {most}.")) }
}

/// As it is kept: at most six decimals, which is a hand's breadth.
pub fn printed(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_have_bounds() {
        assert_eq!(degrees(" 53,5461 ", 90.0), Ok(53.5461));
        assert_eq!(degrees("-180", 180.0), Ok(-180.0));
        for (text, most) in [("90.1", 90.0), ("north", 90.0), ("", 90.0), ("NaN", 180.0), ("inf", 180.0)] {
            assert!(degrees(text, most).is_err(), "{text}");
        }
        assert_eq!(
            ["53.5461".to_owned(), "10".to_owned(), "0".to_owned()],
            [printed(53.5461), printed(10.0), printed(-0.0)]
        );
    }
}
