//! What changed on a device, and who did it.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;

use super::shown::Shown;

/// What changed on a device, and who did it.
#[component]
pub(super) fn DeviceHistory(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let _ = (uuid, shown);
}
