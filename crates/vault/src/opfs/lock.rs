//! Which tab keeps the logs: a lock of the browser's, released when the tab or its worker ends, however it ends.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use super::browser::{answer, of_navigator, pause};
use crate::error::VaultError;

/// One for all persons: an origin has one session at a time.
const NAME: &str = "binnacle-logs";
/// A page that is loaded again waits for its former worker to end; in milliseconds.
const WAIT_MS: u32 = 100;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`, which web-sys does not bind without a flag.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, then: &Function) -> Result<Promise, JsValue>;
}

/// The lock, held until it is dropped. Where a browser has no locks, open files refuse a second tab by themselves.
#[derive(Debug)]
pub(crate) struct Lock {
    release: Option<Function>,
}

impl Lock {
    /// Takes it, trying this often.
    pub(crate) async fn take(tries: u32) -> Result<Self, VaultError> {
        let Some(locks) = of_navigator("locks") else { return Ok(Self { release: None }) };
        let locks: LockManager = locks.unchecked_into();
        for attempt in 0..tries {
            if attempt > 0 {
                pause(WAIT_MS).await;
            }
            if let Some(release) = take_now(&locks).await.map_err(|_| VaultError::Blocked)? {
                return Ok(Self { release: Some(release) });
            }
        }
        Err(VaultError::HeldElsewhere)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // It resolves a promise, which does not throw.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// What releases the lock, if it could be had. The browser holds it until the promise that its callback gives is settled.
async fn take_now(locks: &LockManager) -> Result<Option<Function>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;
    let mut refused = None;
    let mut told = None;
    let heard = Promise::new(&mut |resolve, reject| {
        told = Some(resolve);
        refused = Some(reject);
    });
    let (Some(told), Some(refused)) = (told, refused) else { return Ok(None) };
    let then = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let mut release = JsValue::NULL;
        let held = if lock.is_null() {
            JsValue::UNDEFINED
        } else {
            Promise::new(&mut |resolve, _| release = resolve.into()).into()
        };
        let _ = told.call1(&JsValue::NULL, &release);
        held
    });
    let requested = locks.request(NAME, &options, then.unchecked_ref())?;
    // Where the browser refuses, the callback is never called.
    wasm_bindgen_futures::spawn_local(async move {
        if let Err(thrown) = answer(requested).await {
            let _ = refused.call1(&JsValue::NULL, &thrown);
        }
    });
    Ok(answer(heard).await?.dyn_into().ok())
}
