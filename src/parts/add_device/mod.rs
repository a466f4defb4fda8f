//! Adding a device: what its config.json says, the file, the command of a virtual device, and its first boot beside it.

pub(crate) mod form;

use std::fmt;
use std::sync::Arc;

use leptos::prelude::*;
use model::first_boot::FirstBoot;
use model::fleet::Fleet;
use model::provisioning::{ConfigWish, KnownType};
use ui::banner::Banner;
use ui::button::{Button, ButtonKind};
use ui::code::CommandLine;
use ui::field::{InputKind, TextField};
use ui::icon::Glyph;
use ui::relative_time::span;
use ui::segmented::{Choice, Segmented};
use ui::select::{Select, SelectOption};
use ui::sheet::Sheet;

use self::form::{Form, LIFETIMES};
use super::first_boot::FirstBootTimeline;
use crate::routes::place::Place;
use crate::services::clock::use_now;
use crate::services::download::offer;

/// A config.json that is asked for; `done` hears its text, or why there is none.
#[derive(Clone)]
pub struct AskConfig {
    pub wish: ConfigWish,
    pub done: Arc<dyn Fn(Result<String, String>) + Send + Sync>,
}

impl fmt::Debug for AskConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskConfig").finish_non_exhaustive()
    }
}

/// A file that was made while the sheet is open: it has a key, so it is forgotten with the sheet.
#[derive(Clone, PartialEq, Eq)]
struct Made {
    text: String,
    at: i64,
    key_name: String,
}

/// Where the making stands.
#[derive(Clone, PartialEq, Eq)]
enum Stand {
    Typing,
    Asking,
    Failed(String),
    Made(Made),
}

/// Whether the browser takes the file.
fn is_offered(text: &str) -> bool {
    offer(text, "application/json", "config.json").is_ok()
}

/// The sheet. `newest` are the fleet's newest devices, newest first.
#[component]
pub fn AddDeviceSheet(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] fleet: Signal<Option<Fleet>>,
    #[prop(into)] types: Signal<Vec<KnownType>>,
    #[prop(into)] newest: Signal<Vec<FirstBoot>>,
    #[prop(into)] on_ask: Callback<AskConfig>,
) -> impl IntoView {
    let now = use_now();
    let form = Form::new();
    let stand = RwSignal::new(Stand::Typing);
    let name =
        Memo::new(move |_| fleet.with(|fleet| fleet.as_ref().map(|fleet| fleet.name.clone())).unwrap_or_default());
    // The fleet's own type until another is chosen.
    Effect::new(move |_| {
        let own = fleet.with(|fleet| fleet.as_ref().and_then(|fleet| fleet.device_type.clone()));
        let slug =
            types.with(|types| types.iter().find(|one| Some(&one.name) == own.as_ref()).map(|one| one.slug.clone()));
        if form.device_type.with_untracked(Option::is_none) && slug.is_some() {
            form.device_type.set(slug);
        }
    });
    let close = Callback::new(move |()| {
        // What must not be kept goes with the sheet.
        form.passphrase.set(String::new());
        stand.set(Stand::Typing);
        on_close.run(());
    });
    let make = move |()| {
        let at = now.get_untracked();
        let (Some(wish), false) = (form.wish(at), stand.with_untracked(|stand| *stand == Stand::Asking)) else {
            return;
        };
        let key_name = wish.key_name.clone();
        stand.set(Stand::Asking);
        let done = Arc::new(move |answer: Result<String, String>| {
            let next = match answer {
                Ok(text) if is_offered(&text) => Stand::Made(Made { text, at, key_name: key_name.clone() }),
                Ok(_) => Stand::Failed("The browser did not allow the download.".to_owned()),
                Err(why) => Stand::Failed(why),
            };
            let _ = stand.try_set(next);
        });
        on_ask.run(AskConfig { wish, done });
    };
    let title = Signal::derive(move || format!("Add device to {}", name.get()));
    let footer = move || {
        let disabled = Signal::derive(move || form.error());
        let asking = Signal::derive(move || stand.with(|stand| *stand == Stand::Asking));
        move || match stand.get() {
            Stand::Made(made) => {
                let again = move |()| {
                    is_offered(&made.text);
                };
                view! {
                    <Button on_press=again icon=Glyph::Download>"Download again"</Button>
                    <Button kind=ButtonKind::Ink on_press=close>"Done"</Button>
                }
                .into_any()
            }
            _ => view! {
                <Button on_press=close>"Cancel"</Button>
                <Button kind=ButtonKind::Ink icon=Glyph::Download busy=asking disabled on_press=make>
                    "Download config.json"
                </Button>
            }
            .into_any(),
        }
    };
    let body = move || match stand.get() {
        Stand::Made(made) => view! { <AfterMaking key_name=made.key_name /> }.into_any(),
        Stand::Failed(why) => view! {
            <Banner inline=true tone=ui::tone::Tone::Fail>{why}</Banner>
            <Fields form name types />
        }
        .into_any(),
        Stand::Typing | Stand::Asking => view! { <Fields form name types /> }.into_any(),
    };
    let made_at =
        Memo::new(move |_| stand.with(|stand| if let Stand::Made(made) = stand { Some(made.at) } else { None }));
    view! {
        <Sheet
            open
            on_close=close
            title
            wide=true
            aside=ViewFn::from(move || view! { <FirstBoots made_at newest /> })
            note=move || view! { <span>"Keys made here are listed under Provisioning"</span> }
            footer
        >
            {body}
        </Sheet>
    }
}

