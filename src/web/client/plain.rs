//! Whether a request needs the rules, which are loaded where it does.

use crate::call::region::Region;
use crate::call::target::base;
use crate::json;
use crate::preflight;
use wasm_bindgen::prelude::*;

/// Whether a request breaks no rule at a glance. `outline` is JSON: `operation`, `request` without its texts, and where it
/// goes. A region that has no address is the rules' to tell.
#[wasm_bindgen]
#[must_use]
pub fn is_plain(outline: &str) -> bool {
    is_plain_outline(outline).unwrap_or(false)
}

fn is_plain_outline(outline: &str) -> Option<bool> {
    let outline = json::parse(outline.as_bytes()).ok()?;
    let text = |name: &str| Some(outline.get(name)?.text()?.to_string_lossy());
    let (base_url, region, workspace) = (text("baseUrl"), text("region"), text("workspace"));
    let base = base(base_url.as_deref(), region.as_deref(), workspace.as_deref()).ok()?;
    Some(preflight::is_plain(&text("operation")?, outline.get("request")?, Region::of(&base)))
}
