//! Batches: when to look again, and what a look has seen.

use crate::retry;
use crate::wire::job;
use wasm_bindgen::prelude::*;

/// Milliseconds until the next look at a batch; undefined where none of the time is left.
#[wasm_bindgen]
#[must_use]
pub fn batch_pause(waited: u32, left: u32) -> Option<u32> {
    retry::batch_pause(waited, left)
}

/// What the status of a batch means: "underway", "ended" or "failed".
#[wasm_bindgen]
#[must_use]
pub fn batch_standing(status: &str) -> JsValue {
    job::standing(status).name().into()
}
