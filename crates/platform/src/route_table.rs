//! Routes as they are registered: the router, and the table of what is in it, so that no route escapes the tests of who may.

use axum::Router;
use axum::handler::Handler;
use axum::routing;

use crate::state::Shared;

/// One route: its method, and its path as axum writes it (`/device/v2/{uuid}/logs`).
pub type Route = (&'static str, &'static str);

/// A router that remembers what was put into it.
pub(crate) struct Routes {
    router: Router<Shared>,
    table: Vec<Route>,
}

macro_rules! methods {
    ($($name:ident = $method:literal),*) => {$(
        #[doc = concat!("Answers ", $method, " at `path`.")]
        pub(crate) fn $name<H, T>(mut self, path: &'static str, handler: H) -> Self
        where
            H: Handler<T, Shared>,
            T: 'static,
        {
            self.table.push(($method, path));
            self.router = self.router.route(path, routing::$name(handler));
            self
        }
    )*};
}

impl Routes {
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }

    methods!(get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE");

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The router, and what is in it.
    pub(crate) fn into_parts(self) -> (Router<Shared>, Vec<Route>) {
        (self.router, self.table)
    }
}
