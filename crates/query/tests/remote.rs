//! A remote value over a real executor: coalescing, keys, failures.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use any_spawner::Executor;
use binnacle_query::remote::Remote;
use leptos::prelude::*;

fn settle() {
    for _ in 0..20 {
        Executor::poll_local();
    }
}

#[test]
fn another_key_forgets_and_asking_keeps_the_value() {
    let _ = Executor::init_futures_executor();
    let owner = Owner::new();
    owner.with(|| {
        let key = RwSignal::new(1_u32);
        let calls = Rc::new(Cell::new(0));
        let answers = Rc::new(RefCell::new(VecDeque::from([Ok(10), Err("lost"), Ok(20)])));
        let remote = Remote::<u32, &'static str>::keyed(move || Some(key.get()), {
            let calls = Rc::clone(&calls);
            move |_| {
                calls.set(calls.get() + 1);
                let answer = answers.borrow_mut().pop_front().unwrap_or(Err("no more"));
                async move { answer }
            }
        });
        settle();
        assert_eq!((remote.value(), remote.failure()), (Some(10), None));
        remote.refetch();
        settle();
        assert_eq!((remote.value(), remote.failure()), (Some(10), Some("lost")));
        key.set(2);
        settle();
        assert_eq!((remote.value(), remote.failure(), calls.get()), (Some(20), None, 3));
    });
}
