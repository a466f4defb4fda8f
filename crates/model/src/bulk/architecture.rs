//! Which fleets a device may move to: those whose containers its processor runs (balena-sdk, `device.move`).

/// Whether containers for `fleet` run on a machine of `device`; slugs of `cpu_architecture`.
pub fn runs(device: &str, fleet: &str) -> bool {
    device == fleet
        || match device {
            "aarch64" => matches!(fleet, "armv7hf" | "rpi"),
            "armv7hf" => fleet == "rpi",
            "amd64" => fleet == "i386",
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn the_newer_runs_what_is_for_the_older() {
        for (device, fleet, may) in [
            ("aarch64", "aarch64", true),
            ("aarch64", "armv7hf", true),
            ("aarch64", "rpi", true),
            ("armv7hf", "aarch64", false),
            ("armv7hf", "rpi", true),
            ("amd64", "i386", true),
            ("i386", "amd64", false),
            ("amd64", "aarch64", false),
        ] {
            assert_eq!(runs(device, fleet), may, "{device} {fleet}");
        }
    }
}
