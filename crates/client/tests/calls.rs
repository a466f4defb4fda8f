//! Calls and sockets over the scripted transport.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;

use binnacle_client::call::Client;
use binnacle_client::error::CallError;
use binnacle_client::live::connection::Live;
use binnacle_client::live::event::{Link, LiveEvent, TopicEvent};
use binnacle_client::memory::Memory;
use binnacle_client::transport::Frame;
use futures_util::StreamExt;
use futures_util::future::{FutureExt, join};
use odata::{Query, field};
use wire::live::{Cursor, ServerFrame, Topic};
use wire::rows::Row;
use wire::rows::release::ReleaseName;
use wire::session::{Credentials, CurrentSession, SignIn};

/// Lets the other futures of this test go on.
async fn yield_now() {
    let mut has_yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[expect(clippy::panic, reason = "a script that does not answer is a broken test")]
fn now<T>(future: impl Future<Output = T>) -> T {
    match future.now_or_never() {
        Some(answer) => answer,
        None => panic!("the script answers at once"),
    }
}

#[test]
fn rows_are_asked_for_by_their_fields() {
    let memory = Memory::default();
    memory.answer(200, r#"{"d":[{"id":7,"commit":"abc","raw_version":"1.2.0"}]}"#);
    let query = Query::of(ReleaseName::RESOURCE)
        .select(ReleaseName::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(5_i64));
    let rows: Vec<ReleaseName> = now(Client::new(memory.clone()).rows(query)).unwrap();
    assert_eq!(rows[0].label(), "1.2.0");
    assert_eq!(
        memory.asked()[0].path,
        "/api/v7/release?$select=id,commit,raw_version&$filter=belongs_to__application%20eq%205"
    );
}

#[test]
fn a_wrong_password_is_about_its_field_and_a_missing_session_is_signed_out() {
    let memory = Memory::default();
    let client = Client::new(memory.clone());
    memory.answer(401, r#"{"message":"That password does not match.","field":"password","tries_left":4}"#);
    let credentials = Credentials { username: "mk".to_owned(), password: "no".to_owned() };
    assert!(matches!(now(client.call(SignIn(credentials))), Err(CallError::Field { tries_left: Some(4), .. })));
    memory.answer(401, r#"{"message":"Sign in first."}"#);
    assert_eq!(now(client.call(CurrentSession)), Err(CallError::SignedOut));
    assert_eq!(now(client.call(CurrentSession)), Err(CallError::Offline), "no answer left in the script");
}

#[test]
fn a_broken_socket_is_opened_again_and_resumed_by_its_cursor() {
    let memory = Memory::default();
    let (mut first, mut second) = (memory.expect_socket(), memory.expect_socket());
    let told = Rc::new(RefCell::new(Vec::new()));
    let (live, work) = Live::new(Client::new(memory.clone()).transport(), {
        let told = Rc::clone(&told);
        move |event| told.borrow_mut().push(event)
    });
    let id = live.subscribe(Topic::Fleets);
    let script = async {
        let frame = |frame: &ServerFrame| Frame::Text(serde_json::to_string(frame).unwrap());
        let cursor = Cursor { epoch: "e".to_owned(), sequence: 3 };
        assert!(matches!(first.from_page.next().await, Some(Frame::Text(text)) if text.contains("ping")));
        assert!(matches!(first.from_page.next().await, Some(Frame::Text(text)) if text.contains("fleets")));
        first.to_page.unbounded_send(frame(&ServerFrame::Subscribed { id, cursor })).unwrap();
        drop(first);
        second.from_page.next().await;
        let resumed = second.from_page.next().await;
        assert!(matches!(resumed, Some(Frame::Text(text)) if text.contains(r#""sequence":3"#)));
        second.to_page.unbounded_send(frame(&ServerFrame::Pong)).unwrap();
        while told.borrow().len() < 5 {
            yield_now().await;
        }
        drop(live);
        second
    };
    futures_executor::block_on(join(work, script));
    let told = told.borrow();
    assert_eq!(
        *told,
        [
            LiveEvent::Link(Link::Connecting),
            LiveEvent::Link(Link::Live),
            LiveEvent::Topic { id, event: TopicEvent::Subscribed },
            LiveEvent::Link(Link::Lost { retry_in_ms: 218 }),
            LiveEvent::Link(Link::Live),
        ]
    );
}
