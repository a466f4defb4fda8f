//! The build log of a release or of one of its images: filtered, downloaded, and drawn only where one looks.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use model::figure::{counted, grouped};
use model::release_detail::ReleaseDetail;
use ui::announcer::use_announcer;
use ui::copy_text::CopyButton;
use ui::empty_state::EmptyState;
use ui::field::SearchField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::select::{Select, SelectOption};
use ui::skeleton::SkeletonRows;

use crate::data::release_build::{self, Built};
use crate::parts::failed::Failed;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_tab::ReleaseTab;
use crate::services::download;
use crate::services::navigation::use_navigator;

/// Height of a line, px: the leading of the log's type.
const LINE: f64 = 18.0;
/// Lines drawn before what is seen and behind it.
const AROUND: usize = 40;
/// The choice of the release's own log.
const WHOLE: &str = "release";

/// The lines that are shown; one text, shared, with each line's place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lines {
    text: Arc<str>,
    ranges: Vec<(usize, usize)>,
}

impl Lines {
    fn of(text: &str, filter: &str) -> Self {
        let filter = filter.to_lowercase();
        let mut ranges = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            if filter.is_empty() || line.to_lowercase().contains(&filter) {
                ranges.push((start, end));
            }
            start += line.len();
        }
        Self { text: Arc::from(text), ranges }
    }

    fn window(&self, from: usize, to: usize) -> String {
        let mut shown = String::new();
        for (start, end) in self.ranges.iter().take(to).skip(from) {
            shown.push_str(self.text.get(*start..*end).unwrap_or_default());
            shown.push('\n');
        }
        shown
    }
}

