//! Errors on their way to JavaScript, which makes the public classes of them.

use crate::error::Error;
use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// A core error with what only JavaScript has: the original thrown value and the head it came with.
pub struct Failure {
    /// What went wrong.
    pub error: Error,
    /// The thrown value behind it, whatever that was.
    pub cause: JsValue,
    /// The `Headers` of the answer, where there was one.
    pub headers: JsValue,
}

impl Failure {
    /// As a plain object: the details' fields, `cause` and `headers`.
    pub fn into_js(self) -> JsValue {
        let objects = Serializer::new().serialize_maps_as_objects(true);
        let object = self.error.serialize(&objects).unwrap_or_else(|_| js_sys::Object::new().into());
        for (key, value) in [("cause", &self.cause), ("headers", &self.headers)] {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&object, &key.into(), value);
        }
        object
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, cause: JsValue::UNDEFINED, headers: JsValue::UNDEFINED }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        failure.into_js()
    }
}
