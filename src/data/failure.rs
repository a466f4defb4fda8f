//! What a page is told when something did not come.

/// By meaning; `Display` is the sentence for the person.
pub type Failure = client::error::CallError;
