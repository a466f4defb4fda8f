//! Who one is, and a new password.

use leptos::prelude::*;
use query::remote::Remote;
use ui::card::Card;
use ui::copy_text::CopyText;
use ui::description_list::{DescriptionItem, DescriptionList};
use ui::skeleton::SkeletonRows;

use super::password::PasswordForm;
use crate::data::account::Profile;
use crate::data::failure::Failure;
use crate::parts::failed::Failed;

/// The profile.
#[component]
pub(super) fn ProfilePart(profile: Remote<Profile, Failure>) -> impl IntoView {
    let known = Memo::new(move |_| profile.value());
    let failure = Memo::new(move |_| profile.failure().filter(|_| profile.value().is_none()));
    let facts = move || {
        if let Some(failure) = failure.get() {
            return view! { <div class="in"><Failed message=failure.to_string() on_retry=move |()| profile.refetch() /></div> }
                .into_any();
        }
        let Some(Profile { user, username, email, .. }) = known.get() else {
            return view! { <div class="in"><SkeletonRows label="The profile is loading" rows=3 /></div> }.into_any();
        };
        let email = email.unwrap_or_else(|| "None".to_owned());
        view! {
            <div class="in">
                <DescriptionList>
                    <DescriptionItem term="User name"><CopyText text=username label="Copy the user name" /></DescriptionItem>
                    <DescriptionItem term="E-mail"><span class="cut">{email}</span></DescriptionItem>
                    <DescriptionItem term="Number"><span class="num">{user}</span></DescriptionItem>
                </DescriptionList>
            </div>
        }
        .into_any()
    };
    let username =
        Signal::derive(move || known.with(|known| known.as_ref().map(|one| one.username.clone())).unwrap_or_default());
    let footer = || {
        view! {
            <span class="small muted">
                "User name and e-mail are changed by whoever runs the server: binnacle user."
            </span>
        }
    };
    view! {
        <div class="account-narrow">
            <Card title="Profile" footer>{facts}</Card>
            <PasswordForm username />
        </div>
    }
}
