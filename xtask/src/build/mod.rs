//! From the sources to `pkg/dist`, what npm publishes: the crate to wasm and its glue, the TypeScript to bundles and
//! declarations.

mod bundles;
mod citations;
mod core;
mod declarations;
mod glue;
mod licenses;
mod names;
mod order;
mod pages;
mod panics;

use crate::run::{progress, root};
use crate::setup;
use crate::stamp::Stamp;
use anyhow::Result;
use std::fs::{self, File};

/// Where a distribution is put together, so that `pkg/dist` is never seen half made.
const STAGE: &str = "target/xtask/dist";

/// Builds the package. What has not changed is not made again.
pub fn build() -> Result<()> {
    let _lock = alone()?;
    let toolchain = setup::for_build()?;
    core::compile(toolchain)?;
    let dist = Stamp {
        name: "dist",
        inputs: &[
            "pkg/src",
            "pkg/package.json",
            "pkg/tsconfig.json",
            "package-lock.json",
            "README.md",
            "SECURITY.md",
            "LICENSE",
        ],
        outputs: &["pkg/dist", "pkg/README.md", "pkg/SECURITY.md", "pkg/LICENSE"],
    };
    dist.renew(distribute)
}

/// Two builds at once would mix in the staging folders: the second waits while the returned file is open.
fn alone() -> Result<File> {
    fs::create_dir_all(root().join("target/xtask"))?;
    let lock = File::create(root().join("target/xtask/lock"))?;
    if lock.try_lock().is_err() {
        progress("waiting for another build");
        lock.lock()?;
    }
    Ok(lock)
}

fn distribute() -> Result<()> {
    let stage = root().join(STAGE);
    fs::remove_dir_all(&stage).or_else(ignore_missing)?;
    fs::create_dir_all(&stage)?;
    // What could be made is put in place even when a part fails: an error of types is an error, but the rest can be tried.
    let made = [bundles::bundle(), licenses::gather(), declarations::declare()];
    let dist = root().join("pkg/dist");
    fs::remove_dir_all(&dist).or_else(ignore_missing)?;
    fs::rename(&stage, &dist)?;
    made.into_iter().collect::<Result<()>>()?;
    pages::place()?;
    progress("pkg/dist is ready");
    Ok(())
}

pub fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
