//! The gateway does not answer, so nobody knows who is signed in.

use leptos::prelude::*;
use ui::button::{Button, ButtonKind};

use crate::services::title::set_title;

/// Says why, and tries again.
#[component]
pub fn UnreachablePage(why: String, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    set_title(|| "No answer".to_owned());
    view! {
        <main class="login" id="main">
            <div class="center missing">
                <h1>"The server does not answer"</h1>
                <p class="muted" role="alert">{why}</p>
                <Button kind=ButtonKind::Ink on_press=on_retry>"Try again"</Button>
            </div>
        </main>
    }
}
