//! A panic traps where it happens. On this target nobody hears one: std formats its message, writes it nowhere and
//! traps. So whatever reports panics or formats text becomes the trap itself, and wasm-opt drops what only that needed. So does
//! what wasm-bindgen leaves in the wasm that nobody can call.
//!
//! It is sound while nothing but panics formats, so a function of ours or of a dependency that calls `core::fmt` (by
//! `format!`, `to_string` of a number, …) fails the build.

use anyhow::{Result, bail, ensure};
use std::collections::BTreeSet;
use std::ops::Range;
use walrus::ir::{Const, Load, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataId, DataKind, ElementItems, ExportItem, FunctionId, ImportKind, Module};

/// What reports panics, as their paths begin or contain.
const REPORTS: [&str; 4] =
    ["core::panicking::", "std::panicking::", "core::slice::index::slice_index_fail", "core::cell::panic_"];
/// What formats.
const FORMATS: &str = "core::fmt::";
/// The import by which wasm-bindgen reports misuse of its objects, which no call of ours can bring about.
pub const THROW: &str = "__wbg___wbindgen_throw_";
/// What stands in the table of functions, which nobody is left to call: closures are called by exports of their own, where there
/// are any, and futures by nobody.
const UNCALLED: [&str; 2] = ["wasm_bindgen::convert::closures::", "js_sys::futures::"];

/// Texts of std, of js-sys and of wasm-bindgen that only panics show. One that a version lacks is no loss.
const TEXTS: [&str; 36] = [
    "slice index starts at ",
    " but ends at ",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "assertion `left ",
    " right` failed",
    "  left: ",
    " right: ",
    "insertion index (is ",
    ") should be <= len (is ",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "window size must be non-zero",
    "Tried to shrink to a larger capacity",
    "internal error: entered unreachable code",
    "rwlock has not been locked for reading",
    "rwlock overflowed read locks",
    "capacity overflow",
    "`async fn` resumed after completion",
    "LazyCell instance has previously been poisoned",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "attempted to take ownership of Rust value while it was borrowed",
    "null pointer passed to rust",
    "recursive use of an object detected which would lead to unsafe aliasing in rust",
    "closure invoked recursively or after being dropped",
    "called `Option::unwrap_throw()` on a `None` value",
    "called `Result::unwrap_throw()` on an `Err` value",
    "FnOnce called more than once",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "AccessError",
    "mid > len",
    "attempt to join into collection with len > usize::MAX",
];

/// Tables of what formats numbers: blanked only where nobody else reads them.
const TABLES: [&str; 2] = [
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899",
    "0x0123456789ABCDEF",
];

/// Replaces the bodies of what reports and formats. Needs the functions' names.
pub fn silence(module: &mut Module) -> Result<()> {
    let reports = functions(module, |name| REPORTS.iter().any(|report| name.contains(report)));
    let formats = functions(module, |name| name.contains(FORMATS));
    ensure!(!reports.is_empty(), "the wasm has no names of functions");
    let exported: BTreeSet<FunctionId> = module.exports.iter().filter_map(|export| function(export.item)).collect();
    let uncalled = functions(module, |name| UNCALLED.iter().any(|path| name.contains(path)));
    let uncalled: BTreeSet<FunctionId> = uncalled.difference(&exported).copied().collect();
    let silent: BTreeSet<FunctionId> = reports.union(&formats).chain(&uncalled).copied().collect();
    for (id, function) in module.funcs.iter_local().filter(|(id, _)| !silent.contains(id)) {
        let mut calls = Calls::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        if calls.0.intersection(&uncalled).next().is_some() {
            bail!("`{}` calls what nobody should (see xtask/src/build/panics.rs)", name(module, id));
        }
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
    let throw =
        module.imports.iter().find(|import| import.name.starts_with(THROW)).and_then(|import| match import.kind {
            ImportKind::Function(id) => Some(id),
            _ => None,
        });
    if let Some(throw) = throw {
        module.replace_imported_func(throw, |(body, _)| {
            body.unreachable();
        })?;
    }
    forget_entries(module, &silent);
    silence_throw(module)?;
    let mut read = Addresses::default();
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut read, function, function.entry_block());
    }
    let data: Vec<DataId> = module.data.iter().map(Data::id).collect();
    data.into_iter().try_for_each(|id| forget_reports(module.data.get_mut(id), &read))
}

/// One trap in the table for all that is silent, whose functions then fall away, and their types.
fn forget_entries(module: &mut Module, silent: &BTreeSet<FunctionId>) {
    let Some(&trap) = silent.first() else { return };
    for element in module.elements.iter_mut() {
        let ElementItems::Functions(items) = &mut element.items else { continue };
        items.iter_mut().filter(|item| silent.contains(item)).for_each(|item| *item = trap);
    }
}

/// A trap in place of the import [`THROW`].
fn silence_throw(module: &mut Module) -> Result<()> {
    let throw = module.imports.iter().find(|import| import.name.starts_with(THROW)).map(|import| import.kind.clone());
    let Some(ImportKind::Function(throw)) = throw else { return Ok(()) };
    module.replace_imported_func(throw, |(body, _)| {
        body.unreachable();
    })?;
    Ok(())
}

/// Blanks what the reports would have told, the places and the texts: wasm-opt leaves out what is zero.
fn forget_reports(data: &mut Data, read: &Addresses) -> Result<()> {
    let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return Ok(()) };
    let start = usize::try_from(start)?;
    let aligned = start.next_multiple_of(4) - start..data.value.len();
    let places: Vec<_> = aligned.step_by(4).filter_map(|at| place(&data.value, start, at)).collect();
    for range in places.into_iter().flatten() {
        data.value[range].fill(0);
    }
    let unread = TABLES.iter().filter(|table| {
        let at = find(&data.value, table).map(|at| start + at);
        at.is_some_and(|at| !read.0.iter().any(|&address| (at..at + table.len()).contains(&address)))
    });
    let unread: Vec<_> = unread.collect();
    for text in TEXTS.iter().chain(unread) {
        while let Some(at) = find(&data.value, text) {
            data.value[at..at + text.len()].fill(0);
        }
    }
    Ok(())
}

fn find(bytes: &[u8], text: &str) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text.as_bytes())
}

/// The `core::panic::Location` at `at`, and the name of the source file that it points to. It is four words: address
/// and length of a name that ends in ".rs", before a NUL; line; column. Nothing else looks like that.
fn place(bytes: &[u8], start: usize, at: usize) -> Option<[Range<usize>; 2]> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let from = word(at)?.checked_sub(start)?;
    let name = from..from.checked_add(word(at + 4)?)?.checked_add(1)?;
    bytes.get(name.clone())?.ends_with(b".rs\0").then_some([at..at + 16, name])
}

fn function(item: ExportItem) -> Option<FunctionId> {
    if let ExportItem::Function(id) = item { Some(id) } else { None }
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

/// Whatever may be the address of data, in code.
#[derive(Default)]
struct Addresses(BTreeSet<usize>);

impl Visitor<'_> for Addresses {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(value) = constant.value {
            self.0.extend(usize::try_from(value));
        }
    }

    fn visit_load(&mut self, load: &Load) {
        self.0.extend(usize::try_from(load.arg.offset));
    }
}
