//! `cargo xtask fuzz`: looks for bytes that break a promise of `fuzz/src`, each for a given time.
//!
//! Without a sanitizer: the core has no unsafe code for one to watch. So the stable toolchain does, and runs are quicker.

use crate::run::{answer, program, progress, root, run, shown};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// For how long each promise is tried where nobody says.
const SECONDS: &str = "60";

/// What came of one promise.
#[derive(Default)]
struct Findings {
    /// Inputs tried.
    runs: u64,
    /// Edges of the code that were reached.
    coverage: u64,
    /// Edges with how often, and other signs of something new.
    features: u64,
    /// The file that holds the input that broke it.
    broken_by: Option<String>,
}

/// Tries every promise, or one, for so many seconds. An error when one was broken.
pub fn fuzz(seconds: Option<&str>, only: Option<&str>) -> Result<()> {
    let seconds: u32 = seconds.unwrap_or(SECONDS).parse().context("the time is a whole number of seconds")?;
    let targets = targets(only)?;
    ensure_tools()?;
    let mut all = Vec::new();
    for target in targets {
        let findings = one(&target, seconds)?;
        all.push((target, findings));
    }
    report(&all)
}

/// The names of the promises: those of the folders of the corpus (`tests/corpus.rs` sees to it).
fn targets(only: Option<&str>) -> Result<Vec<String>> {
    let mut known = Vec::new();
    for entry in fs::read_dir(root().join("fuzz/corpus"))? {
        known.push(entry?.file_name().to_string_lossy().into_owned());
    }
    known.sort();
    match only {
        None => Ok(known),
        Some(name) if known.iter().any(|known| known == name) => Ok(vec![name.to_owned()]),
        Some(name) => bail!("there is no target {name}; the targets are: {}", known.join(" ")),
    }
}

fn ensure_tools() -> Result<()> {
    if answer(program("c++").arg("--version")).is_none() {
        bail!("c++ is missing: libFuzzer is compiled from its sources; install a C++ compiler and put it in PATH");
    }
    if answer(program("cargo").args(["fuzz", "--version"])).is_none() {
        run(program("cargo").args(["install", "--locked", "cargo-fuzz"]))?;
    }
    Ok(())
}

/// What libFuzzer finds new goes to `.build/fuzz`, so that the corpus stays what a person has put there.
fn one(target: &str, seconds: u32) -> Result<Findings> {
    let (found, corpus) = (format!(".build/fuzz/{target}"), format!("fuzz/corpus/{target}"));
    fs::create_dir_all(root().join(&found))?;
    let mut command = program("cargo");
    command.args(["fuzz", "run", "--sanitizer", "none", target, &found, &corpus, "--"]);
    command.args([format!("-max_total_time={seconds}"), format!("-dict=fuzz/dictionaries/{target}.dict")]);
    command.arg("-print_final_stats=1");
    progress(&shown(&command));
    let mut child = command.stderr(Stdio::piped()).spawn().with_context(|| shown(&command))?;
    let output = child.stderr.take().context("the output is piped")?;
    let mut findings = Findings::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        findings.read(&line);
    }
    if !child.wait()?.success() && findings.broken_by.is_none() {
        bail!("{target} did not run: {}", shown(&command));
    }
    Ok(findings)
}

impl Findings {
    /// Takes what a line of libFuzzer says: `#9 DONE cov: 1 ft: 2 …`, `stat::number_of_executed_units: 9`, `… Test unit
    /// written to FILE`.
    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            match (pair[0], pair[1].parse()) {
                ("cov:", Ok(coverage)) => self.coverage = coverage,
                ("ft:", Ok(features)) => self.features = features,
                ("stat::number_of_executed_units:", Ok(runs)) => self.runs = runs,
                _ => {}
            }
        }
        if let Some((_, file)) = line.split_once("Test unit written to ") {
            self.broken_by = Some(file.to_owned());
        }
    }
}

/// Prints a line a promise. An error when one was broken.
fn report(all: &[(String, Findings)]) -> Result<()> {
    println!("\n{:14}{:>12}{:>10}{:>10}", "", "runs", "coverage", "features");
    for (target, findings) in all {
        let broken = findings.broken_by.as_ref().map(|file| format!("  broken by {file}")).unwrap_or_default();
        println!("{target:14}{:>12}{:>10}{:>10}{broken}", findings.runs, findings.coverage, findings.features);
    }
    let broken: Vec<&str> = all.iter().filter(|(_, f)| f.broken_by.is_some()).map(|(name, _)| name.as_str()).collect();
    if !broken.is_empty() {
        bail!(
            "broken: {}. Make the input small with `cargo fuzz tmin --sanitizer none TARGET FILE`, keep it in fuzz/corpus/TARGET under a name that says what it is, and mend the code.",
            broken.join(", ")
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Findings;

    #[test]
    fn the_lines_of_libfuzzer_are_read() {
        let mut findings = Findings::default();
        for line in [
            "#2\tINITED cov: 9 ft: 10 corp: 1/1b exec/s: 0 rss: 27Mb",
            "#20000\tDONE   cov: 11 ft: 12 corp: 2/3b lim: 198 exec/s: 0 rss: 27Mb",
            "stat::number_of_executed_units: 20000",
            "artifact_prefix='fuzz/artifacts/sse/'; Test unit written to fuzz/artifacts/sse/crash-1",
        ] {
            findings.read(line);
        }
        assert_eq!((findings.runs, findings.coverage, findings.features), (20000, 11, 12));
        assert_eq!(findings.broken_by.as_deref(), Some("fuzz/artifacts/sse/crash-1"));
    }
}
