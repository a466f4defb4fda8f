//! Where what is kept of a device meets its stream: which lines are kept already.

use vault::entry::KeptLine;
use wire::log_line::LogLine;
use wire::log_position::{LogPosition, Missed, Step};

/// See the module's sentence. Numbers say it by themselves; lines without numbers are told apart by the last millisecond that is
/// kept, since the server is asked for all of it again.
#[derive(Debug, Default)]
pub(crate) struct Seam {
    /// Until something newer has come.
    position: Option<LogPosition>,
    /// What is kept was read into the log: its lines are not shown again.
    pub(crate) is_shown: bool,
}

impl Seam {
    /// After what is kept; `last` are the lines of its last millisecond, if they have no numbers.
    pub(crate) fn after(last: &[KeptLine], is_shown: bool) -> Self {
        let mut position = LogPosition::default();
        for line in last {
            position.step(&LogLine {
                created_at: line.created_at,
                timestamp: line.timestamp,
                is_system: line.system,
                is_std_err: line.stderr,
                service_id: None,
                message: line.message.clone(),
                sequence: None,
            });
        }
        position.resume();
        Self { position: (!last.is_empty()).then_some(position), is_shown }
    }

    /// What a line of the stream is to what is kept. Of numbered lines the vault and the log know it themselves.
    pub(crate) fn step(&mut self, line: &LogLine) -> Step {
        let Some(position) = &mut self.position else { return Step::Next { missed: Missed::None } };
        let step = position.step(line);
        if !position.may_repeat() || line.sequence.is_some() {
            self.position = None;
        }
        step
    }

    /// What was kept is forgotten.
    pub(crate) fn forget(&mut self) {
        self.position = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(created_at: i64, message: &str) -> KeptLine {
        KeptLine {
            sequence: None,
            created_at,
            timestamp: 5,
            service: "ui".into(),
            stderr: false,
            system: false,
            message: message.to_owned(),
        }
    }

    fn line(created_at: i64, message: &str) -> LogLine {
        LogLine {
            created_at,
            timestamp: 5,
            is_system: false,
            is_std_err: false,
            service_id: Some(7),
            message: message.to_owned(),
            sequence: None,
        }
    }

    const NEXT: Step = Step::Next { missed: Missed::None };

    #[test]
    fn lines_without_numbers_that_come_again_are_known_as_often_as_they_are_kept() {
        let mut seam = Seam::after(&[kept(9, "a"), kept(9, "b"), kept(9, "b")], true);
        for message in ["a", "b", "b"] {
            assert_eq!(seam.step(&line(9, message)), Step::Known);
        }
        assert_eq!(seam.step(&line(9, "b")), NEXT, "written once more in that millisecond");
        assert_eq!(seam.step(&line(10, "a")), NEXT);
        assert_eq!(seam.step(&line(10, "a")), NEXT, "from here on nothing comes twice");
    }

    #[test]
    fn what_the_server_let_go_since_is_missed() {
        let mut seam = Seam::after(&[kept(9, "a")], true);
        assert_eq!(seam.step(&line(900, "z")), Step::Next { missed: Missed::Uncounted });
        assert_eq!(seam.step(&line(901, "z")), NEXT);
    }

    #[test]
    fn of_numbered_lines_it_says_nothing() {
        let mut seam = Seam::after(&[], true);
        assert_eq!(seam.step(&LogLine { sequence: Some(1), ..line(1, "a") }), NEXT);
    }
}
