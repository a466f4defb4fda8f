//! A shell on the device: opened when it is first asked for, kept while the page is there, whatever tab shows.

use leptos::prelude::*;
use model::action::{ServiceAction, can_service};
use model::device_uuid::DeviceUuid;
use ui::button::Button;
use ui::icon::Glyph;

use super::shown::Shown;
use crate::data::terminal::{Shell, ShellEvent, ShellState, use_shells};
use crate::parts::terminal::{Feed, ScreenSize, SessionState, ShellTarget, Start, TargetChoice, TerminalView};
use crate::routes::device_tab::{DeviceTab, TerminalTarget};
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::navigation::use_navigator;

/// The terminal's place. Nothing of xterm is loaded before the terminal tab is first shown.
#[component]
pub(super) fn DeviceTerminal(
    uuid: DeviceUuid,
    shown: Shown,
    tab: Memo<DeviceTab>,
    go_to_terminal: Callback<Option<TerminalTarget>>,
) -> impl IntoView {
    let was_asked = Memo::new(move |former: Option<&bool>| {
        former.copied().unwrap_or(false) || matches!(tab.get(), DeviceTab::Terminal(_))
    });
    view! {
        <div class="device-terminal">
            {move || {
                if was_asked.get() {
                    view! { <OpenTerminal uuid=uuid.clone() shown tab /> }.into_any()
                } else {
                    view! {
                        <div class="bar">
                            <h2>"Terminal"</h2>
                            <span class="small muted">"Not connected"</span>
                            <span class="push"></span>
                            <Button icon=Glyph::Terminal on_press=move |()| go_to_terminal.run(Some(TerminalTarget::Host))>
                                "Open a host OS terminal"
                            </Button>
                        </div>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

fn shell_target(target: &TerminalTarget) -> ShellTarget {
    match target {
        TerminalTarget::Host => ShellTarget::HostOs,
        TerminalTarget::Service(name) => ShellTarget::Service(name.clone()),
    }
}

#[component]
fn OpenTerminal(uuid: DeviceUuid, shown: Shown, tab: Memo<DeviceTab>) -> impl IntoView {
    let (navigator, shells, now) = (use_navigator(), use_shells(), use_now());
    let shell = StoredValue::new_local(None::<Shell>);
    let state = RwSignal::new(None::<ShellState>);
    // Events of a shell that was replaced are not the present one's.
    let turn = StoredValue::new(0_u32);
    let with_shell = move |act: fn(&Shell)| {
        shell.with_value(|shell| {
            if let Some(shell) = shell {
                act(shell);
            }
        });
    };
    let feed = Feed::new(Callback::new(move |parsed: u64| {
        shell.with_value(|shell| {
            if let Some(shell) = shell {
                shell.parsed(parsed);
            }
        });
    }));
    let target = Memo::new(move |former: Option<&ShellTarget>| match tab.get() {
        DeviceTab::Terminal(Some(target)) => shell_target(&target),
        _ => former.cloned().unwrap_or_default(),
    });
    let services = shown.memo(|detail| detail.services.clone());
    let is_connected = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let targets = Signal::derive(move || {
        let mut choices = vec![TargetChoice { target: ShellTarget::HostOs, unavailable: None }];
        let is_connected = is_connected.get().unwrap_or(false);
        choices.extend(services.get().unwrap_or_default().into_iter().map(|service| {
            let status =
                if service.is_former_running { model::service_status::ServiceStatus::Running } else { service.status };
            TargetChoice {
                unavailable: can_service(ServiceAction::OpenShell, &status, is_connected).err().map(str::to_owned),
                target: ShellTarget::Service(service.name),
            }
        }));
        choices
    });
    let session = Signal::derive(move || match state.get() {
        None => SessionState::Idle,
        Some(ShellState::Connecting) => SessionState::Connecting,
        Some(ShellState::WaitingForDevice) => SessionState::WaitingForDevice,
        Some(ShellState::Connected) => SessionState::Connected { latency_ms: None },
        Some(ShellState::Lost { retry_at }) => {
            let seconds = (retry_at - now.get() + 999) / 1_000;
            SessionState::Lost { retry_in_s: u32::try_from(seconds).unwrap_or(0) }
        }
        Some(ShellState::Ended { code, message }) => SessionState::Ended { code, message },
        Some(ShellState::Refused(message)) => SessionState::Refused { message },
    });
    let start = {
        let uuid = uuid.clone();
        move |start: Start| {
            with_shell(Shell::close);
            let mine = turn.try_update_value(|turn| {
                *turn += 1;
                *turn
            });
            state.set(Some(ShellState::Connecting));
            let service = match start.target {
                ShellTarget::HostOs => None,
                ShellTarget::Service(name) => Some(name),
            };
            let open = shells.open(uuid.clone(), service, start.size.columns, start.size.rows, move |event| {
                if turn.try_get_value() != mine {
                    return;
                }
                match event {
                    ShellEvent::Output(bytes) => feed.write(&bytes),
                    ShellEvent::Gap(_) => {}
                    ShellEvent::State(now) => state.set(Some(now)),
                }
            });
            shell.set_value(Some(open));
        }
    };
    // The shell ends with the page; a network that comes back finds it again.
    on_cleanup(move || {
        if let Some(Some(shell)) = shell.try_update_value(Option::take) {
            shell.close();
        }
    });
    let choose = move |target: ShellTarget| {
        let target = match target {
            ShellTarget::HostOs => TerminalTarget::Host,
            ShellTarget::Service(name) => TerminalTarget::Service(name),
        };
        navigator.replace(&Place::Device { uuid: uuid.clone(), tab: DeviceTab::Terminal(Some(target)) });
    };
    let send = Callback::new(move |bytes: Vec<u8>| {
        shell.with_value(|shell| {
            if let Some(shell) = shell {
                shell.send(bytes);
            }
        });
    });
    let resize = Callback::new(move |size: ScreenSize| {
        shell.with_value(|shell| {
            if let Some(shell) = shell {
                shell.resize(size.columns, size.rows);
            }
        });
    });
    view! {
        <TerminalView
            feed
            targets
            target
            on_target=choose
            state=session
            on_start=start
            on_input=send
            on_resize=resize
            on_retry=move |()| with_shell(Shell::retry_now)
            on_disconnect=move |()| {
                with_shell(Shell::close);
                state.set(Some(ShellState::Ended { code: None, message: "You disconnected.".to_owned() }));
            }
        />
    }
}
