//! Handlers without their types.
//!
//! Whether a future may move between threads the compiler finds out anew for every type that wraps a handler: through
//! all that it ever awaits, and eight times over on the way into axum's router. With one type for all of them it is
//! asked once, and what wraps it is compiled once: a third less time for the crates with most handlers.

use std::{pin::Pin, sync::Arc};

use axum::{extract::Request, handler::Handler, response::Response};

/// What every async function becomes as a handler.
type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler of which only the router's state is known.
pub struct Erased<S>(Arc<dyn Fn(Request, S) -> Answer + Send + Sync>);

/// The handler for a router, in one type for all.
pub fn erased<H, T, S>(handler: H) -> Erased<S>
where
    H: Handler<T, S, Future = Answer>,
    T: 'static,
    S: 'static,
{
    Erased(Arc::new(move |request, state| handler.clone().call(request, state)))
}

impl<S> Clone for Erased<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What tells this way of being a handler from axum's own.
pub struct ByItself;

impl<S: 'static> Handler<ByItself, S> for Erased<S> {
    type Future = Answer;

    fn call(self, request: Request, state: S) -> Answer {
        (self.0)(request, state)
    }
}

/// As [`utoipa_axum::routes`]: what answers at one path, method by method, and what the OpenAPI document says of it.
#[macro_export]
macro_rules! routes {
    ($($handler:path),+ $(,)?) => {{
        use $crate::utoipa_axum::PathItemExt as _;
        let mut paths = ::utoipa::openapi::path::Paths::new();
        let mut schemas = ::std::vec::Vec::new();
        let mut router = ::axum::routing::MethodRouter::new();
        $({
            let (path, item, methods) = $crate::utoipa_axum::routes!(@resolve_types $handler : schemas);
            for method in &methods {
                router = router.on(method.to_method_filter(), $crate::erased($handler));
            }
            paths.add_path_operation(&path, methods, item);
        })+
        (schemas, paths, router)
    }};
}
