//! What one link may cost: streams, windows, silence.

use std::time::Duration;

/// Streams the platform may have open to one device at a time.
pub(crate) const MAX_STREAMS: usize = 64;
/// yamux ends the whole link when its own limit is passed, so it stays above [`MAX_STREAMS`]: closing streams count too.
const MAX_YAMUX_STREAMS: usize = 256;
/// Bytes on their way to one end, all streams together. yamux asks for 256 KiB a stream at least.
const MAX_WINDOW: usize = 256 * 1_024 * MAX_YAMUX_STREAMS;

/// How often each end pings.
pub(crate) const PING_EVERY: Duration = Duration::from_secs(5);
/// After so much silence the other end is gone.
pub(crate) const DEAD_AFTER: Duration = Duration::from_secs(15);
/// How long a device may take to say whether a port answers.
pub(crate) const OPEN_WITHIN: Duration = Duration::from_secs(10);
/// How long the first line of a stream may take to arrive.
pub(crate) const LINE_WITHIN: Duration = Duration::from_secs(10);

/// The same limits on both ends.
pub(crate) fn yamux_config() -> yamux::Config {
    let mut config = yamux::Config::default();
    config.set_max_num_streams(MAX_YAMUX_STREAMS);
    config.set_max_connection_receive_window(Some(MAX_WINDOW));
    config
}