#[component]
fn Fields(form: Form, name: Memo<String>, types: Signal<Vec<KnownType>>) -> impl IntoView {
    let typed = |field: RwSignal<String>| move |text: String| field.set(text);
    let options = Signal::derive(move || {
        types.with(|types| {
            types
                .iter()
                .map(|one| SelectOption::new(one.slug.clone(), one.name.clone()).hint(one.architecture.clone()))
                .collect()
        })
    });
    let wifi = move || {
        form.has_wifi.get().then(|| {
            view! {
                <div class="two">
                    <TextField
                        label="Wi-Fi name"
                        value=form.ssid
                        on_input=typed(form.ssid)
                        error=Signal::derive(move || form.ssid_error().filter(|_| !form.ssid.with(String::is_empty)))
                    />
                    <TextField
                        label="Passphrase"
                        kind=InputKind::Password
                        autocomplete="new-password"
                        value=form.passphrase
                        on_input=typed(form.passphrase)
                        help="Goes into the file only: it is not sent to the server and not kept."
                        error=Signal::derive(move || form.passphrase_error())
                    />
                </div>
            }
        })
    };
    let lifetimes: Vec<_> =
        LIFETIMES.iter().enumerate().map(|(place, (words, _))| SelectOption::new(place.to_string(), *words)).collect();
    view! {
        <Select
            label="Device type"
            options
            value=form.device_type
            on_change=move |slug: String| form.device_type.set(Some(slug))
            help="From the fleet; any type of its architecture can join"
        />
        <div class="two">
            <TextField
                label="Host OS version"
                value=form.os_version
                on_input=typed(form.os_version)
                mono=true
                error=Signal::derive(move || form.version_error())
            />
            <div class="field">
                <span>"Edition"</span>
                <Segmented
                    label="Edition"
                    choices=vec![Choice::new(false, "Production"), Choice::new(true, "Development")]
                    value=form.is_development
                    on_change=move |chosen: bool| form.is_development.set(chosen)
                />
            </div>
        </div>
        <div class="field">
            <span>"Network"</span>
            <Segmented
                label="Network"
                choices=vec![Choice::new(false, "Ethernet only"), Choice::new(true, "Wi-Fi and Ethernet")]
                value=form.has_wifi
                on_change=move |chosen: bool| form.has_wifi.set(chosen)
            />
        </div>
        {wifi}
        <div class="two">
            <TextField
                label="Provisioning key name"
                value=form.key_name
                on_input=typed(form.key_name)
                error=Signal::derive(move || form.key_error())
            />
            <Select
                label="Key is good for"
                options=Signal::stored(lifetimes)
                value=Signal::derive(move || Some(form.lifetime.get().to_string()))
                on_change=move |chosen: String| form.lifetime.set(chosen.parse().unwrap_or(2))
            />
        </div>
        <TextField
            label="Poll interval, in minutes"
            value=form.poll_interval
            on_input=typed(form.poll_interval)
            help="How often the device asks for news by itself; changes are also told to it at once."
            error=Signal::derive(move || form.poll_error())
        />
        <Banner inline=true>
            {move || format!("Anyone who has this file can add devices to {} until the key ends or is revoked.", name.get())}
        </Banner>
    }
}

