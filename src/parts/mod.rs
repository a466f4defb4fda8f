//! Pieces of pages that know what a device, a log or a terminal is: values and signals in, callbacks out.

pub mod bulk;
pub mod device_grid;
pub mod device_state;
pub mod edit_text;
pub mod event_list;
pub mod failed;
pub mod fleet_card;
pub mod fleet_pin;
pub mod fleet_policy;
pub mod fleet_state;
pub mod log_view;
pub mod metrics_card;
pub mod missing;
pub mod release_arrow;
pub mod release_picker;
pub mod release_standing;
pub mod same_as;
pub mod save;
pub mod service_state;
pub mod service_table;
pub mod status_bar;
pub mod tag_editor;
pub mod terminal;
pub mod why_card;
