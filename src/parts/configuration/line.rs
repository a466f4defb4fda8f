//! One variable: its words, the fleet's value beside the device's, activated, changed, set back.

use leptos::prelude::*;
use model::configuration::{ConfigField, ConfigLine, ConfigValue, Takes};
use model::figure::UNKNOWN;
use ui::badge::{Badge, BadgeFill};
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::field::{InputKind, TextField};
use ui::segmented::{Choice, Segmented};
use ui::select::{Select, SelectOption};
use ui::state_mark::{Shape, StateMark};
use ui::tone::Tone;

use super::desk::{ConfigWrite, Desk};
use crate::parts::same_as::SameAsButton;
use crate::services::confirm::Question;

#[component]
pub(super) fn Line(desk: Desk, lines: Memo<Vec<ConfigLine>>, name: String) -> impl IntoView {
    let key = name;
    let line = Memo::new(move |former: Option<&Option<ConfigLine>>| {
        let now = lines.with(|lines| lines.iter().find(|line| line.field.name == key).cloned());
        now.or_else(|| former.cloned().flatten())
    });
    let Some(field) = line.with_untracked(|line| line.as_ref().map(|line| line.field.clone())) else {
        return ().into_any();
    };
    let is_custom = line.with_untracked(|line| line.as_ref().is_some_and(|line| line.is_custom));
    let is_device = desk.is_device;
    let own = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref().and_then(|line| if is_device { line.of_device.clone() } else { line.of_fleet.clone() })
        })
    });
    let beneath = {
        let default = field.default.clone();
        move || {
            let fleet =
                line.with(|line| line.as_ref().and_then(|line| line.of_fleet.as_ref().map(|set| set.value.clone())));
            match (is_device, fleet, &default) {
                (true, Some(value), _) => ("Fleet", Some(value)),
                (_, _, default) => ("Default", default.clone()),
            }
        }
    };
    let beneath_words = {
        let beneath = beneath.clone();
        move || {
            let (from, value) = beneath();
            view! {
                <span class="small muted">{from}</span>
                <span class="mono cut">{value.unwrap_or_else(|| UNKNOWN.to_owned())}</span>
            }
        }
    };
    let is_editing = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let shown = {
        let field = field.clone();
        move || {
            if is_editing.get() {
                let first = own.get_untracked().map(|own| own.value).or_else(|| beneath().1).unwrap_or_default();
                return view! { <Editor desk field=field.clone() own first is_editing /> }.into_any();
            }
            let set_back = {
                let field = field.clone();
                move |id: i64| remove(desk, &field, id, failure)
            };
            let (disabled, title) = (desk.refusal, field.title());
            let other = title.clone();
            match own.get() {
                None => view! {
                    <span class="muted">"Not set here"</span>
                    <span class="push"></span>
                    <Button size=ButtonSize::Small disabled on_press=move |()| is_editing.set(true)>
                        "Activate"<span class="sr-only">" "{title}</span>
                    </Button>
                }
                .into_any(),
                Some(own) => {
                    let value = own.value.clone();
                    let full = value.chars().take(400).collect::<String>();
                    view! {
                        <span class="mono strong cut" title=full.clone()>{full.clone()}</span>
                        <span class="push"></span>
                        <Button size=ButtonSize::Small disabled on_press=move |()| is_editing.set(true)>
                            "Change"<span class="sr-only">" "{title}</span>
                        </Button>
                        <Button kind=ButtonKind::Risk size=ButtonSize::Small disabled on_press=move |()| set_back(own.id)>
                            "Deactivate…"<span class="sr-only">" "{other}</span>
                        </Button>
                    }
                    .into_any()
                }
            }
        }
    };
    let failed = move || {
        failure.get().map(|why| {
            view! { <p class="config-failed fail-t" role="alert"><StateMark tone=Tone::Fail shape=Shape::Square />{why}</p> }
        })
    };
    let reboots = field.reboots;
    view! {
        <li>
            <div class="config-what">
                <p class="hstack wrap">
                    <b>{field.title()}</b>
                    {reboots.then(|| view! { <Badge fill=BadgeFill::from(Tone::Warn) small=true>"will reboot"</Badge> })}
                    {is_custom.then(|| view! { <Badge fill=BadgeFill::Outline small=true>"custom"</Badge> })}
                </p>
                <p class="small muted">{field.description.clone()}</p>
                {field.warning.clone().map(|warning| view! { <p class="small warn-t">{warning}</p> })}
                <p class="mono muted name">{field.name.clone()}</p>
            </div>
            <div class="config-beneath">{beneath_words}</div>
            <div class="config-own">{shown}</div>
            {failed}
        </li>
    }
    .into_any()
}

