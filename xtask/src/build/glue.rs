//! wasm-bindgen's glue, without what we have a better way for: it starts by `pkg/src/core`, and `Lease` there
//! (`instance.ts`) sees to it that nothing of a replaced instance is used.

use super::panics;
use anyhow::{Context, Result, ensure};

/// Where the functions begin that fetch, compile and start a wasm, in `core.js` and in `core.d.ts`.
const STARTERS: [&str; 2] = ["async function __wbg_load(", "export type InitInput ="];

/// What tells `core.js` of an instance, and what it imports, by the names that they get.
const START: &str = "imports: __wbg_get_imports, started: __wbg_finalize_init";
const START_TYPES: &str = "imports(): WebAssembly.Imports, \
    started(instance: WebAssembly.Instance, module: WebAssembly.Module): unknown";

/// Lines that stand in every method, and what they need: the guard acts where Rust asks for a new instance, which ours never does.
const NEEDLESS: [&str; 6] = [
    "__wbg_call_guard();",
    "__wbg_reinit_scheduled = false;",
    "let __wbg_reinit_scheduled = false;",
    "if (Symbol.dispose) ",
    "[Symbol.dispose](): void;",
    "Object.defineProperty(this, '__wbg_inst', ",
];

/// How blocks begin for engines that lack `encodeInto`, which none of ours does, for a wasm that cannot grow a text's place, for
/// that guard, and for what `panics` has made a trap.
const UNREACHED: [&str; 4] = [
    "if (!('encodeInto' in cachedTextEncoder)) {",
    "if (realloc === undefined) {",
    "function __wbg_call_guard() {",
    panics::THROW,
];

/// Each method's own check of the instance, of three lines.
const STALE: &str = "if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) {";

/// The text of `core.js`: all that it exports is one object, which the loaders hand on. Of a module's namespace bundlers make an
/// object of getters.
pub fn script(glue: &str) -> Result<String> {
    let glue = shortened(&trimmed(glue, STARTERS[0])?);
    let names = exports(&glue).join(", ");
    Ok(glue.replace("\nexport ", "\n") + &format!("export const glue = {{ {names}, {START} }};\n"))
}

/// The text of `core.d.ts`.
pub fn types(glue: &str) -> Result<String> {
    let glue = trimmed(glue, STARTERS[1])?;
    let members: String = exports(&glue).iter().flat_map(|name| [name, ": typeof ", name, ", "]).collect();
    Ok(format!("{glue}export const glue: {{ {members}{START_TYPES} }};\n"))
}

/// The same, in a form of which less is left when it is minified: functions that use no `this` as arrows, results without a name.
fn shortened(glue: &str) -> String {
    let glue = glue.replace("let ret;\n        ret = ", "const ret = ").replace("let ret;\n    ret = ", "const ret = ");
    let catching = glue.replace(": function() { return handleError(function (", ": (...args) => handleError((");
    let catching = catching
        .replace("}, arguments); },", "}, args),")
        .replace("isLikeNone(ret)", "(ret == null)")
        .replace("ptr / 1", "ptr");
    let arrow = |line: &str| match line.split_once(") {") {
        Some((head, "")) if head.contains("handleError((") => format!("{head}) => {{\n"),
        Some((head, "")) if head.contains(": function(") => head.replacen(": function(", ": (", 1) + ") => {\n",
        _ => format!("{line}\n"),
    };
    catching.lines().map(arrow).collect()
}

/// The classes and functions that are exported.
fn exports(glue: &str) -> Vec<&str> {
    let lines =
        glue.lines().filter_map(|line| line.strip_prefix("export class ").or(line.strip_prefix("export function ")));
    lines.filter_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()).collect()
}

fn trimmed(glue: &str, starters: &str) -> Result<String> {
    let (glue, _) = glue.split_once(starters).with_context(|| format!("wasm-bindgen's glue has no `{starters}`"))?;
    let mut lines = glue.lines();
    let mut kept = String::new();
    while let Some(line) = lines.next() {
        if line.trim() == STALE {
            let check = [lines.next(), lines.next()].map(|line| line.unwrap_or_default().trim());
            ensure!(
                check[0].starts_with("throw ") && check[1] == "}",
                "wasm-bindgen checks an instance in another way"
            );
        } else if UNREACHED.iter().any(|unreached| line.trim().starts_with(unreached)) {
            let end = line.replace(line.trim(), "}");
            ensure!(
                lines.any(|line| line.trim_end_matches(',') == end),
                "wasm-bindgen's glue ends `{}` in another way",
                line.trim()
            );
        } else if !NEEDLESS.iter().any(|needless| line.trim().starts_with(needless)) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Ok(kept)
}
