//! SQLite: schema, migrations, one writer, and OData trees turned into SQL.

pub mod access;
pub mod assets;
pub mod backup;
mod budget;
mod cascade;
pub mod changed_row;
mod changes;
pub mod clock;
mod compile;
mod connection;
mod device_types;
pub mod doer;
pub mod domain;
mod done;
pub mod error;
mod folder;
mod functions;
mod history;
mod migrate;
mod model_description;
mod random;
mod readers;
mod release_names;
mod revocation;
mod rows_text;
mod store;
pub mod write;
mod writer;

pub use access::Access;
pub use changed_row::ChangedRow;
pub use doer::Doer;
pub use domain::{
    actors, api_keys, connectivity, device_history, device_metrics, devices, fleet_samples, images, legacy_report,
    logs, manifests, organizations, releases, report_body, report_pace, report_refused, service_instances, settings,
    state_report, target_state, users,
};
pub use done::Done;
pub use error::StoreError;
pub use model_description::Model;
pub use revocation::Revoked;
pub use rows_text::RowsText;
pub use store::Store;
pub use write::{OdataMethod, OdataWrite, Upload, Written};

/// The names of all resources of the model, for tests that ask each of them who may.
pub fn resource_names() -> Vec<&'static str> {
    model_description::all().map(|resource| resource.name).collect()
}