/// Asks, then takes the value away.
fn remove(desk: Desk, field: &ConfigField, id: i64, failure: RwSignal<Option<String>>) {
    let then =
        if desk.is_device { "The fleet's value or the default holds again." } else { "The default holds again." };
    let same = untrack(|| desk.same_as_remove(id, &field.name));
    let question = Question {
        title: format!("Deactivate {}?", field.title()),
        body: format!("{then} {}", desk.consequence(field.reboots)),
        action: format!("Deactivate {}", field.title()),
        is_irreversible: false,
        on_yes: Callback::new(move |()| {
            failure.set(None);
            desk.ask(ConfigWrite::Remove { id }, move |why| {
                let _ = failure.try_set(why);
            });
        }),
    };
    desk.confirm.ask_showing(question, same);
}

/// A control that fits what the variable takes, the consequence, and the button that says it.
#[component]
fn Editor(
    desk: Desk,
    field: ConfigField,
    own: Memo<Option<ConfigValue>>,
    first: String,
    is_editing: RwSignal<bool>,
) -> impl IntoView {
    let first = match &field.takes {
        Takes::Switch { off, .. } if first.is_empty() => off.clone(),
        Takes::Choice(choices) if first.is_empty() => {
            choices.first().map(|(value, _)| value.clone()).unwrap_or_default()
        }
        _ => first,
    };
    let value = RwSignal::new(first);
    let (writing, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let checked = field.clone();
    let error = Signal::derive(move || failure.get().or_else(|| value.with(|value| checked.check(value)).err()));
    let title = field.title();
    let control = match field.takes.clone() {
        Takes::Switch { off, on } => {
            let choices = vec![Choice::new(off.clone(), word(&off)), Choice::new(on.clone(), word(&on))];
            view! { <Segmented label=title.clone() choices value on_change=move |chosen: String| value.set(chosen) /> }
                .into_any()
        }
        Takes::Choice(choices) => {
            let options = choices.into_iter().map(|(value, title)| SelectOption::new(value, title)).collect::<Vec<_>>();
            view! {
                <Select
                    label=title.clone()
                    hide_label=true
                    options=Signal::stored(options)
                    value=Signal::derive(move || Some(value.get()))
                    on_change=move |chosen: String| value.set(chosen)
                />
            }
            .into_any()
        }
        Takes::Number { least, most } => {
            let help = match (least, most) {
                (Some(least), Some(most)) => Some(format!("From {least} to {most}")),
                (Some(least), None) => Some(format!("At least {least}")),
                (None, Some(most)) => Some(format!("At most {most}")),
                (None, None) => None,
            };
            view! { <TextField label=title.clone() kind=InputKind::Number value on_input=typed(value, failure) help error mono=true /> }
                .into_any()
        }
        Takes::Text { .. } => {
            let help = field.example.clone().map(|example| format!("For example {example}"));
            view! { <TextField label=title.clone() value on_input=typed(value, failure) help error mono=true /> }
                .into_any()
        }
    };
    // Under another prefix it is the same variable: the one that is there is changed.
    let name = own.with_untracked(|own| own.as_ref().map(|own| own.name.clone())).unwrap_or_else(|| field.name.clone());
    let same = {
        let name = name.clone();
        Signal::derive(move || value.with(|value| desk.same_as_set(&name, value)))
    };
    let save = move |()| {
        if error.with_untracked(|error| error.is_some() && failure.with_untracked(Option::is_none)) {
            return;
        }
        writing.set(true);
        failure.set(None);
        let write = ConfigWrite::Set { name: name.clone(), value: value.get_untracked() };
        desk.ask(write, move |why| {
            let _ = writing.try_set(false);
            if why.is_none() {
                let _ = is_editing.try_set(false);
            }
            let _ = failure.try_set(why);
        });
    };
    let words = if field.reboots { "Save and reboot" } else { "Save" };
    let disabled = Signal::derive(move || error.get().filter(|_| failure.with(Option::is_none)));
    view! {
        <div class="config-editor">
            {control}
            <p class="small muted">{desk.consequence(field.reboots)}</p>
            <span class="hstack">
                <Button kind=ButtonKind::Ink size=ButtonSize::Small busy=writing disabled on_press=save>{words}</Button>
                <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=move |()| is_editing.set(false)>"Cancel"</Button>
                <SameAsButton same />
            </span>
        </div>
    }
}

fn typed(value: RwSignal<String>, failure: RwSignal<Option<String>>) -> impl Fn(String) + Send + Sync + 'static {
    move |text| {
        failure.set(None);
        value.set(text);
    }
}

/// `true` and `1` are on.
fn word(value: &str) -> String {
    match value {
        "true" | "1" => format!("On ({value})"),
        "false" | "0" => format!("Off ({value})"),
        other => other.to_owned(),
    }
}
