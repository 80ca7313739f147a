//! Errors on their way to JavaScript, which makes the public classes of them.

use crate::error::{Error, Known};
use js_sys::{Object, Reflect};
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
        let object = JsValue::from(Object::new());
        // Setting a property of a fresh object cannot fail.
        let set = |name: &str, value: &JsValue| drop(Reflect::set(&object, &name.into(), value));
        self.error.tell(&mut |name, known| match known {
            Known::Text(text) => set(name, &text.into()),
            Known::Number(number) => set(name, &number.into()),
        });
        set("cause", &self.cause);
        set("headers", &self.headers);
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
