//! Which topics are subscribed and how far each is: pure, so that resuming can be tested without a socket.

use std::collections::BTreeMap;

use wire::live::{ClientFrame, Cursor, ServerFrame, Topic};

use super::event::TopicEvent;

#[derive(Debug)]
struct Subscription {
    topic: Topic,
    cursor: Option<Cursor>,
}

/// All subscriptions of the page, over all sockets it had.
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    last_id: u32,
    by_id: BTreeMap<u32, Subscription>,
}

impl Subscriptions {
    /// Begins one; the frame is for a socket that is open.
    pub(super) fn add(&mut self, topic: Topic) -> (u32, ClientFrame) {
        self.last_id += 1;
        let id = self.last_id;
        let frame = ClientFrame::Subscribe { id, topic: topic.clone(), since: None };
        self.by_id.insert(id, Subscription { topic, cursor: None });
        (id, frame)
    }

    /// Ends one.
    pub(super) fn remove(&mut self, id: u32) -> ClientFrame {
        self.by_id.remove(&id);
        ClientFrame::Unsubscribe { id }
    }

    /// What a new socket is told first: every subscription, from where it was.
    pub(super) fn resume(&self) -> Vec<ClientFrame> {
        self.by_id
            .iter()
            .map(|(id, held)| ClientFrame::Subscribe { id: *id, topic: held.topic.clone(), since: held.cursor.clone() })
            .collect()
    }

    /// What a frame means to the page, if anything.
    pub(super) fn receive(&mut self, frame: ServerFrame) -> Option<(u32, TopicEvent)> {
        match frame {
            ServerFrame::Subscribed { id, cursor } => {
                let former = self.by_id.get_mut(&id)?.cursor.replace(cursor);
                former.is_none().then_some((id, TopicEvent::Subscribed))
            }
            ServerFrame::Changed { id, cursor, rows } => {
                self.by_id.get_mut(&id)?.cursor = Some(cursor);
                Some((id, TopicEvent::Changed(rows)))
            }
            ServerFrame::Reset { id, cursor } => {
                self.by_id.get_mut(&id)?.cursor = Some(cursor);
                Some((id, TopicEvent::Reset))
            }
            ServerFrame::Log { id, mut lines } => {
                let Topic::Log { after, .. } = &mut self.by_id.get_mut(&id)?.topic else { return None };
                lines.retain(|line| {
                    let is_new = line.sequence.is_none_or(|number| after.is_none_or(|after| number > after));
                    if is_new && line.sequence.is_some() {
                        *after = line.sequence;
                    }
                    is_new
                });
                (!lines.is_empty()).then_some((id, TopicEvent::Log(lines)))
            }
            ServerFrame::LogGap { id, missed } => Some((id, TopicEvent::LogGap(missed))),
            ServerFrame::LogState { id, state } => Some((id, TopicEvent::LogState(state))),
            ServerFrame::Refused { id, message } => {
                self.by_id.remove(&id)?;
                Some((id, TopicEvent::Refused(message)))
            }
            ServerFrame::Pong => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::log_line::LogLine;

    use super::*;

    fn line(number: u64) -> LogLine {
        LogLine {
            created_at: 0,
            timestamp: 0,
            is_system: false,
            is_std_err: false,
            service_id: None,
            message: number.to_string(),
            sequence: Some(number),
        }
    }

    #[test]
    fn lines_are_told_once_and_resumed_after_the_last() {
        let mut held = Subscriptions::default();
        let uuid: model::device_uuid::DeviceUuid = "a".repeat(32).parse().unwrap();
        let (id, _) = held.add(Topic::Log { uuid: uuid.clone(), after: None, count: 1_000 });
        let told = |event: Option<(u32, TopicEvent)>| match event {
            Some((_, TopicEvent::Log(lines))) => lines.into_iter().filter_map(|line| line.sequence).collect(),
            _ => Vec::new(),
        };
        assert_eq!(told(held.receive(ServerFrame::Log { id, lines: vec![line(1), line(2)] })), [1, 2]);
        assert_eq!(told(held.receive(ServerFrame::Log { id, lines: vec![line(2), line(3)] })), [3]);
        assert_eq!(told(held.receive(ServerFrame::Log { id, lines: vec![line(3)] })), [0_u64; 0]);
        let ClientFrame::Subscribe { topic: Topic::Log { after, .. }, .. } = &held.resume()[0] else {
            panic!("resumes the log")
        };
        assert_eq!(*after, Some(3));
    }

    #[test]
    fn rows_are_resumed_by_cursor_and_a_second_subscribed_says_nothing() {
        let mut held = Subscriptions::default();
        let (id, _) = held.add(Topic::Fleets);
        let cursor = |sequence| Cursor { epoch: "e".to_owned(), sequence };
        assert!(held.receive(ServerFrame::Subscribed { id, cursor: cursor(4) }).is_some());
        held.receive(ServerFrame::Changed { id, cursor: cursor(9), rows: Vec::new() });
        assert_eq!(held.resume(), [ClientFrame::Subscribe { id, topic: Topic::Fleets, since: Some(cursor(9)) }]);
        assert!(held.receive(ServerFrame::Subscribed { id, cursor: cursor(9) }).is_none());
        held.remove(id);
        assert!(held.receive(ServerFrame::Reset { id, cursor: cursor(9) }).is_none());
    }
}
