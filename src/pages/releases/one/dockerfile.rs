//! The Dockerfile an image was built with, read when it is asked for.

use leptos::prelude::*;
use ui::button::Button;
use ui::code::CodeBlock;
use ui::dialog::Dialog;
use ui::skeleton::SkeletonRows;

use crate::data::release_build::{self, Built};
use crate::parts::failed::Failed;

/// Whose is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) image: i64,
    pub(super) service: String,
}

/// The dialog; open while something is asked for.
#[component]
pub(super) fn Dockerfile(asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let build =
        release_build::of(Signal::derive(move || asked.with(|asked| Some(Built::Image(asked.as_ref()?.image)))));
    let open = Signal::derive(move || asked.with(Option::is_some));
    let title = Signal::derive(move || {
        asked.with(|asked| {
            asked.as_ref().map_or_else(|| "Dockerfile".to_owned(), |asked| format!("Dockerfile of {}", asked.service))
        })
    });
    let footer =
        move || view! { <span class="push"></span><Button on_press=move |()| asked.set(None)>"Close"</Button> };
    let body = move || {
        match (build.value(), build.failure()) {
        (Some(build), _) => match build.dockerfile {
            Some(text) => view! { <CodeBlock text /> }.into_any(),
            None => view! { <p class="muted">"No Dockerfile was kept with this image: it was built without one, or on a machine of its own."</p> }.into_any(),
        },
        (None, Some(failure)) => {
            let request = failure.request_id().map(str::to_owned);
            view! { <Failed message=failure.to_string() request_id=request on_retry=move |()| build.refetch() /> }.into_any()
        }
        (None, None) => view! { <SkeletonRows label="The Dockerfile is loading" rows=5 /> }.into_any(),
    }
    };
    view! { <Dialog open on_close=move |()| asked.set(None) title wide=true footer>{body}</Dialog> }
}
