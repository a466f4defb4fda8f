//! What the link needs of a WebSocket message, so that axum's and tungstenite's both serve.

use bytes::Bytes;

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Bytes of the multiplexed connection.
    Binary(Bytes),
    /// A ping or a pong: the other end lives.
    Alive,
    /// The other end says goodbye.
    Close,
    /// A text message, which the link never sends.
    Text,
}

/// A message of a WebSocket library.
pub trait Frame: Sized {
    /// A binary message.
    fn binary(bytes: Bytes) -> Self;
    /// A ping without payload.
    fn ping() -> Self;
    /// What this message is to the link.
    fn received(self) -> Received;
}

#[cfg(feature = "axum")]
impl Frame for axum::extract::ws::Message {
    fn binary(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }

    fn ping() -> Self {
        Self::Ping(Bytes::new())
    }

    fn received(self) -> Received {
        match self {
            Self::Binary(bytes) => Received::Binary(bytes),
            Self::Ping(_) | Self::Pong(_) => Received::Alive,
            Self::Close(_) => Received::Close,
            Self::Text(_) => Received::Text,
        }
    }
}

#[cfg(feature = "tungstenite")]
impl Frame for tokio_tungstenite::tungstenite::Message {
    fn binary(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }

    fn ping() -> Self {
        Self::Ping(Bytes::new())
    }

    fn received(self) -> Received {
        match self {
            Self::Binary(bytes) => Received::Binary(bytes),
            Self::Ping(_) | Self::Pong(_) | Self::Frame(_) => Received::Alive,
            Self::Close(_) => Received::Close,
            Self::Text(_) => Received::Text,
        }
    }
}
