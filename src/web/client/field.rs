//! JavaScript's objects as the rules look into them, where they are: of their texts only names, 64 characters long at most,
//! enter linear memory.

use super::get;
use crate::preflight::{Field, NAME, Shape};
use js_sys::{Array, JSON, JsString, RegExp};
use wasm_bindgen::prelude::*;

impl Field for JsValue {
    fn shape(&self) -> Shape {
        if let Some(flag) = self.as_bool() {
            return Shape::Flag(flag);
        }
        if let Some(number) = self.as_f64() {
            return Shape::Number(number);
        }
        match self.dyn_ref::<JsString>() {
            Some(text) => Shape::Text(text.length() as usize),
            None if self.is_array() => Shape::List,
            None => Shape::Object,
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        present(get(self, name))
    }

    fn items(&self) -> Vec<Self> {
        let Some(list) = self.dyn_ref::<Array>() else { return Vec::new() };
        let mut items = Vec::new();
        for place in 0..list.length() {
            items.extend(present(list.get(place)));
        }
        items
    }

    fn is(&self, text: &str) -> bool {
        *self == JsValue::from_str(text)
    }

    fn name(&self) -> Option<String> {
        let text = self.dyn_ref::<JsString>()?;
        if text.length() as usize > NAME { None } else { self.as_string() }
    }

    fn is_name(&self) -> bool {
        found(self, "^[\\w-]{1,64}$", "")
    }

    fn begins(&self, with: &str) -> bool {
        self.dyn_ref::<JsString>().is_some_and(|text| text.starts_with(with, 0))
    }

    fn count(&self, word: &str) -> usize {
        self.dyn_ref::<JsString>().map_or(0, |text| text.split(word).length().saturating_sub(1) as usize)
    }

    fn says_json(&self) -> bool {
        found(self, "json", "i")
    }

    fn spelled(&self) -> String {
        JSON::stringify(self).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}

/// Whether a text holds a pattern; it stays JavaScript's.
fn found(text: &JsValue, pattern: &str, flags: &str) -> bool {
    text.dyn_ref::<JsString>().is_some_and(|text| text.search(&RegExp::new(pattern, flags)) >= 0)
}

/// What JSON would not leave out, nor spell `null`.
pub fn present(value: JsValue) -> Option<JsValue> {
    let is_null = value.is_null_or_undefined() || value.as_f64().is_some_and(|number| !number.is_finite());
    (!is_null).then_some(value)
}
