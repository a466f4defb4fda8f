//! A part that could not be read: said where it would stand, with a way to try again; other parts live on.

use leptos::prelude::*;
use ui::button::{Button, ButtonSize};
use ui::copy_text::CopyText;
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

/// `request_id` finds the answer in the server's log.
#[component]
pub fn Failed(
    #[prop(into)] message: String,
    #[prop(optional_no_strip)] request_id: Option<String>,
    #[prop(into)] on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="failed" role="alert">
            <StateMark tone=Tone::Fail shape=Shape::Square />
            <span>{message}</span>
            {request_id.map(|id| view! { <CopyText text=id label="Copy the request's number" /> })}
            <Button size=ButtonSize::Small on_press=on_retry>"Try again"</Button>
        </div>
    }
}
