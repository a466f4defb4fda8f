//! Which devices set a variable of the fleet otherwise.

use leptos::prelude::*;
use model::figure::counted;
use ui::dialog::Dialog;

use super::desk::Desk;

/// So many devices are listed.
const MOST: usize = 200;

#[component]
pub(super) fn OverridesDialog(desk: Desk, device_of: Callback<Vec<i64>, Vec<(String, String)>>) -> impl IntoView {
    let open = Signal::derive(move || desk.overrides_of.with(Option::is_some));
    let ids = Memo::new(move |_| {
        let asked = desk.overrides_of.get();
        asked.and_then(|(name, service)| desk.read(|book| book.overridden_by(&name, service))).unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let name = desk.overrides_of.with(|of| of.as_ref().map(|(name, _)| name.clone())).unwrap_or_default();
        format!("{} override {name}", counted(ids.with(Vec::len) as u64, "device", "devices"))
    });
    let list = move || {
        let ids = ids.get();
        let more = ids.len().saturating_sub(MOST);
        let devices = device_of.run(ids.into_iter().take(MOST).collect());
        let rows = devices
            .into_iter()
            .map(|(name, href)| view! { <li><a class="link" href=href>{name}</a></li> })
            .collect_view();
        view! {
            <ul class="override-list">{rows}</ul>
            {(more > 0).then(|| view! { <p class="small muted">{format!("and {more} more")}</p> })}
        }
    };
    view! {
        <Dialog open on_close=move |()| desk.overrides_of.set(None) title>
            <p class="small muted">"Each sets the variable itself, which wins over the fleet's value there. Open one to change or delete it."</p>
            {list}
        </Dialog>
    }
}
