//! The three ways to say one action.

/// One action, to be copied. The API's address is `$BALENA_API` and the token `$TOKEN`: neither is ever written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameAs {
    /// `curl`, one line of a POSIX shell.
    pub http: String,
    /// JavaScript with balena-sdk, where `balena` is the SDK.
    pub sdk: String,
    /// balena-cli, where it has such a command.
    pub cli: Option<String>,
}

impl SameAs {
    /// With a line of balena-cli.
    #[must_use]
    pub fn with_cli(mut self, line: impl Into<String>) -> Self {
        self.cli = Some(line.into());
        self
    }

    /// With a line of balena-sdk that says it better than the request.
    #[must_use]
    pub fn with_sdk(mut self, line: impl Into<String>) -> Self {
        self.sdk = line.into();
        self
    }
}
