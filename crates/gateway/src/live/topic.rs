//! Which changes concern a topic.

use wire::change::Change;
use wire::live::Topic;

/// Whether a page that shows `topic` has to look again after `change`.
pub(crate) fn concerns(topic: &Topic, change: &Change) -> bool {
    match topic {
        Topic::Fleets => matches!(change.resource.as_str(), "application" | "device" | "image_install" | "release"),
        Topic::Fleet { id } => {
            change.application == Some(*id) || (change.resource == "application" && change.id == *id)
        }
        Topic::Device { id } => change.device == Some(*id) || (change.resource == "device" && change.id == *id),
        Topic::Logs { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_hears_of_itself_and_what_is_its_own() {
        let change = |resource: &str, id, device| Change {
            sequence: 1,
            resource: resource.into(),
            id,
            application: Some(3),
            device,
        };
        let device = Topic::Device { id: 7 };
        assert!(concerns(&device, &change("device", 7, None)));
        assert!(concerns(&device, &change("device_tag", 70, Some(7))));
        assert!(!concerns(&device, &change("device_tag", 7, Some(8))));
        assert!(concerns(&Topic::Fleet { id: 3 }, &change("device_tag", 7, Some(8))));
        assert!(!concerns(&Topic::Fleets, &change("device_tag", 7, Some(8))));
    }
}
