//! The body of a plain answer, which JavaScript has parsed: whether it is one.

use super::call::with_head;
use super::{Called, get};
use crate::call::body::Body;
use crate::error::Error;
use crate::json;
use crate::wire::fault;
use gloo_net::http::Headers;
use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;
use web_sys::Response;

/// Why `body` is no complete answer, of a chat or of another call; undefined where it is one.
///
/// # Errors
/// None: see [`Called`].
#[wasm_bindgen]
#[allow(clippy::unnecessary_wraps)] // see there
pub fn body_failure(body: &JsValue, response: &Response, is_chat: bool) -> Called<JsValue> {
    let choices = get(body, "choices");
    let choices = if choices.is_array() { Array::from(&choices) } else { Array::new() };
    let mut finish_reasons = Vec::new();
    for place in 0..choices.length() {
        finish_reasons.push(reason(&choices.get(place)));
    }
    let failure = Body {
        is_chat,
        is_object: body.is_object() && !body.is_array(),
        fault: fault_of(body),
        partial: Headers::from_raw(response.headers()).get("x-dashscope-partialresponse"),
        finish_reasons,
    };
    let error = failure.failure();
    Ok(error.map_or(JsValue::UNDEFINED, |error| with_head(error, response).into_js()))
}

/// A finish reason that says something.
fn reason(choice: &JsValue) -> Option<String> {
    get(choice, "finish_reason").as_string().filter(|reason| !reason.is_empty())
}

/// The error in a body. Only what may be one enters linear memory.
fn fault_of(body: &JsValue) -> Option<Error> {
    let is_there = |key: &str| !get(body, key).is_null_or_undefined();
    let may_be = is_there("error") || is_there("code") && is_there("message");
    let text = may_be.then(|| JSON::stringify(body).ok())??.as_string()?;
    fault::find(json::parse(text.as_bytes()).ok()?, false)
}
