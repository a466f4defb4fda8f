//! Names of the services that a device's log may be of, by number.

use std::collections::HashMap;

use leptos::prelude::*;

use super::shown::Shown;
use crate::data::fleet_services;

/// Those of the device's fleet and those that it runs; none before they are known. A device writes before it has a service, and
/// its log has lines of services that its release has no more: so what it runs now is not enough.
pub(super) fn service_names(shown: Shown) -> Signal<Option<HashMap<i64, String>>> {
    let of_fleet = shown.peek(|detail| detail.fleet.as_ref().map(|fleet| fleet.id)).flatten().map(fleet_services::of);
    let own = shown.memo(|detail| {
        let services = detail.services.iter().chain(&detail.own_services);
        services.map(|service| (service.service_id, service.name.clone())).collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        // A fleet that cannot be read leaves what the device runs.
        let is_waiting =
            of_fleet.is_some_and(|of_fleet| of_fleet.with(|held| held.value().is_none() && held.failure().is_none()));
        let of_fleet = of_fleet.and_then(|of_fleet| of_fleet.value()).unwrap_or_default();
        (!is_waiting).then(|| of_fleet.into_iter().chain(own.get().unwrap_or_default()).collect())
    })
    .into()
}
