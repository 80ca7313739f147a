//! The boundary: the one folder that may say `JsValue`. Exported functions decode, call the core, encode.
//!
//! The crate performs the fetch and owns the reader. A call and a stream are classes that JavaScript drives: it awaits what a
//! call waits for, and tells a stream of every network read. No promise or lock is shared between calls, so concurrent
//! requests of one Worker isolate cannot touch each other.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// The allocator. Why not std's: it weighs several KB more in the wasm.
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

#[cfg(any(feature = "start", feature = "late"))]
mod client;
#[cfg(feature = "gateway")]
mod gateway;
