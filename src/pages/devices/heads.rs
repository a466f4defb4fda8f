//! The head of a group: its value, how many devices, and their states.

use leptos::prelude::*;
use model::figure::counted;
use model::fleet::StatusCounts;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::icon::{Glyph, Icon};

use super::item::{Head, Item, Key};
use crate::parts::status_bar::{StatusBar, words_of};

/// `on_choose` chooses the devices of the group, or lets them go.
pub(super) fn head(item: Signal<Item>, on_choose: Callback<Key>) -> AnyView {
    let head = Memo::new(move |former: Option<&Head>| match item.get() {
        Item::Group(head) => head,
        Item::Device(_) => former.cloned().unwrap_or(Head {
            value: None,
            label: String::new(),
            is_open: false,
            states: StatusCounts::default(),
        }),
    });
    let glyph =
        Signal::derive(move || if head.with(|head| head.is_open) { Glyph::ChevronDown } else { Glyph::ChevronRight });
    let states = Signal::derive(move || head.with(|head| head.states));
    view! {
        <span class="muted"><Icon glyph size=13 /></span>
        <span class="strong cut"><bdi>{move || head.with(|head| head.label.clone())}</bdi></span>
        <span class="tn muted">{move || head.with(|head| counted(head.states.total(), "device", "devices"))}</span>
        <span class="group-states"><StatusBar counts=states /></span>
        <span class="small muted cut">
            {move || head.with(|head| words_of(&head.states).split_once(": ").map(|(_, states)| states.to_owned()))}
        </span>
        <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=move |()| on_choose.run(item.with_untracked(Item::key))>
            "Select"
            <span class="sr-only">{move || format!(" the devices of {}", head.with(|head| head.label.clone()))}</span>
        </Button>
    }
    .into_any()
}
