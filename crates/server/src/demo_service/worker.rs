//! A worker: works off jobs by really counting primes, and now and then meets one it cannot do.

use std::io;
use std::time::Instant;

use rand::Rng;

use super::say::{err, out, pause};

/// One job in so many fails.
const FAILS: u32 = 60;

pub(super) fn run(release: &str) -> io::Result<()> {
    out(&format!("[info] worker {release} takes jobs"))?;
    let mut random = rand::rng();
    loop {
        let job: u32 = random.random_range(10_000..99_999);
        let limit = random.random_range(2_000..9_000);
        out(&format!("[info] job {job} begins: primes below {limit}"))?;
        if random.random_ratio(1, FAILS) {
            err(&format!("[error] job {job} failed: its valve does not answer"))?;
            err("Traceback (most recent call last):")?;
            err("  at irrigate (valve.rs:88)")?;
            err(&format!("  at job {job} (queue.rs:31)"))?;
            return Err(io::Error::other(format!("job {job} cannot be done: no answer within 500 ms")));
        }
        let began = Instant::now();
        let found = primes_below(limit);
        out(&format!("[info] job {job} done: {found} found in {:.2} ms", began.elapsed().as_secs_f64() * 1e3))?;
        if random.random_ratio(1, 12) {
            err(&format!("[warn] job {job} was late by {} ms", random.random_range(20..400)))?;
        }
        pause(4_000);
    }
}

fn primes_below(limit: u32) -> usize {
    (2..limit).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| !n.is_multiple_of(d))).count()
}
