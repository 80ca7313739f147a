//! The types that users see, in `dist/types`: what tsc declares, as far as the entries reach.
//!
//! wasm-bindgen's own declarations stay private: they do not compile for everyone (wasm-and-workers A.1), and a user
//! has no business with them. So nothing that is reached may name them, nor any package but Node's own types.

use super::{STAGE, citations};
use crate::run::{npm_tool, root, run};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where tsc puts what it declares (`outDir` in pkg/tsconfig.json).
const DECLARED: &str = "target/xtask/types";
const ENTRIES: [&str; 6] = ["index", "gateway/index", "testing/index", "node", "slim", "audio/player"];

/// `qwen-edge/core.wasm`, as Workers import it.
const WASM_MODULE: &str = "/** The compiled core: give it to `init()` of `qwen-edge/slim`. */\n\
                           declare const core: WebAssembly.Module;\nexport default core;\n";

/// Declares every entry, for `import` and for `require`.
pub fn declare() -> Result<()> {
    fs::write(root().join(STAGE).join("core.wasm.d.ts"), WASM_MODULE)?;
    fs::remove_dir_all(root().join(DECLARED)).or_else(super::ignore_missing)?;
    let checked = run(npm_tool("tsc").args(["--project", "pkg"]));
    for file in reached()? {
        publish(&file)?;
    }
    checked
}

/// The files that the entries reach, relative to `DECLARED`.
fn reached() -> Result<BTreeSet<PathBuf>> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<PathBuf> = ENTRIES.iter().map(|entry| format!("{entry}.d.ts").into()).collect();
    while let Some(file) = waiting.pop() {
        if !reached.insert(file.clone()) {
            continue;
        }
        let text = read(&file)?;
        for specifier in specifiers(&text) {
            waiting.extend(neighbour(&file, specifier)?);
        }
    }
    Ok(reached)
}

/// The declaration file that `specifier` in `file` stands for; `None` for Node's own modules.
fn neighbour(file: &Path, specifier: &str) -> Result<Option<PathBuf>> {
    if specifier.starts_with("node:") {
        return Ok(None);
    }
    let private = specifier.contains("/generated/") || !specifier.starts_with('.');
    match specifier.strip_suffix(".js") {
        Some(stem) if !private => Ok(Some(joined(file, &format!("{stem}.d.ts")))),
        _ => bail!("pkg/src/{}: the published types reach {specifier}, which is private", file.display()),
    }
}

/// `relative` as seen from beside `file`, without `.` and `..`.
fn joined(file: &Path, relative: &str) -> PathBuf {
    let mut path = file.parent().unwrap_or(Path::new("")).to_path_buf();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => _ = path.pop(),
            name => path.push(name),
        }
    }
    path
}

/// What a declaration file imports: `from "x"`, `import "x"` and `import("x")`; samples in its comments do not count.
fn specifiers(text: &str) -> impl Iterator<Item = &str> {
    let starts = ["from \"", "import \"", "import(\""];
    let code = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
    code.flat_map(move |line| starts.into_iter().flat_map(|start| line.split(start).skip(1)))
        .filter_map(|rest| rest.split('"').next())
}

/// Writes `x.d.ts`, and `x.d.cts` for `require`: the same with its neighbours' names changed.
fn publish(file: &Path) -> Result<()> {
    let text = citations::without(&read(file)?).with_context(|| format!("pkg/src/{}", file.display()))?;
    let target = root().join(STAGE).join("types").join(file);
    fs::create_dir_all(target.parent().context("a file has a folder")?)?;
    let mut for_require = text.clone();
    for specifier in specifiers(&text).filter(|name| name.starts_with('.')) {
        let renamed = specifier.replace(".js", ".cjs");
        for_require = for_require.replace(&format!("\"{specifier}\""), &format!("\"{renamed}\""));
    }
    fs::write(target.with_extension("").with_extension("d.cts"), for_require)?;
    Ok(fs::write(target, text)?)
}

fn read(file: &Path) -> Result<String> {
    let path = root().join(DECLARED).join(file);
    fs::read_to_string(path).with_context(|| format!("no declarations of pkg/src/{}", file.display()))
}
