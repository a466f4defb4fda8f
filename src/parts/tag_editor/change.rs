//! What a person does to one tag.

use model::device::Tag;

/// One change of one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagChange {
    /// A key that is not there yet.
    Add(Tag),
    /// Another value under a key that is there.
    Change(Tag),
    /// The key is taken away.
    Remove(String),
}
