//! Asking a device for its health: a run of checks or the report, and what its supervisor holds and should hold.

use client::diagnostics;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device_uuid::DeviceUuid;
use model::health::Finding;
use query::remote::Remote;
use wire::diagnostics::{ServerFrame, Suite};
use wire::endpoint::Method;
use wire::supervisor::SupervisorRequest;
use wire::supervisor_state::{Json, of_current, of_target, pretty};

use super::failure::Failure;
use super::hub::{Hub, now_millis, use_hub};

/// Where a run stands. Moments are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunState {
    /// Never begun here.
    Idle,
    Connecting,
    Running,
    Done {
        at: i64,
    },
    /// What was found before stays.
    Failed {
        message: String,
    },
    Cancelled,
}

/// A run of one suite on one device. Copy; ends with its owner.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    hub: Hub,
    suite: Suite,
    state: RwSignal<RunState>,
    findings: RwSignal<Vec<Finding>>,
    text: RwSignal<String>,
    /// Frames of a run that was cancelled or begun anew are not for the present one.
    turn: StoredValue<u32>,
    stop: StoredValue<Option<futures_util::future::AbortHandle>, LocalStorage>,
}

/// The health checks.
pub fn checks() -> Run {
    Run::new(Suite::Checks)
}

/// The report.
pub fn report() -> Run {
    Run::new(Suite::Report)
}

impl Run {
    fn new(suite: Suite) -> Self {
        let run = Self {
            hub: use_hub(),
            suite,
            state: RwSignal::new(RunState::Idle),
            findings: RwSignal::new(Vec::new()),
            text: RwSignal::new(String::new()),
            turn: StoredValue::new(0),
            stop: StoredValue::new_local(None),
        };
        on_cleanup(move || run.end());
        run
    }

    /// Where it stands, reactively.
    pub fn state(self) -> Signal<RunState> {
        self.state.into()
    }

    /// What was found so far, in the order of the checks.
    pub fn findings(self) -> Signal<Vec<Finding>> {
        self.findings.into()
    }

    /// What the report says so far.
    pub fn text(self) -> Signal<String> {
        self.text.into()
    }

    /// Begins anew.
    pub fn start(self, device: DeviceUuid) {
        self.end();
        self.state.set(RunState::Connecting);
        self.findings.set(Vec::new());
        self.text.set(String::new());
        let transport = self.hub.client().transport();
        let turn = self.turn.try_get_value();
        let tell = move |frame| {
            if self.turn.try_get_value() == turn {
                self.told(frame);
            }
        };
        let run = diagnostics::run(transport, device, self.suite, tell);
        let (run, stop) = futures_util::future::abortable(run);
        self.stop.update_value(|held| *held = Some(stop));
        let hub = self.hub;
        spawn_local(async move {
            if let Ok(Err(_)) = run.await {
                // A socket that is refused says no reason; a call does.
                let asked = hub.heard(hub.client().call(wire::session::CurrentSession).await);
                let message =
                    asked.err().map_or_else(|| "The connection broke. Run it again.".to_owned(), |e| e.to_string());
                let _ = self.state.try_set(RunState::Failed { message });
            }
        });
    }

    /// Ends the run on the device; what was found stays.
    pub fn cancel(self) {
        self.end();
        self.state.set(RunState::Cancelled);
    }

    fn end(self) {
        let _ = self.turn.try_update_value(|turn| *turn += 1);
        let _ = self.stop.try_update_value(|stop| {
            if let Some(stop) = stop.take() {
                stop.abort();
            }
        });
    }

    fn told(self, frame: ServerFrame) {
        match frame {
            ServerFrame::Running => self.state.set(RunState::Running),
            ServerFrame::Finding { finding } => self.findings.update(|findings| {
                // A hostile device says the same thing for ever.
                if !findings.iter().any(|known| known.check == finding.check) {
                    findings.push(finding);
                }
            }),
            ServerFrame::Text { text } => self.text.update(|known| known.push_str(&text)),
            ServerFrame::Done => self.state.set(RunState::Done { at: now_millis() }),
            ServerFrame::Failed { message } => self.state.set(RunState::Failed { message }),
        }
    }
}

/// What the supervisor says and what it should come to, as the API gives both.
#[derive(Debug, Clone, PartialEq)]
pub struct SupervisorState {
    /// `/v2/state/status`, as pretty JSON.
    pub current: String,
    /// `/device/v3/:uuid/state`, as pretty JSON.
    pub target: String,
    /// Release, images and states, line by line as they can be compared.
    pub current_lines: Vec<String>,
    pub target_lines: Vec<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// Reads both, and again when asked; `is_online` keeps it from asking a device that is not there.
pub fn supervisor_state(uuid: DeviceUuid, is_online: Signal<bool>) -> Remote<SupervisorState, Failure> {
    let hub = use_hub();
    Remote::keyed(
        move || is_online.get().then_some(()),
        move |()| {
            let uuid = uuid.clone();
            async move {
                let request = SupervisorRequest {
                    uuid: Some(uuid.to_string()),
                    method: Some("GET".to_owned()),
                    ..SupervisorRequest::default()
                };
                let client = hub.client();
                let current = client.send(Method::Post, "/api/supervisor/v2/state/status".to_owned(), &request).await;
                let current: Json = hub.heard(current)?;
                let target: Json = hub.heard(client.get(format!("/api/device/v3/{uuid}/state")).await)?;
                Ok(SupervisorState {
                    current: pretty(&current),
                    target: pretty(&target),
                    current_lines: of_current(&current),
                    target_lines: of_target(&target),
                    at: now_millis(),
                })
            }
        },
    )
}
