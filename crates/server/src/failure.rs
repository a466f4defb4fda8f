//! Why a command could not do its work: one sentence, and an exit code.

use std::process::ExitCode;

/// A command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It could not start as it was asked to; the sentence says what to change. Exit code 2.
    #[error("{0}")]
    CannotStart(String),
    /// It broke while it ran. Exit code 1.
    #[error("{0}")]
    Broke(String),
}

impl Failure {
    /// Could not start.
    pub(crate) fn start(why: impl std::fmt::Display) -> Self {
        Self::CannotStart(why.to_string())
    }

    /// Broke.
    pub(crate) fn broke(why: impl std::fmt::Display) -> Self {
        Self::Broke(why.to_string())
    }

    /// Says it on stderr.
    #[expect(clippy::print_stderr, reason = "the command line's own word to the person")]
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("binnacle: {self}");
        match self {
            Self::CannotStart(_) => ExitCode::from(2),
            Self::Broke(_) => ExitCode::from(1),
        }
    }
}
