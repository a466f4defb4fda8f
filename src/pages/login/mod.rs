//! Signing in: one card, the error under its field, then back to the page that was asked for.

use leptos::html;
use leptos::prelude::*;
use model::figure::counted;
use query::mutation::Mutation;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::field::{InputKind, TextField};
use ui::mark::Wordmark;

use crate::data::failure::Failure;
use crate::data::session::{Who, use_session};
use crate::services::title::set_title;

/// Under which field an error belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Username,
    Password,
    Form,
}

fn place_of(failure: &Failure) -> Place {
    match failure {
        Failure::Field { field, .. } if field == "username" => Place::Username,
        Failure::Field { field, .. } if field == "password" => Place::Password,
        Failure::SignedOut => Place::Password,
        _ => Place::Form,
    }
}

fn sentence(failure: &Failure) -> String {
    match failure {
        Failure::Field { message, tries_left: Some(tries), .. } if !message.contains("left") => {
            format!("{message} {} left.", counted(u64::from(*tries), "try", "tries"))
        }
        Failure::SignedOut => "That user name and password do not match.".to_owned(),
        other => other.to_string(),
    }
}

/// The login page. Where to go afterwards is the app's business.
#[component]
pub fn LoginPage() -> impl IntoView {
    set_title(|| "Sign in".to_owned());
    let session = use_session();
    let signing_in = Mutation::<Failure>::new();
    let (username, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let missing = RwSignal::new(None::<Place>);
    let (username_input, password_input) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());

    let error_at = move |place: Place| {
        Signal::derive(move || {
            if missing.get() == Some(place) {
                return Some(match place {
                    Place::Password => "Enter your password.".to_owned(),
                    Place::Username | Place::Form => "Enter your e-mail or user name.".to_owned(),
                });
            }
            signing_in.failure().filter(|failure| place_of(failure) == place).map(|failure| sentence(&failure))
        })
    };
    let focus = move |place: Place| {
        let input = if place == Place::Username { username_input } else { password_input };
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // Password managers fill fields without a word: what stands in them counts.
        let read = |node: NodeRef<html::Input>| node.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (name, secret) = (read(username_input).trim().to_owned(), read(password_input));
        let first_missing = match (name.is_empty(), secret.is_empty()) {
            (true, _) => Some(Place::Username),
            (false, true) => Some(Place::Password),
            (false, false) => None,
        };
        missing.set(first_missing);
        if let Some(place) = first_missing {
            signing_in.reset();
            focus(place);
            return;
        }
        session.sign_in(signing_in, name, secret, move |result| {
            if let Err(failure) = result {
                focus(place_of(&failure));
            }
        });
    };
    let form_error = error_at(Place::Form);
    // Signed in, until the page that was asked for stands.
    let busy = Signal::derive(move || signing_in.pending().get() || matches!(session.who().get(), Who::Somebody(_)));
    Effect::new(move |_| {
        if let Some(input) = username_input.get() {
            let _ = input.focus();
        }
    });
    view! {
        <main class="login" id="main">
            <h1><Wordmark /><span class="sr-only">", sign in"</span></h1>
            <form class="login-card" novalidate=true on:submit=submit>
                <TextField
                    label="E-mail or user name"
                    value=username
                    on_input=move |text| username.set(text)
                    name="username"
                    autocomplete="username"
                    error=error_at(Place::Username)
                    required=true
                    large=true
                    node_ref=username_input
                />
                <TextField
                    label="Password"
                    value=password
                    on_input=move |text| password.set(text)
                    kind=InputKind::Password
                    name="password"
                    autocomplete="current-password"
                    error=error_at(Place::Password)
                    required=true
                    large=true
                    node_ref=password_input
                />
                <div class="login-error" role="alert">{form_error}</div>
                <Button kind=ButtonKind::Ink size=ButtonSize::Large submit=true busy=busy>
                    "Sign in"
                </Button>
            </form>
            <p class="faint small">"Binnacle "{env!("CARGO_PKG_VERSION")}</p>
        </main>
    }
}
