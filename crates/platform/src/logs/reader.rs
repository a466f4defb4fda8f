//! A reader's way through a device's log on the disk: pages after its position, and a count of what it cannot have.

use bytes::Bytes;
use store::clock::now_ms;
use store::error::StoreError;
use store::logs::block::{LogBlock, write_line};
use store::logs::read::{self, Page};
use wire::log_line::LogGap;

use crate::log_hub::chunk::{Form, numbered};
use crate::logs::pending::warning;
use crate::state::Shared;

/// Where it is and what it gets.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) state: Shared,
    pub(crate) device: i64,
    /// The number of the last line it has been given.
    pub(crate) position: u64,
    pub(crate) form: Form,
}

impl Reader {
    /// What comes after the position, up to the line numbered `until`, at most a page. None when there is nothing.
    pub(crate) async fn page(&mut self, until: u64) -> Result<Option<Bytes>, StoreError> {
        let (device, position) = (self.device, self.position);
        let page = self.state.store.read(move |c| read::after(c, device, position, until)).await?;
        Ok(self.take(page, until))
    }

    fn take(&mut self, page: Page, until: u64) -> Option<Bytes> {
        if self.position > page.newest {
            // Numbers begin again only when an older copy of the database was put back: so does the reader.
            self.position = page.newest;
            return Some(self.gap(0).into());
        }
        let until = until.min(page.newest);
        let mut blocks = page.blocks;
        if let (Form::Plain, [only]) = (self.form, &mut *blocks)
            && only.first == self.position + 1
        {
            self.position = only.last;
            return Some(std::mem::take(&mut only.text));
        }
        let mut text = Vec::new();
        let is_empty = blocks.is_empty();
        for LogBlock { first, last, text: lines } in blocks {
            text.extend(self.missed(first - 1));
            match self.form {
                Form::Plain => text.extend_from_slice(&lines),
                Form::Numbered => text.extend(numbered(&lines, first)),
            }
            self.position = last;
        }
        if is_empty {
            text.extend(self.missed(until));
        }
        (!text.is_empty()).then(|| text.into())
    }

    /// Says that the lines up to this number are gone, if there are any, and goes on after them.
    fn missed(&mut self, last: u64) -> Vec<u8> {
        let missed = last.saturating_sub(self.position);
        if missed == 0 {
            return Vec::new();
        }
        self.position = last;
        self.gap(missed)
    }

    /// In the API's words, or counted for who counts.
    pub(crate) fn gap(&self, missed: u64) -> Vec<u8> {
        let mut text = Vec::new();
        match self.form {
            Form::Plain if missed == 0 => {}
            Form::Plain => {
                let line = warning(format!("Warning: Suppressed {missed} message(s) due to slow reading"));
                write_line(&mut text, now_ms(), &line);
            }
            Form::Numbered => {
                if serde_json::to_writer(&mut text, &LogGap { missed, sequence: self.position }).is_ok() {
                    text.push(b'\n');
                }
            }
        }
        text
    }
}
