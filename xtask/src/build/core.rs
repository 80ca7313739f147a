//! The crate to `pkg/src/generated`: for each of its modules a folder with `core.js` and `core.d.ts` (the glue),
//! `core_bg.wasm`, and `inline.ts` (the same wasm as text).
//!
//! wasm-bindgen is a library here, of the very version that the crate depends on: the two cannot drift.

use super::{glue, names, order, panics};
use crate::run::{npm_tool, progress, root, run};
use crate::setup::Toolchain;
use crate::stamp::Stamp;
use anyhow::{Context, Result};
use base64::Engine;
use std::fs;
use std::num::NonZeroU64;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// A target folder of its own: cargo names a cdylib without regard to the flags, so a plain `cargo build` would leave a
/// wasm here that ours takes for its own.
const TARGET_DIR: &str = "target/wasm";
const COMPILED: &str = "target/wasm/wasm32-unknown-unknown/wasm/qwen_edge.wasm";
const STAGE: &str = "target/xtask/core";
const GENERATED: &str = "pkg/src/generated";

/// The modules, by the feature of the crate that makes each: a page has no use for the gateway. The client is there in one
/// piece, and in two: what every call needs, and what is loaded by the calls that need it.
pub const MODULES: [&str; 4] = ["client", "start", "late", "gateway"];

/// The linker's default stack of 1 MiB is 16 of an instance's first 17 pages; two pages are plenty for us.
const STACK_BYTES: u32 = 2 * 65_536;

/// Named one by one and not `--all-features`: newer encodings must never come out before every engine reads them.
/// They are what rustc turns on for the target by default.
const FEATURES: [&str; 6] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// rustc has inlined already. More of it makes the wasm smaller, but not what gzip makes of it: only functions of six
/// instructions or so are worth less than their calls, of thirty where there is one call. Nor does it help gzip when what is
/// computed twice is kept in a local.
const FOR_GZIP: [&str; 4] = [
    "--always-inline-max-function-size=6",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=30",
    "--skip-pass=local-cse",
];

/// Compiles, and makes the glue of a module again when its wasm has changed.
pub fn compile(toolchain: Toolchain) -> Result<()> {
    MODULES.into_iter().try_for_each(|module| make(module, toolchain))
}

fn make(module: &str, toolchain: Toolchain) -> Result<()> {
    let compiled = format!("{STAGE}/{module}.wasm");
    let generated = format!("{GENERATED}/{module}");
    cargo_build(module, toolchain)?;
    fs::create_dir_all(root().join(STAGE))?;
    fs::copy(root().join(COMPILED), root().join(&compiled))?;
    let stamp = Stamp { name: module, inputs: &[&compiled, "package-lock.json"], outputs: &[&generated] };
    stamp.renew(|| {
        let stage = root().join(STAGE).join(module);
        bind(&root().join(&compiled), &stage)?;
        optimize(&stage)?;
        inline(&stage)?;
        publish(&stage, &root().join(&generated))
    })
}

fn cargo_build(module: &str, toolchain: Toolchain) -> Result<()> {
    let flags = format!("target.wasm32-unknown-unknown.rustflags={:?}", rustc_flags(toolchain));
    let mut cargo = toolchain.program("cargo");
    cargo.args(["build", "--quiet", "--locked", "--package", "qwen-edge", "--lib", "--profile", "wasm"]);
    cargo.args(["--no-default-features", "--features", module]);
    run(cargo.args(["--target", "wasm32-unknown-unknown", "--target-dir", TARGET_DIR, "--config", &flags]))
}

