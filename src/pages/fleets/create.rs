//! Making a fleet: its name, the type of its devices, and whose it is.

use leptos::prelude::*;
use model::fleet_choice::{DeviceTypeChoice, OrganizationChoice};
use model::fleet_name;
use model::same_as;
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind};
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::select::{Select, SelectOption};

use crate::data::failure::Failure;
use crate::data::fleet_choices;
use crate::data::fleet_edits::{NewFleet, use_fleet_edits};
use crate::parts::same_as::SameAsButton;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;

/// What stands in the form. Copy.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    device_type: RwSignal<Option<String>>,
    organization: RwSignal<Option<String>>,
    /// Nothing is found wrong before somebody has tried to send it.
    was_sent: RwSignal<bool>,
}

fn chosen<T: Clone>(list: &[T], id: Option<&String>, id_of: fn(&T) -> i64) -> Option<T> {
    let id: i64 = id?.parse().ok()?;
    list.iter().find(|one| id_of(one) == id).cloned()
}

/// The dialog. What was typed stays when it is closed, refused, or the connection is lost.
#[component]
pub(super) fn CreateFleet(open: RwSignal<bool>) -> impl IntoView {
    let (edits, navigator) = (use_fleet_edits(), use_navigator());
    let choices = fleet_choices::when(open.into());
    let making = Mutation::<Failure>::new();
    let form = Form {
        name: RwSignal::new(String::new()),
        device_type: RwSignal::new(None),
        organization: RwSignal::new(None),
        was_sent: RwSignal::new(false),
    };
    Effect::new(move |_| {
        let only = choices.with(|held| {
            held.value().filter(|choices| choices.organizations.len() == 1).map(|choices| choices.organizations[0].id)
        });
        if let Some(only) = only {
            form.organization.set(Some(only.to_string()));
        }
    });
    let device_type = Memo::new(move |_| {
        choices.with(|held| chosen(&held.value()?.device_types, form.device_type.get().as_ref(), |one| one.id))
    });
    let organization = Memo::new(move |_| {
        choices.with(|held| chosen(&held.value()?.organizations, form.organization.get().as_ref(), |one| one.id))
    });
    let create = move || {
        form.was_sent.set(true);
        let name = form.name.with_untracked(|name| name.trim().to_owned());
        let (Ok(()), Some(device_type), Some(organization)) =
            (fleet_name::check(&name), device_type.get_untracked(), organization.get_untracked())
        else {
            return;
        };
        let fleet = NewFleet { name, device_type: device_type.id, organization: organization.id };
        making.run(async move { edits.create(fleet).await }, move |made| {
            if let Ok(id) = made {
                let _ = open.try_set(false);
                navigator.go(&Place::fleet(id));
            }
        });
    };
    let same = Signal::derive(move || {
        let (name, device_type, organization) = (form.name.get(), device_type.get()?, organization.get()?);
        fleet_name::check(name.trim()).ok()?;
        Some(same_as::fleets::create(
            name.trim(),
            (organization.id, &organization.handle),
            (device_type.id, &device_type.slug),
        ))
    });
    let footer = move || {
        view! {
            <SameAsButton same missing="Fill in the form first." />
            <span class="push"></span>
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Ink busy=making.pending() on_press=move |()| create()>"Create fleet"</Button>
        }
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title="New fleet" footer>
            <form
                class="vstack form"
                on:submit=move |event| {
                    event.prevent_default();
                    create();
                }
            >
                <Fields form making device_type organization choices />
            </form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(
    form: Form,
    making: Mutation<Failure>,
    device_type: Memo<Option<DeviceTypeChoice>>,
    organization: Memo<Option<OrganizationChoice>>,
    choices: query::remote::Remote<fleet_choices::FleetChoices, Failure>,
) -> impl IntoView {
    let name_error = Signal::derive(move || {
        let wrong = form.was_sent.get().then(|| form.name.with(|name| fleet_name::check(name.trim()).err())).flatten();
        // What the server refuses is nearly always the name: taken, or against a rule of its own.
        wrong.or_else(|| match making.failure()? {
            Failure::Refused { message, .. } | Failure::Field { message, .. } => Some(taken(&message)),
            _ => None,
        })
    });
    let other_failure = move || match making.failure()? {
        Failure::Refused { .. } | Failure::Field { .. } => None,
        other => Some(other.to_string()),
    };
    let missing = move |is_missing: bool, words: &'static str| {
        (form.was_sent.get() && is_missing).then(|| view! { <p class="fail-t small" role="alert">{words}</p> })
    };
    let types = Signal::derive(move || {
        choices.with(|held| {
            let types = held.value().map(|choices| choices.device_types.as_slice()).unwrap_or_default();
            let option =
                |one: &DeviceTypeChoice| SelectOption::new(one.id.to_string(), one.name.clone()).hint(one.slug.clone());
            types.iter().map(option).collect::<Vec<_>>()
        })
    });
    let organizations = Signal::derive(move || {
        choices.with(|held| {
            let all = held.value().map(|choices| choices.organizations.as_slice()).unwrap_or_default();
            let option = |one: &OrganizationChoice| {
                SelectOption::new(one.id.to_string(), one.name.clone()).hint(one.handle.clone())
            };
            all.iter().map(option).collect::<Vec<_>>()
        })
    });
    let architecture = Signal::derive(move || {
        Some(match device_type.get().and_then(|chosen| chosen.architecture) {
            Some(architecture) => {
                format!("Releases are built for {architecture}; devices of that architecture can join.")
            }
            None => "Type to search. It decides for which architecture releases are built.".to_owned(),
        })
    });
    let several = Memo::new(move |_| organizations.with(|all| all.len() != 1));
    view! {
        <TextField
            label="Name"
            value=form.name
            on_input=move |typed| {
                making.reset();
                form.name.set(typed);
            }
            help="Letters a–z, digits, _ and -; at least 4."
            error=name_error
            required=true
        />
        <Select
            label="Device type"
            options=types
            value=form.device_type
            on_change=move |id| form.device_type.set(Some(id))
            placeholder="Choose a device type"
            help=architecture
        />
        {move || missing(device_type.get().is_none(), "Choose a device type.")}
        {move || {
            several
                .get()
                .then(|| {
                    view! {
                        <Select
                            label="Organization"
                            options=organizations
                            value=form.organization
                            on_change=move |id| form.organization.set(Some(id))
                            placeholder="Choose an organization"
                        />
                        {move || missing(organization.get().is_none(), "Choose an organization.")}
                    }
                })
        }}
        {move || {
            let failure = choices.failure().map(|failure| failure.to_string()).or_else(other_failure);
            failure.map(|failure| view! { <p class="fail-t" role="alert">{failure}</p> })
        }}
    }
}

/// The database's sentence about a name that is there already, in words for a person.
fn taken(message: &str) -> String {
    if message.contains("unique") {
        "Your organization has a fleet of that name already.".to_owned()
    } else {
        message.to_owned()
    }
}
