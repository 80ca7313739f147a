//! Cross-origin resource sharing (Fetch standard 3.2): what a listed page may see and send.

use super::policy::{Origin, Policy};
use super::route::Route;
use super::{Head, Header, header, push_listed, value_of};

/// What a page may read besides the body: `x-request-id` for support, whether the answer is whole (reference 0.18), when to come again.
const EXPOSED: &str = "x-request-id, x-dashscope-partialresponse, retry-after, retry-after-ms";

/// Seconds that a browser keeps a preflight's answer: the most that Chromium grants.
const MAX_AGE: &str = "7200";

/// Most request headers that one preflight may ask for, and the longest name of one. The `openai` package sends about 12.
const ASKED: usize = 64;
const NAME_LENGTH: usize = 64;

/// The headers that every answer to this origin carries, refusals too: without them a page sees no status.
pub fn headers(policy: &Policy, origin: Option<&str>) -> Vec<Header> {
    let mut headers = vec![header("vary", "origin")];
    if grant(&mut headers, policy, origin) {
        headers.push(header("access-control-expose-headers", EXPOSED));
    }
    headers
}

/// The answer to an allowed preflight.
pub fn preflight(policy: &Policy, head: &Head, route: Route) -> Vec<Header> {
    let mut headers = vec![header("vary", "origin, access-control-request-method, access-control-request-headers")];
    grant(&mut headers, policy, head.origin());
    headers.push(header("access-control-allow-methods", &route.methods(policy)));
    headers.push(header("access-control-max-age", MAX_AGE));
    let asked = asked_headers(value_of(&head.headers, "access-control-request-headers").unwrap_or(""));
    if !asked.is_empty() {
        headers.push(header("access-control-allow-headers", &asked));
    }
    headers
}

/// Lets the page read the answer, if it may. A wildcard never goes with credentials: any page could then act with the
/// user's cookies.
fn grant(headers: &mut Vec<Header>, policy: &Policy, origin: Option<&str>) -> bool {
    let Some(origin) = origin else { return false };
    let allowed = policy.origin(origin);
    match allowed {
        Origin::Listed => {
            headers.push(header("access-control-allow-origin", origin));
            headers.push(header("access-control-allow-credentials", "true"));
        }
        Origin::Any => headers.push(header("access-control-allow-origin", "*")),
        Origin::Unknown => {}
    }
    allowed != Origin::Unknown
}

/// The names asked for that are names. Allowing one is harmless: what is not on the list of `decide` goes no further.
fn asked_headers(value: &str) -> String {
    let mut names = String::new();
    for name in value.split(',').take(ASKED).map(str::trim_ascii).filter(|name| is_token(name)) {
        push_listed(&mut names, name);
    }
    names
}

/// RFC 9110 5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_LENGTH
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
