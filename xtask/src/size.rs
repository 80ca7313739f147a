//! What a user's bundle carries: our package and its peer, bundled and minified by the same esbuild in the same run.

use crate::build;
use crate::run::{answer, npm_tool, program, root, run_with_input};
use anyhow::{Context, Result, ensure};
use std::fs;

/// The default entry with its wasm, gzipped: half of what the `openai` package takes for the same call.
const BUDGET_BYTES: u64 = 45_000;

const STAGE: &str = "target/xtask/size";
/// The default entry's wasm, which stands first in the table.
const CORE: &str = "pkg/dist/core.wasm";

/// A line that a user writes, and what is bundled for it.
struct Import {
    name: &'static str,
    line: &'static str,
    conditions: &'static str,
    /// The wasm, where it is a file of its own beside the bundle.
    beside: Option<&'static str>,
}

const DEFAULT: Import =
    Import { name: "qwen-edge", line: r#"export { Qwen } from "qwen-edge""#, conditions: "", beside: None };

const OTHERS: [Import; 3] = [
    Import {
        name: "qwen-edge in a Worker",
        line: r#"export { Qwen } from "qwen-edge""#,
        conditions: "workerd,worker,browser",
        beside: Some(CORE),
    },
    Import {
        name: "qwen-edge/gateway in a Worker",
        line: r#"export { createGateway } from "qwen-edge/gateway""#,
        conditions: "workerd,worker,browser",
        beside: Some("pkg/dist/gateway.wasm"),
    },
    Import { name: "openai", line: r#"export { default } from "openai""#, conditions: "", beside: None },
];

/// Bytes of one bundle.
#[derive(Clone, Copy)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table; an error when the default entry is over its budget.
pub fn size() -> Result<()> {
    build::build()?;
    fs::create_dir_all(root().join(STAGE))?;
    let core = measured(CORE)?;
    let default = DEFAULT.sizes()?;
    let others = OTHERS.iter().map(|import| Ok((import.name, import.sizes()?))).collect::<Result<Vec<_>>>()?;

    println!("{:32}{:>10}{:>10}{:>10}", "bytes, the wasm included", "minified", "gzip -9", "brotli");
    for (name, sizes) in [("core.wasm alone", core), (DEFAULT.name, default)].into_iter().chain(others) {
        println!("{name:32}{:>10}{:>10}{:>10}", sizes.raw, sizes.gzip, sizes.brotli);
    }
    ensure!(default.gzip <= BUDGET_BYTES, "{} bytes are over the budget of {BUDGET_BYTES}", default.gzip);
    println!("within the budget: {} of {BUDGET_BYTES} bytes", default.gzip);
    Ok(())
}

impl Import {
    fn sizes(&self) -> Result<Sizes> {
        let file = format!("{STAGE}/{}.js", self.name.replace(['/', ' '], "-"));
        let mut esbuild = npm_tool("esbuild");
        esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=warning", "--external:*.wasm"]);
        if !self.conditions.is_empty() {
            esbuild.arg(format!("--conditions={}", self.conditions));
        }
        run_with_input(esbuild.arg(format!("--outfile={file}")), self.line)?;
        let bundle = measured(&file)?;
        match self.beside {
            Some(wasm) => Ok(bundle.and(measured(wasm)?)),
            None => Ok(bundle),
        }
    }
}

impl Sizes {
    fn and(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

fn measured(file: &str) -> Result<Sizes> {
    let printed = answer(program("node").args(["xtask/src/size.mjs", file])).context("xtask/src/size.mjs failed")?;
    let numbers: Vec<u64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [raw, gzip, brotli] = numbers[..] else {
        anyhow::bail!("xtask/src/size.mjs printed no sizes of {file}");
    };
    Ok(Sizes { raw, gzip, brotli })
}
