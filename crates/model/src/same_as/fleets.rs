//! What one does to a fleet.

use super::quote::{javascript, shell};
use super::request::{Rows, delete, patch, post};
use super::value::Fields;
use super::written::SameAs;

/// Makes a fleet; `organization` and `device_type` by number, and by handle and slug as the command line has them.
pub fn create(name: &str, organization: (i64, &str), device_type: (i64, &str)) -> SameAs {
    let fields: Fields = vec![
        ("app_name", name.into()),
        ("organization", organization.0.into()),
        ("is_for__device_type", device_type.0.into()),
    ];
    post("application", &fields)
        .with_sdk(format!(
            "await balena.models.application.create({{ name: {}, deviceType: {}, organization: {} }});",
            javascript(name),
            javascript(device_type.1),
            javascript(organization.1)
        ))
        .with_cli(format!(
            "balena fleet create {} --organization {} --type {}",
            shell(name),
            shell(organization.1),
            shell(device_type.1)
        ))
}

/// Calls a fleet something.
pub fn rename(fleet: i64, slug: &str, name: &str) -> SameAs {
    patch("application", &Rows::Id(fleet), &[("app_name", name.into())])
        .with_sdk(format!("await balena.models.application.rename({}, {});", javascript(slug), javascript(name)))
        .with_cli(format!("balena fleet rename {} {}", shell(slug), shell(name)))
}

/// Holds a fleet at a release, by its number and commit.
pub fn pin(fleet: i64, slug: &str, release: i64, commit: &str) -> SameAs {
    let fields: Fields =
        vec![("should_be_running__release", release.into()), ("should_track_latest_release", false.into())];
    patch("application", &Rows::Id(fleet), &fields)
        .with_sdk(format!(
            "await balena.models.application.pinToRelease({}, {});",
            javascript(slug),
            javascript(commit)
        ))
        .with_cli(format!("balena fleet pin {} {}", shell(slug), shell(commit)))
}

/// Lets a fleet follow its latest release.
pub fn track_latest(fleet: i64, slug: &str) -> SameAs {
    patch("application", &Rows::Id(fleet), &[("should_track_latest_release", true.into())])
        .with_sdk(format!("await balena.models.application.trackLatestRelease({});", javascript(slug)))
        .with_cli(format!("balena fleet track-latest {}", shell(slug)))
}

/// Forgets a fleet with all that is in it.
pub fn remove(fleet: i64, slug: &str) -> SameAs {
    delete("application", &Rows::Id(fleet))
        .with_sdk(format!("await balena.models.application.remove({});", javascript(slug)))
        .with_cli(format!("balena fleet rm {} --yes", shell(slug)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_ends_tracking() {
        let same = pin(3, "acme/river gauges", 12, "4b1c9e2");
        assert!(same.http.contains(r#"{"should_be_running__release":12,"should_track_latest_release":false}"#));
        assert_eq!(same.cli.as_deref(), Some("balena fleet pin 'acme/river gauges' 4b1c9e2"));
        assert_eq!(
            create("depot", (1, "acme"), (2, "raspberrypi4-64")).cli.as_deref(),
            Some("balena fleet create depot --organization acme --type raspberrypi4-64")
        );
    }
}
