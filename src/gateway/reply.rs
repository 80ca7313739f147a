//! The head of the service's reply -> the head that the page gets.

use super::policy::Policy;
use super::refusal::{Reason, Refusal, refuse};
use super::{Header, cors, header, value_of};

/// The head of the service's reply.
#[derive(Clone, Debug, Default)]
pub struct ReplyHead {
    /// HTTP status; 0 for a redirect that the runtime keeps to itself.
    pub status: u16,
    /// Every header, names in lower case.
    pub headers: Vec<Header>,
}

/// What the page gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Drop the reply and answer with this refusal.
    Refuse(Refusal),
    /// Answer with this head, and with the reply's body.
    Pass {
        /// HTTP status.
        status: u16,
        /// All headers of the answer.
        headers: Vec<Header>,
    },
}

/// Reply headers that come back, besides `content-type` and `x-dashscope-*` (reference 1.4). Not `set-cookie` (the service's
/// load balancer sets one), not `content-encoding` and `-length` (fetch has decoded the body), not its CORS, not its server.
/// `retry-after-ms` is what proxies say to clients that know it, as ours does (`src/retry.rs`).
const RETURNED: [&str; 3] = ["x-request-id", "retry-after", "retry-after-ms"];

/// Types that a page may be told. Anything else becomes bytes without meaning: a stored file must not turn into a page
/// of the gateway's origin.
const TYPES: [&str; 3] = ["application/json", "text/event-stream", "text/plain"];

/// The head that the page gets for the service's.
#[must_use]
pub fn reply(policy: &Policy, origin: Option<&str>, head: &ReplyHead) -> Reply {
    if !matches!(head.status, 200..=299 | 400..=599) {
        return Reply::Refuse(refuse(policy, origin, Reason::UpstreamUnusable));
    }
    let mut headers = cors::headers(policy, origin);
    for (name, value) in &head.headers {
        if RETURNED.contains(&name.as_str()) || name.starts_with("x-dashscope-") {
            headers.push(header(name, value));
        }
    }
    headers.push(header("content-type", content_type(head)));
    // No cache keeps an answer, no proxy recompresses or collects a stream (reference 4.5).
    headers.push(header("cache-control", "no-store, no-transform"));
    headers.push(header("x-accel-buffering", "no"));
    headers.push(header("x-content-type-options", "nosniff"));
    Reply::Pass { status: head.status, headers }
}

fn content_type(head: &ReplyHead) -> &str {
    let value = value_of(&head.headers, "content-type").unwrap_or("");
    let essence = value.split(';').next().unwrap_or("").trim_ascii();
    // Of several types a browser takes the last (Fetch standard 2.2): a list is none that we know.
    let one = value.bytes().all(|byte| byte != b',');
    if one && TYPES.iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        value
    } else {
        "application/octet-stream"
    }
}
