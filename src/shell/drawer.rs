//! The sidebar on narrow screens: a sheet behind a button of the top bar.

use leptos::prelude::*;
use model::fleet::Fleet;
use ui::sheet::Sheet;

use super::sidebar::Sidebar;
use crate::data::signed::Signed;
use crate::routes::place::Place;

/// Shown while `open`; going somewhere closes it.
#[component]
pub(super) fn Drawer(
    open: RwSignal<bool>,
    signed: Signed,
    place: Memo<Place>,
    fleet: Memo<Option<Fleet>>,
) -> impl IntoView {
    Effect::new(move |_| {
        place.track();
        open.set(false);
    });
    let signed = StoredValue::new(signed);
    view! {
        <Sheet open on_close=move |()| open.set(false) title="Menu">
            <div class="drawer">
                <Sidebar signed=signed.get_value() place fleet />
            </div>
        </Sheet>
    }
}
