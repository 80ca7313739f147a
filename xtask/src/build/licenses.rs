//! The licences of the packages whose code the bundles carry: `dist/LICENSES.txt`. Their terms ask for it.

use super::STAGE;
use crate::run::root;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Reads from esbuild's metafiles which packages went in, and gathers their licence files.
pub fn gather() -> Result<()> {
    let mut packages = BTreeSet::new();
    for entry in fs::read_dir(root().join("target/xtask"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            packages.extend(bundled(&path)?);
        }
    }
    let mut text = String::from("This package carries code of the packages below, under their own licences.\n");
    for package in packages {
        write!(text, "\n---- {package}\n\n{}", license(&package)?)?;
    }
    Ok(fs::write(root().join(STAGE).join("LICENSES.txt"), text)?)
}

/// The npm packages among a metafile's inputs.
fn bundled(metafile: &Path) -> Result<Vec<String>> {
    let meta: Value = serde_json::from_slice(&fs::read(metafile)?)?;
    let inputs = meta["inputs"].as_object().context("a metafile has inputs")?;
    Ok(inputs.keys().filter_map(|input| package_of(input)).collect())
}

/// `node_modules/@scope/name/…` -> `@scope/name`.
fn package_of(input: &str) -> Option<String> {
    let path = input.rsplit_once("node_modules/")?.1;
    let words = if path.starts_with('@') { 2 } else { 1 };
    Some(path.split('/').take(words).collect::<Vec<_>>().join("/"))
}

/// A package's licence file; where it carries none, what `xtask/licenses` has from its `package.json`.
fn license(package: &str) -> Result<String> {
    let kept = root().join("xtask/licenses").join(format!("{}.txt", package.replace('/', "-")));
    if kept.exists() {
        return Ok(fs::read_to_string(kept)?);
    }
    let folder = root().join("node_modules").join(package);
    let mut text = String::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.starts_with("license") || name.starts_with("licence") {
            text += &fs::read_to_string(&path)?;
        }
    }
    ensure!(!text.is_empty(), "{package} has no licence file: it must not be bundled");
    Ok(text)
}
