//! Paths with a slash at their end: the balena API answers them as without it, and its SDK sends some.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use http::{Request, Uri};
use tower::{ServiceExt as _, service_fn};

/// The same routes, a slash at the end of a path forgotten. Not under `/v7/` and `/v6/`: there it is a malformed query.
pub(crate) fn forgiven(router: Router) -> Router {
    Router::new().fallback_service(service_fn(move |mut request: Request<Body>| {
        if let Some(shorter) = without(request.uri()) {
            *request.uri_mut() = shorter;
        }
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    }))
}

fn without(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let shorter = path.strip_suffix('/').filter(|rest| !rest.is_empty() && !rest.ends_with('/'))?;
    if path.starts_with("/v7/") || path.starts_with("/v6/") {
        return None;
    }
    let text = uri.query().map_or_else(|| shorter.to_owned(), |query| format!("{shorter}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(text.parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn one_slash_is_forgotten_outside_of_queries() {
        let short = |uri: &str| without(&uri.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(short("/api-key/v2/").as_deref(), Some("/api-key/v2"));
        assert_eq!(
            short("/device/v3/fleet/a/state/?releaseUuid=").as_deref(),
            Some("/device/v3/fleet/a/state?releaseUuid=")
        );
        assert_eq!(short("http://host/ping/").as_deref(), Some("http://host/ping"));
        for whole in ["/", "//", "/ping", "/ping//", "/v7/device/", "/v6/device/?$top=1"] {
            assert_eq!(short(whole), None, "{whole}");
        }
    }
}
