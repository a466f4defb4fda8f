//! The browsers one is signed in on: which, since when, last seen; end one, or all others.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::browser::words;
use model::figure::counted;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonSize};
use ui::card::Card;
use ui::relative_time::RelativeTime;
use ui::skeleton::SkeletonRows;
use ui::table::{Head, Table};
use ui::tone::Tone;

use crate::data::account::{SessionLine, use_account};
use crate::parts::failed::Failed;
use crate::services::clock::use_now;
use crate::services::confirm::{Question, use_confirm};
use crate::services::toasts::use_toasts;

/// The list.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let (account, confirm, toasts) = (use_account(), use_confirm(), use_toasts());
    let sessions = account.sessions();
    let known = Memo::new(move |_| sessions.value());
    let others = Memo::new(move |_| {
        known.with(|known| known.as_ref().map_or(0, |all| all.iter().filter(|one| !one.is_current).count()))
    });
    let end = Callback::new(move |id: Option<String>| {
        spawn_local(async move {
            match account.end_sessions(id).await {
                Ok(()) => toasts.done("The session has ended"),
                Err(failure) => toasts.failed("The session goes on", failure.to_string()),
            }
            sessions.refetch();
        });
    });
    let ask_all = move |()| {
        let count = others.get_untracked() as u64;
        confirm.ask(Question {
            title: format!("End {}?", counted(count, "other session", "other sessions")),
            body: "Each of these browsers is signed out at once, with its terminals. Whoever uses it signs in anew."
                .to_owned(),
            action: format!("End {}", counted(count, "session", "sessions")),
            is_irreversible: false,
            on_yes: Callback::new(move |()| end.run(None)),
        });
    };
    let actions = move || {
        let reason = Signal::derive(move || (others.get() == 0).then(|| "There is no other session.".to_owned()));
        view! { <Button size=ButtonSize::Small disabled=reason on_press=ask_all>"End all others"</Button> }
    };
    let body = move || {
        if let (Some(failure), None) = (sessions.failure(), known.get()) {
            return view! { <div class="in"><Failed message=failure.to_string() on_retry=move |()| sessions.refetch() /></div> }
                .into_any();
        }
        let Some(all) = known.get() else {
            return view! { <div class="in"><SkeletonRows label="The sessions are loading" rows=3 /></div> }.into_any();
        };
        let heads = vec![
            Head::new("Browser", None),
            Head::new("Address", Some(150)),
            Head::new("Signed in", Some(110)),
            Head::new("Last seen", Some(110)),
            Head::new("", Some(112)),
        ];
        let rows = all.into_iter().map(|line| view! { <SessionRow line end /> }).collect_view();
        view! { <div class="account-table"><Table caption="Sessions" heads>{rows}</Table></div> }.into_any()
    };
    let footer = || {
        view! {
            <span class="small muted">
                "Sessions of this dashboard. What signs in to the API by itself (command line, SDK) is ended by a new password."
            </span>
        }
    };
    view! { <Card title="Sessions" actions footer>{body}</Card> }
}

#[component]
fn SessionRow(line: SessionLine, end: Callback<Option<String>>) -> impl IntoView {
    let now = use_now();
    let SessionLine { id, browser, address, since, last_seen, is_current, .. } = line;
    let name = words(&browser);
    let label = format!("End the session on {name}");
    let last = if is_current {
        view! { <Badge fill=BadgeFill::from(Tone::Ok) small=true>"This one"</Badge> }.into_any()
    } else {
        view! {
            <Button size=ButtonSize::Small attr:aria-label=label on_press=move |()| end.run(Some(id.clone()))>"End"</Button>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" title=browser><span class="strong cut">{name}</span></th>
            <td data-label="Address"><span class="mono small cut">{address.unwrap_or_else(|| "—".to_owned())}</span></td>
            <td data-label="Signed in"><RelativeTime at=Signal::stored(Some(since)) now suffix=" ago" /></td>
            <td data-label="Last seen"><RelativeTime at=Signal::stored(Some(last_seen)) now suffix=" ago" /></td>
            <td class="num">{last}</td>
        </tr>
    }
}
