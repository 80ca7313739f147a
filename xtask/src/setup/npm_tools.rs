//! Are the development tools of `package-lock.json` in `node_modules`?

use crate::run::{program, root, run};
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;

/// Installs unless everything that the lock file demands is there already.
///
/// Not by `npm ci`: it refuses a lock file made against a registry mirror that lacks the binaries of other platforms
/// (Deno's and workerd's here). `--no-save` keeps to the lock as well, and does not touch it.
pub fn ensure() -> Result<()> {
    let demanded = packages("package-lock.json").context("package-lock.json")?;
    let installed = packages("node_modules/.package-lock.json").unwrap_or_default();
    if satisfied(&demanded, &installed) {
        return Ok(());
    }
    run(program("npm").args(["install", "--no-save", "--no-audit", "--no-fund"]))
}

fn packages(lock_file: &str) -> Result<Map<String, Value>> {
    let mut lock: Value = serde_json::from_str(&fs::read_to_string(root().join(lock_file))?)?;
    let packages = lock["packages"].as_object_mut().context("no packages")?;
    Ok(std::mem::take(packages))
}

/// npm keeps in `node_modules` a copy of the lock, of what it has installed. A package that is optional may be missing
/// there: it is for another platform.
fn satisfied(demanded: &Map<String, Value>, installed: &Map<String, Value>) -> bool {
    let in_modules = |path: &&String| path.contains("node_modules/");
    demanded.keys().filter(in_modules).all(|path| {
        let demanded = &demanded[path];
        match installed.get(path) {
            Some(found) => found["version"] == demanded["version"] && found["integrity"] == demanded["integrity"],
            None => demanded["optional"] == true,
        }
    })
}