/// What to do with the file.
#[component]
fn AfterMaking(key_name: String) -> impl IntoView {
    view! {
        <p>
            <b>"config.json is in your downloads."</b>
            {format!(" It holds the provisioning key “{key_name}”, which is not shown again.")}
        </p>
        <div class="vstack">
            <h3>"On a real device"</h3>
            <p class="muted">"Flash balenaOS, put the file onto the boot partition (resin-boot) in place of the one there, and start it."</p>
        </div>
        <div class="vstack">
            <h3>"As a virtual device on this machine"</h3>
            <CommandLine command="binnacle device --config config.json --data ./my-device" />
        </div>
        <div class="vstack">
            <h3>"Into an image with the balena CLI"</h3>
            <CommandLine command="balena os configure balena.img --config config.json" />
        </div>
    }
}

/// Whether a device has come with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Contact {
    /// There is no file yet.
    None,
    /// None since this moment.
    Waiting(i64),
    Made(String, model::device_uuid::DeviceUuid),
}

/// The devices that came since the file was made, or that none has yet.
#[component]
fn FirstBoots(made_at: Memo<Option<i64>>, newest: Signal<Vec<FirstBoot>>) -> impl IntoView {
    let now = use_now();
    // The server's clock and this machine's need not agree to the second.
    let came_since = move |at: i64| {
        newest.with(|newest| newest.iter().find(|device| device.registered_at.millis() >= at - 2_000).cloned())
    };
    let device = Memo::new(move |_| made_at.get().and_then(came_since));
    let stage = Memo::new(move |_| match made_at.get() {
        None => Contact::None,
        Some(at) => came_since(at).map_or(Contact::Waiting(at), |device| Contact::Made(device.name, device.uuid)),
    });
    let seen_running_at = RwSignal::new(None::<i64>);
    Effect::new(move |_| {
        let is_running = device.with(|device| device.as_ref().is_some_and(FirstBoot::is_done));
        if is_running && seen_running_at.get_untracked().is_none() {
            seen_running_at.set(Some(now.get_untracked()));
        }
    });
    let contact = move || {
        match stage.get() {
        Contact::Made(name, uuid) => view! {
            <FirstBootTimeline device seen_running_at />
            <div class="hstack"><a class="btn s" href=Place::device(uuid).to_string()>{format!("Open {name}")}</a></div>
        }
        .into_any(),
        Contact::Waiting(at) => view! {
            <p role="status"><b>"Waiting for first contact"</b></p>
            <p class="small muted">
                {move || span((now.get() - at).max(0))} " since the file was made. The device appears here by itself."
            </p>
        }
        .into_any(),
        Contact::None => view! {
            <p class="small muted">
                "After the file is made, the new device appears here: registered, its key dropped, its link up, its first download, running."
            </p>
        }
        .into_any(),
    }
    };
    view! {
        <h2>"First boot"</h2>
        <div class="first-boots">{contact}</div>
        <div class="hangs small muted">
            <b>"Nothing after 3 minutes?"</b>
            <ul>
                <li>"The image is not readable: flash it again."</li>
                <li>"The network must let the device reach this server."</li>
                <li>"The key has ended or was revoked: make a new file."</li>
            </ul>
        </div>
    }
}
