//! One run of diagnostics on a device, told frame by frame; dropping the future ends the run.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use model::device_uuid::DeviceUuid;
use wire::diagnostics::{ClientFrame, ServerFrame, Suite};

use crate::transport::{Frame, NoAnswer, Transport};

/// The path of the socket.
const PATH: &str = "/diagnostics";

/// Runs a suite until the gateway says that it is over. The last frame told is `Done` or `Failed`.
pub async fn run(
    transport: Arc<dyn Transport>,
    device: DeviceUuid,
    suite: Suite,
    mut tell: impl FnMut(ServerFrame),
) -> Result<(), NoAnswer> {
    let mut socket = transport.open(PATH)?;
    let frame = serde_json::to_string(&ClientFrame::Run { device, suite }).map_err(|_| NoAnswer)?;
    socket.outgoing.send(Frame::Text(frame)).await?;
    while let Some(frame) = socket.incoming.next().await {
        let Frame::Text(text) = frame else { continue };
        // A frame of a newer gateway is passed over.
        let Ok(frame) = serde_json::from_str::<ServerFrame>(&text) else { continue };
        let is_last = matches!(frame, ServerFrame::Done | ServerFrame::Failed { .. });
        tell(frame);
        if is_last {
            return Ok(());
        }
    }
    Err(NoAnswer)
}
