//! What releases and device types are called: read once each, by id.

use std::collections::{BTreeSet, HashMap};

use odata::{Query, desc, field};
use wire::navigation::Deferred;
use wire::rows::Row;
use wire::rows::device_list::DeviceListRow;
use wire::rows::device_type::DeviceTypeById;
use wire::rows::release::ReleaseName;

use crate::data::failure::Failure;
use crate::data::hub::Hub;

/// So many names are asked for by id at a time.
const AT_ONCE: usize = 300;
/// The newest releases of a fleet are read without being asked for.
const NEWEST: u64 = 300;

/// Names by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    releases: HashMap<i64, String>,
    types: HashMap<i64, String>,
}

impl Names {
    /// What nearly every row points at: the fleet's newest releases and every device type.
    pub(super) async fn of_fleet(hub: Hub, fleet: i64) -> Result<Self, Failure> {
        let releases = Query::of(ReleaseName::RESOURCE)
            .select(ReleaseName::SELECT.iter().copied())
            .filter(field("belongs_to__application").eq(fleet))
            .order_by(desc("id"))
            .top(NEWEST);
        let types = Query::of(DeviceTypeById::RESOURCE).select(DeviceTypeById::SELECT.iter().copied());
        let client = hub.client();
        let (releases, types) = futures_util::future::try_join(client.rows(releases), client.rows(types)).await?;
        let mut names = Self::default();
        names.learn(releases, types);
        Ok(names)
    }

    /// Asks for what these rows point at and has no name yet; what has none is not asked for again.
    pub(super) async fn complete(&mut self, hub: Hub, rows: &[DeviceListRow]) -> Result<(), Failure> {
        let id = |to: &Option<Deferred>| to.as_ref().map(|to| to.id);
        let releases: BTreeSet<i64> = rows
            .iter()
            .flat_map(|row| [id(&row.is_running__release), id(&row.should_be_running__release)])
            .flatten()
            .filter(|id| !self.releases.contains_key(id))
            .collect();
        let types: BTreeSet<i64> = rows
            .iter()
            .filter_map(|row| id(&row.is_of__device_type))
            .filter(|id| !self.types.contains_key(id))
            .collect();
        let client = hub.client();
        for some in releases.iter().copied().collect::<Vec<_>>().chunks(AT_ONCE) {
            let query = Query::of(ReleaseName::RESOURCE)
                .select(ReleaseName::SELECT.iter().copied())
                .filter(field("id").one_of(some.iter().copied()));
            self.learn(client.rows(query).await?, Vec::new());
        }
        for some in types.iter().copied().collect::<Vec<_>>().chunks(AT_ONCE) {
            let query = Query::of(DeviceTypeById::RESOURCE)
                .select(DeviceTypeById::SELECT.iter().copied())
                .filter(field("id").one_of(some.iter().copied()));
            self.learn(Vec::new(), client.rows(query).await?);
        }
        for release in releases {
            self.releases.entry(release).or_insert_with(|| format!("release {release}"));
        }
        for kind in types {
            self.types.entry(kind).or_insert_with(|| format!("type {kind}"));
        }
        Ok(())
    }

    fn learn(&mut self, releases: Vec<ReleaseName>, types: Vec<DeviceTypeById>) {
        self.releases.extend(releases.into_iter().map(|release| (release.id, release.label().to_owned())));
        self.types.extend(types.into_iter().map(|kind| (kind.id, kind.name)));
    }

    pub(super) fn release(&self, to: Option<&Deferred>) -> Option<&str> {
        self.releases.get(&to?.id).map(String::as_str)
    }

    pub(super) fn device_type(&self, to: Option<&Deferred>) -> Option<&str> {
        self.types.get(&to?.id).map(String::as_str)
    }
}
