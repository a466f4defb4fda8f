//! A write a part asks its page for, and the way back for the answer.

use std::sync::Arc;

/// What is to be written. The page answers once, when the server has it or will not have it.
#[derive(Clone)]
pub struct Save<T> {
    pub value: T,
    answer: Arc<dyn Fn(Result<(), String>) + Send + Sync>,
}

impl<T> Save<T> {
    /// A part asks.
    pub(super) fn new(value: T, answer: impl Fn(Result<(), String>) + Send + Sync + 'static) -> Self {
        Self { value, answer: Arc::new(answer) }
    }

    /// The answer: an error is the sentence shown at the field. Nothing happens when the part has left the page.
    pub fn answer<E: ToString>(&self, result: Result<(), E>) {
        (self.answer)(result.map_err(|error| error.to_string()));
    }
}
