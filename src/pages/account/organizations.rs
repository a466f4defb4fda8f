//! The organizations one is in: as what, with how many, and making one.

use leptos::prelude::*;
use model::account::{check_handle, check_name, handle_for};
use model::figure::counted;
use model::rights::Right;
use model::same_as::organizations::create;
use query::mutation::Mutation;
use query::remote::Remote;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::skeleton::SkeletonRows;
use ui::table::{Head, Table};

use super::member_row::role_words;
use crate::data::account::Profile;
use crate::data::failure::Failure;
use crate::data::organizations::{Organization, use_organizations};
use crate::data::rights::use_rights;
use crate::parts::failed::Failed;
use crate::parts::same_as::SameAsButton;
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;
use crate::services::navigation::use_navigator;

/// The list.
#[component]
pub(super) fn OrganizationList(profile: Remote<Profile, Failure>) -> impl IntoView {
    let all = use_organizations().all();
    let known = Memo::new(move |_| all.value());
    let user = Memo::new(move |_| profile.value().map(|profile| profile.user));
    let is_making = RwSignal::new(false);
    let may_not = use_rights().refusal(None, Right::ManageOwnKeys);
    let body = move || {
        if let (Some(failure), None) = (all.failure(), known.get()) {
            return view! { <div class="in"><Failed message=failure.to_string() on_retry=move |()| all.refetch() /></div> }
                .into_any();
        }
        match known.get() {
            None => view! { <div class="in"><SkeletonRows label="The organizations are loading" rows=3 /></div> }.into_any(),
            Some(list) if list.is_empty() => {
                view! { <p class="in muted small">"You are in no organization: ask somebody to let you in, by your user name."</p> }
                    .into_any()
            }
            Some(list) => {
                let heads = vec![
                    Head::new("Name", None),
                    Head::new("Handle", None),
                    Head::new("Your role", Some(140)),
                    Head::numeric("Members", Some(110)),
                    Head::numeric("Fleets", Some(110)),
                ];
                let user = user.get();
                let rows = list.into_iter().map(|one| row(&one, user)).collect_view();
                view! { <div class="account-table"><Table caption="Organizations" heads>{rows}</Table></div> }.into_any()
            }
        }
    };
    let actions = move || {
        view! {
            <Button size=ButtonSize::Small icon=Glyph::Plus disabled=may_not on_press=move |()| is_making.set(true)>
                "New organization"
            </Button>
        }
    };
    view! {
        <Card title="Organizations" actions>{body}</Card>
        <NewOrganizationDialog open=is_making />
    }
}

fn row(one: &Organization, user: Option<i64>) -> impl IntoView + use<> {
    let href = Place::Account(AccountTab::Organization(one.id)).to_string();
    let role = match user {
        Some(user) => role_words(one.role_of(user)),
        None => "—",
    };
    let fleets = one.fleets.map_or_else(|| "—".to_owned(), |fleets| fleets.to_string());
    view! {
        <tr>
            <th scope="row"><a class="link cut strong" href=href>{one.name.clone()}</a></th>
            <td data-label="Handle"><span class="mono small cut">{one.handle.clone()}</span></td>
            <td data-label="Your role">{role}</td>
            <td class="num" data-label="Members">{one.members.len()}</td>
            <td class="num" data-label="Fleets">{fleets}</td>
        </tr>
    }
}

#[component]
fn NewOrganizationDialog(open: RwSignal<bool>) -> impl IntoView {
    let organizations = use_organizations();
    let navigator = use_navigator();
    let making = Mutation::<Failure>::new();
    let (name, handle) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let is_tried = RwSignal::new(false);
    // What is typed, or what the name would make.
    let shown = Memo::new(move |_| handle.get().unwrap_or_else(|| name.with(|name| handle_for(name))));
    let close = move |()| {
        open.set(false);
        name.set(String::new());
        handle.set(None);
        is_tried.set(false);
        making.reset();
    };
    let name_error = Signal::derive(move || {
        is_tried.get().then(|| name.with(|name| check_name(name).err().map(str::to_owned))).flatten()
    });
    let handle_error = Signal::derive(move || {
        let is_seen = is_tried.get() || handle.with(Option::is_some);
        is_seen.then(|| shown.with(|handle| check_handle(handle).err().map(str::to_owned))).flatten()
    });
    let make = move || {
        is_tried.set(true);
        making.reset();
        if name_error.get_untracked().is_some() || handle_error.get_untracked().is_some() {
            return;
        }
        let write = organizations.create(name.get_untracked(), shown.get_untracked());
        making.run(write, move |result| {
            if let Ok(id) = result {
                close(());
                navigator.go(&Place::Account(AccountTab::Organization(id)));
            }
        });
    };
    let same = Signal::derive(move || {
        let (name, handle) = (name.get(), shown.get());
        (check_name(&name).is_ok() && check_handle(&handle).is_ok()).then(|| create(&name, &handle))
    });
    let footer = move || {
        view! {
            <span class="push"></span>
            <SameAsButton same missing="Name it first." />
            <Button on_press=close>"Cancel"</Button>
            <Button kind=ButtonKind::Ink busy=making.pending() on_press=move |()| make()>"Make organization"</Button>
        }
    };
    view! {
        <Dialog open=open on_close=close title="New organization" footer>
            <form class="vstack" novalidate=true on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); make(); }>
                <TextField label="Name" value=name on_input=move |text| name.set(text) placeholder="River gauges" error=name_error />
                <TextField
                    label="Handle"
                    value=shown
                    on_input=move |text| handle.set(Some(text))
                    help="Stands in the slugs of its fleets and stays."
                    error=handle_error
                    mono=true
                />
                <div class="form-error fail-t small" role="alert">{move || making.failure().map(|failure| failure.to_string())}</div>
                <button class="sr-only" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

/// "3 fleets", or that it is not told.
pub(super) fn fleets_words(fleets: Option<u64>) -> String {
    fleets.map_or_else(|| "an unknown number of fleets".to_owned(), |fleets| counted(fleets, "fleet", "fleets"))
}
