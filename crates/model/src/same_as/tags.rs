//! What one does to the tags of a device, a fleet or a release.

use super::owner::Owner;
use super::quote::{javascript, shell};
use super::request::{Rows, delete, upsert};
use super::value::Fields;
use super::written::SameAs;

fn tags(of: Owner<'_>) -> String {
    format!("{}_tag", of.resource())
}

fn natural_key(of: Owner<'_>, key: &str) -> Fields {
    vec![(of.resource(), of.id().into()), ("tag_key", key.into())]
}

/// Sets a tag, which takes the place of one of the same key.
pub fn set(of: Owner<'_>, key: &str, value: &str) -> SameAs {
    let (model, named) = (of.resource(), javascript(of.called()));
    upsert(&tags(of), natural_key(of, key), &[("value", value.into())])
        .with_sdk(format!("await balena.models.{model}.tags.set({named}, {}, {});", javascript(key), javascript(value)))
        .with_cli(format!("balena tag set {} {} {} {}", shell(key), shell(value), of.option(), shell(of.called())))
}

/// Takes a tag away.
pub fn remove(of: Owner<'_>, key: &str) -> SameAs {
    let (model, named) = (of.resource(), javascript(of.called()));
    delete(&tags(of), &Rows::Key(natural_key(of, key)))
        .with_sdk(format!("await balena.models.{model}.tags.remove({named}, {});", javascript(key)))
        .with_cli(format!("balena tag rm {} {} {}", shell(key), of.option(), shell(of.called())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_tagged_by_its_number_in_the_request_and_by_its_name_elsewhere() {
        let device = set(Owner::Device { id: 7, uuid: "7f3a" }, "site", "north pier");
        assert!(device.http.contains("/v7/device_tag(device=7,tag_key=%27site%27)"), "{}", device.http);
        assert_eq!(device.sdk, "await balena.models.device.tags.set('7f3a', 'site', 'north pier');");
        assert_eq!(device.cli.as_deref(), Some("balena tag set site 'north pier' --device 7f3a"));
        let fleet = set(Owner::Fleet { id: 3, slug: "acme/river" }, "site", "north");
        assert!(fleet.http.contains("/v7/application_tag(application=3,"), "{}", fleet.http);
        assert_eq!(fleet.sdk, "await balena.models.application.tags.set('acme/river', 'site', 'north');");
        assert_eq!(fleet.cli.as_deref(), Some("balena tag set site north --fleet acme/river"));
        let release = remove(Owner::Release { id: 12, commit: "4b1c9e2" }, "site");
        assert!(release.http.contains("-X DELETE \"$BALENA_API/v7/release_tag(release=12,"), "{}", release.http);
        assert_eq!(release.cli.as_deref(), Some("balena tag rm site --release 4b1c9e2"));
    }
}
