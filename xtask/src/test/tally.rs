//! Counting: what `cargo test` and `node --test` print, and the summary.

use anyhow::{Result, bail};
use std::ops::Add;
use std::time::Duration;

/// How many tests of a step passed, failed, and were skipped.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

/// What came of a step.
pub struct Outcome {
    pub step: String,
    pub tally: Tally,
    pub took: Duration,
}

impl Tally {
    /// A check that holds.
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// A check that does not.
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// A step whose ground was missing: a failure too.
    pub const NOT_RUN: Self = Self::FAILED;

    /// Adds what a line of output counts, if it is one that counts.
    ///
    /// cargo: `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once a test program. Node's spec reporter: `ℹ pass 12`, once.
    pub fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["test", "result:", _, passed, "passed;", failed, "failed;", ignored, "ignored;", ..] => {
                *self = *self + Self { passed: number(passed), failed: number(failed), skipped: number(ignored) };
            }
            ["ℹ", "pass", count] => self.passed += number(count),
            ["ℹ", "fail" | "cancelled", count] => self.failed += number(count),
            ["ℹ", "skipped" | "todo", count] => self.skipped += number(count),
            _ => {}
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

fn number(word: &str) -> u32 {
    word.parse().unwrap_or(0)
}

/// Prints a line a step, and the closing line. An error when anything failed.
pub fn report(outcomes: &[Outcome]) -> Result<()> {
    println!("\n{:14}{:>8}{:>8}{:>8}{:>10}", "", "passed", "failed", "skipped", "seconds");
    for Outcome { step, tally, took } in outcomes {
        let seconds = took.as_secs_f32();
        println!("{step:14}{:>8}{:>8}{:>8}{seconds:>10.1}", tally.passed, tally.failed, tally.skipped);
    }
    let total = outcomes.iter().fold(Tally::default(), |sum, outcome| sum + outcome.tally);
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        let failed = outcomes.iter().filter(|outcome| outcome.tally.failed > 0).map(|outcome| outcome.step.as_str());
        bail!("failed: {}", failed.collect::<Vec<_>>().join(", "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn read(text: &str) -> (u32, u32, u32) {
        let mut tally = Tally::default();
        text.lines().for_each(|line| tally.read(line));
        (tally.passed, tally.failed, tally.skipped)
    }

    #[test]
    fn the_test_programs_of_cargo_add_up() {
        let one = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let two = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(read(&format!("{one}\n{two}")), (15, 2, 1));
    }

    #[test]
    fn a_cancelled_test_of_node_is_a_failed_one() {
        let text =
            "ℹ tests 9\nℹ suites 1\nℹ pass 4\nℹ fail 2\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\nℹ duration_ms 71.2";
        assert_eq!(read(text), (4, 3, 2));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(read("✔ pass 12 of them\npass 3\ntest result: who knows"), (0, 0, 0));
    }
}
