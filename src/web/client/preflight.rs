//! Whether and how a request is sent.

use super::failure::Failure;
use super::field::present;
use super::get;
use crate::call::region::Region;
use crate::call::target::base;
use crate::error::{Error, Kind};
use crate::preflight::{Action, Refusal, decide};
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

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
