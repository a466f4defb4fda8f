//! The list of keys, on `?`.

use leptos::prelude::*;
use ui::dialog::Dialog;
use ui::kbd::Kbd;

use crate::services::shortcuts::{use_shortcut, use_shortcut_list};

/// Registers `?` and shows what it lists.
#[component]
pub(super) fn KeysDialog() -> impl IntoView {
    let open = RwSignal::new(false);
    let list = use_shortcut_list();
    use_shortcut("?", "Show this list", move || open.set(true));
    let rows = move || {
        list.get()
            .into_iter()
            .map(|(keys, label)| {
                let caps = keys.split(' ').map(|key| view! { <Kbd keys=key.to_uppercase() /> }).collect_view();
                view! {
                    <dt class="hstack">{caps}</dt>
                    <dd>{label}</dd>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog open on_close=move |()| open.set(false) title="Keys">
            <dl class="keys-list">{rows}</dl>
        </Dialog>
    }
}
