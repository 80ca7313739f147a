//! What a page or a Worker calls: API calls, streams, uploads, conversations.

mod body;
mod call;
mod completions;
mod conversation;
mod failure;
mod job;
mod preflight;
mod reader;
mod readers;
mod streams;
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
