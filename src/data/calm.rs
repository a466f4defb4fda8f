//! Reading again what changes, in no more haste than anybody can look: a thousand changes a second are one question now and then.

use std::rc::Rc;

use client::live::event::TopicEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::live::Topic;

use super::hub::Hub;

/// Calls `again` when something of the fleet has changed, until the owner goes: a while after the change, and at most once in
/// that while. `wait` is the while, in milliseconds.
pub(super) fn follow(hub: Hub, fleet: i64, wait: impl Fn() -> u32 + 'static, again: impl Fn() + 'static) {
    let (wait, again) = (Rc::new(wait), Rc::new(again));
    let is_due = StoredValue::new(false);
    hub.follow(Topic::Fleet { id: fleet }, move |event| {
        if !matches!(event, TopicEvent::Changed(_) | TopicEvent::Subscribed | TopicEvent::Reset) {
            return;
        }
        if is_due.try_update_value(|is_due| std::mem::replace(is_due, true)) != Some(false) {
            return;
        }
        let (again, millis) = (Rc::clone(&again), wait());
        let transport = hub.client().transport();
        spawn_local(async move {
            transport.sleep(millis).await;
            if is_due.try_set_value(false).is_none() {
                again();
            }
        });
    });
}
