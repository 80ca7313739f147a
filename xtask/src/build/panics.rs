//! A panic traps where it happens. On this target nobody hears one: std formats its message, writes it nowhere and
//! traps. So whatever reports panics or formats text becomes the trap itself, and wasm-opt drops what only that needed.
//!
//! It is sound while nothing but panics formats, so a function of ours or of a dependency that calls `core::fmt` (by
//! `format!`, `to_string` of a number, …) fails the build.

use anyhow::{Result, bail, ensure};
use std::collections::BTreeSet;
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{FunctionId, Module};

/// What reports panics, as their paths begin or contain.
const REPORTS: [&str; 4] =
    ["core::panicking::", "std::panicking::", "core::slice::index::slice_index_fail", "core::cell::panic_"];
/// What formats.
const FORMATS: &str = "core::fmt::";

/// Replaces the bodies of what reports and formats. Needs the functions' names.
pub fn silence(module: &mut Module) -> Result<()> {
    let reports = functions(module, |name| REPORTS.iter().any(|report| name.contains(report)));
    let formats = functions(module, |name| name.contains(FORMATS));
    ensure!(!reports.is_empty(), "the wasm has no names of functions");
    let silent: BTreeSet<FunctionId> = reports.union(&formats).copied().collect();
    for (id, function) in module.funcs.iter_local().filter(|(id, _)| !silent.contains(id)) {
        let mut calls = Calls::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        if calls.0.intersection(&formats).next().is_some() {
            bail!(
                "`{}` formats text: what formats is not in the wasm (see xtask/src/build/panics.rs)",
                name(module, id)
            );
        }
    }
    for (_, function) in module.funcs.iter_local_mut().filter(|(id, _)| silent.contains(id)) {
        let mut body = function.builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
    Ok(())
}

fn functions(module: &Module, wanted: impl Fn(&str) -> bool) -> BTreeSet<FunctionId> {
    let ids = module.funcs.iter_local().map(|(id, _)| id);
    ids.filter(|&id| wanted(&name(module, id))).collect()
}

/// A function's path, without the crates' hashes: `core[12f8]::panicking::panic` -> `core::panicking::panic`.
fn name(module: &Module, id: FunctionId) -> String {
    let full = module.funcs.get(id).name.as_deref().unwrap_or_default();
    let mut parts = full.split('[');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |path, part| path + part.split_once(']').map_or(part, |(_hash, rest)| rest))
}

#[derive(Default)]
struct Calls(BTreeSet<FunctionId>);

impl Visitor<'_> for Calls {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.insert(*function);
    }
}
