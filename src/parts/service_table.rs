//! The services of a device: state, release, progress, and what one can ask of each.

use leptos::prelude::*;
use model::action::{ServiceAction, can_service};
use model::device::ServiceOnDevice;
use model::figure::UNKNOWN;
use model::service_status::ServiceStatus;
use ui::category::{CategorySquare, swatch_of};
use ui::icon::Glyph;
use ui::icon_button::{IconButton, IconLink};
use ui::table::{Head, Table};

use super::release_arrow::ReleaseArrow;
use super::service_state::{ServiceProgress, ServiceState};

/// What a row asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRequest {
    pub action: ServiceAction,
    pub service: String,
}

/// The table. `is_held`: the release is there and waits for an update lock. `log_of` and `shell_of` are addresses by name.
#[component]
pub fn ServiceTable(
    #[prop(into)] services: Signal<Vec<ServiceOnDevice>>,
    #[prop(into)] is_connected: Signal<bool>,
    #[prop(into)] is_held: Signal<bool>,
    #[prop(into)] on_request: Callback<ServiceRequest>,
    #[prop(into)] log_of: Callback<String, String>,
    #[prop(into)] on_shell: Callback<String>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        services.with(|services| services.iter().map(|service| service.service_id).collect::<Vec<_>>())
    });
    let heads = vec![
        Head::new("Service", None),
        Head::new("State", Some(160)),
        Head::new("Release", Some(160)),
        Head::new("Progress", Some(200)),
        Head::new("Actions", Some(164)),
    ];
    view! {
        <div class="service-table">
            <Table caption="Services" heads>
                <For each=move || ids.get() key=|id| *id let:id>
                    <ServiceRow services id is_connected is_held on_request log_of on_shell />
                </For>
            </Table>
        </div>
    }
}

#[component]
fn ServiceRow(
    services: Signal<Vec<ServiceOnDevice>>,
    id: i64,
    is_connected: Signal<bool>,
    is_held: Signal<bool>,
    on_request: Callback<ServiceRequest>,
    log_of: Callback<String, String>,
    on_shell: Callback<String>,
) -> impl IntoView {
    let service = Memo::new(move |former: Option<&Option<ServiceOnDevice>>| {
        let now = services.with(|services| services.iter().find(|service| service.service_id == id).cloned());
        now.or_else(|| former.cloned().flatten())
    });
    let name =
        service.with_untracked(|service| service.as_ref().map(|service| service.name.clone()).unwrap_or_default());
    let status = Memo::new(move |_| {
        service.with(|service| service.as_ref().map_or(ServiceStatus::Unknown, |service| service.status.clone()))
    });
    let progress = Memo::new(move |_| service.with(|service| service.as_ref().and_then(|service| service.progress)));
    let release =
        Memo::new(move |_| service.with(|service| service.as_ref().and_then(|service| service.release.clone())));
    let former =
        Memo::new(move |_| service.with(|service| service.as_ref().and_then(|service| service.former.clone())));
    let running = Signal::derive(move || former.get().or_else(|| release.get()));
    let waits = Memo::new(move |_| is_held.get() && status.get() == ServiceStatus::Downloaded);
    let is_moving = Memo::new(move |_| waits.get() || progress.get().is_some());
    let note = move || {
        service.with(|service| match service {
            Some(service) if service.former.is_some() && service.is_former_running => "the former one still runs",
            _ => UNKNOWN,
        })
    };
    // While an image is on its way the former container still runs: it can be stopped and entered.
    let acting = Memo::new(move |_| {
        let is_former_running =
            service.with(|service| service.as_ref().is_some_and(|service| service.is_former_running));
        if is_former_running { ServiceStatus::Running } else { status.get() }
    });
    let refusal = move |action: ServiceAction| {
        Signal::derive(move || {
            acting.with(|status| can_service(action, status, is_connected.get())).err().map(str::to_owned)
        })
    };
    let ask = {
        let name = name.clone();
        Callback::new(move |action: ServiceAction| on_request.run(ServiceRequest { action, service: name.clone() }))
    };
    let has_process = Memo::new(move |_| acting.with(ServiceStatus::has_process));
    let toggle = {
        let name = name.clone();
        move || {
            let (glyph, verb, action) = if has_process.get() {
                (Glyph::Stop, "Stop", ServiceAction::Stop)
            } else {
                (Glyph::Play, "Start", ServiceAction::Start)
            };
            view! { <IconButton glyph label=format!("{verb} {name}") disabled=refusal(action) on_press=move |()| ask.run(action) /> }
        }
    };
    let shell = {
        let name = name.clone();
        move |()| on_shell.run(name.clone())
    };
    view! {
        <tr>
            <th scope="row">
                <span class="hstack">
                    <CategorySquare swatch=swatch_of(&name) />
                    <span class="strong cut">{name.clone()}</span>
                </span>
            </th>
            <td><ServiceState status progress is_held=waits /></td>
            <td><ReleaseArrow running target=release /></td>
            <td>
                {
                    let name = name.clone();
                    move || {
                        if is_moving.get() {
                            view! { <ServiceProgress name=name.clone() progress is_held=waits /> }.into_any()
                        } else {
                            view! { <span class="small muted">{note}</span> }.into_any()
                        }
                    }
                }
            </td>
            <td class="num">
                <span class="row-actions">
                    {toggle}
                    <IconButton
                        glyph=Glyph::Refresh
                        label=format!("Restart {name}")
                        disabled=refusal(ServiceAction::Restart)
                        on_press=move |()| ask.run(ServiceAction::Restart)
                    />
                    <IconLink glyph=Glyph::Logs label=format!("Logs of {name}") href=log_of.run(name.clone()) />
                    <IconButton
                        glyph=Glyph::Terminal
                        label=format!("Shell in {name}")
                        disabled=refusal(ServiceAction::OpenShell)
                        on_press=shell
                    />
                </span>
            </td>
        </tr>
    }
}
