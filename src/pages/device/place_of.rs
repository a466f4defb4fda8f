//! Where the device stands: decimal degrees, kept as two tags so that every balena API has room for them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::device::Tag;
use model::location::{LATITUDE, LONGITUDE, degrees, printed};
use model::rights::Right;
use ui::button::Button;
use ui::card::Card;
use ui::field::TextField;

use super::requests::Requests;
use super::shown::Shown;
use crate::data::tags::{Tagged, use_tags};

/// The card.
#[component]
pub(super) fn Location(shown: Shown, requests: Requests) -> impl IntoView {
    let writer = use_tags();
    let known = shown.memo(|detail| {
        let tag = |key: &str| {
            detail.device.tags.iter().find(|tag| tag.key == key).map(|tag| tag.value.clone()).unwrap_or_default()
        };
        (tag(LATITUDE), tag(LONGITUDE))
    });
    let (latitude, longitude) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let (wrong_latitude, wrong_longitude) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let (failure, is_pending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    // What nobody has typed into follows what is known.
    let shown_latitude = Signal::derive(move || latitude.get().unwrap_or_else(|| known.get().unwrap_or_default().0));
    let shown_longitude = Signal::derive(move || longitude.get().unwrap_or_else(|| known.get().unwrap_or_default().1));
    let settled = move |result: Result<(), crate::data::failure::Failure>| {
        let _ = is_pending.try_set(false);
        match result {
            Ok(()) => {
                let _ = latitude.try_set(None);
                let _ = longitude.try_set(None);
            }
            Err(why) => {
                let _ = failure.try_set(Some(why.to_string()));
            }
        }
    };
    let save = move || {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        let north = degrees(&shown_latitude.get_untracked(), 90.0);
        let east = degrees(&shown_longitude.get_untracked(), 180.0);
        wrong_latitude.set(north.clone().err());
        wrong_longitude.set(east.clone().err());
        let (Ok(north), Ok(east)) = (north, east) else { return };
        failure.set(None);
        is_pending.set(true);
        spawn_local(async move {
            let tag = |key: &str, value: f64| Tag { key: key.to_owned(), value: printed(value) };
            let mut result = writer.set(Tagged::Device, id, tag(LATITUDE, north)).await;
            if result.is_ok() {
                result = writer.set(Tagged::Device, id, tag(LONGITUDE, east)).await;
            }
            settled(result);
        });
    };
    let clear = move |()| {
        let Some(id) = shown.peek(|detail| detail.device.id) else { return };
        failure.set(None);
        is_pending.set(true);
        spawn_local(async move {
            let mut result = writer.remove(Tagged::Device, id, LATITUDE.to_owned()).await;
            if result.is_ok() {
                result = writer.remove(Tagged::Device, id, LONGITUDE.to_owned()).await;
            }
            settled(result);
        });
    };
    let nowhere = Signal::derive(move || {
        requests.denied(Right::EditTags).get().or_else(|| {
            let known = known.get().unwrap_or_default();
            (known.0.is_empty() && known.1.is_empty()).then(|| "No location is set.".to_owned())
        })
    });
    view! {
        <Card title="Location">
            <form
                class="in setting"
                on:submit=move |event| {
                    event.prevent_default();
                    if requests.denied(Right::EditTags).get_untracked().is_none() {
                        save();
                    }
                }
            >
                <p class="small muted">
                    "Decimal degrees, kept in the tags latitude and longitude. The map of the fleet shows the device there."
                </p>
                <div class="setting-pair">
                    <TextField
                        label="Latitude"
                        value=shown_latitude
                        on_input=move |typed| latitude.set(Some(typed))
                        error=wrong_latitude
                        placeholder="53.5461"
                        mono=true
                    />
                    <TextField
                        label="Longitude"
                        value=shown_longitude
                        on_input=move |typed| longitude.set(Some(typed))
                        error=wrong_longitude
                        placeholder="9.9661"
                        mono=true
                    />
                </div>
                {move || failure.get().map(|why| view! { <p class="fail-t small" role="alert">{why}</p> })}
                <div class="hstack">
                    <Button submit=true busy=is_pending disabled=requests.denied(Right::EditTags)>"Save location"</Button>
                    <Button disabled=nowhere on_press=clear>"Clear"</Button>
                </div>
            </form>
        </Card>
    }
}
