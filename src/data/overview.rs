//! All that a fleet's overview shows beside its counts, read anew together when the fleet changes.

use leptos::prelude::*;
use query::remote::Remote;

use super::adoption::{self, Adoption};
use super::attention::{self, Attention};
use super::calm;
use super::failure::Failure;
use super::hub::use_hub;
use super::rollout::{self, Progress};

/// The parts of the overview. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Overview {
    pub attention: Remote<Attention, Failure>,
    pub adoption: Remote<Adoption, Failure>,
    pub rollout: Remote<Progress, Failure>,
}

/// Reads and follows them until the owner goes. `devices` is how many the fleet has: the more, the longer a change may wait.
pub fn of(fleet: i64, target: Signal<Option<i64>>, devices: Signal<u64>) -> Overview {
    let overview = Overview {
        attention: attention::of(fleet),
        adoption: adoption::of(fleet),
        rollout: rollout::of(fleet, target),
    };
    let wait = move || 1_000 + u32::try_from(devices.get_untracked() / 15).unwrap_or(u32::MAX).min(9_000);
    calm::follow(use_hub(), fleet, wait, move || {
        overview.attention.refetch();
        overview.adoption.refetch();
        overview.rollout.refetch();
    });
    overview
}
