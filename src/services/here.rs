//! What the page knows about where it is beyond the address: for the path and the sidebar of the frame.

use leptos::prelude::*;

/// The device a page shows, and its fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceHere {
    pub name: String,
    pub fleet: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
struct Here(RwSignal<Option<DeviceHere>>);

/// Nowhere yet; once, by the app.
pub fn provide_here() {
    provide_context(Here(RwSignal::new(None)));
}

/// The page shows this device as long as it is there.
pub fn show_device(device: impl Fn() -> Option<DeviceHere> + 'static) {
    let Some(Here(here)) = use_context() else { return };
    Effect::new(move |_| here.set(device()));
    on_cleanup(move || {
        let _ = here.try_set(None);
    });
}

/// The device the page shows.
pub fn use_device_here() -> Signal<Option<DeviceHere>> {
    use_context::<Here>().map_or_else(|| Signal::stored(None), |here| here.0.into())
}
