//! The report: what a person who helps wants to read, as text.

use leptos::prelude::*;
use model::device_uuid::DeviceUuid;
use ui::card::Card;
use ui::code::CodeBlock;
use ui::copy_text::CopyButton;
use ui::icon::Glyph;
use ui::icon_button::IconButton;

use super::checks::{RunButton, RunStatus, take_away};
use crate::data::diagnostics::report;

/// The card of the report.
#[component]
pub(super) fn DiagnosticsReport(
    uuid: DeviceUuid,
    refusal: Signal<Option<String>>,
    file: Signal<String>,
) -> impl IntoView {
    let run = report();
    let text = run.text();
    let has_text = Memo::new(move |_| text.with(|text| !text.is_empty()));
    let actions = move || {
        view! {
            {move || has_text.get().then(|| view! {
                <CopyButton text label="Copy the report" />
                <IconButton
                    glyph=Glyph::Download
                    label="Download the report"
                    on_press=move |()| take_away(text, &format!("{}-diagnostics.txt", file.get_untracked()))
                />
            })}
            <RunButton run uuid=uuid.clone() refusal label="Make report" again="Make again" />
        }
    };
    view! {
        <Card title="Report" aside=move || view! { <RunStatus run /> } actions>
            {move || if has_text.get() {
                view! { <div class="in report-text"><CodeBlock text /></div> }.into_any()
            } else {
                view! {
                    <p class="in muted small">
                        "Engine, hardware, network, operating system, supervisor and clock of the device as one text to keep or to send. Keys and values of variables are left out."
                    </p>
                }
                .into_any()
            }}
        </Card>
    }
}
