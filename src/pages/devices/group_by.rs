//! By which column the list is put into groups.

use leptos::prelude::*;
use table::schema::Kind;
use ui::icon::Glyph;
use ui::menu::{Menu, MenuItem};

use super::columns;
use super::shown::Shown;
use crate::data::device_table::fields;
use crate::routes::device_list::DeviceList;

/// "No groups" in the menu.
const NONE: &str = "";
/// Opens or folds all groups.
const OPEN: &str = "\u{1}open";
const FOLD: &str = "\u{1}fold";

/// The button "Group" and its menu.
#[component]
pub(super) fn GroupBy(shown: Shown, list: Memo<DeviceList>, go: Callback<DeviceList>) -> impl IntoView {
    let chosen = Memo::new(move |_| list.with(|list| list.group.clone()));
    let items = Signal::derive(move || {
        let mut items = Vec::new();
        let chosen = chosen.get();
        if chosen.is_some() {
            items.push(MenuItem::new(NONE, "No groups").glyph(Glyph::Close));
            items.push(MenuItem::new(OPEN, "Open all groups"));
            items.push(MenuItem::new(FOLD, "Fold all groups"));
        }
        let groups = shown.table.with(|table| {
            let schema = table.schema();
            // What nearly every device has another of makes no groups.
            let is_shared = |word: &str| {
                schema.path(word).is_some_and(|path| {
                    path.key.is_some()
                        || path.field == fields::PUBLIC_IP
                        || matches!(
                            schema.kind_of(&path),
                            Kind::Word | Kind::Choice(_) | Kind::Version | Kind::Time | Kind::Tags
                        )
                })
            };
            columns::every(table)
                .into_iter()
                .filter(|(word, _)| word != columns::LINK && is_shared(word))
                .collect::<Vec<_>>()
        });
        for (at, (word, title)) in groups.into_iter().enumerate() {
            let is_on = chosen.as_ref() == Some(&word);
            let mut item = MenuItem::new(word, title);
            if at == 0 {
                item = item.heading("Group by");
            }
            items.push(if is_on { item.glyph(Glyph::Check) } else { item });
        }
        items
    });
    let choose = move |word: String| match word.as_str() {
        OPEN => shown.fold_all(true),
        FOLD => shown.fold_all(false),
        _ => go.run(DeviceList { group: Some(word).filter(|word| word != NONE), ..list.get_untracked() }),
    };
    view! {
        <Menu label="Group the devices" items on_choose=choose class="btn s">
            <ui::icon::Icon glyph=Glyph::Group />
            "Group"
        </Menu>
    }
}