/// The log with its tools.
#[component]
pub(super) fn BuildLogPart(
    fleet: i64,
    release: i64,
    detail: Memo<Option<ReleaseDetail>>,
    tab: Memo<Option<ReleaseTab>>,
) -> impl IntoView {
    let (navigator, announcer) = (use_navigator(), use_announcer());
    let image = Memo::new(move |former: Option<&Option<i64>>| match tab.get() {
        Some(ReleaseTab::BuildLog(image)) => image,
        _ => former.copied().flatten(),
    });
    let build =
        release_build::of(Signal::derive(move || Some(image.get().map_or(Built::Release(release), Built::Image))));
    let filter = RwSignal::new(String::new());
    let log = Memo::new(move |_| build.with(|held| held.value().and_then(|build| build.log.clone())));
    let lines =
        Memo::new(move |_| log.with(|log| filter.with(|filter| Lines::of(log.as_deref().unwrap_or_default(), filter))));
    let options = Signal::derive(move || {
        let images = detail.with(|detail| {
            detail
                .iter()
                .flat_map(|detail| &detail.services)
                .filter_map(|service| {
                    Some(SelectOption::new(service.image.as_ref()?.id.to_string(), service.name().to_owned()))
                })
                .collect::<Vec<_>>()
        });
        std::iter::once(SelectOption::new(WHOLE, "Build overview")).chain(images).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || Some(image.get().map_or_else(|| WHOLE.to_owned(), |image| image.to_string())));
    let name = move || {
        let chosen = chosen.get_untracked().unwrap_or_default();
        let label = detail.with_untracked(|detail| detail.as_ref().map(|detail| detail.release.label.clone()));
        format!("build-{}-{chosen}.log", label.unwrap_or_default())
    };
    let text = Signal::derive(move || lines.with(|lines| lines.window(0, lines.ranges.len())));
    let save = move |()| {
        announcer.say(match download::offer(&text.get_untracked(), "text/plain;charset=utf-8", &name()) {
            Ok(()) => "Downloading the log".to_owned(),
            Err(_) => "The browser did not allow the download".to_owned(),
        });
    };
    let count = move || {
        let shown = lines.with(|lines| lines.ranges.len() as u64);
        if filter.with(String::is_empty) {
            counted(shown, "line", "lines")
        } else {
            format!("{} match", grouped(shown))
        }
    };
    let stage = Memo::new(move |_| {
        build.with(|held| (held.value().map(|build| build.log.is_some()), held.failure().is_some()))
    });
    let body = move || {
        match stage.get() {
        (Some(true), _) => view! { <Screen lines /> }.into_any(),
        (Some(false), _) => view! {
            <EmptyState glyph=Glyph::Logs title="No build log was kept">
                "Whoever builds a release may keep its log. The balena CLI and a remote builder do; a release made by hand has none."
            </EmptyState>
        }
        .into_any(),
        (None, true) => {
            let failure = build.with_untracked(|held| held.failure().cloned());
            failure.map(|failure| {
                let request = failure.request_id().map(str::to_owned);
                view! {
                    <div class="in-page">
                        <Failed message=failure.to_string() request_id=request on_retry=move |()| build.refetch() />
                    </div>
                }
            }).into_any()
        }
        (None, false) => view! { <div class="in-page"><SkeletonRows label="The build log is loading" rows=10 row=18 /></div> }.into_any(),
    }
    };
    view! {
        <div class="bar" role="search" aria-label="Build log">
            <Select
                label="Build of"
                options
                value=chosen
                small=true
                hide_label=true
                on_change=move |id: String| {
                    let tab = ReleaseTab::BuildLog(id.parse().ok());
                    navigator.replace(&Place::Fleet { id: fleet, tab: FleetTab::ReleasePart(release, tab) });
                }
            />
            <div class="filter-text">
                <SearchField
                    label="Filter the log"
                    placeholder="Filter lines"
                    value=filter
                    on_input=move |text| filter.set(text)
                    small=true
                />
            </div>
            <span class="small muted tn" role="status">{count}</span>
            <span class="push"></span>
            <CopyButton text label="Copy the log" />
            <IconButton glyph=Glyph::Download label="Download the log" on_press=save />
        </div>
        {body}
    }
}

/// Only the lines one looks at, and a few around them, are in the page.
#[component]
fn Screen(lines: Memo<Lines>) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0_f64);
    let height = RwSignal::new(0.0_f64);
    let look = move || {
        if let Some(scroller) = scroller.try_get_untracked().flatten() {
            let _ = top.try_set(f64::from(scroller.scroll_top()));
            let _ = height.try_set(f64::from(scroller.client_height()));
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() {
            request_animation_frame(look);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| look());
    on_cleanup(move || resized.remove());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of lines in a window")]
    let range = Memo::new(move |_| {
        let first = (top.get() / LINE).max(0.0) as usize;
        let seen = (height.get().max(600.0) / LINE).ceil() as usize;
        // In steps, so that a scroll of one line draws nothing anew.
        let from = first.saturating_sub(AROUND) / AROUND * AROUND;
        (from, from + seen + 4 * AROUND)
    });
    #[expect(clippy::cast_precision_loss, reason = "lines of a log of at most 1.5 MB")]
    let px = |lines: usize| format!("{}px", lines as f64 * LINE);
    view! {
        <div class="code build-log" tabindex="0" role="region" aria-label="Build log" node_ref=scroller on:scroll=move |_| look()>
            <div class="build-log-all" style:height=move || px(lines.with(|lines| lines.ranges.len()))>
                <pre style:top=move || px(range.get().0)>
                    {move || {
                        let (from, to) = range.get();
                        lines.with(|lines| lines.window(from, to))
                    }}
                </pre>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_cut_and_filtered_where_they_stand() {
        let all = Lines::of("Step 1\r\n Step ü\nDone", "");
        assert_eq!((all.ranges.len(), all.window(1, 3)), (3, " Step ü\nDone\n".to_owned()));
        let some = Lines::of("Step 1\nstep 2\nDone", "STEP");
        assert_eq!(some.window(0, 9), "Step 1\nstep 2\n");
        assert!(Lines::of("", "").ranges.is_empty());
    }
}
