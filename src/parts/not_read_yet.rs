//! What stands where a page's content will be: a skeleton while it is read, or why it could not be.

use leptos::prelude::*;
use ui::skeleton::SkeletonRows;

use super::failed::Failed;

/// `failure` is the sentence and the request's number; without one, `rows` of `row` pixels wait under `label`.
pub fn not_read_yet(
    failure: Option<(String, Option<String>)>,
    on_retry: impl Fn(()) + Send + Sync + 'static,
    (label, rows, row): (&'static str, usize, u32),
) -> AnyView {
    match failure {
        Some((message, request_id)) => {
            view! { <div class="in-page"><Failed message request_id on_retry /></div> }.into_any()
        }
        None => view! { <div class="in-page"><SkeletonRows label rows row /></div> }.into_any(),
    }
}
