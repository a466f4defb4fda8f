//! A remote value as a signal: fetched by key, fetched again on demand, its future dropped with the view.

use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, LocalBoxFuture};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::held::Held;

type Fetch<K, T, E> = Rc<dyn Fn(K) -> LocalBoxFuture<'static, Result<T, E>>>;

/// Where the one allowed fetch stands.
#[derive(Debug, Default)]
struct Flight {
    abort: Option<AbortHandle>,
    /// Asked for once more while under way.
    again: bool,
}

/// A remote value. Cheap to copy; lives as long as the owner it was made under.
#[derive(Debug)]
pub struct Remote<T: 'static, E: 'static> {
    held: RwSignal<Held<T, E>>,
    asked: RwSignal<u64>,
}

impl<T, E> Clone for Remote<T, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, E> Copy for Remote<T, E> {}

impl<T, E> Remote<T, E>
where
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    /// The value behind `key`, which is read reactively: another key forgets the value, no key fetches nothing.
    pub fn keyed<K, Fut>(
        key: impl Fn() -> Option<K> + Send + Sync + 'static,
        fetch: impl Fn(K) -> Fut + 'static,
    ) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + 'static,
    {
        let held = RwSignal::new(Held::default());
        let asked = RwSignal::new(0);
        let fetch: Fetch<K, T, E> = Rc::new(move |key| Box::pin(fetch(key)));
        let flight = StoredValue::new_local(Flight::default());
        let key = Memo::new(move |_| key());

        Effect::new(move |former: Option<Option<K>>| {
            let key = key.get();
            asked.track();
            if former.is_none_or(|former| former != key) {
                cancel(flight);
                held.update(|held| *held = Held::default());
            }
            if let Some(key) = key.clone() {
                let is_flying = flight.with_value(|flight| flight.abort.is_some());
                if is_flying {
                    flight.update_value(|flight| flight.again = true);
                } else {
                    fly(held, flight, &fetch, key);
                }
            }
            key
        });
        on_cleanup(move || cancel(flight));
        Self { held, asked }
    }

    /// A value that has no key.
    pub fn new<Fut>(fetch: impl Fn() -> Fut + 'static) -> Self
    where
        Fut: Future<Output = Result<T, E>> + 'static,
    {
        Self::keyed(|| Some(()), move |()| fetch())
    }

    /// Asks again; what is known stays until the answer is here.
    pub fn refetch(&self) {
        let _ = self.asked.try_update(|asked| *asked += 1);
    }

    /// Reads what is held, reactively.
    pub fn with<O>(&self, read: impl FnOnce(&Held<T, E>) -> O) -> O {
        self.held.with(read)
    }

    /// Reads what is held without following it.
    pub fn with_untracked<O>(&self, read: impl FnOnce(&Held<T, E>) -> O) -> O {
        self.held.with_untracked(read)
    }

    /// The last value, reactively.
    pub fn value(&self) -> Option<T>
    where
        T: Clone,
    {
        self.held.with(|held| held.value().cloned())
    }

    /// Why the last attempt failed, reactively.
    pub fn failure(&self) -> Option<E>
    where
        E: Clone,
    {
        self.held.with(|held| held.failure().cloned())
    }

    /// Nothing is known yet and nothing failed.
    pub fn is_loading(&self) -> bool {
        self.held.with(Held::is_loading)
    }

    /// Changes the value in place, if there is one.
    pub fn merge(&self, change: impl FnOnce(&mut T)) {
        let _ = self.held.try_update(|held| {
            if let Some(value) = held.value_mut() {
                change(value);
            }
        });
    }

    /// Puts an answer in from elsewhere (a mutation's).
    pub fn settle(&self, result: Result<T, E>) {
        let _ = self.held.try_update(|held| held.settle(result));
    }
}

fn cancel(flight: StoredValue<Flight, LocalStorage>) {
    let _ = flight.try_update_value(|flight| {
        flight.again = false;
        if let Some(abort) = flight.abort.take() {
            abort.abort();
        }
    });
}

fn fly<K, T, E>(held: RwSignal<Held<T, E>>, flight: StoredValue<Flight, LocalStorage>, fetch: &Fetch<K, T, E>, key: K)
where
    K: Clone + 'static,
    T: Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    let (abort, registration) = AbortHandle::new_pair();
    flight.update_value(|flight| flight.abort = Some(abort));
    held.update(Held::begin);
    let fetch = Rc::clone(fetch);
    let task = async move {
        loop {
            let result = untrack(|| fetch(key.clone())).await;
            let again = flight.try_update_value(|flight| std::mem::take(&mut flight.again)).unwrap_or(false);
            if !again {
                let _ = flight.try_update_value(|flight| flight.abort = None);
            }
            let _ = held.try_update(|held| {
                held.settle(result);
                if again {
                    held.begin();
                }
            });
            if !again {
                return;
            }
        }
    };
    spawn_local(async move {
        let _ = Abortable::new(task, registration).await;
    });
}
