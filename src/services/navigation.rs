//! Where the page is and how it goes elsewhere.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::routes::place::Place;

/// Where the page is, followed.
pub fn use_place() -> Memo<Place> {
    let location = use_location();
    Memo::new(move |_| {
        let (path, query) = (location.pathname.get(), location.search.get());
        Place::read(&path, &query)
    })
}

/// The address as it stands, path and query.
pub fn use_address() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let search = location.search.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}{mark}{search}", location.pathname.get())
    })
}

/// Goes to places. Copy, to be made while a component is set up.
#[derive(Debug, Clone, Copy)]
pub struct Navigator {
    go: Callback<(String, bool)>,
}

/// The way to go elsewhere.
pub fn use_navigator() -> Navigator {
    let navigate = use_navigate();
    Navigator {
        go: Callback::new(move |(address, replace): (String, bool)| {
            let options = NavigateOptions { replace, scroll: !replace, resolve: false, ..NavigateOptions::default() };
            navigate(&address, options);
        }),
    }
}

impl Navigator {
    /// Goes there; Back comes back.
    pub fn go(&self, place: &Place) {
        self.go.run((place.to_string(), false));
    }

    /// Goes there in place of the present entry: filters as they are typed.
    pub fn replace(&self, place: &Place) {
        self.go.run((place.to_string(), true));
    }

    /// Goes to an address that was kept as text.
    pub fn go_to(&self, address: String, replace: bool) {
        self.go.run((address, replace));
    }
}
