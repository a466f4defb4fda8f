//! Writers, trims and reconnects in any order: a reader by number has every line or its count.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::Value;

use crate::followed::Followed;
use crate::support::World;
use crate::support::http::body;
use crate::{lines, send};

#[derive(Debug, Clone)]
enum Step {
    /// The device sends so many lines, beginning so many before where it was.
    Send { again: u64, lines: u64 },
    /// The reader takes at most so many lines.
    Read(u64),
    /// Its connection breaks; it resumes.
    Break,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u64..20, 1_u64..80).prop_map(|(again, lines)| Step::Send { again, lines }),
        3 => (0_u64..120).prop_map(Step::Read),
        2 => Just(Step::Break),
    ]
}

#[derive(Debug, Default)]
struct Reader {
    position: u64,
    read: u64,
    missed: u64,
}

impl Reader {
    /// Whatever comes follows what it has.
    fn take(&mut self, line: &Value) {
        let sequence = line["sequence"].as_u64().unwrap();
        if let Some(missed) = line["missed"].as_u64() {
            assert_eq!(sequence, self.position + missed, "the gap ends where it says");
            self.missed += missed;
        } else {
            assert_eq!(sequence, self.position + 1, "nothing is lost or doubled");
            assert_eq!(line["message"], Value::from(format!("line {}", sequence - 1)));
            self.read += 1;
        }
        self.position = sequence;
    }
}

async fn walk(steps: Vec<Step>) {
    let world = World::with(|config| config.log_lines_per_device = 100).await;
    let device = world.device(world.fleet("log-fleet").await, 'a').await;
    let mut sent = 0;
    let mut reader = Reader::default();
    let mut stream = Followed::open(&world, &device, "&sequence=1").await;
    reader.take(&stream.line().await);
    for step in steps {
        match step {
            Step::Send { again, lines: count } => {
                let first = sent - again.min(sent);
                let end = (first + count).max(sent);
                let answer = send(&world, &device, Some(first), body(lines(first..end))).await;
                assert_eq!(answer.short(), "201 ");
                sent = end;
            }
            Step::Read(most) => {
                for _ in 0..most {
                    if reader.position == sent {
                        break;
                    }
                    reader.take(&stream.line().await);
                }
            }
            Step::Break => stream = Followed::open(&world, &device, &format!("&after={}", reader.position)).await,
        }
    }
    while reader.position < sent {
        reader.take(&stream.line().await);
    }
    assert_eq!(reader.read + reader.missed, sent);
    assert!(stream.line_within(Duration::from_millis(20)).await.is_none(), "and then nothing");
    world.stop().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn a_reader_has_every_line_or_its_count(steps in proptest::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(walk(steps));
    }
}
