//! The gateway's decisions for JavaScript: JSON text in, JSON text out, nothing kept between calls.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::gateway::{self, Head, Policy, Prompt, Reason, ReplyHead};

/// A request's head -> a decision.
#[wasm_bindgen(js_name = gatewayDecide)]
#[must_use]
pub fn decide(policy: &str, head: &str) -> String {
    gateway::decide(&Policy::read(policy), &Head::read(head)).write()
}

/// The facts of a prompt -> a decision.
#[wasm_bindgen(js_name = gatewayCheckPrompt)]
#[must_use]
pub fn check_prompt(policy: &str, origin: &str, prompt: &str) -> String {
    gateway::check_prompt(&Policy::read(policy), page(origin), &Prompt::read(prompt)).write()
}

/// The head of the service's reply -> the head that the page gets.
#[wasm_bindgen(js_name = gatewayReply)]
#[must_use]
pub fn reply(policy: &str, origin: &str, head: &str) -> String {
    gateway::reply(&Policy::read(policy), page(origin), &ReplyHead::read(head)).write()
}

/// What went wrong outside the core -> a refusal.
#[wasm_bindgen(js_name = gatewayRefuse)]
#[must_use]
pub fn refuse(policy: &str, origin: &str, code: &str) -> String {
    gateway::refuse(&Policy::read(policy), page(origin), Reason::named(code)).write()
}

/// The `Origin` header; JavaScript writes none as an empty one.
fn page(origin: &str) -> Option<&str> {
    (!origin.is_empty()).then_some(origin)
}
