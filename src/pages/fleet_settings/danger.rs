//! The end of a fleet: what goes with it, and its name typed before it goes.

use leptos::prelude::*;
use model::figure::counted;
use model::fleet::Fleet;
use model::rights::Right;
use model::same_as;
use query::mutation::Mutation;
use query::remote::Remote;
use ui::button::{Button, ButtonKind};
use ui::card::Card;
use ui::dialog::Dialog;
use ui::field::TextField;

use crate::data::failure::Failure;
use crate::data::fleet_edits::use_fleet_edits;
use crate::data::rights::use_rights;
use crate::parts::same_as::SameAsButton;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;
use crate::services::toasts::use_toasts;

/// The card and its dialog.
#[component]
pub(super) fn Danger(id: i64, fleet: Memo<Option<Fleet>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let denied = use_rights().refusal(Some(id), Right::DeleteFleet);
    view! {
        <Card title="Danger zone">
            <div class="in hstack wrap">
                <span class="muted">"Deleting a fleet takes its devices, releases, variables and logs with it, for good."</span>
                <span class="push"></span>
                <Button kind=ButtonKind::Risk disabled=denied on_press=move |()| open.set(true)>"Delete the fleet…"</Button>
            </div>
        </Card>
        <DeleteFleet id fleet open />
    }
    .into_any()
}

#[component]
fn DeleteFleet(id: i64, fleet: Memo<Option<Fleet>>, open: RwSignal<bool>) -> impl IntoView {
    let (edits, navigator, toasts) = (use_fleet_edits(), use_navigator(), use_toasts());
    let (typed, was_tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let removing = Mutation::<Failure>::new();
    // Kept while the dialog is open: the fleet goes before the dialog does.
    let name = Memo::new(move |former: Option<&String>| {
        let now = fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone()));
        now.or_else(|| former.cloned()).unwrap_or_default()
    });
    let slug =
        Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.slug.clone()).unwrap_or_default()));
    let goes = Remote::keyed(move || open.get().then_some(()), move |()| async move { edits.goes(id).await });
    Effect::new(move |_| {
        if open.get() {
            typed.set(String::new());
            was_tried.set(false);
            removing.reset();
        }
    });
    let is_right = Memo::new(move |_| typed.with(|typed| typed.trim() == name.get()));
    let error = Signal::derive(move || {
        (was_tried.get() && !is_right.get()).then(|| format!("Type {} as it is written here.", name.get()))
    });
    let words = move || {
        goes.with(|held| match (held.value(), held.failure()) {
            (Some(goes), _) => format!(
                "{} and {} go with it, and cannot be brought back. The devices keep running what they run, and are refused from then on.",
                counted(goes.devices, "device", "devices"),
                counted(goes.releases, "release", "releases"),
            ),
            (None, Some(failure)) => format!("What goes with it could not be counted: {failure}"),
            (None, None) => "Counting what goes with it …".to_owned(),
        })
    };
    let action = move || {
        let devices = goes.with(|held| held.value().map(|goes| goes.devices));
        devices.map_or_else(
            || "Delete the fleet".to_owned(),
            |devices| format!("Delete the fleet and {}", counted(devices, "device", "devices")),
        )
    };
    let remove = move || {
        was_tried.set(true);
        if !is_right.get_untracked() {
            return;
        }
        let name = name.get_untracked();
        removing.run(async move { edits.remove(id).await }, move |result| {
            if result.is_ok() {
                let _ = open.try_set(false);
                toasts.done(format!("{name} is deleted"));
                navigator.go(&Place::fleets());
            }
        });
    };
    let same = Signal::derive(move || Some(same_as::fleets::remove(id, &slug.get())));
    let footer = move || {
        view! {
            <SameAsButton same />
            <span class="push"></span>
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Danger busy=removing.pending() on_press=move |()| remove()>{action}</Button>
        }
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title=Signal::derive(move || format!("Delete {}?", name.get())) footer>
            <form
                class="vstack form"
                on:submit=move |event| {
                    event.prevent_default();
                    remove();
                }
            >
                <p role="status">{words}</p>
                <TextField
                    label=Signal::derive(move || format!("Type {} to delete it", name.get()))
                    value=typed
                    on_input=move |text| typed.set(text)
                    error
                    mono=true
                />
                {move || removing.failure().map(|failure| view! { <p class="fail-t" role="alert">{failure.to_string()}</p> })}
            </form>
        </Dialog>
    }
}
