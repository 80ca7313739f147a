//! Errors on their way to JavaScript, which makes the public classes of them.

use crate::error::{Error, Kind};
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

/// The caller has aborted the call.
pub fn aborted() -> Error {
    Error::new(Kind::Aborted, "aborted", "The call was aborted.")
}

/// No answer came.
pub fn unreachable() -> Error {
    Error::new(
        Kind::Connection,
        "connection_failed",
        "No answer came: see `cause`. In a page a refused CORS preflight looks the same: the service allows no browser origin, so send the call through a gateway (`baseURL`).",
    )
}

/// The answer broke off, and nobody has seen anything of it.
pub fn broken() -> Error {
    Error::new(Kind::Connection, "body_broken", "The answer's body broke off.")
}
