//! What can go wrong with kept logs, as sentences for the person who chose to keep them.

use thiserror::Error;

/// None of these is about the log itself: it is shown as ever, only not kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VaultError {
    #[error("This browser cannot keep logs. Use a current browser, and open Binnacle over HTTPS or on localhost.")]
    Unsupported,
    #[error("The browser does not let this page keep files. Allow it to store data, and leave private browsing.")]
    Blocked,
    #[error("Another tab of Binnacle keeps the logs. Close it, or turn keeping off there, and try again here.")]
    HeldElsewhere,
    #[error("There is no room to keep more lines. Free some space on this computer, or forget logs that are kept.")]
    Full,
    /// Somebody logged out, or asked in some tab that everything be forgotten.
    #[error("The kept logs were forgotten, here or in another tab. Turn keeping on again to begin anew.")]
    LetGo,
    /// Files are opened ahead of need and all of these are in use.
    #[error("The browser is still making files to keep logs in. Try again in a moment.")]
    Busy,
    #[error("`{0}` is no device's UUID, so nothing is kept under it. Reload the page.")]
    NotADevice(String),
    /// What the browser said.
    #[error("The browser's file system failed ({0}). Reload the page; if it fails again, forget the kept logs.")]
    Failed(String),
}
