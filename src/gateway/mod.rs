//! The gateway's decisions: what may go to the service, as what, and what may come back.
//!
//! ```text
//! request head ── decide ──> Preflight | Refuse | Forward { path, headers, body }
//!                                                    │ body is Prompt
//! facts of the body ── check_prompt ──> Refuse | Forward { max_tokens }
//! reply's head ── reply ──> Refuse | Pass { status, headers }
//! what went wrong outside ── refuse ──> Refusal
//! ```
//!
//! In scope: the decision, a pure function of policy and input; whatever is not allowed is refused.
//! Out of scope: bytes, sockets, the API key (it never comes here), the user's `authorize`: `pkg/src/gateway` has those.

mod cors;
mod decide;
mod policy;
mod prompt;
mod refusal;
mod reply;
mod route;
mod text;

pub use decide::{Decision, Forward, Head, decide};
pub use policy::Policy;
pub use prompt::{Prompt, PromptDecision, check_prompt};
pub use refusal::{Reason, Refusal, refuse};
pub use reply::{Reply, ReplyHead, reply};
pub use route::Body;

/// One header: its name in lower case, and its value.
pub type Header = (String, String);

fn header(name: &str, value: &str) -> Header {
    (name.to_owned(), value.to_owned())
}

/// The value of a header. Names are in lower case, as the Fetch standard gives them.
fn value_of<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// Appends to a comma-separated list (RFC 9110 5.6.1).
fn push_listed(list: &mut String, item: &str) {
    if !list.is_empty() {
        list.push_str(", ");
    }
    list.push_str(item);
}
