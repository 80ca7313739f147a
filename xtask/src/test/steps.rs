//! What is checked: the list, and how each step is run and counted.

use super::tally::Tally;
use crate::run::{npm_tool, program, progress, root, run, run_watched};
use crate::setup::Toolchain;
use crate::stamp::files_under;
use crate::{build, demo, docs, size};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The folders of `tests` whose files start browsers and servers of many kinds: after all others, one file at a time.
const HEAVY: [&str; 5] = ["packaging", "runtime", "faults", "survival", "demo"];

/// A file of tests that has not ended by then hangs. Node ends it, in milliseconds.
const FILE_LIMIT: &str = "--test-timeout=600000";

/// The TypeScript projects, each with a tsconfig.json.
const PROJECTS: [&str; 3] = ["pkg", "www", "tests/types"];

/// One step of `cargo xtask test`.
pub enum Step {
    Format,
    /// The API reference, whole and linked.
    Docs,
    Clippy,
    /// Clippy of what only wasm compiles: `src/web`.
    ClippyWasm,
    /// `cargo test`.
    Native,
    Build,
    Types,
    /// `cargo xtask size`: what a page loads at once stays within its budget.
    Size,
    /// The `*.test.mjs` at or below a folder of `tests`.
    Node(String),
}

/// Every step, in order.
pub fn all() -> Result<Vec<Step>> {
    let mut steps = vec![
        Step::Format,
        Step::Docs,
        Step::Clippy,
        Step::ClippyWasm,
        Step::Native,
        Step::Build,
        Step::Types,
        Step::Size,
    ];
    let mut folders = Vec::new();
    for entry in fs::read_dir(root().join("tests"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !node_tests(&name)?.is_empty() {
            folders.push(name);
        }
    }
    folders.sort_by_key(|name| (HEAVY.iter().position(|heavy| heavy == name), name.clone()));
    steps.extend(folders.into_iter().map(Step::Node));
    Ok(steps)
}

impl Step {
    /// How it is called on the command line.
    pub fn name(&self) -> &str {
        match self {
            Self::Format => "format",
            Self::Docs => "docs",
            Self::Clippy => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Native => "native",
            Self::Build => "build",
            Self::Types => "types",
            Self::Size => "size",
            Self::Node(folder) => folder,
        }
    }

    pub fn builds(&self) -> bool {
        matches!(self, Self::Build)
    }

    pub fn needs_build(&self) -> bool {
        matches!(self, Self::Types | Self::Size | Self::Node(_))
    }

    /// Runs it to its end. A check without tests of its own counts as one.
    pub fn run(&self, toolchain: Toolchain) -> Tally {
        let tally = match self {
            Self::Format => check(program("cargo").args(["fmt", "--all", "--check"])),
            Self::Docs => docs::write().map(|()| Tally::PASSED),
            Self::Clippy => {
                check(program("cargo").args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
            }
            Self::ClippyWasm => clippy_wasm(toolchain),
            Self::Native => Ok(counted(program("cargo").args(["test", "--workspace"]))),
            Self::Build => build::build().and_then(|()| demo::page()).map(|()| Tally::PASSED),
            Self::Types => Ok(types()),
            Self::Size => size::size().map(|()| Tally::PASSED),
            Self::Node(folder) => node(folder),
        };
        tally.unwrap_or_else(|why| {
            progress(&format!("FAILED: {why:#}"));
            Tally::FAILED
        })
    }
}

fn check(command: &mut Command) -> Result<Tally> {
    run(command).map(|()| Tally::PASSED)
}

/// Runs something that prints its own counts. A failure without a failed test (it did not compile) counts as one.
fn counted(command: &mut Command) -> Tally {
    let mut tally = Tally::default();
    let ended = run_watched(command, |line| tally.read(line));
    if let Err(why) = ended {
        progress(&format!("FAILED: {why:#}"));
        tally.failed = tally.failed.max(1);
    }
    tally
}

fn clippy_wasm(toolchain: Toolchain) -> Result<Tally> {
    let mut clippy = toolchain.program("cargo");
    clippy.args(["clippy", "--package", "qwen-edge", "--target", "wasm32-unknown-unknown"]);
    check(clippy.args(["--", "-D", "warnings"]))
}

fn types() -> Tally {
    let mut tally = Tally::default();
    for project in PROJECTS {
        let config = format!("{project}/tsconfig.json");
        if root().join(&config).exists() {
            tally = tally + check(npm_tool("tsc").args(["--noEmit", "--project", &config])).unwrap_or(Tally::FAILED);
        }
    }
    tally
}

fn node(folder: &str) -> Result<Tally> {
    let concurrency = if HEAVY.contains(&folder) { 1 } else { 2 };
    let mut node = program("node");
    node.args(["--test", "--test-reporter=spec", FILE_LIMIT]).arg(format!("--test-concurrency={concurrency}"));
    Ok(counted(node.args(node_tests(folder)?)))
}

/// The test files at or below `tests/{name}`, as a person would name them.
fn node_tests(name: &str) -> Result<Vec<String>> {
    let folder = Path::new("tests").join(name);
    let files = files_under(&root().join(&folder))?;
    let names = files.iter().filter_map(|file| file.strip_prefix(root()).ok()).map(|file| file.display().to_string());
    Ok(names.filter(|file| file.ends_with(".test.mjs")).collect())
}
