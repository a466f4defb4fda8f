//! What can keep an image from being here.

use std::io;

use crate::api::client::ApiError;

/// Why an image is not here.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PullError {
    #[error("“{0}” is not an image location of this API")]
    BadLocation(String),
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error("the image's manifest cannot be used: {0}")]
    BadManifest(String),
    #[error("a layer is not what its digest says; it is downloaded again")]
    Damaged,
    #[error("the download broke off")]
    BrokeOff,
    #[error("the image is unsafe to unpack: {0}")]
    Unsafe(String),
    #[error("the image cannot be stored: {0}")]
    Io(#[from] io::Error),
}
