//! Looking through a million lines: what a filter costs natively, beside a bare `memchr::memmem` over the same bytes.
//!
//! Prints `figure` and `ratio` lines for `cargo xtask bench logs`, and details behind `#`; criterion's own report goes to standard
//! error.

#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use binnacle_logs::filter::{Filter, Term};
use binnacle_logs::kinds::{Boundary, Kinds};
use binnacle_logs::line::Line;
use binnacle_logs::log::{Capacity, Log};
use binnacle_logs::view::View;
use criterion::{Criterion, Throughput};
use memchr::memmem::Finder;

const LINES: u64 = 1_000_000;
const LEVELS: [&str; 4] = ["info", "warn", "debug", "error"];
const SAID: [&str; 8] = [
    "connection opened",
    "update applied",
    "container started main",
    "GET /v7/device 200",
    "supervisor: fetched target state",
    "disk usage 41%",
    "Connection reset by peer",
    "healthcheck ok",
];

/// The same numbers every time (xorshift).
struct Random(u32);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        u32::try_from((u64::from(self.0) * u64::from(end)) >> 32).unwrap_or(0)
    }
}

fn line(number: u64, random: &mut Random) -> String {
    let level = if random.below(50) == 0 { "error" } else { LEVELS[random.below(3) as usize] };
    format!(
        "2026-11-22T08:{:02}:{:02}.{:03}Z [{level}] device-{} svc-{}: {} req={:x} took={}ms",
        number / 60_000,
        number / 1_000 % 60,
        number % 1_000,
        random.below(100_000),
        random.below(20),
        SAID[random.below(8) as usize],
        random.below(1_000_000_000),
        random.below(500)
    )
}

fn view(text: &str, match_case: bool) -> Filter {
    Filter { text: text.to_owned(), match_case, only_matches: true, ..Filter::default() }
}

fn rows(log: &Log, text: &str, match_case: bool) -> usize {
    let mut view = View::new(view(text, match_case));
    view.sync(log);
    view.len()
}

/// Lines that hold the text, found as barely as can be.
fn bare(all: &[u8], text: &str) -> usize {
    let finder = Finder::new(text);
    let (mut from, mut found) = (0, 0);
    while let Some(at) = all.get(from..).and_then(|rest| finder.find(rest)) {
        found += 1;
        from += at + memchr::memchr(b'\n', &all[from + at..]).map_or(all.len(), |end| end + 1);
    }
    found
}

fn median(mut run: impl FnMut() -> usize) -> Duration {
    let mut took: Vec<Duration> = (0..7)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    took[3]
}

/// The quickest runs of two by turns: what else runs on the machine only adds to either.
fn quickest(mut ours: impl FnMut() -> usize, mut theirs: impl FnMut() -> usize) -> (Duration, Duration) {
    let timed = |run: &mut dyn FnMut() -> usize| {
        let begun = Instant::now();
        black_box(run());
        begun.elapsed()
    };
    (0..15).fold((Duration::MAX, Duration::MAX), |(quick, other_quick), _| {
        (quick.min(timed(&mut ours)), other_quick.min(timed(&mut theirs)))
    })
}

fn taken<'a>(lines: impl Iterator<Item = &'a str>) -> Log {
    let mut log = Log::new(Capacity { rows: 1_200_000, bytes: 512 * 1024 * 1024 });
    for (number, text) in (0_u64..).zip(lines) {
        log.append([Line {
            sequence: Some(number),
            at_ms: 1_763_800_000_000 + number.cast_signed(),
            // A clock that is off, and lines that take their time.
            skew_ms: 3_000 + i32::try_from(number * 7_919 % 400).unwrap_or(0),
            device: "",
            source: "main",
            text,
            stderr: false,
            system: false,
        }]);
    }
    log
}

fn folded(log: &Log) -> usize {
    let mut view = View::new(Filter::default());
    view.set_folding(true, log);
    view.len()
}

fn kinds(log: &Log) -> usize {
    let mut view = View::new(Filter::default());
    view.sync(log);
    let mut kinds = Kinds::new(Boundary::default());
    while !kinds.advance(&view, log, 10_000) {}
    kinds.len()
}