/// A published wasm must not tell the paths of the machine that built it, and must not depend on them.
fn rustc_flags(toolchain: Toolchain) -> Vec<String> {
    let home = std::env::var("CARGO_HOME").ok().or_else(|| Some(std::env::var("HOME").ok()? + "/.cargo"));
    let paths = [
        (fs::canonicalize(root()).ok().map(|root| root.display().to_string()), "qwen-edge"),
        (home, "cargo"),
        (toolchain.sysroot(), "rust"),
    ];
    let remap = |(path, name): (Option<String>, &str)| Some(format!("--remap-path-prefix={}={name}", path?));
    let mut flags: Vec<String> = paths.into_iter().filter_map(remap).collect();
    flags.push(format!("-Clink-arg=-zstack-size={STACK_BYTES}"));
    // A little more inlining than opt-level "z" does: what falls away after it outweighs the copies.
    flags.push("-Cllvm-args=-inline-threshold=22".to_owned());
    flags
}

fn bind(compiled: &Path, stage: &Path) -> Result<()> {
    progress("wasm-bindgen");
    let mut output = Bindgen::new()
        .input_path(compiled)
        .out_name("core")
        .web(true)?
        .omit_default_module_path(true)
        .reset_state_function(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .typescript(true)
        .generate_output()
        .context("wasm-bindgen")?;
    panics::silence(output.wasm_mut())?;
    let names = names::shorten(&mut output);
    output.emit(stage)?;
    let [script, types] = ["core.js", "core.d.ts"].map(|name| stage.join(name));
    fs::write(&script, glue::script(&names.tell(&fs::read_to_string(&script)?)?)?)?;
    fs::write(&types, glue::types(&fs::read_to_string(&types)?)?).context("core.d.ts")
}

fn optimize(stage: &Path) -> Result<()> {
    let wasm = stage.join("core_bg.wasm");
    let mut wasm_opt = npm_tool("wasm-opt");
    wasm_opt.args(["-Oz", "--converge", "--strip-debug", "--strip-producers"]);
    // The lowest kilobyte is the far end of the stack: nobody keeps anything there.
    wasm_opt.arg("--low-memory-unused");
    wasm_opt.args(FOR_GZIP);
    run(wasm_opt.args(FEATURES).arg(&wasm).arg("-o").arg(&wasm))?;
    let optimized = fs::read(&wasm).context("what wasm-opt made")?;
    fs::write(&wasm, order::for_gzip(&optimized)?).context("core_bg.wasm")
}

/// How often zopfli looks for a smaller form: after so many it hardly finds one any more.
const ROUNDS: NonZeroU64 = NonZeroU64::new(100).unwrap();

/// Base64 of the deflated wasm costs 1 % on the wire where base64 of the wasm itself costs 30 (wasm-and-workers B.4).
/// Zopfli makes the smallest form, and the same one every time; zlib's head and checksum are 12 bytes shorter than gzip's.
fn inline(stage: &Path) -> Result<()> {
    progress("inline.ts: the wasm, compressed by zopfli");
    let wasm = fs::read(stage.join("core_bg.wasm")).context("core_bg.wasm")?;
    let text = base64::engine::general_purpose::STANDARD.encode(compressed(&wasm, ROUNDS)?);
    let module = format!(
        "// Made by `cargo xtask build`.\n\
         /** The wasm, deflated, in base64. */\n\
         export const deflated = \"{text}\";\n"
    );
    fs::write(stage.join("inline.ts"), module).context("inline.ts")
}

/// For `DecompressionStream("deflate")`.
pub fn compressed(wasm: &[u8], rounds: NonZeroU64) -> Result<Vec<u8>> {
    let mut deflated = Vec::new();
    let options = zopfli::Options { iteration_count: rounds, ..zopfli::Options::default() };
    zopfli::compress(options, zopfli::Format::Zlib, wasm, &mut deflated)?;
    Ok(deflated)
}

fn publish(stage: &Path, generated: &Path) -> Result<()> {
    fs::create_dir_all(generated)?;
    for name in ["core.js", "core.d.ts", "core_bg.wasm", "inline.ts"] {
        fs::copy(stage.join(name), generated.join(name)).context(name)?;
    }
    Ok(())
}
