//! Why there is no demo, and what to do.

use crate::demo::api::ApiError;

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// The API did not take what the demo is made of.
    #[error("the demo world could not be made ({0}): start with --no-demo, or with an empty --data folder")]
    Api(#[from] ApiError),
    /// The disk.
    #[error("the demo world cannot be kept in the data folder: {0}")]
    Disk(#[from] std::io::Error),
    /// The database.
    #[error("the demo world cannot be kept in the database: {0}")]
    Store(#[from] store::StoreError),
}
