//! Choosing one of many, with search when there are more than one can see.

mod matching;
mod option_list;

use leptos::{html, prelude::*};

pub use self::matching::SelectOption;
use self::option_list::OptionList;
use crate::{
    icon::{Glyph, Icon},
    popover::Popover,
    unique_id::unique_id,
};

/// A field that opens a list of options with a search line (APG combobox with a listbox). `value` is the id of the chosen option;
/// `placeholder` shows while there is none. Options with a reason against them stay and cannot be chosen.
#[component]
pub fn Select(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] value: Signal<Option<String>>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] placeholder: MaybeProp<String>,
    #[prop(optional, into)] help: MaybeProp<String>,
    #[prop(optional)] small: bool,
    #[prop(optional)] mono: bool,
    #[prop(optional)] hide_label: bool,
) -> impl IntoView {
    let anchor = NodeRef::<html::Span>::new();
    let trigger = NodeRef::<html::Button>::new();
    let input = NodeRef::<html::Input>::new();
    let open = RwSignal::new(false);
    let id = unique_id("select");
    let (label_id, value_id, help_id) = (format!("{id}-label"), format!("{id}-value"), format!("{id}-help"));
    let labelled_by = format!("{label_id} {value_id}");
    let described_by = help_id.clone();

    let close = move |()| {
        open.set(false);
        if let Some(trigger) = trigger.get_untracked() {
            // A trigger that is gone takes the focus with it; nothing to return to.
            let _ = trigger.focus();
        }
    };
    let focus = move |()| {
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    let choose = move |chosen: String| {
        close(());
        on_change.run(chosen);
    };
    let words = move || {
        let chosen = value.get();
        options.with(|options| {
            options.iter().find(|option| Some(&option.id) == chosen.as_ref()).map(|option| option.label.clone())
        })
    };
    view! {
        <div class="field">
            <span id=label_id class:sr-only=hide_label>{label}</span>
            <span class="select-anchor" node_ref=anchor>
                <button
                    type="button"
                    class="input select"
                    class:s=small
                    class:mono=mono
                    node_ref=trigger
                    aria-haspopup="listbox"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-labelledby=labelled_by
                    aria-describedby=move || help.get().map(|_| described_by.clone())
                    on:click=move |_| open.update(|open| *open = !*open)
                    on:keydown=move |event| {
                        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
                            event.prevent_default();
                            open.set(true);
                        }
                    }
                >
                    <span id=value_id class="cut" class:ph=move || words().is_none()>
                        {move || words().or_else(|| placeholder.get()).unwrap_or_else(|| "—".to_owned())}
                    </span>
                    <Icon glyph=Glyph::ChevronDown />
                </button>
                {move || {
                    open.get().then(|| {
                        view! {
                            <Popover anchor on_dismiss=move |()| open.set(false) on_shown=focus>
                                <OptionList label options value input on_choose=choose on_close=close />
                            </Popover>
                        }
                    })
                }}
            </span>
            {move || help.get().map(|help| view! { <div class="help" id=help_id.clone()>{help}</div> })}
        </div>
    }
}
