//! The benchmark: `benches/` measures, and is told the sizes that are measured here.

use crate::build;
use crate::run::{program, root, run};
use crate::setup;
use crate::size::{self, Loads};
use anyhow::Result;
use serde_json::{Map, json};
use std::fs;

/// Where the sizes of what is loaded at once are left for `benches/bench.mjs`.
const SIZES: &str = "target/bench/sizes.json";

/// Builds, weighs, and hands over to `benches/bench.mjs`, which knows its arguments.
pub fn bench(arguments: &[&str]) -> Result<()> {
    setup::everything()?;
    build::build()?;
    let sizes: Map<_, _> = size::table()?
        .into_iter()
        .map(|(name, Loads { start, .. })| {
            (name.to_owned(), json!({ "raw": start.raw, "gzip": start.gzip, "brotli": start.brotli }))
        })
        .collect();
    fs::create_dir_all(root().join("target/bench"))?;
    fs::write(root().join(SIZES), json!(sizes).to_string())?;
    run(program("node").arg("benches/bench.mjs").args(arguments))
}
