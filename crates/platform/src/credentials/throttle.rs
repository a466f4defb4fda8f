//! Slows down guessing: so many sign-in tries per address and name, then a pause (balena-api.md §4, `/login_`).
//!
//! Beyond the balena API a name is bounded over all addresses, and an address over all names. Against a name being shut
//! out by strangers, the addresses from which its person has signed in are not held up by the first of these.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Tries in a window before the pause, of one name from one address.
const TRIES: u32 = 10;
/// Of one name from all addresses, and of all names from one address.
const TRIES_IN_ALL: u32 = 100;
/// Tries are counted over so long.
const WINDOW: Duration = Duration::from_hours(2);
/// The pause.
const PAUSE: Duration = Duration::from_hours(1);
/// The most counters remembered; beyond it the oldest go.
const REMEMBERED: usize = 30_000;
/// The most addresses of one name that are known for its person's.
const HOMES: usize = 16;
/// The most names whose addresses are known.
const NAMES: usize = 10_000;

/// Counts tries.
#[derive(Debug)]
pub(crate) struct Throttle {
    inner: Mutex<Inner>,
    factor: u32,
}

#[derive(Debug, Default)]
struct Inner {
    tries: HashMap<Counter, Tries>,
    /// By name: from where its person has signed in, the newest last.
    homes: HashMap<String, VecDeque<Address>>,
}

/// An address, or for IPv6 the network of 2^64 that one customer has.
type Address = Option<IpAddr>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Counter {
    Here(Address, String),
    Name(String),
    Address(Address),
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
        Self { inner: Mutex::default(), factor: factor.max(1) }
    }

    /// Counts one try; says how many are left after it.
    pub(crate) fn count(&self, address: Option<IpAddr>, name: &str, now: Instant) -> Result<u32, Paused> {
        let (address, name) = (network(address), folded(name));
        let mut inner = self.lock();
        if inner.tries.len() >= REMEMBERED {
            forget_oldest(&mut inner.tries, now);
        }
        let is_home = inner.homes.get(&name).is_some_and(|homes| homes.contains(&address));
        let counters = [
            (Counter::Here(address, name.clone()), TRIES),
            (Counter::Address(address), TRIES_IN_ALL),
            (Counter::Name(name), TRIES_IN_ALL),
        ];
        let counters = counters.into_iter().take(if is_home { 2 } else { 3 });
        let mut left = u32::MAX;
        for (counter, allowed) in counters {
            let allowed = allowed.saturating_mul(self.factor);
            let tries = inner.tries.entry(counter).or_insert(Tries { since: now, count: 0, paused_until: None });
            left = left.min(tries.count(allowed, now)?);
        }
        Ok(left)
    }

    /// The right password was given: this place is the person's, and its tries count no longer.
    pub(crate) fn reset(&self, address: Option<IpAddr>, name: &str) {
        let (address, name) = (network(address), folded(name));
        let mut inner = self.lock();
        inner.tries.remove(&Counter::Here(address, name.clone()));
        for counter in [Counter::Address(address), Counter::Name(name.clone())] {
            // Only this try: those before it may have been a stranger's.
            if let Some(tries) = inner.tries.get_mut(&counter) {
                tries.count = tries.count.saturating_sub(1);
            }
        }
        if inner.homes.len() >= NAMES && !inner.homes.contains_key(&name) {
            return;
        }
        let homes = inner.homes.entry(name).or_default();
        homes.retain(|home| *home != address);
        if homes.len() == HOMES {
            homes.pop_front();
        }
        homes.push_back(address);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tries {
    fn count(&mut self, allowed: u32, now: Instant) -> Result<u32, Paused> {
        let is_over = match self.paused_until {
            Some(until) if now < until => return Err(Paused(until - now)),
            Some(_) => true,
            None => now.duration_since(self.since) >= WINDOW,
        };
        if is_over {
            *self = Self { since: now, count: 0, paused_until: None };
        }
        if self.count >= allowed {
            self.paused_until = Some(now + PAUSE);
            return Err(Paused(PAUSE));
        }
        self.count += 1;
        Ok(allowed - self.count)
    }
}

fn network(address: Option<IpAddr>) -> Address {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => Some(IpAddr::V6((u128::from(address) >> 64 << 64).into())),
        other => other,
    }
}

fn folded(name: &str) -> String {
    name.chars().take(200).collect::<String>().to_lowercase()
}

fn forget_oldest(all: &mut HashMap<Counter, Tries>, now: Instant) {
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

    #[expect(clippy::unnecessary_wraps, reason = "the shape the throttle takes")]
    fn from(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn ten_tries_then_an_hour() {
        let throttle = Throttle::new(1);
        let start = Instant::now();
        for left in (0..10).rev() {
            assert_eq!(throttle.count(None, "Admin", start), Ok(left));
        }
        assert_eq!(throttle.count(None, "admin", start), Err(Paused(PAUSE)));
        assert_eq!(throttle.count(None, "else", start), Ok(9));
        assert_eq!(throttle.count(from(1), "admin", start), Ok(9));
        let half = start + PAUSE / 2;
        assert_eq!(throttle.count(None, "admin", half), Err(Paused(PAUSE / 2)));
        assert_eq!(throttle.count(None, "admin", start + PAUSE), Ok(9));
        throttle.reset(None, "admin");
        assert_eq!(throttle.count(None, "admin", start + PAUSE), Ok(9));
    }

    #[test]
    fn a_name_is_bounded_over_all_addresses_but_its_person_s_own() {
        let throttle = Throttle::new(1);
        let now = Instant::now();
        assert_eq!(throttle.count(from(1), "ana", now), Ok(9));
        throttle.reset(from(1), "ana");
        for stranger in 2..12 {
            for _ in 0..10 {
                assert!(throttle.count(from(stranger), "ana", now).is_ok());
            }
        }
        assert_eq!(throttle.count(from(99), "ana", now), Err(Paused(PAUSE)));
        assert_eq!(throttle.count(from(1), "ana", now), Ok(9));
        assert_eq!(throttle.count(from(99), "ben", now), Ok(9));
    }

    #[test]
    fn an_address_is_bounded_over_all_names() {
        let throttle = Throttle::new(1);
        let now = Instant::now();
        let of = |host: u16| Some(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, host]));
        for name in 0..100 {
            assert!(throttle.count(of(name), &format!("name{name}"), now).is_ok(), "{name}");
        }
        assert_eq!(throttle.count(of(500), "one more", now), Err(Paused(PAUSE)));
        assert!(throttle.count(from(1), "one more", now).is_ok());
    }
}
