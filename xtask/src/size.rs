//! What a user's bundle carries: our package and its peer, bundled and minified by the same esbuild in the same run.

use crate::build::{self, ignore_missing};
use crate::run::{answer, npm_tool, program, root, run_with_input};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};
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

/// Bytes of some files together.
#[derive(Clone, Copy)]
pub struct Sizes {
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

/// What a bundle makes a visitor load.
#[derive(Clone, Copy)]
pub struct Loads {
    /// At once: the entry, and the chunks that it imports.
    pub start: Sizes,
    /// When a call needs them: the chunks behind `import()`.
    pub later: Sizes,
}

/// Prints the table; an error when what the default entry loads at once is over its budget.
pub fn size() -> Result<()> {
    build::build()?;
    println!("{:32}{:>10}{:>10}{:>10}", "bytes, the wasm included", "minified", "gzip -9", "brotli");
    let table = table()?;
    for &(name, Loads { start, later }) in &table {
        print(name, start);
        if later.raw > 0 {
            print("  loaded by the calls it serves", later);
        }
    }
    let gzip = table.iter().find(|(name, _)| *name == DEFAULT.name).context("the default entry")?.1.start.gzip;
    ensure!(gzip <= BUDGET_BYTES, "{gzip} bytes are over the budget of {BUDGET_BYTES}");
    println!("within the budget: {gzip} of {BUDGET_BYTES} bytes");
    Ok(())
}

fn print(name: &str, sizes: Sizes) {
    println!("{name:32}{:>10}{:>10}{:>10}", sizes.raw, sizes.gzip, sizes.brotli);
}

/// What is built, by name: the wasm alone, then what users import.
pub fn table() -> Result<Vec<(&'static str, Loads)>> {
    let core = Loads { start: measured(&[CORE.into()])?, later: measured(&[])? };
    let imports = std::iter::once(&DEFAULT).chain(&OTHERS);
    std::iter::once(Ok(("core.wasm alone", core)))
        .chain(imports.map(|import| Ok((import.name, import.loads()?))))
        .collect()
}

impl Import {
    /// Bundles as a user's bundler does: what stands behind `import()` becomes chunks of its own.
    fn loads(&self) -> Result<Loads> {
        let folder = format!("{STAGE}/{}", self.name.replace(['/', ' '], "-"));
        fs::remove_dir_all(root().join(&folder)).or_else(ignore_missing)?;
        fs::create_dir_all(root().join(&folder))?;
        let mut esbuild = npm_tool("esbuild");
        esbuild.args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--splitting",
            "--log-level=warning",
            "--external:*.wasm",
        ]);
        if !self.conditions.is_empty() {
            esbuild.arg(format!("--conditions={}", self.conditions));
        }
        esbuild.args([format!("--outdir={folder}"), format!("--metafile={folder}.json")]);
        run_with_input(&mut esbuild, self.line)?;
        let text = fs::read_to_string(root().join(format!("{folder}.json")))?;
        let meta: Value = serde_json::from_str(&text)?;
        let outputs = meta["outputs"].as_object().context("esbuild's metafile")?;
        let start = reached(outputs, format!("{folder}/stdin.js"));
        let later: Vec<String> = outputs.keys().filter(|file| !start.contains(file)).cloned().collect();
        let now: Vec<String> = start.into_iter().chain(self.beside.map(str::to_owned)).collect();
        Ok(Loads { start: measured(&now)?, later: measured(&later)? })
    }
}

/// How the file's name begins that the entry loads by `import()` as soon as it runs: the wasm's text.
const TEXT: &str = "inline-";

/// The outputs that `entry` loads by itself, by esbuild's metafile.
fn reached(outputs: &Map<String, Value>, entry: String) -> Vec<String> {
    let mut reached = vec![entry];
    let mut next = 0;
    while let Some(file) = reached.get(next) {
        let imports = outputs.get(file).and_then(|output| output["imports"].as_array()).cloned().unwrap_or_default();
        for import in imports {
            let path = import["path"].as_str().unwrap_or_default().to_owned();
            let is_text = path.rsplit('/').next().is_some_and(|name| name.starts_with(TEXT));
            let is_loaded = is_text || import["kind"] == "import-statement";
            if is_loaded && outputs.contains_key(&path) && !reached.contains(&path) {
                reached.push(path);
            }
        }
        next += 1;
    }
    reached
}

/// All files together, each compressed alone as a server does.
fn measured(files: &[String]) -> Result<Sizes> {
    let mut sum = Sizes { raw: 0, gzip: 0, brotli: 0 };
    let printed = answer(program("node").arg("xtask/src/size.mjs").args(files)).context("xtask/src/size.mjs failed")?;
    for line in printed.lines() {
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [raw, gzip, brotli] = numbers[..] else { bail!("xtask/src/size.mjs printed no sizes of {files:?}") };
        sum = Sizes { raw: sum.raw + raw, gzip: sum.gzip + gzip, brotli: sum.brotli + brotli };
    }
    Ok(sum)
}
