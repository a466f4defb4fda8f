//! Every tab hears that the logs are to be forgotten, so that whichever holds their files lets go of them.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "binnacle-logs";
const LET_GO: &str = "let go";

/// Listens until it is dropped.
#[derive(Debug)]
pub(crate) struct Signal {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Signal {
    /// Calls when somebody says so; `None` in a browser without channels.
    pub(crate) fn hear(mut let_go: impl FnMut() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if event.data().as_string().as_deref() == Some(LET_GO) {
                let_go();
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// Tells all tabs, this one included.
pub(crate) fn tell() {
    if let Ok(channel) = BroadcastChannel::new(NAME) {
        // Who does not hear it is found out by what then cannot be removed.
        let _ = channel.post_message(&JsValue::from_str(LET_GO));
        channel.close();
    }
}
