//! A request's head -> what becomes of it.

use super::policy::{Origin, Policy};
use super::refusal::{Reason, Refusal, refuse};
use super::route::{Body, Endpoint, Route};
use super::{Header, cors, header, value_of};

/// The head of a request.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The method, as written.
    pub method: String,
    /// The path of the URL, still percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// Every header, names in lower case.
    pub headers: Vec<Header>,
}

impl Head {
    /// The page that the request says it comes from. None: no browser sent it, or a same-origin GET.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        value_of(&self.headers, "origin")
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A CORS preflight of a listed page: answer 204 with these headers.
    Preflight {
        /// All headers of the answer.
        headers: Vec<Header>,
    },
    /// Answer with this refusal.
    Refuse(Refusal),
    /// Authorize, read the body, send it on.
    Forward(Forward),
}

/// What goes to the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// The method.
    pub method: &'static str,
    /// Path and query below the service's base URL.
    pub path: String,
    /// All headers but `authorization`.
    pub headers: Vec<Header>,
    /// What the body must be.
    pub body: Body,
    /// The most bytes that the body may have.
    pub body_bytes: u64,
}

/// Request headers that go on (reference 1.5). Everything else stays here: credentials and cookies, because they are for the
/// gateway; addresses, user agents, traces and the `x-stainless-*` of the `openai` package, because they are nobody's business.
/// `content-type` is written anew.
const FORWARDED: [&str; 5] = [
    "accept",
    "x-dashscope-cachecontrol",
    "x-dashscope-datainspection",
    "x-dashscope-ossresourceresolve",
    "x-dashscope-wait-timeout",
];

/// Longest header value that goes on: `x-dashscope-datainspection`, the longest, takes about 40 bytes.
const VALUE_LENGTH: usize = 1024;

/// Longest query value: 20 file ids (reference 16.4) take about 900 bytes.
const QUERY_LENGTH: usize = 1024;

/// Decides on a request by its head.
#[must_use]
pub fn decide(policy: &Policy, head: &Head) -> Decision {
    match judge(policy, head) {
        Ok(decision) => decision,
        Err(reason) => Decision::Refuse(refusal(policy, head, reason)),
    }
}

fn judge(policy: &Policy, head: &Head) -> Result<Decision, Reason> {
    // Also for a page of the gateway's own origin: a rebound DNS name makes any page one.
    if head.origin().is_some_and(|origin| policy.origin(origin) == Origin::Unknown) {
        return Err(Reason::OriginNotAllowed);
    }
    let route = Route::of(&head.path).ok_or(Reason::PathNotFound)?;
    if let Some(method) = preflight_method(head) {
        // Whether the call itself is allowed is told by its own answer: a page cannot read why a preflight was refused.
        route.endpoint(method).ok_or(Reason::MethodNotAllowed)?;
        return Ok(Decision::Preflight { headers: cors::preflight(policy, head, route) });
    }
    forward(policy, head, route).map(Decision::Forward)
}

/// The method that a preflight asks for, if this is one.
fn preflight_method(head: &Head) -> Option<&str> {
    let asked = value_of(&head.headers, "access-control-request-method")?;
    (head.method == "OPTIONS" && head.origin().is_some()).then_some(asked)
}

fn permitted(policy: &Policy, route: Route, method: &str) -> Result<&'static Endpoint, Reason> {
    let endpoint = route.endpoint(method).ok_or(Reason::MethodNotAllowed)?;
    if policy.permits(endpoint.permission) { Ok(endpoint) } else { Err(Reason::RouteNotAllowed(endpoint.permission)) }
}

fn forward(policy: &Policy, head: &Head, route: Route) -> Result<Forward, Reason> {
    let endpoint = permitted(policy, route, &head.method)?;
    let mut headers = forwarded_headers(head);
    let body_bytes = match endpoint.body {
        Body::None => 0,
        Body::Json | Body::Prompt => policy.body_bytes,
        Body::Multipart => policy.file_bytes,
    };
    if let Some(content_type) = content_type(head, endpoint.body)? {
        headers.push(content_type);
        announced_within(head, body_bytes)?;
    }
    let path = route.upstream() + &query_string(head, endpoint.query)?;
    Ok(Forward { method: endpoint.method, path, headers, body: endpoint.body, body_bytes })
}

fn forwarded_headers(head: &Head) -> Vec<Header> {
    let mut headers = Vec::new();
    for name in FORWARDED {
        match value_of(&head.headers, name) {
            Some(value) if value.len() <= VALUE_LENGTH && value.bytes().all(|b| matches!(b, b' '..=b'~')) => {
                headers.push(header(name, value));
            }
            _ => {}
        }
    }
    headers
}

/// What the body goes on as; an error where it did not come as that. The demand for `application/json` is a guard, too:
/// a page of a foreign origin cannot send it without a preflight.
fn content_type(head: &Head, body: Body) -> Result<Option<Header>, Reason> {
    if body == Body::None {
        return Ok(None);
    }
    let encoding = value_of(&head.headers, "content-encoding").unwrap_or("identity");
    let value = value_of(&head.headers, "content-type").unwrap_or("");
    let essence = value.split(';').next().unwrap_or("").trim_ascii();
    if !encoding.eq_ignore_ascii_case("identity") {
        Err(Reason::UnsupportedMediaType)
    } else if body == Body::Multipart && essence.eq_ignore_ascii_case("multipart/form-data") {
        let boundary = boundary(value).ok_or(Reason::UnsupportedMediaType)?;
        Ok(Some(header("content-type", &["multipart/form-data; boundary=", boundary].concat())))
    } else if body != Body::Multipart && essence.eq_ignore_ascii_case("application/json") {
        Ok(Some(header("content-type", "application/json")))
    } else {
        Err(Reason::UnsupportedMediaType)
    }
}

/// The boundary of a multipart body: up to 70 characters that need no quotes (RFC 2046 5.1.1; what `FormData` makes is of these).
fn boundary(content_type: &str) -> Option<&str> {
    let value = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.trim_ascii().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    let bare = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"'+_-.".contains(&b);
    ((1..=70).contains(&bare.len()) && bare.bytes().all(plain)).then_some(bare)
}

/// A body that says it is too large is not even begun. One that says nothing, or lies, is counted as it comes.
fn announced_within(head: &Head, limit: u64) -> Result<(), Reason> {
    let length = value_of(&head.headers, "content-length").and_then(|value| value.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit) { Err(Reason::BodyTooLarge) } else { Ok(()) }
}

fn query_string(head: &Head, known: &[&str]) -> Result<String, Reason> {
    let mut query = String::new();
    for name in known {
        let Some((_, value)) = head.query.iter().find(|(given, _)| given == name) else { continue };
        if value.len() > QUERY_LENGTH {
            return Err(Reason::QueryTooLong);
        }
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        push_encoded(&mut query, value);
    }
    Ok(query)
}

/// Percent-encodes all but the unreserved characters (RFC 3986 2.3).
fn push_encoded(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

fn refusal(policy: &Policy, head: &Head, reason: Reason) -> Refusal {
    let mut refusal = refuse(policy, head.origin(), reason);
    if let (Reason::MethodNotAllowed, Some(route)) = (reason, Route::of(&head.path)) {
        refusal.headers.push(header("allow", &route.methods(policy)));
    }
    refusal
}