/// What else a page asks of a million lines.
fn print_details(log: &Log, all: &[u8]) {
    let text = std::str::from_utf8(all).unwrap_or_default();
    let per_line = |took: Duration| took.as_nanos() / u128::from(LINES);
    let append = median(|| taken(text.lines()).len());
    println!(
        "# append: {:.2} million lines a second",
        1e3 / f64::from(u32::try_from(per_line(append)).unwrap_or(u32::MAX))
    );
    let any_case = median(|| rows(log, "ERROR", false));
    println!("# ERROR in any case: {:.1} GB/s", gigabytes(all.len(), any_case));
    let expression = Filter { is_regex: true, ..view(r"ingest|5\d\d", true) };
    let regex = median(|| {
        let mut view = View::new(expression.clone());
        view.sync(log);
        view.len()
    });
    println!(r"# ingest|5\d\d: {:.1} GB/s", gigabytes(all.len(), regex));
    let repeated: Vec<String> = (0..LINES)
        .map(|number| format!("level={}.{:03} m at the weir, valve {}", number % 7, number % 997, number % 3))
        .collect();
    let alike = taken(repeated.iter().map(String::as_str));
    for (name, log) in [("different", log), ("alike", &alike)] {
        println!(
            "# folding a million {name} rows: {:.0} ms, {} kept",
            median(|| folded(log)).as_secs_f64() * 1e3,
            folded(log)
        );
    }
    let mut random = Random(99);
    let begin_alike: Vec<String> = (0..LINES)
        .map(|number| {
            let kind = random.below(400);
            let letter = |place: u32| char::from(b'a' + u8::try_from(kind / place % 20).unwrap_or(0));
            let (one, two) = (letter(1), letter(20));
            format!("INFO pump-{one}{two} {two}-valve{one} {one}{two}-held {two}{one} for{one}{two} took {number} ms")
        })
        .collect();
    let begin_alike = taken(begin_alike.iter().map(String::as_str));
    for (name, log) in [("", log), (" that begin alike", &begin_alike)] {
        let took = median(|| kinds(log));
        println!("# kinds of a million rows{name}: {} ns a row, {} kinds", per_line(took), kinds(log));
    }
    let mut counted = Kinds::new(Boundary::default());
    let mut every = View::new(Filter::default());
    every.sync(log);
    counted.advance(&every, log, 10_000);
    for kind in counted.by_count(1) {
        let hidden = |text| Term { text, match_case: true, is_regex: true, is_negated: true };
        let terms: Vec<_> = counted.sign(kind.template).map(|sign| hidden(sign.pattern())).into_iter().collect();
        let hidden = median(|| {
            let mut view = View::new(Filter { terms: terms.clone(), ..Filter::default() });
            view.sync(log);
            view.len()
        });
        println!("# hiding \"{}\": {:.1} GB/s", kind.text, gigabytes(all.len(), hidden));
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn gigabytes(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / took.as_secs_f64() / 1e9
}

fn main() {
    let mut random = Random(12_345);
    let mut all = Vec::new();
    for number in 0..LINES {
        all.extend_from_slice(line(number, &mut random).as_bytes());
        all.push(b'\n');
    }
    let log = taken(std::str::from_utf8(&all).unwrap_or_default().lines());
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let (bytes, held) = (all.len() as f64, log.bytes() as f64);
    println!("figure memory {:.3}", held / bytes);

    let mut worst: f64 = 0.0;
    for text in ["zzz-never", "error", "device-4242"] {
        assert_eq!(rows(&log, text, true), bare(&all, text), "{text}");
        let (ours, theirs) = quickest(|| rows(&log, text, true), || bare(&all, text));
        let rate = |took| gigabytes(all.len(), took);
        println!("# {text}: {:.1} GB/s, bare memmem {:.1} GB/s", rate(ours), rate(theirs));
        worst = worst.max(ours.as_secs_f64() / theirs.as_secs_f64());
    }
    println!("ratio scan {worst:.2}");
    print_details(&log, &all);

    let mut criterion =
        Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3)).configure_from_args();
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Bytes(all.len() as u64));
    for (name, text, match_case) in [("exact", "device-4242", true), ("any case", "ERROR", false)] {
        group.bench_function(name, |bencher| bencher.iter(|| rows(&log, black_box(text), match_case)));
    }
    group.bench_function("bare memmem", |bencher| bencher.iter(|| bare(&all, black_box("device-4242"))));
    group.finish();
    criterion.final_summary();
}
