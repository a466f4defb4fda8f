//! A page of nothing but a log: that of the flood's first device, or of as many as the address says (`?devices=2000`).

use dashboard::measured_log::{Measured, mount};

/// Devices and services as `crates/gateway/examples/flood` has them.
fn main() {
    let search = leptos::prelude::window().location().search().unwrap_or_default();
    let count = search.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("devices=")?.parse().ok());
    let device = |number: u32| (format!("flood-{number:04}"), format!("f100d{number:027x}"));
    let services = [(1, "uplink"), (2, "gauge"), (3, "ui")].map(|(id, name)| (id, name.to_owned()));
    mount(Measured { devices: (0..count.unwrap_or(1)).map(device).collect(), services: services.to_vec() });
}
