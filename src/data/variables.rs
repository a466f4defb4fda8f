//! The environment variables of a fleet or a device with who overrides them, kept up to date.

use client::live::event::TopicEvent;
use futures_util::future::{try_join, try_join4, try_join5};
use model::variable::{Level, Slot, Variable};
use model::variable_book::{Override, ServiceOf, VariableBook};
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use wire::live::Topic;
use wire::rows::Row;
use wire::rows::service::ServiceRow;
use wire::rows::variable::{ServiceInstallRow, VariableName, VariableRow};

use super::changes::Changes;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// The variables, as the page holds them.
pub type Variables = Remote<VariableBook, Failure>;

/// So many overrides of a level are read; the page says when there are more.
const MOST_OVERRIDES: usize = 5_000;

/// Reads and follows the variables of a fleet.
pub fn of_fleet(fleet: i64) -> Variables {
    let hub = use_hub();
    let book = Remote::new(move || async move { hub.heard(read_fleet(hub, fleet).await) });
    follow(hub, book, fleet, None);
    book
}

/// Reads and follows the variables a device is given, its fleet's among them.
pub fn of_device(fleet: i64, device: i64) -> Variables {
    let hub = use_hub();
    let book = Remote::new(move || async move { hub.heard(read_device(hub, fleet, device).await) });
    follow(hub, book, fleet, Some(device));
    book
}

fn follow(hub: Hub, book: Variables, fleet: i64, device: Option<i64>) {
    let changes = Changes::new(hub, move |_| {
        book.refetch();
        Box::pin(std::future::ready(()))
    });
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) => {
            let concerns = rows.iter().any(|row| {
                let is_ours = device.is_none() || row.device.is_none() || row.device == device;
                let resource = row.resource.as_str();
                is_ours
                    && (resource.ends_with("_environment_variable")
                        || matches!(resource, "service" | "service_install"))
            });
            if concerns {
                changes.all();
            }
        }
        TopicEvent::Reset => changes.all(),
        _ => {}
    });
}

fn level(level: Level, of: &str, id: i64) -> Query {
    Query::of(level.resource())
        .select(VariableRow::SELECT)
        .select([level.parent()])
        .filter(field(of).eq(id))
        .order_by(asc("name"))
}

fn services(fleet: i64) -> Query {
    Query::of(ServiceRow::RESOURCE)
        .select(ServiceRow::SELECT.iter().copied())
        .filter(field("application").eq(fleet))
        .order_by(asc("service_name"))
}

async fn read_fleet(hub: Hub, fleet: i64) -> Result<VariableBook, Failure> {
    let client = hub.client();
    let most = MOST_OVERRIDES as u64 + 1;
    let on_devices = Query::of(Level::Device.resource())
        .select(["name", "device"])
        .filter(field("device/belongs_to__application").eq(fleet))
        .top(most);
    let on_services = Query::of(Level::DeviceService.resource())
        .select(["name"])
        .filter(field("service_install/device/belongs_to__application").eq(fleet))
        .expand(Expand::of("service_install").select(["device", "installs__service"]))
        .top(most);
    let (services, fleets, of_services, on_devices, on_services) = try_join5(
        client.rows::<ServiceRow>(services(fleet)),
        client.rows::<VariableRow>(level(Level::Fleet, "application", fleet)),
        client.rows::<VariableRow>(level(Level::FleetService, "service/application", fleet)),
        client.rows::<VariableName>(on_devices),
        client.rows::<VariableName>(on_services),
    )
    .await?;
    let has_more_overrides = on_devices.len().max(on_services.len()) > MOST_OVERRIDES;
    let on_devices = on_devices
        .into_iter()
        .filter_map(|row| Some(Override { name: row.name, service: None, device: row.device?.id }));
    let on_services = on_services.into_iter().filter_map(|row| {
        let install = row.service_install.into_iter().next()?;
        Some(Override { name: row.name, service: Some(install.installs__service?.id), device: install.device?.id })
    });
    let services: Vec<ServiceOf> =
        services.into_iter().map(|row| ServiceOf { id: row.id, name: row.service_name, install: None }).collect();
    let mut variables = variables(Level::Fleet, fleets, &services);
    variables.extend(self::variables(Level::FleetService, of_services, &services));
    let overrides = on_devices.chain(on_services).collect();
    Ok(VariableBook { fleet, device: None, services, variables, overrides, has_more_overrides })
}

async fn read_device(hub: Hub, fleet: i64, device: i64) -> Result<VariableBook, Failure> {
    let client = hub.client();
    let installs = Query::of("service_install").select(["id", "installs__service"]).filter(field("device").eq(device));
    let known = try_join(client.rows::<ServiceRow>(services(fleet)), client.rows::<ServiceInstallRow>(installs));
    let levels = try_join4(
        client.rows::<VariableRow>(level(Level::Fleet, "application", fleet)),
        client.rows::<VariableRow>(level(Level::FleetService, "service/application", fleet)),
        client.rows::<VariableRow>(level(Level::Device, "device", device)),
        client.rows::<VariableRow>(level(Level::DeviceService, "service_install/device", device)),
    );
    let ((services, installs), levels) = try_join(known, levels).await?;
    let install = |service: i64| {
        installs.iter().find(|row| row.installs__service.is_some_and(|of| of.id == service)).map(|row| row.id)
    };
    let services: Vec<ServiceOf> = services
        .into_iter()
        .map(|row| ServiceOf { id: row.id, name: row.service_name, install: install(row.id) })
        .collect();
    let mut variables = Vec::new();
    for (level, rows) in Level::ALL.into_iter().zip([levels.0, levels.1, levels.2, levels.3]) {
        variables.extend(self::variables(level, rows, &services));
    }
    let device = Some(device);
    Ok(VariableBook { fleet, device, services, variables, overrides: Vec::new(), has_more_overrides: false })
}

fn variables(level: Level, rows: Vec<VariableRow>, services: &[ServiceOf]) -> Vec<Variable> {
    rows.into_iter()
        .filter_map(|row| {
            let parent = row.parent()?;
            let service = match level {
                Level::Fleet | Level::Device => None,
                Level::FleetService => Some(parent),
                // A service the fleet has no more (the device came from another) concerns no container.
                Level::DeviceService => Some(services.iter().find(|service| service.install == Some(parent))?.id),
            };
            Some(Variable { id: row.id, slot: Slot { level, parent }, service, name: row.name, value: row.value })
        })
        .collect()
}
