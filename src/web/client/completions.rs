//! Text completions: prompts. Code stays JavaScript strings.

use crate::wire::fill_in::MARKERS;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

/// The prompt that asks a code model for what stands between `prefix` and `suffix`.
#[wasm_bindgen]
#[must_use]
pub fn fill_in(prefix: &JsString, suffix: &JsString) -> JsString {
    let [before, between, after] = MARKERS;
    JsString::from(before).concat(prefix).concat(&between.into()).concat(suffix).concat(&after.into())
}
