//! A reader's own past: asked for with its own token, which says that it may, and handed on as the page takes it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use wire::live::LogDevice;
use wire::log_position::{LogPosition, Missed, Step};

use crate::live::logs::array::Array;
use crate::live::logs::backoff::Backoff;
use crate::live::logs::filter::Filter;
use crate::live::logs::received::{Received, read};
use crate::live::logs::request::{self, MAX_HISTORY, NoStream};
use crate::token::ApiToken;
use crate::upstream::Upstream;

/// What is handed on at once, in bytes.
const PIECE: usize = 32 * 1_024;
/// The longest past, in bytes; what is beyond is a gap before what the ring holds.
const MAX_PAST: usize = 64 * 1_024 * 1_024;
/// An answer that does not go on for so long has broken.
const STALLED: Duration = Duration::from_secs(30);

/// Lines of the past that follow each other.
#[derive(Debug)]
pub(crate) struct PastLines {
    pub(crate) missed: Missed,
    /// JSON objects with commas between.
    pub(crate) json: Vec<u8>,
    pub(crate) count: usize,
    /// The last line's number, asked for or not.
    pub(crate) through: Option<u64>,
}

/// What comes of asking for a past.
#[derive(Debug)]
pub(crate) enum PastNews {
    Lines(PastLines),
    /// That was all: the ring goes on from here.
    Read(LogPosition),
    Refused(&'static str),
    /// The API does not answer; it is asked again.
    Lost,
}

/// A device's past for one reader.
pub(crate) struct Past {
    pub(crate) upstream: Arc<dyn Upstream>,
    pub(crate) token: ApiToken,
    pub(crate) device: LogDevice,
    pub(crate) count: u32,
    pub(crate) filter: Arc<Filter>,
    /// By what number the subscription knows the device, and where it hears.
    pub(crate) number: u32,
    pub(crate) news: mpsc::Sender<(u32, PastNews)>,
}

/// The subscription has gone.
struct Gone;

impl Past {
    /// Reads it, however often the answer breaks.
    pub(crate) async fn read(self) {
        let mut position = LogPosition::after(self.device.after);
        let mut backoff = Backoff::default();
        loop {
            let query = request::query(false, position.cursor(), self.count.min(MAX_HISTORY));
            let news = match request::open(&*self.upstream, &self.token, &self.device.uuid, &query).await {
                Ok(body) => match self.hand_on(body, &mut position).await {
                    Ok(true) => PastNews::Read(std::mem::take(&mut position)),
                    Ok(false) => PastNews::Lost,
                    Err(Gone) => return,
                },
                Err(NoStream::Refused(why)) => PastNews::Refused(why),
                Err(NoStream::Lost) => PastNews::Lost,
            };
            let is_over = !matches!(news, PastNews::Lost);
            if self.tell(news).await.is_err() || is_over {
                return;
            }
            position.resume();
            sleep(backoff.next()).await;
        }
    }

    /// Hands on what the answer holds; whether it came whole.
    async fn hand_on(&self, body: Body, position: &mut LogPosition) -> Result<bool, Gone> {
        let mut chunks = body.into_data_stream();
        let mut array = Array::default();
        let mut lines = PastLines { missed: Missed::None, json: Vec::new(), count: 0, through: None };
        let mut size = 0;
        loop {
            let chunk = match timeout(STALLED, chunks.next()).await {
                Ok(Some(Ok(chunk))) if size <= MAX_PAST => chunk,
                end => {
                    self.flush(&mut lines).await?;
                    let is_cut = matches!(end, Ok(Some(Ok(_))));
                    return Ok(is_cut || array.is_whole());
                }
            };
            size += chunk.len();
            array.push(&chunk);
            while let Some(object) = array.next_object() {
                let missed = match read(&object) {
                    Some(Received::Line(line)) => {
                        let Step::Next { missed } = position.step(&line) else { continue };
                        if missed != Missed::None {
                            self.flush(&mut lines).await?;
                            lines.missed = lines.missed.and(missed);
                        }
                        lines.through = line.sequence;
                        if self.filter.takes(line.service_id, line.is_system) {
                            if lines.count > 0 {
                                lines.json.push(b',');
                            }
                            if serde_json::to_writer(&mut lines.json, &line).is_ok() {
                                lines.count += 1;
                            }
                        }
                        Missed::None
                    }
                    Some(Received::Gap(gap)) => {
                        let missed = Missed::lines(position.gap(gap));
                        if missed != Missed::None {
                            self.flush(&mut lines).await?;
                        }
                        lines.through = Some(gap.sequence);
                        missed
                    }
                    Some(Received::Suppressed(count)) => {
                        self.flush(&mut lines).await?;
                        Missed::lines(count)
                    }
                    None => Missed::None,
                };
                lines.missed = lines.missed.and(missed);
                if lines.json.len() >= PIECE {
                    self.flush(&mut lines).await?;
                }
            }
        }
    }

    async fn flush(&self, lines: &mut PastLines) -> Result<(), Gone> {
        let empty = PastLines { missed: Missed::None, json: Vec::new(), count: 0, through: None };
        if lines.count > 0 || lines.missed != Missed::None || lines.through.is_some() {
            self.tell(PastNews::Lines(std::mem::replace(lines, empty))).await?;
        }
        Ok(())
    }

    async fn tell(&self, news: PastNews) -> Result<(), Gone> {
        self.news.send((self.number, news)).await.map_err(|_| Gone)
    }
}
