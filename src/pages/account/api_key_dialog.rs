//! A new API key: name, description, until when; the password again where the API wants it fresh; then the key, once.

use leptos::prelude::*;
use model::account::{LONGEST_KEY_DESCRIPTION, LONGEST_KEY_NAME};
use model::same_as::keys::{NewKey, make_api_key};
use model::timestamp::Timestamp;
use query::mutation::Mutation;
use ui::banner::Strip;
use ui::button::{Button, ButtonKind};
use ui::copy_text::CopyButton;
use ui::dialog::Dialog;
use ui::field::{InputKind, TextField};
use ui::select::{Select, SelectOption};
use ui::tone::Tone;

use crate::data::account::{NewApiKey, use_account};
use crate::data::failure::Failure;
use crate::parts::same_as::SameAsButton;
use crate::services::clock::use_now;

const DAY: i64 = 24 * 3_600_000;
/// How long a key may work: the choice's word and days; none for ever.
const TERMS: [(&str, Option<i64>); 5] =
    [("7 days", Some(7)), ("30 days", Some(30)), ("90 days", Some(90)), ("1 year", Some(365)), ("Never ends", None)];

/// The dialog. `on_made` hears when there is a new key.
#[component]
pub(super) fn NewKeyDialog(open: RwSignal<bool>, #[prop(into)] on_made: Callback<()>) -> impl IntoView {
    let account = use_account();
    let now = use_now();
    let making = Mutation::<Failure>::new();
    let [name, description, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let term = RwSignal::new("90 days".to_owned());
    let is_tried = RwSignal::new(false);
    let wants_password = RwSignal::new(false);
    // Held here and nowhere else, until the dialog closes.
    let made = RwSignal::new(None::<String>);
    let close = move |()| {
        open.set(false);
        for field in [name, description, password] {
            field.set(String::new());
        }
        made.set(None);
        is_tried.set(false);
        wants_password.set(false);
        making.reset();
    };
    let name_fault = move || {
        name.with(|name| match name.trim().chars().count() {
            0 => Some("Enter what the key is for."),
            n if n > LONGEST_KEY_NAME => Some("A name has at most 50 characters."),
            _ => None,
        })
    };
    let name_error = Signal::derive(move || is_tried.get().then(name_fault).flatten().map(str::to_owned));
    let description_error = Signal::derive(move || {
        description
            .with(|text| text.chars().count() > LONGEST_KEY_DESCRIPTION)
            .then(|| "A description has at most 150 characters.".to_owned())
    });
    let password_error = Signal::derive(move || match making.failure() {
        Some(Failure::Field { field, message, .. }) if field == "password" => Some(message),
        _ => None,
    });
    let form_error = move || match making.failure() {
        Some(Failure::Field { field, .. }) if field == "password" => None,
        other => other.map(|failure| failure.to_string()),
    };
    let ends = move || {
        let days = term.with(|term| TERMS.iter().find(|(word, _)| word == term).and_then(|(_, days)| *days))?;
        Some(Timestamp::from_millis(now.get_untracked() + days * DAY))
    };
    let same = Signal::derive(move || {
        let is_good = name_fault().is_none() && description_error.get().is_none();
        let (name, description) = (name.get(), description.get());
        let key = NewKey { name: name.trim(), description: description.trim(), ends: ends() };
        is_good.then(|| make_api_key(key))
    });
    let make = move || {
        is_tried.set(true);
        making.reset();
        if untrack(name_fault).is_some() || description_error.get_untracked().is_some() {
            return;
        }
        let new = NewApiKey {
            name: name.get_untracked().trim().to_owned(),
            description: Some(description.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
            expiry_date: untrack(ends),
        };
        let given = wants_password.get_untracked().then(|| password.get_untracked());
        let write = async move {
            if let Some(password) = given {
                account.confirm(password).await?;
            }
            account.make_api_key(new).await
        };
        making.run(write, move |result| match result {
            Ok(key) => {
                let _ = password.try_set(String::new());
                let _ = made.try_set(Some(key));
                on_made.run(());
            }
            // The API wants the password anew, or did not take the one given.
            Err(Failure::Field { field, .. }) if field == "password" => {
                let _ = wants_password.try_set(true);
            }
            Err(_) => {}
        });
    };
    let is_made = Memo::new(move |_| made.with(Option::is_some));
    let buttons = move || {
        if is_made.get() {
            view! { <Button kind=ButtonKind::Ink on_press=close>"I have it"</Button> }.into_any()
        } else {
            view! {
                <SameAsButton same missing="Enter what the key is for first." />
                <Button on_press=close>"Cancel"</Button>
                <Button kind=ButtonKind::Ink busy=making.pending() on_press=move |()| make()>"Make key"</Button>
            }
            .into_any()
        }
    };
    // A dialog draws its footer once.
    let footer = move || view! { <span class="push"></span>{buttons} };
    let terms = Signal::stored(TERMS.iter().map(|(word, _)| SelectOption::new(*word, *word)).collect::<Vec<_>>());
    let form = move || {
        view! {
            <form class="vstack" novalidate=true on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); make(); }>
                <TextField label="Name" value=name on_input=move |text| name.set(text) placeholder="ci-release" error=name_error />
                <TextField
                    label="Description"
                    value=description
                    on_input=move |text| description.set(text)
                    help="Optional: where it is used."
                    error=description_error
                />
                <Select
                    label="Works for"
                    options=terms
                    value=Signal::derive(move || Some(term.get()))
                    on_change=move |chosen: String| term.set(chosen)
                />
                {move || wants_password.get().then(|| view! {
                    <TextField
                        label="Your password"
                        value=password
                        on_input=move |text| { making.reset(); password.set(text); }
                        kind=InputKind::Password
                        autocomplete="current-password"
                        help="A key that acts as you wants a password given within the last 20 minutes."
                        error=password_error
                    />
                })}
                <div class="form-error fail-t small" role="alert">{form_error}</div>
                // Enter sends the form, though the visible button is the dialog's.
                <button class="sr-only" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        }
    };
    let shown = move || {
        let key = Signal::derive(move || made.get().unwrap_or_default());
        view! {
            <div class="vstack">
                <Strip tone=Tone::Warn>"Copy the key now: it is not shown again. Who has it acts as you."</Strip>
                <div class="cli made-key">
                    <code data-testid="made-key">{key}</code>
                    <CopyButton text=key label="Copy the key" />
                </div>
            </div>
        }
    };
    view! {
        <Dialog
            open=open
            on_close=close
            title=Signal::derive(move || if is_made.get() { "The new key".to_owned() } else { "New API key".to_owned() })
            footer
        >
            {move || if is_made.get() { shown().into_any() } else { form().into_any() }}
        </Dialog>
    }
}
