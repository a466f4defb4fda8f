//! What a device says of its health when asked.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;

use super::shown::Shown;

/// What a device says of its health when asked.
#[component]
pub(super) fn DeviceDiagnostics(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let _ = (uuid, shown);
}
