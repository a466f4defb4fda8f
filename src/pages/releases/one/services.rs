//! The services of a release: image, size, build, update strategy, and what one should know before devices get them.

use leptos::prelude::*;
use model::figure::{UNKNOWN, bytes};
use model::release_detail::{BuiltService, ReleaseDetail};
use ui::card::Card;
use ui::category::{CategorySquare, swatch_of};
use ui::copy_text::CopyText;
use ui::icon::Glyph;
use ui::icon_button::{IconButton, IconLink};
use ui::relative_time::span;
use ui::state_mark::{Shape, StateMark};
use ui::table::{Density, Head, Table};
use ui::tone::Tone;

use super::dockerfile::{Asked, Dockerfile};
use crate::routes::fleet_tab::FleetTab;
use crate::routes::place::Place;
use crate::routes::release_tab::ReleaseTab;

/// The table.
#[component]
pub(super) fn ServicesCard(fleet: i64, release: i64, detail: Memo<Option<ReleaseDetail>>) -> impl IntoView {
    let services =
        Memo::new(move |_| detail.with(|one| one.as_ref().map(|one| one.services.clone()).unwrap_or_default()));
    let asked = RwSignal::new(None::<Asked>);
    let heads = || {
        vec![
            Head::new("Service", Some(150)),
            Head::numeric("Image", Some(84)),
            Head::new("Digest", None),
            Head::new("Update strategy", Some(160)),
            Head::numeric("Build", Some(100)),
            Head::new("Look at", Some(86)),
        ]
    };
    let rows = move || services.get().into_iter().map(|service| row(fleet, release, service, asked)).collect_view();
    let total = move || detail.with(|one| one.as_ref()?.size()).map_or_else(|| UNKNOWN.to_owned(), bytes);
    let warnings = move || {
        services.with(|services| {
            services
                .iter()
                .flat_map(|one| one.composed.warnings().into_iter().map(|warning| (one.name().to_owned(), warning)))
                .map(|(name, warning)| {
                    view! {
                        <li>
                            <StateMark tone=Tone::Warn shape=Shape::Triangle />
                            <span><b>{name}</b>" "{warning}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let has_warnings =
        Memo::new(move |_| services.with(|all| all.iter().any(|one| !one.composed.warnings().is_empty())));
    let is_empty = Memo::new(move |_| services.with(Vec::is_empty));
    view! {
        <div class="vstack">
            <Card
                title="Services"
                aside=move || view! { <span class="faint tn">{move || services.with(Vec::len)}</span> }
                footer=move || view! { <span>{total}" in all"</span> }
            >
                {move || if is_empty.get() {
                    view! { <p class="in muted">"The composition names no service, and nothing was built."</p> }.into_any()
                } else {
                    view! {
                        <div class="release-services">
                            <Table caption="Services" heads=heads() density=Density::Tight>{rows}</Table>
                        </div>
                    }.into_any()
                }}
            </Card>
            {move || has_warnings.get().then(|| view! {
                <Card title="Before it goes to devices"><ul class="in release-warnings">{warnings}</ul></Card>
            })}
        </div>
        <Dockerfile asked />
    }
}

fn row(fleet: i64, release: i64, service: BuiltService, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let name = service.name().to_owned();
    let swatch = swatch_of(&name);
    let strategy = service.composed.update_strategy().to_owned();
    let handover = service.composed.handover_timeout().map(|timeout| format!("hand-over timeout {timeout} ms"));
    let image = service.image;
    let size = image.as_ref().and_then(|image| image.size).map_or_else(|| UNKNOWN.to_owned(), bytes);
    let took = image
        .as_ref()
        .and_then(model::release_detail::ReleaseImage::build_took)
        .map_or_else(|| UNKNOWN.to_owned(), span);
    let digest = match &image {
        None => view! { <span class="muted">"no image"</span> }.into_any(),
        Some(image) => {
            let whole = format!(
                "{}{}",
                image.location,
                image.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default()
            );
            let short = image.identity().trim_start_matches("sha256:").chars().take(12).collect::<String>();
            let label = format!("Copy the image of {name}");
            view! { <CopyText text=whole label shown=short /> }.into_any()
        }
    };
    let error = image.as_ref().and_then(|image| image.error.clone());
    let look = image.map(|image| {
        let log = Place::Fleet { id: fleet, tab: FleetTab::ReleasePart(release, ReleaseTab::BuildLog(Some(image.id))) };
        let (log_label, file_label) = (format!("Build log of {name}"), format!("Dockerfile of {name}"));
        let asks = Asked { image: image.id, service: name.clone() };
        view! {
            <span class="row-actions">
                <IconLink glyph=Glyph::Logs label=log_label href=log.to_string() />
                <IconButton glyph=Glyph::Variables label=file_label on_press=move |()| asked.set(Some(asks.clone())) />
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row"><span class="hstack"><CategorySquare swatch /><b class="cut">{name}</b></span></th>
            <td class="num">{size}</td>
            <td>
                {digest}
                {error.map(|error| view! { <div class="small fail-t"><bdi>{error}</bdi></div> })}
            </td>
            <td class="cut" title=handover>{strategy}</td>
            <td class="num muted">{took}</td>
            <td>{look}</td>
        </tr>
    }
}
