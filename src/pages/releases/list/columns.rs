//! The cells of the list of releases.

use leptos::prelude::*;
use model::figure::{UNKNOWN, grouped};
use model::release::Release;
use ui::badge::{Badge, BadgeFill};
use ui::grid::{Column, Width};
use ui::icon::Glyph;
use ui::menu::Menu;
use ui::relative_time::{RelativeTime, span};
use ui::tag::Tag;

use super::super::actions::ReleaseActions;
use crate::parts::release_standing::ReleaseStanding;
use crate::routes::device_list::DeviceList;
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_list::{ReleaseColumn, ReleaseSort};

/// What the cells need besides their release. Copy.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) fleet: i64,
    /// The fleet's target, by number.
    pub(super) target: Memo<Option<i64>>,
    pub(super) now: Signal<i64>,
    pub(super) actions: ReleaseActions,
}

type Row = Signal<Release>;

/// The version, the columns chosen, and the actions.
pub(super) fn columns(chosen: &[ReleaseColumn], around: Around) -> Vec<Column<Release>> {
    let mut columns = vec![
        Column::new(ReleaseSort::Version.word(), "Release", Width::Px(196), move |row| version(row, around)).sortable(),
    ];
    columns.extend(chosen.iter().map(|column| one(*column, around)));
    columns.push(Column::new("actions", "Actions", Width::Px(76), move |row| menu(row, around)));
    columns
}

fn one(column: ReleaseColumn, around: Around) -> Column<Release> {
    let (id, title) = (column.word(), column.title());
    let words = |width, cell: fn(&Release) -> Option<String>| Column::new(id, title, width, move |row| text(row, cell));
    let moment = |cell: fn(&Release) -> Option<i64>| {
        Column::new(id, title, Width::Px(96), move |row: Row| {
            let at = Signal::derive(move || row.with(cell));
            view! { <RelativeTime at now=around.now /> }
        })
        .numeric()
    };
    match column {
        ReleaseColumn::Commit => Column::new(id, title, Width::Px(92), |row: Row| {
            let commit = move || row.with(|release| release.commit.clone());
            let short = move || row.with(|release| release.commit.chars().take(7).collect::<String>());
            view! { <span class="mono muted" title=commit>{short}</span> }
        }),
        ReleaseColumn::State => Column::new(id, title, Width::Px(118), |row: Row| {
            let standing = Signal::derive(move || row.with(Release::standing));
            view! { <ReleaseStanding standing /> }
        })
        .sortable(),
        ReleaseColumn::Final => {
            words(Width::Px(92), |release| Some(if release.is_final { "Final" } else { "Draft" }.to_owned()))
        }
        ReleaseColumn::Valid => words(Width::Px(92), |release| {
            Some(if release.is_invalidated { "Invalidated" } else { "Valid" }.to_owned())
        }),
        ReleaseColumn::Phase => words(Width::Px(96), |release| release.phase.clone()),
        ReleaseColumn::Source => words(Width::Px(84), |release| release.source.clone()),
        ReleaseColumn::Note => words(Width::Share(3, 140), |release| release.note.clone()),
        ReleaseColumn::KnownIssues => words(Width::Share(2, 140), |release| release.known_issues.clone()),
        ReleaseColumn::Tags => Column::new(id, title, Width::Share(2, 120), tags),
        ReleaseColumn::RunningOn => {
            Column::new(id, title, Width::Px(104), move |row| running(row, around.fleet)).numeric().sortable()
        }
        ReleaseColumn::Build => words(Width::Px(92), |release| release.build_took().map(span)).numeric().sortable(),
        ReleaseColumn::Completed => moment(|release| release.ended_at.map(model::timestamp::Timestamp::millis)),
        ReleaseColumn::Finalized => moment(|release| release.finalized_at.map(model::timestamp::Timestamp::millis)),
        ReleaseColumn::Created => moment(|release| Some(release.created_at.millis())).sortable(),
    }
}

fn text(row: Row, cell: fn(&Release) -> Option<String>) -> impl IntoView {
    let said = Memo::new(move |_| row.with(cell).unwrap_or_else(|| UNKNOWN.to_owned()));
    view! { <bdi class="cut muted" title=said>{said}</bdi> }
}

fn version(row: Row, around: Around) -> impl IntoView {
    let href =
        move || row.with(|release| Place::Fleet { id: around.fleet, tab: FleetTab::Release(release.id) }.to_string());
    let is_target = move || around.target.get() == Some(row.with(|release| release.id));
    let label = move || row.with(|release| release.label.clone());
    view! {
        <span class="hstack">
            <a class="mono strong cut" href=href title=label>{label}</a>
            {move || is_target().then(|| view! { <Badge fill=BadgeFill::Accent small=true>"fleet target"</Badge> })}
        </span>
    }
}

fn running(row: Row, fleet: i64) -> impl IntoView {
    let href = move || row.with(|release| Place::devices_as(fleet, DeviceList::running(release.id)).to_string());
    let count = move || row.with(|release| release.devices.map_or_else(|| UNKNOWN.to_owned(), grouped));
    let of = move || row.with(|release| format!(" devices on {}", release.label));
    view! { <a class="link" href=href>{count}<span class="sr-only">{of}</span></a> }
}

fn tags(row: Row) -> impl IntoView {
    move || {
        let labels = row.with(|release| release.tags.iter().map(model::device::Tag::label).collect::<Vec<_>>());
        if labels.is_empty() {
            return view! { <span class="muted">{UNKNOWN}</span> }.into_any();
        }
        let tags = labels.into_iter().map(|label| view! { <Tag><bdi>{label}</bdi></Tag> }).collect_view();
        view! { <span class="hstack cut">{tags}</span> }.into_any()
    }
}

fn menu(row: Row, around: Around) -> impl IntoView {
    let label = move || row.with(|release| format!("Actions of {}", release.label));
    let items = Signal::derive(move || row.with(|release| around.actions.items(release)));
    view! {
        <Menu
            label=Signal::derive(label)
            items
            on_choose=move |id: String| around.actions.choose(&id, row.get_untracked())
            glyph=Glyph::More
        />
    }
}

/// Two lines under 768 px: version and status, note and devices.
pub(super) fn narrow(row: Row, around: Around) -> impl IntoView {
    let standing = Signal::derive(move || row.with(Release::standing));
    view! {
        <div class="m-row">
            {version(row, around)}
            <ReleaseStanding standing />
            {text(row, |release| release.note.clone())}
            <span class="small">{running(row, around.fleet)}</span>
        </div>
    }
}
