//! How a fleet of any size is read: the first rows by name, then all by number in parts.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use odata::{Expand, Query, asc, field};
use table::table::Table;
use wire::rows::Row;
use wire::rows::device_list::DeviceListRow;
use wire::rows::device_tag::DeviceTagRow;

use super::fill::{self, Progress};
use super::names::Names;
use crate::data::failure::Failure;
use crate::data::hub::Hub;

/// What is read first: more than a page shows.
const FIRST: u64 = 100;
/// A part of the rest: read in less than a frame's worth of parsing each hundred.
const PART: u64 = 1_000;

/// What reading goes on with.
#[derive(Debug)]
pub(super) struct Reader {
    hub: Hub,
    fleet: i64,
    names: Option<Names>,
    progress: Progress,
}

/// Where a pass over the fleet is.
#[derive(Debug)]
pub(super) struct Pass {
    /// What was read with the names.
    first: Option<Vec<DeviceListRow>>,
    after: i64,
    is_done: bool,
}

impl Reader {
    pub(super) fn new(hub: Hub, fleet: i64) -> Self {
        Self { hub, fleet, names: None, progress: Progress::default() }
    }

    /// Begins to read every device. The first time, what comes first by name comes first of all, with the names beside it.
    pub(super) async fn begin(reader: &Rc<RefCell<Self>>) -> Result<Pass, Failure> {
        let (hub, fleet, is_first) = {
            let reader = reader.borrow();
            (reader.hub, reader.fleet, reader.names.is_none())
        };
        let names = Names::of_fleet(hub, fleet);
        let first = if is_first {
            let query = devices(fleet).order_by(asc("device_name")).top(FIRST);
            let client = hub.client();
            let (names, first) = futures_util::future::try_join(names, client.rows(query)).await?;
            reader.borrow_mut().names = Some(names);
            Some(first)
        } else {
            reader.borrow_mut().names = Some(names.await?);
            None
        };
        let is_done = first.as_ref().is_some_and(|rows: &Vec<_>| (rows.len() as u64) < FIRST);
        Ok(Pass { first, after: 0, is_done })
    }

    /// The next rows of a pass; none at its end.
    pub(super) async fn next(
        reader: &Rc<RefCell<Self>>,
        pass: &mut Pass,
    ) -> Result<Option<Vec<DeviceListRow>>, Failure> {
        let rows = match pass.first.take() {
            Some(first) => first,
            None if pass.is_done => return Ok(None),
            None => {
                let (hub, fleet) = reader.borrow().place();
                let query = devices(fleet).filter(field("id").gt(pass.after)).order_by(asc("id")).top(PART);
                let rows: Vec<DeviceListRow> = hub.client().rows(query).await?;
                pass.after = rows.last().map_or(pass.after, |row| row.id);
                pass.is_done = (rows.len() as u64) < PART;
                rows
            }
        };
        Self::name(reader, &rows).await?;
        Ok(Some(rows))
    }

    /// The devices of these numbers that are in the fleet.
    pub(super) async fn by_id(reader: &Rc<RefCell<Self>>, ids: &BTreeSet<i64>) -> Result<Vec<DeviceListRow>, Failure> {
        let (hub, fleet) = reader.borrow().place();
        let query = devices(fleet).filter(field("id").one_of(ids.iter().copied()));
        let rows = hub.client().rows(query).await?;
        Self::name(reader, &rows).await?;
        Ok(rows)
    }

    /// Rows into the columns; answers whether any is another.
    pub(super) fn fill(&mut self, table: &mut Table, rows: &[DeviceListRow]) -> bool {
        let Self { names, progress, .. } = self;
        let names = names.get_or_insert_default();
        rows.iter().fold(false, |is_changed, row| fill::put(table, row, names, progress) | is_changed)
    }

    const fn place(&self) -> (Hub, i64) {
        (self.hub, self.fleet)
    }

    async fn name(reader: &Rc<RefCell<Self>>, rows: &[DeviceListRow]) -> Result<(), Failure> {
        let hub = reader.borrow().hub;
        let mut names = reader.borrow_mut().names.take().unwrap_or_default();
        let completed = names.complete(hub, rows).await;
        reader.borrow_mut().names = Some(names);
        completed
    }
}

fn devices(fleet: i64) -> Query {
    Query::of(DeviceListRow::RESOURCE)
        .select(DeviceListRow::SELECT.iter().copied())
        .filter(field("belongs_to__application").eq(fleet))
        .expand(Expand::of("device_tag").select(DeviceTagRow::SELECT.iter().copied()))
}
