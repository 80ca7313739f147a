//! Whether and how a request is sent. JavaScript's objects are looked into where they are: of their texts only names, 64
//! characters long at most, enter linear memory.

use super::failure::Failure;
use super::get;
use crate::call::region::Region;
use crate::call::target::base;
use crate::error::{Error, Kind};
use crate::preflight::{Action, Field, NAME, Refusal, Shape, decide};
use js_sys::{Array, JSON, JsString, Reflect, RegExp};
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
fn present(value: JsValue) -> Option<JsValue> {
    let is_null = value.is_null_or_undefined() || value.as_f64().is_some_and(|number| !number.is_finite());
    (!is_null).then_some(value)
}

/// Decides about the request of an operation: the cures that it needs (see `cure`), and the names of the rules that would
/// have refused it. `rules` says what each is to do: true, false or "fix"; `default` is for those that are not named.
///
/// # Errors
/// A failure object: the rule that refuses it, or a region that has no address.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value)] // the glue gives these away
pub fn preflight(
    operation: &str,
    request: &JsValue,
    rules: &JsValue,
    base_url: Option<String>,
    region: Option<String>,
    workspace: Option<String>,
) -> Result<Array, JsValue> {
    let base = base(base_url.as_deref(), region.as_deref(), workspace.as_deref()).map_err(Failure::from)?;
    let action = |rule: &str| action(rules, rule);
    let plan = decide(operation, request, Region::of(&base), action).map_err(|refusal| refused(&refusal))?;
    let cured = Array::new();
    for rule in plan.cured {
        cured.push(&rule.into());
    }
    Ok(Array::of2(&plan.cures.into(), &cured))
}

/// What a rule does.
fn action(rules: &JsValue, rule: &str) -> Action {
    let set = present(get(rules, rule)).unwrap_or_else(|| get(rules, "default"));
    match set.as_bool() {
        Some(false) => Action::Off,
        None if set.is_string() => Action::Fix,
        _ => Action::Refuse,
    }
}

fn refused(refusal: &Refusal) -> JsValue {
    let failure = Failure::from(Error::new(Kind::Preflight, "preflight", &refusal.message())).into_js();
    for (name, text) in [("rule", refusal.rule), ("fix", refusal.fix)] {
        // An object of ours takes whatever is set.
        let _ = Reflect::set(&failure, &name.into(), &text.into());
    }
    failure
}
