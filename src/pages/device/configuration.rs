//! A device's configuration.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;

use super::shown::Shown;

/// A device's configuration.
#[component]
pub(super) fn DeviceConfiguration(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let _ = (uuid, shown);
}
