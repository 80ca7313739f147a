//! The TypeScript to JavaScript, one build for each way of finding the wasm: `#core`, `#late` and `#gateway` are loaders
//! of `pkg/src/core`.

use super::STAGE;
use crate::run::{npm_tool, root, run};
use crate::stamp::files_under;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::process::Command;

/// One run of esbuild.
struct Bundle {
    /// `name=source`, the source under `pkg/src`.
    entries: &'static [&'static str],
    /// The loader in `pkg/src/core/client` that `#core` stands for; `late` and `gateway` say which they are for `#late` and `#gateway`.
    core: &'static str,
    format: Format,
    /// The folder under `dist`.
    folder: &'static str,
}

#[derive(PartialEq)]
enum Format {
    Esm,
    Cjs,
}

/// The gateway shares nothing with the client but the class of its errors, and has a copy of that: shared, it would be a chunk of
/// its own, compressed alone (487 bytes of every page).
const BUNDLES: [Bundle; 11] = [
    Bundle { entries: &["index=index.ts"], core: "inline", format: Format::Esm, folder: "" },
    Bundle { entries: &["gateway=gateway/index.ts", "node=node.ts"], core: "inline", format: Format::Esm, folder: "" },
    Bundle {
        entries: &["index=index.ts", "gateway=gateway/index.ts", "node=node.ts"],
        core: "whole",
        format: Format::Cjs,
        folder: "",
    },
    Bundle { entries: &["slim=slim.ts"], core: "slim", format: Format::Esm, folder: "" },
    Bundle { entries: &["index=index.ts"], core: "workerd", format: Format::Esm, folder: "workerd" },
    Bundle { entries: &["gateway=gateway/index.ts"], core: "workerd", format: Format::Esm, folder: "workerd" },
    Bundle { entries: &["index=index.ts"], core: "edge-light", format: Format::Esm, folder: "edge-light" },
    Bundle { entries: &["gateway=gateway/index.ts"], core: "edge-light", format: Format::Esm, folder: "edge-light" },
    Bundle { entries: &["index=testing/index.ts"], core: "inline", format: Format::Esm, folder: "testing" },
    Bundle { entries: &["index=testing/index.ts"], core: "whole", format: Format::Cjs, folder: "testing" },
    Bundle {
        entries: &["player=audio/player.ts", "player-worklet=audio/worklet.ts"],
        core: "inline",
        format: Format::Esm,
        folder: "",
    },
];

/// Makes every bundle, and puts the wasm beside them.
pub fn bundle() -> Result<()> {
    let mut made = Ok(());
    for (number, bundle) in BUNDLES.iter().enumerate() {
        made = made.and(run(bundle.esbuild(number).args(COMMON))).and_then(|()| bundle.check_chunks(number));
    }
    for (module, name) in [("client", "core.wasm"), ("gateway", "gateway.wasm")] {
        let wasm = root().join("pkg/src/generated").join(module).join("core_bg.wasm");
        fs::copy(wasm, root().join(STAGE).join(name))?;
    }
    made.and_then(|()| drop_bare_imports())
}

/// Chunks behind `import()` name the chunk of esbuild's own helpers without using it. No chunk has effects; a user's esbuild would warn
/// of each such import.
fn drop_bare_imports() -> Result<()> {
    for file in files_under(&root().join(STAGE))?.iter().filter(|file| file.extension().is_some_and(|end| end == "js"))
    {
        let text = fs::read_to_string(file)?;
        let mut pieces = text.split(r#"import"./chunk-"#);
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        kept.extend(pieces.filter_map(|piece| piece.split_once(';')).map(|(_, rest)| rest));
        // A chunk of nothing but such imports is one that nobody uses.
        if kept.trim().is_empty() { fs::remove_file(file)? } else { fs::write(file, kept)? }
    }
    Ok(())
}

/// The wasm of the start, as text: the one chunk that is loaded by `import()` as soon as the entry is.
const TEXT: &str = "/start/inline.ts";

/// Names are kept so that a stack trace can be read; a user's own bundler shortens them. The wasm stays an import of
/// its own: Workers take it as a module and refuse bytes.
const COMMON: [&str; 9] = [
    "--bundle",
    "--platform=neutral",
    "--main-fields=module,main",
    "--target=es2022",
    "--minify-syntax",
    "--minify-whitespace",
    "--external:*.wasm",
    "--external:*.wasm?module",
    "--log-level=warning",
];

impl Bundle {
    /// The loader that `#late` stands for: only where chunks are loaded when they are needed is the core two modules.
    fn late(&self) -> &'static str {
        if self.core == "inline" { "inline" } else { "same" }
    }

    /// The gateway is one module everywhere.
    fn gateway(&self) -> &'static str {
        if self.core == "whole" { "inline" } else { self.core }
    }

    fn esbuild(&self, number: usize) -> Command {
        let mut esbuild = npm_tool("esbuild");
        let sources = self.entries.iter().map(|entry| entry.replace('=', "=pkg/src/"));
        esbuild.args(sources);
        for (name, module, loader) in
            [("#core", "client", self.core), ("#late", "late", self.late()), ("#gateway", "gateway", self.gateway())]
        {
            esbuild.arg(format!("--alias:{name}=./pkg/src/core/{module}/{loader}.ts"));
        }
        esbuild.arg(format!("--outdir={STAGE}/{}", self.folder));
        esbuild.arg(format!("--metafile=target/xtask/bundle-{number}.json"));
        match self.format {
            Format::Esm => esbuild.args(["--format=esm", "--splitting"]),
            Format::Cjs => esbuild.args(["--format=cjs", "--out-extension:.js=.cjs"]),
        };
        esbuild
    }

    /// That what the client loads by `import()` becomes one chunk, and what it needs of the rest no others.
    ///
    /// esbuild makes a chunk of each set of files that the same entries and `import()`s reach, so that with every module
    /// that is loaded late the client would fall into more and smaller pieces, each compressed alone. A module that is loaded
    /// late therefore imports the whole client, which is there already: then they all reach the same. For the sake of
    /// that import, and only here, files have side effects (`sideEffects` in package.json).
    fn check_chunks(&self, number: usize) -> Result<()> {
        if !self.entries.contains(&"index=index.ts") {
            return Ok(()); // no client, or the same one under the name of `slim`
        }
        let meta: Value =
            serde_json::from_slice(&fs::read(root().join(format!("target/xtask/bundle-{number}.json")))?)?;
        let inputs = meta["inputs"].as_object().context("esbuild's metafile")?;
        let imports = |file: &Value| file["imports"].as_array().cloned().unwrap_or_default();
        for late in inputs.values().flat_map(imports).filter(|import| import["kind"] == "dynamic-import") {
            let file = late["path"].as_str().unwrap_or_default();
            if file.ends_with(TEXT) {
                continue; // it imports nothing
            }
            let has_client = imports(&meta["inputs"][file]).iter().any(|import| import["path"] == "pkg/src/index.ts");
            ensure!(
                has_client,
                "{file} is loaded by `import()`: it must import \"index.js\" (`check_chunks` says why)"
            );
        }
        Ok(())
    }
}
