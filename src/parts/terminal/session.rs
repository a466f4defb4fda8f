//! What a terminal talks to, and where the way there stands.

use term::Size;

/// Whose shell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum ShellTarget {
    #[default]
    HostOs,
    /// A service, by name.
    Service(String),
}

impl ShellTarget {
    /// The words of the picker.
    pub fn label(&self) -> String {
        match self {
            Self::HostOs => "Host OS".to_owned(),
            Self::Service(name) => name.clone(),
        }
    }

    pub(super) fn id(&self) -> String {
        match self {
            Self::HostOs => "host".to_owned(),
            Self::Service(name) => format!("service {name}"),
        }
    }
}

/// An entry of the picker; `unavailable` is the reason why there is no shell in it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetChoice {
    pub target: ShellTarget,
    pub unavailable: Option<String>,
}

/// A shell the person wants: open one, or another one in place of the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    pub target: ShellTarget,
    pub size: Size,
}

/// Where the way to the shell stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SessionState {
    /// None was asked for.
    #[default]
    Idle,
    /// Tunnel and shell are being opened.
    Connecting,
    /// The device is disconnected; the shell opens when it is back.
    WaitingForDevice,
    /// Bytes flow. The latency of the way there and back, once measured.
    Connected { latency_ms: Option<u32> },
    /// The page's link broke; the shell lives on and is taken up again.
    Lost { retry_in_s: u32 },
    /// The shell ended; `code` is unknown when a signal or a broken link ended it.
    Ended { code: Option<u32>, message: String },
    /// There is no shell, and why.
    Refused { message: String },
}

impl SessionState {
    /// Whether keys reach a shell.
    pub fn takes_input(&self) -> bool {
        matches!(self, Self::Connected { .. })
    }

    /// Whether there is something to disconnect.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Connecting | Self::WaitingForDevice | Self::Connected { .. } | Self::Lost { .. })
    }

    /// The words of the header.
    pub fn words(&self) -> String {
        match self {
            Self::Idle | Self::Refused { .. } => "Not connected".to_owned(),
            Self::Connecting => "Connecting".to_owned(),
            Self::WaitingForDevice => "Device offline, connects when back".to_owned(),
            Self::Connected { .. } => "Connected".to_owned(),
            Self::Lost { retry_in_s: 0 } => "Lost, reconnecting".to_owned(),
            Self::Lost { retry_in_s } => format!("Lost, reconnecting in {retry_in_s} s"),
            Self::Ended { code: Some(code), .. } => format!("Ended, exit {code}"),
            Self::Ended { code: None, .. } => "Ended".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SessionState;

    #[test]
    fn states_say_themselves() {
        assert_eq!(SessionState::Lost { retry_in_s: 4 }.words(), "Lost, reconnecting in 4 s");
        assert_eq!(SessionState::Ended { code: Some(130), message: String::new() }.words(), "Ended, exit 130");
        assert!(SessionState::WaitingForDevice.is_open() && !SessionState::WaitingForDevice.takes_input());
    }
}
