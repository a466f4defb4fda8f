//! How many checks passed and failed, and how to read that from what a test runner prints.

use std::fmt;

/// Passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Count {
    /// A check that is not made of smaller ones.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: usize::from(passed), failed: usize::from(!passed) }
    }

    /// Adds another count to this one.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Sums `test result: ok. 3 passed; 0 failed; …` over everything `cargo test` printed.
    pub(crate) fn of_cargo(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines().filter(|line| line.starts_with("test result:")) {
            sum.add(Self { passed: number_before(line, " passed"), failed: number_before(line, " failed") });
        }
        sum
    }

    /// Reads the closing line of `play.mjs` (`1293 passed, 0 failed`).
    pub(crate) fn of_play(output: &str) -> Self {
        let line = output.lines().rev().find(|line| line.contains(" passed, ")).unwrap_or_default();
        Self { passed: number_before(line, " passed"), failed: number_before(line, " failed") }
    }

    /// Reads the closing lines of `node --test` (`ℹ pass 61`, `ℹ fail 2`, `ℹ cancelled 0`).
    pub(crate) fn of_node(output: &str) -> Self {
        let of = |word: &str| {
            let figure = |line: &str| line.strip_prefix("ℹ ")?.strip_prefix(word)?.trim().parse().ok();
            output.lines().rev().find_map(figure).unwrap_or(0)
        };
        Self { passed: of("pass "), failed: of("fail ") + of("cancelled ") }
    }

    /// Reads Playwright's closing lines (`  3 passed (1.2m)`, `  1 failed`, `  1 did not run`).
    pub(crate) fn of_playwright(output: &str) -> Self {
        let of = |word: &str| {
            let ends = |line: &&str| {
                line.trim()
                    .split_once(' ')
                    .is_some_and(|(n, rest)| n.parse::<usize>().is_ok() && rest.starts_with(word))
            };
            output.lines().rev().find(ends).map_or(0, |line| number_before(line, &format!(" {word}")))
        };
        Self { passed: of("passed"), failed: of("failed") + of("did not run") + of("flaky") + of("interrupted") }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number_before(line: &str, words: &str) -> usize {
    let before = line.split(words).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn sums_what_cargo_prints() {
        let output = "test result: ok. 12 passed; 0 failed; 1 ignored; finished in 0.01s\nnoise\n\
                      test result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(Count::of_cargo(output), Count { passed: 15, failed: 2 });
    }

    #[test]
    fn reads_what_the_player_of_recorded_answers_prints() {
        let output = "ok   tags: 22/22\n3 steps with extra keys (warning only), 0 skipped\n1242 passed, 27 failed\n";
        assert_eq!(Count::of_play(output), Count { passed: 1242, failed: 27 });
    }

    #[test]
    fn reads_what_nodes_test_runner_prints() {
        let output = "✔ fleets (12ms)\nℹ tests 64\nℹ suites 0\nℹ pass 61\nℹ fail 2\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(Count::of_node(output), Count { passed: 61, failed: 3 });
    }

    #[test]
    fn reads_what_playwright_prints() {
        let output = "  1 failed\n    [chromium] › login.spec.ts\n  2 did not run\n  14 passed (1.2m)\n";
        assert_eq!(Count::of_playwright(output), Count { passed: 14, failed: 3 });
    }
}
