//! The device's services: how far each is, and what can be asked of it.

use leptos::prelude::*;
use model::device::ServiceOnDevice;
use model::figure::UNKNOWN;
use model::update_status::UpdateStatus;
use ui::button::Button;
use ui::icon::Glyph;
use ui::relative_time::span;

use super::requests::Requests;
use super::shown::Shown;
use crate::parts::service_state::ServiceState;
use crate::parts::service_table::{ServiceRequest, ServiceTable};
use crate::routes::device_tab::TerminalTarget;
use crate::services::clock::use_now;

/// Update statuses that stay are worth their duration.
const fn lasts(status: UpdateStatus) -> bool {
    !matches!(status, UpdateStatus::Done)
}

/// The services of the summary.
#[component]
pub(super) fn Services(
    shown: Shown,
    requests: Requests,
    log_of: Callback<String, String>,
    go_to_terminal: Callback<Option<TerminalTarget>>,
    is_asking_why: RwSignal<bool>,
) -> impl IntoView {
    let now = use_now();
    let is_off_target = shown.memo(|detail| detail.device.is_off_target());
    let own = shown.memo(|detail| detail.own_services.clone());
    let services = shown.memo(|detail| detail.services.clone());
    let services = Signal::derive(move || services.get().unwrap_or_default());
    let is_connected = shown.memo(|detail| detail.device.is_connected_to_vpn);
    let is_held = shown.memo(|detail| detail.device.update_status == Some(UpdateStatus::Downloaded));
    let update = move || {
        shown.read(|detail| match detail.device.update_status {
            None => format!("update status: {UNKNOWN}"),
            Some(status) => {
                let since = detail.update_changed_at.filter(|_| lasts(status));
                let long = since.map(|at| format!(" for {}", span(now.get() - at.millis()))).unwrap_or_default();
                format!("update status: {}{long}", status.label().to_lowercase())
            }
        })
    };
    let is_empty = Memo::new(move |_| services.with(Vec::<ServiceOnDevice>::is_empty));
    view! {
        <section class="device-services" aria-label="Services">
            <div class="bar">
                <h2>"Services"</h2>
                <span class="small muted">{update}</span>
                <span class="push"></span>
                {move || (is_off_target.get() == Some(true)).then(|| view! {
                    <Button icon=Glyph::Info on_press=move |()| is_asking_why.set(true)>"Why not yet?"</Button>
                })}
            </div>
            <ServiceTable
                services
                is_connected=Signal::derive(move || is_connected.get().unwrap_or(false))
                is_held=Signal::derive(move || is_held.get().unwrap_or(false))
                on_request=move |request: ServiceRequest| requests.service(request)
                log_of
                on_shell=move |name: String| go_to_terminal.run(Some(TerminalTarget::Service(name)))
            />
            {move || {
                is_empty.get().then(|| {
                    view! { <p class="small muted none">"No service yet: the device has not reported one."</p> }
                })
            }}
            {move || own.get().filter(|own| !own.is_empty()).map(|own| view! {
                <div class="bar"><h3>"Supervisor services"</h3><span class="small muted">"Run by the supervisor: no control over them"</span></div>
                <ul class="own-services">
                    {own.into_iter().map(|service| view! {
                        <li>
                            <span class="strong cut">{service.name}</span>
                            <ServiceState
                                status=Signal::stored(service.status)
                                progress=Signal::stored(service.progress)
                                is_held=Signal::stored(false)
                            />
                            <span class="mono cut">{service.release.map(|release| release.label)}</span>
                        </li>
                    }).collect_view()}
                </ul>
            })}
        </section>
    }
}
