//! What a page or a Worker calls: API calls, streams, uploads, conversations.

#[cfg(feature = "start")]
mod body;
#[cfg(feature = "start")]
mod call;
#[cfg(feature = "late")]
mod completions;
#[cfg(feature = "late")]
mod conversation;
#[cfg(feature = "late")]
mod events;
mod failure;
#[cfg(feature = "late")]
mod field;
mod header;
#[cfg(feature = "late")]
mod job;
#[cfg(feature = "late")]
mod preflight;
#[cfg_attr(not(feature = "start"), allow(dead_code))] // a stream has views besides
mod reader;
#[cfg(feature = "late")]
mod readers;
#[cfg(feature = "start")]
mod streams;
#[cfg(feature = "late")]
mod upload;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// The linear memory, in which JavaScript reads batches.
#[wasm_bindgen]
#[must_use]
pub fn linear_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// A property of whatever JavaScript gave; undefined where it is no object.
fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).unwrap_or_default()
}

/// What an export returns that looks into an object of the caller's and gives one. It never fails; but an engine makes a part of
/// the caller's code of an export with one result, and V8 of Node 20 dies ("unreachable code") where that code is given up
/// during such a call and the result is an object. Two results are a call.
#[cfg(feature = "start")]
pub type Called<T> = Result<T, JsValue>;
