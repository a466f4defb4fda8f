//! Whether what the log shows is still coming in.

/// Where the stream of lines stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Connection {
    /// The history is on its way.
    #[default]
    Loading,
    /// Lines come as they are written.
    Live,
    /// The page or the gateway lost the stream; it is being taken up again where it was.
    Lost,
    /// The stream stands, but the device is disconnected: nothing new can come.
    DeviceOffline,
}
