//! A person's own views of a fleet's devices, kept in this browser.

use leptos::prelude::*;
use model::saved_view::SavedView;

/// One person's views of one fleet, as this browser keeps them.
#[derive(Debug, Clone, Copy)]
pub struct OwnViews {
    views: RwSignal<Vec<SavedView>>,
    key: StoredValue<String>,
}

/// Reads the views of a person, by number, of a fleet.
pub fn own_views(user: i64, fleet: i64) -> OwnViews {
    let key = format!("binnacle.views.{user}.{fleet}");
    let kept = storage().and_then(|storage| storage.get_item(&key).ok().flatten()).unwrap_or_default();
    // A blank line stands between two views; neither a name nor a query has one.
    let views = kept.split("\n\n").filter_map(SavedView::read).collect();
    OwnViews { views: RwSignal::new(views), key: StoredValue::new(key) }
}

impl OwnViews {
    /// The views by name, reactively.
    pub fn list(self) -> Signal<Vec<SavedView>> {
        self.views.into()
    }

    /// Keeps a view, in place of the one with its name. An error says why the browser did not.
    pub fn keep(self, view: SavedView) -> Result<(), String> {
        let mut views = self.views.get_untracked();
        views.retain(|held| held.tag_key() != view.tag_key());
        views.push(view);
        views.sort_by(|one, other| one.name.cmp(&other.name));
        self.write(views)
    }

    /// Forgets a view.
    pub fn forget(self, view: &SavedView) -> Result<(), String> {
        let mut views = self.views.get_untracked();
        views.retain(|held| held != view);
        self.write(views)
    }

    fn write(self, views: Vec<SavedView>) -> Result<(), String> {
        let text = views.iter().map(SavedView::text).collect::<Vec<_>>().join("\n\n");
        let kept = storage().is_some_and(|storage| self.key.with_value(|key| storage.set_item(key, &text).is_ok()));
        if !kept {
            return Err("This browser keeps nothing for this page; share the view or keep its address.".to_owned());
        }
        self.views.set(views);
        Ok(())
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
