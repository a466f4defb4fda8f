//! Why a WebSocket is closed (RFC 6455 §7.4), where the page is told.

/// The server stops.
pub(crate) const GOING_AWAY: u16 = 1_001;
/// A frame that is none, or a terminal that was opened elsewhere.
pub(crate) const POLICY: u16 = 1_008;
/// More was typed than can wait.
pub(crate) const TOO_BIG: u16 = 1_009;
/// The session has ended; the page asks for a new sign-in.
pub(crate) const SIGNED_OUT: u16 = 4_401;
