//! What the tables of the gateway share: a policy, heads, and what became of them.
#![allow(dead_code)] // each test file uses its part

use qwen_edge::gateway::{Decision, Forward, Head, Header, Policy, decide};

pub const PAGE: &str = "https://app.example";

/// A policy that allows everything but `completions`, for one page.
pub fn policy() -> Policy {
    Policy::read(
        r#"{"origins":["https://app.example"],"models":["qwen-long","qwen3-*"],"listModels":true,"batches":true,
            "files":["create","retrieve","list","delete","content"],"bodyBytes":100,"fileBytes":1000}"#,
    )
}

pub fn pairs(list: &[(&str, &str)]) -> Vec<Header> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub fn head(method: &str, path: &str, headers: &[(&str, &str)]) -> Head {
    Head { method: method.into(), path: path.into(), query: Vec::new(), headers: pairs(headers) }
}

pub fn json_post(path: &str) -> Head {
    head("POST", path, &[("origin", PAGE), ("content-type", "application/json; charset=utf-8")])
}

pub fn forwarded(policy: &Policy, head: &Head) -> Forward {
    match decide(policy, head) {
        Decision::Forward(forward) => forward,
        other => panic!("{head:?} -> {other:?}"),
    }
}

/// Status and code of the refusal.
pub fn refused(policy: &Policy, head: &Head) -> (u16, &'static str) {
    match decide(policy, head) {
        Decision::Refuse(refusal) => (refusal.status, refusal.code),
        other => panic!("{head:?} -> {other:?}"),
    }
}

pub fn value<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}
