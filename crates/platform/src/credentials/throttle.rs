//! Slows down guessing: so many sign-in tries per address and name, then a pause (balena-api.md §4, `/login_`).

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Tries in a window before the pause.
const TRIES: u32 = 10;
/// Tries are counted over so long.
const WINDOW: Duration = Duration::from_hours(2);
/// The pause.
const PAUSE: Duration = Duration::from_hours(1);
/// The most address-and-name pairs remembered; beyond it the oldest go.
const REMEMBERED: usize = 10_000;

/// Counts tries.
#[derive(Debug)]
pub(crate) struct Throttle {
    tries: Mutex<HashMap<Who, Tries>>,
    allowed: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Who {
    address: Option<IpAddr>,
    name: String,
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    since: Instant,
    count: u32,
    paused_until: Option<Instant>,
}

/// Too many tries: come back after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paused(pub(crate) Duration);

impl Throttle {
    pub(crate) fn new(factor: u32) -> Self {
        Self { tries: Mutex::default(), allowed: TRIES.saturating_mul(factor.max(1)) }
    }

    /// Counts one try; says how many are left after it.
    pub(crate) fn count(&self, address: Option<IpAddr>, name: &str, now: Instant) -> Result<u32, Paused> {
        let mut all = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            forget_oldest(&mut all, now);
        }
        let tries = all.entry(who(address, name)).or_insert(Tries { since: now, count: 0, paused_until: None });
        if let Some(until) = tries.paused_until {
            if now < until {
                return Err(Paused(until - now));
            }
            *tries = Tries { since: now, count: 0, paused_until: None };
        }
        if now.duration_since(tries.since) >= WINDOW {
            *tries = Tries { since: now, count: 0, paused_until: None };
        }
        if tries.count >= self.allowed {
            tries.paused_until = Some(now + PAUSE);
            return Err(Paused(PAUSE));
        }
        tries.count += 1;
        Ok(self.allowed - tries.count)
    }

    /// The right password was given.
    pub(crate) fn reset(&self, address: Option<IpAddr>, name: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(&who(address, name));
    }
}

fn who(address: Option<IpAddr>, name: &str) -> Who {
    Who { address, name: name.chars().take(200).collect::<String>().to_lowercase() }
}

fn forget_oldest(all: &mut HashMap<Who, Tries>, now: Instant) {
    all.retain(|_, tries| {
        now.duration_since(tries.since) < WINDOW || tries.paused_until.is_some_and(|until| now < until)
    });
    if all.len() >= REMEMBERED {
        let mut ages: Vec<_> = all.values().map(|tries| tries.since).collect();
        ages.sort_unstable();
        if let Some(middle) = ages.get(ages.len() / 2).copied() {
            all.retain(|_, tries| tries.since > middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_then_an_hour() {
        let throttle = Throttle::new(1);
        let start = Instant::now();
        for left in (0..10).rev() {
            assert_eq!(throttle.count(None, "Admin", start), Ok(left));
        }
        assert_eq!(throttle.count(None, "admin", start), Err(Paused(PAUSE)));
        assert_eq!(throttle.count(None, "else", start), Ok(9));
        let half = start + PAUSE / 2;
        assert_eq!(throttle.count(None, "admin", half), Err(Paused(PAUSE / 2)));
        assert_eq!(throttle.count(None, "admin", start + PAUSE), Ok(9));
        throttle.reset(None, "admin");
        assert_eq!(throttle.count(None, "admin", start + PAUSE), Ok(9));
    }
}
