//! A new password: the present one asked, the rule said at the field, and what ends with it.

use leptos::prelude::*;
use model::account::check_password;
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind};
use ui::card::Card;
use ui::field::{InputKind, TextField};

use crate::data::failure::Failure;
use crate::data::session::use_session;
use crate::services::toasts::use_toasts;

/// The form.
#[component]
pub(super) fn PasswordForm(username: Signal<String>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let change = Mutation::<Failure>::new();
    let [current, new, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    // Nothing is called wrong before it was sent once.
    let is_tried = RwSignal::new(false);
    let rule = move || new.with(|new| current.with(|current| check_password(new, current, &username.get())));
    let failed_at = move |name: &str| match change.failure() {
        Some(Failure::Field { field, message, .. }) if field == name => Some(message),
        _ => None,
    };
    let current_error = Signal::derive(move || {
        let is_missing = is_tried.get() && current.with(String::is_empty);
        is_missing.then(|| "Enter the password you have now.".to_owned()).or_else(|| failed_at("currentPassword"))
    });
    let new_error = Signal::derive(move || {
        let broken = is_tried.get().then(|| rule().err().map(str::to_owned)).flatten();
        broken.or_else(|| failed_at("newPassword"))
    });
    let again_error = Signal::derive(move || {
        let differs = is_tried.get() && new.with(|new| again.with(|again| new != again));
        differs.then(|| "This is not the same as above.".to_owned())
    });
    let form_error = move || match change.failure() {
        Some(Failure::Field { .. }) | None => None,
        Some(other) => Some(other.to_string()),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        change.reset();
        let is_good = untrack(|| rule().is_ok()) && new.get_untracked() == again.get_untracked();
        if !is_good || current.with_untracked(String::is_empty) {
            return;
        }
        let write = session.change_password(current.get_untracked(), new.get_untracked());
        change.run(write, move |result| {
            if result.is_ok() {
                for field in [current, new, again] {
                    let _ = field.try_set(String::new());
                }
                let _ = is_tried.try_set(false);
                toasts.done("The password is changed; all other sessions have ended");
            }
        });
    };
    view! {
        <Card title="Password">
            <form class="in account-form" novalidate=true on:submit=submit>
                <TextField
                    label="Present password"
                    value=current
                    on_input=move |text| { change.reset(); current.set(text); }
                    kind=InputKind::Password
                    autocomplete="current-password"
                    error=current_error
                />
                <TextField
                    label="New password"
                    value=new
                    on_input=move |text| { change.reset(); new.set(text); }
                    kind=InputKind::Password
                    autocomplete="new-password"
                    help="At least 8 characters. A sentence is easier to keep in mind than a riddle."
                    error=new_error
                />
                <TextField
                    label="New password again"
                    value=again
                    on_input=move |text| again.set(text)
                    kind=InputKind::Password
                    autocomplete="new-password"
                    error=again_error
                />
                <div class="form-error fail-t small" role="alert">{form_error}</div>
                <p class="small muted">
                    "All your other sessions end, on every browser and in the command line; this one goes on. API keys and SSH keys stay."
                </p>
                <Button kind=ButtonKind::Ink submit=true busy=change.pending()>"Change password"</Button>
            </form>
        </Card>
    }
}
