//! How a device's turn to fill a frame of lines ended.

/// See the module's sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// There is no more.
    Done,
    /// There is more, for another turn.
    More,
    /// The next line does not fit into this frame any more, which has to be sent.
    Full,
}
