//! A device's variables.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;

use super::shown::Shown;

/// A device's variables.
#[component]
pub(super) fn DeviceVariables(uuid: DeviceUuid, shown: Shown) -> impl IntoView {
    let _ = (uuid, shown);
}
