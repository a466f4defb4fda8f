//! A device's settings, and what is hard to undo.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;

use super::shown::Shown;

/// A device's settings, and what is hard to undo.
#[component]
pub(super) fn DeviceSettings(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let _ = (uuid, shown);
}
