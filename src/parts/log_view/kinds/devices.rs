//! Which devices wrote a kind of messages, each with its lines and a way to its log.

use leptos::prelude::*;
use logs::desk::ask::Ask;
use logs::desk::kinds::{KindDevices, ShownKind};
use model::figure::counted;
use ui::dialog::Dialog;
use ui::skeleton::SkeletonRows;

use super::words::kind_words;

/// A kind that somebody asks about, of a run of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedKind {
    pub run: u32,
    pub kind: ShownKind,
}

/// The list, while a kind is asked about. `devices` is the last answer to `ask`, `href` leads from a device's name and the kind's
/// sign to the device's log.
#[component]
pub fn KindDevicesDialog(
    asked: RwSignal<Option<AskedKind>>,
    #[prop(into)] devices: Signal<Option<KindDevices>>,
    #[prop(into)] ask: Callback<Ask>,
    #[prop(into)] href: Callback<(String, String), Option<String>>,
) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(AskedKind { run, kind }) = asked.get() {
            ask.run(Ask::KindDevices { run, number: kind.number });
        }
    });
    let list = Memo::new(move |_| {
        let wanted = asked.with(|asked| asked.as_ref().map(|asked| (asked.run, asked.kind.number)))?;
        devices.with(|devices| devices.as_ref().filter(|it| (it.run, it.number) == wanted).map(|it| it.devices.clone()))
    });
    let title = move || match list.with(|list| list.as_ref().map(Vec::len)) {
        Some(count) => format!("{} wrote this kind", counted(count as u64, "device", "devices")),
        None => "Devices that wrote this kind".to_owned(),
    };
    let row = move |(name, rows): (String, u32)| {
        let sign = asked.with_untracked(|asked| asked.as_ref().and_then(|asked| asked.kind.sign.clone()));
        let href = sign.and_then(|sign| href.run((name.clone(), sign)));
        let lines = counted(u64::from(rows), "line", "lines");
        let name = match href {
            Some(href) => view! { <a class="link cut" href=href><bdi>{name}</bdi></a> }.into_any(),
            None => view! { <bdi class="cut">{name}</bdi> }.into_any(),
        };
        view! { <li>{name}<span class="push"></span><span class="muted tn">{lines}</span></li> }
    };
    view! {
        <Dialog open=Signal::derive(move || asked.with(Option::is_some)) on_close=move |()| asked.set(None) title=Signal::derive(title)>
            <p class="kind-named mono">
                {move || asked.with(|asked| asked.as_ref().map(|asked| kind_words(&asked.kind.text)))}
            </p>
            {move || match list.get() {
                None => view! { <SkeletonRows label="Looking for the devices" rows=4 row=28 /> }.into_any(),
                Some(list) if list.is_empty() => {
                    view! { <p class="muted">"The filter has changed meanwhile: ask again."</p> }.into_any()
                }
                Some(list) => view! {
                    <ul class="kind-devices" aria-label="Devices">{list.into_iter().map(row).collect_view()}</ul>
                }.into_any(),
            }}
        </Dialog>
    }
}
