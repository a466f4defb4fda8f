//! A write: pending, done or failed, one at a time.

use leptos::prelude::*;
use leptos::task::spawn_local;

/// The state of a write a person started. Copy; lives as long as its owner.
#[derive(Debug)]
pub struct Mutation<E: 'static> {
    is_pending: RwSignal<bool>,
    failure: RwSignal<Option<E>>,
}

impl<E> Clone for Mutation<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Mutation<E> {}

impl<E: Clone + Send + Sync + 'static> Default for Mutation<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Clone + Send + Sync + 'static> Mutation<E> {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self { is_pending: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Starts a write unless one is under way; `done` hears its result. The write goes on when the view is gone.
    pub fn run<T: 'static>(
        &self,
        write: impl Future<Output = Result<T, E>> + 'static,
        done: impl FnOnce(Result<T, E>) + 'static,
    ) {
        if self.is_pending.get_untracked() {
            return;
        }
        let Self { is_pending, failure } = *self;
        is_pending.set(true);
        failure.set(None);
        spawn_local(async move {
            let result = write.await;
            let _ = is_pending.try_set(false);
            if let Err(error) = &result {
                let _ = failure.try_set(Some(error.clone()));
            }
            done(result);
        });
    }

    /// Whether the answer is outstanding, reactively.
    pub fn is_pending(&self) -> bool {
        self.is_pending.get()
    }

    /// The same as a signal.
    pub fn pending(&self) -> Signal<bool> {
        self.is_pending.into()
    }

    /// Why the last write failed, reactively.
    pub fn failure(&self) -> Option<E> {
        self.failure.get()
    }

    /// Forgets a failure (a dialog opens anew).
    pub fn reset(&self) {
        self.failure.set(None);
    }
}
