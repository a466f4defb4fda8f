//! Short news of what finished elsewhere; never of what is visible already.

use leptos::prelude::*;

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    pub id: u64,
    /// Said at once, and stays until dismissed.
    pub is_failure: bool,
    /// What happened, one sentence.
    pub title: String,
    /// More of it.
    pub detail: Option<String>,
}

/// The page's news.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<News>>,
    last_id: StoredValue<u64>,
}

/// No news yet; once, by the app.
pub fn provide_toasts() {
    provide_context(Toasts { list: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) });
}

/// The page's news and how to add to it.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts { list: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) })
}

impl Toasts {
    /// Something went well.
    pub fn done(&self, title: impl Into<String>) {
        self.add(false, title.into(), None);
    }

    /// Something failed.
    pub fn failed(&self, title: impl Into<String>, why: impl Into<String>) {
        self.add(true, title.into(), Some(why.into()));
    }

    /// What is shown, newest last.
    pub fn list(&self) -> Signal<Vec<News>> {
        self.list.into()
    }

    /// Takes one away.
    pub fn dismiss(&self, id: u64) {
        let _ = self.list.try_update(|list| list.retain(|news| news.id != id));
    }

    fn add(&self, is_failure: bool, title: String, detail: Option<String>) {
        let id = self.last_id.try_update_value(|id| {
            *id += 1;
            *id
        });
        if let Some(id) = id {
            let _ = self.list.try_update(|list| list.push(News { id, is_failure, title, detail }));
        }
    }
}
