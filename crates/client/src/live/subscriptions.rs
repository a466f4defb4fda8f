//! Which topics are subscribed and how far each is: pure, so that resuming can be tested without a socket.

use std::collections::BTreeMap;

use model::device_uuid::DeviceUuid;
use wire::live::{ClientFrame, Cursor, LogDevice, ServerFrame, Topic};

use super::event::TopicEvent;
use super::followed::{Followed, is_unfiltered};

#[derive(Debug)]
struct Subscription {
    topic: Topic,
    cursor: Option<Cursor>,
    /// Of a subscription to logs.
    followed: Followed,
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
        self.by_id.insert(id, Subscription { topic, cursor: None, followed: Followed::default() });
        (id, frame)
    }

    /// Ends one.
    pub(super) fn remove(&mut self, id: u32) -> ClientFrame {
        self.by_id.remove(&id);
        ClientFrame::Unsubscribe { id }
    }

    /// What a new socket is told first: every subscription, from where it was.
    pub(super) fn resume(&mut self) -> Vec<ClientFrame> {
        let mut frames = Vec::new();
        for (id, held) in &mut self.by_id {
            frames.push(ClientFrame::Subscribe { id: *id, topic: held.topic.clone(), since: held.cursor.clone() });
            frames.extend(held.followed.resume(*id));
        }
        frames
    }

    /// Follows devices' logs in a subscription to [`Topic::Logs`].
    pub(super) fn follow(&mut self, id: u32, devices: Vec<LogDevice>) -> Vec<ClientFrame> {
        match self.by_id.get_mut(&id) {
            Some(held) if matches!(held.topic, Topic::Logs { .. }) => held.followed.add(id, devices),
            _ => Vec::new(),
        }
    }

    /// Follows them no longer.
    pub(super) fn unfollow(&mut self, id: u32, devices: &[DeviceUuid]) -> Vec<ClientFrame> {
        self.by_id.get_mut(&id).map(|held| held.followed.remove(id, devices)).unwrap_or_default()
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
            ServerFrame::Logs { id, parts } => {
                let held = self.by_id.get_mut(&id)?;
                let is_unfiltered = is_unfiltered(&held.topic);
                let mut told = Vec::new();
                for part in parts {
                    held.followed.receive(part, is_unfiltered, &mut told);
                }
                (!told.is_empty()).then_some((id, TopicEvent::Logs(told)))
            }
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
    use wire::live::{LogDevice, LogMissed, LogPart, LogState};
    use wire::log_line::LogLine;
    use wire::log_position::{LogCursor, Missed};

    use super::*;
    use crate::live::event::DeviceLog;

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

    fn uuid(digit: &str) -> DeviceUuid {
        digit.repeat(32).parse().unwrap()
    }

    fn all() -> Topic {
        Topic::Logs { services: None, system: true, count: 10 }
    }

    fn part(missed: Option<u64>, numbers: &[u64], through: Option<u64>) -> LogPart {
        let missed = missed.map(|lines| LogMissed { lines: Some(lines) });
        let lines = numbers.iter().copied().map(line).collect();
        LogPart { missed, lines, through, ..LogPart::of(uuid("a")) }
    }

    type Told = Vec<(Option<Missed>, Vec<u64>)>;

    /// Each part told: what is missed before, and the numbers.
    fn told(event: Option<(u32, TopicEvent)>) -> Told {
        let Some((_, TopicEvent::Logs(logs))) = event else { return Vec::new() };
        let numbers = |lines: Vec<LogLine>| lines.into_iter().filter_map(|line| line.sequence).collect();
        logs.into_iter().map(|log| (log.missed, numbers(log.lines))).collect()
    }

    /// A subscription that follows one device, and what it is told of a part.
    fn following(topic: Topic) -> (Subscriptions, u32, impl Fn(&mut Subscriptions, LogPart) -> Told) {
        let mut held = Subscriptions::default();
        let (id, _) = held.add(topic);
        held.follow(id, vec![uuid("a").into()]);
        (held, id, move |held, part| told(held.receive(ServerFrame::Logs { id, parts: vec![part] })))
    }

    fn resumed_after(held: &mut Subscriptions) -> Option<LogCursor> {
        let frames = held.resume();
        let Some(ClientFrame::Follow { devices, .. }) = frames.get(1) else { panic!("follows: {frames:?}") };
        devices[0].after
    }

    #[test]
    fn lines_are_told_once_and_resumed_after_the_last() {
        let (mut held, _, tell) = following(all());
        assert_eq!(resumed_after(&mut held), None);
        assert_eq!(tell(&mut held, part(None, &[1, 2], None)), [(None, vec![1, 2])]);
        assert_eq!(tell(&mut held, part(None, &[2, 3], None)), [(None, vec![3])]);
        assert_eq!(tell(&mut held, part(None, &[3], None)), []);
        assert_eq!(resumed_after(&mut held), Some(LogCursor::Sequence(3)));
    }

    #[test]
    fn a_jump_is_a_gap_once_and_only_where_everything_is_asked_for() {
        let (mut held, _, tell) = following(all());
        tell(&mut held, part(None, &[1], None));
        let jumped = tell(&mut held, part(None, &[2, 5, 6], None));
        assert_eq!(jumped, [(None, vec![2]), (Some(Missed::Lines(2)), vec![5, 6])]);
        assert_eq!(tell(&mut held, part(Some(3), &[10], None)), [(Some(Missed::Lines(3)), vec![10])]);
        assert_eq!(tell(&mut held, part(Some(5), &[], Some(15))), [(Some(Missed::Lines(5)), vec![])]);
        assert_eq!(tell(&mut held, part(None, &[16], None)), [(None, vec![16])]);

        let (mut held, _, tell) = following(Topic::Logs { services: Some(vec![1]), system: false, count: 10 });
        tell(&mut held, part(None, &[1], None));
        assert_eq!(tell(&mut held, part(None, &[5], Some(9))), [(None, vec![5])]);
        assert_eq!(resumed_after(&mut held), Some(LogCursor::Sequence(9)));
    }

    #[test]
    fn numbers_that_begin_again_are_followed() {
        let (mut held, id, tell) = following(all());
        tell(&mut held, part(None, &[70], None));
        let events = held.receive(ServerFrame::Logs { id, parts: vec![part(None, &[], Some(4))] });
        let renumbered = DeviceLog { is_renumbered: true, ..DeviceLog::of(uuid("a")) };
        assert_eq!(
            events,
            Some((id, TopicEvent::Logs(vec![renumbered]))),
            "so that whoever holds lines takes lower numbers"
        );
        assert_eq!(tell(&mut held, part(None, &[5], None)), [(None, vec![5])]);
    }

    #[test]
    fn a_device_that_is_refused_is_not_asked_for_again() {
        let (mut held, id, _) = following(all());
        let refused = LogPart { refused: Some("No.".to_owned()), ..part(None, &[1], None) };
        let live = LogPart { state: Some(LogState::Live), ..LogPart::of(uuid("b")) };
        let logs = DeviceLog { lines: vec![line(1)], refused: Some("No.".to_owned()), ..DeviceLog::of(uuid("a")) };
        let event = held.receive(ServerFrame::Logs { id, parts: vec![refused, live] });
        assert_eq!(event, Some((id, TopicEvent::Logs(vec![logs]))), "of the other nobody asked");
        assert_eq!(held.resume().len(), 1);
    }

    #[test]
    fn what_is_still_on_its_way_of_a_former_following_is_not_told() {
        let (mut held, id, tell) = following(all());
        tell(&mut held, part(None, &[1], None));
        assert_eq!(held.unfollow(id, &[uuid("a")]).len(), 1);
        held.follow(id, vec![uuid("a").into()]);
        assert_eq!(tell(&mut held, part(None, &[8, 9], None)), []);
        assert_eq!(tell(&mut held, LogPart { unfollowed: true, ..LogPart::of(uuid("a")) }), []);
        assert_eq!(tell(&mut held, part(None, &[4, 5], None)), [(None, vec![4, 5])]);
        held.unfollow(id, &[uuid("a")]);
        held.follow(id, vec![uuid("a").into()]);
        held.resume();
        assert_eq!(tell(&mut held, part(None, &[6], None)), [(None, vec![6])], "another socket has nothing on its way");
    }

    #[test]
    fn many_devices_are_named_in_frames_that_are_taken() {
        let mut held = Subscriptions::default();
        let (id, _) = held.add(all());
        let devices: Vec<DeviceUuid> = (0..250).map(|n| format!("{n:062x}").parse().unwrap()).collect();
        let frames = held.follow(id, devices.iter().cloned().map(Into::into).collect());
        assert_eq!(frames.len(), 3);
        assert!(held.follow(id, devices.iter().cloned().map(Into::into).collect()).is_empty(), "followed already");
        for uuid in &devices {
            let lines = vec![LogLine { sequence: None, created_at: 1_795_341_600_000, ..line(1) }];
            held.receive(ServerFrame::Logs { id, parts: vec![LogPart { lines, ..LogPart::of(uuid.clone()) }] });
        }
        for frame in held.resume() {
            assert!(serde_json::to_string(&frame).unwrap().len() <= wire::live::MAX_CLIENT_FRAME);
        }
        assert_eq!(held.unfollow(id, &devices[..120]).len(), 2);
        let ClientFrame::Follow { devices: rest, .. } = &held.resume()[2] else { panic!("follows the rest") };
        assert!(matches!(&rest[..], [LogDevice { after: Some(LogCursor::CreatedAt(_)), .. }, ..]));
        assert_eq!(rest.len(), 30);
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
