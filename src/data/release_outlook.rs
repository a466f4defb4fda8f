//! Who would move with a release: counted by the server when somebody is about to change one.

use futures_util::future::{try_join, try_join4};
use model::fleet::Fleet;
use model::release_outlook::{Newest, Outlook};
use model::release_ref::ReleaseRef;
use odata::{Expr, Query, desc, field, not};
use wire::rows::Row;
use wire::rows::device::DeviceInFleet;
use wire::rows::release::ReleaseRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Asks through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Outlooks(Hub);

/// The way to ask.
pub fn use_outlooks() -> Outlooks {
    Outlooks(use_hub())
}

impl Outlooks {
    /// The fleet around one of its releases, as it is now.
    pub async fn of(self, fleet: Fleet, release: i64) -> Result<Outlook, Failure> {
        self.0.heard(self.read(&fleet, release).await)
    }

    async fn read(self, fleet: &Fleet, release: i64) -> Result<Outlook, Failure> {
        let client = self.0.client();
        let count = |condition: Expr| {
            let query = Query::of(DeviceInFleet::RESOURCE)
                .filter(field("belongs_to__application").eq(fleet.id).and(condition))
                .count();
            client.count(query)
        };
        let pin = || field("is_pinned_on__release");
        let newest = Query::of(ReleaseRow::RESOURCE)
            .select(ReleaseRow::SELECT.iter().copied())
            .filter(field("belongs_to__application").eq(fleet.id).and(field("id").ne(release)))
            .filter(field("status").eq("success").and(field("is_final").eq(true)))
            .filter(field("is_invalidated").eq(false).and(field("is_passing_tests").eq(true)))
            .order_by(desc("start_timestamp"))
            .top(1);
        let counts = try_join4(
            count(pin().eq(odata::Literal::Null)),
            count(pin().eq(odata::Literal::Null).and(field("is_running__release").eq(release))),
            count(pin().eq(release)),
            count(not(pin().eq(odata::Literal::Null)).and(pin().ne(release))),
        );
        let ((following, following_on_it, pinned_here, pinned_elsewhere), newest) =
            try_join(counts, client.rows::<ReleaseRow>(newest)).await?;
        let newest_other = newest.into_iter().next().map(|row| Newest {
            release: ReleaseRef { id: row.id, label: row.label().to_owned() },
            started_at: row.start_timestamp,
        });
        let around = Outlook::of(fleet, release);
        Ok(Outlook { following, following_on_it, pinned_here, pinned_elsewhere, newest_other, ..around })
    }
}
