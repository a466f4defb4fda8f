//! The five hues that speak of state; which word and shape go with a hue is the caller's to say.

/// A hue of state (look.md §2). Text is coloured only for `Busy`, `Warn` and `Fail`: healthy and absent are quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Healthy or done.
    Ok,
    /// In progress.
    Busy,
    /// Degraded, near a limit, held.
    Warn,
    /// Failed or withdrawn.
    Fail,
    /// Absent, waiting, superseded.
    #[default]
    Idle,
}

impl Tone {
    /// The class of this hue (`ok`, `busy`, `warn`, `fail`, `idle`).
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Busy => "busy",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Idle => "idle",
        }
    }
}
