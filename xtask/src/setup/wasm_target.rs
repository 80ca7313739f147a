//! Which toolchain compiles to wasm32-unknown-unknown?
//!
//! In this order: the active toolchain, if it has the target; a toolchain linked under the name `wasm`; the active one
//! after `rustup target add`; a distribution's toolchain with a std built once from its sources (`wasm-target.sh`).

use super::may_use_apt;
use crate::run::{answer, program, progress, run, run_within};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

/// The one target of the crate's `src/web`.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The name under which `wasm-target.sh` links the distribution's toolchain.
const LINKED: &str = "wasm";

/// Behind some firewalls the download of a target hangs instead of failing.
const DOWNLOAD_LIMIT: Duration = Duration::from_mins(2);

/// A toolchain that has the target.
#[derive(Clone, Copy)]
pub enum Toolchain {
    /// The one that runs xtask.
    Active,
    /// The one named `wasm`.
    Linked,
}

impl Toolchain {
    /// `program` (`cargo` or `rustc`) of this toolchain.
    pub fn program(self, name: &str) -> Command {
        match self {
            Self::Active => program(name),
            Self::Linked => {
                let mut rustup = program("rustup");
                rustup.args(["run", LINKED, name]);
                rustup
            }
        }
    }

    /// Where the toolchain keeps its own files.
    pub fn sysroot(self) -> Option<String> {
        let sysroot = answer(self.program("rustc").args(["--print", "sysroot"]))?;
        Some(sysroot.trim().to_owned())
    }

    fn has_target(self) -> bool {
        let mut rustc = self.program("rustc");
        let libdir = answer(rustc.args(["--print", "target-libdir", "--target", TARGET]));
        let Some(entries) = libdir.and_then(|dir| std::fs::read_dir(dir.trim()).ok()) else {
            return false;
        };
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    }
}

/// Finds the toolchain, or makes one.
pub fn ensure() -> Result<Toolchain> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let download = run_within(DOWNLOAD_LIMIT, program("rustup").args(["target", "add", TARGET]));
    if let Err(why) = download {
        progress(&format!("{why:#}"));
        build_from_distribution()?;
    }
    let missing = || anyhow::anyhow!("{TARGET} is still missing after its installation");
    find().ok_or_else(missing)
}

fn find() -> Option<Toolchain> {
    let known = [Toolchain::Active, Toolchain::Linked];
    known.into_iter().find(|toolchain| toolchain.has_target())
}

fn build_from_distribution() -> Result<()> {
    if !may_use_apt() {
        bail!("no {TARGET}: run `rustup target add {TARGET}`, or, on Debian, xtask/wasm-target.sh as root");
    }
    run(program("bash").arg("xtask/wasm-target.sh"))
}
