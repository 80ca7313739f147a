//! Whatever a request says, the gateway passes on nothing but what its policy allows: calls, methods, origins, headers,
//! models, tokens; and of a reply nothing but what a page may have.
//!
//! Input: up to four lines of JSON, as `pkg/src/gateway` hands them over: policy, head, facts of a prompt, reply's head.

use qwen_edge::gateway::{
    Decision, Forward, Head, Header, Policy, Prompt, PromptDecision, Refusal, Reply, ReplyHead, check_prompt, decide,
    reply,
};
use serde_json::Value;

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(4, '\n').chain(std::iter::repeat(""));
    let mut line = || lines.next().unwrap_or_default();
    let policy = Policy::read(line());
    let head = Head::read(line());
    let origin = head.origin();
    on_a_request(&policy, &head);
    on_a_prompt(&policy, origin, line());
    on_a_reply(&policy, origin, line());
}

fn on_a_request(policy: &Policy, head: &Head) {
    let decision = decide(policy, head);
    is_json(&decision.write());
    match &decision {
        Decision::Forward(forward) => {
            goes_on(policy, forward);
            assert_eq!(forward.method, head.method);
            assert!(head.origin().is_none_or(|origin| is_allowed(policy, origin)), "{decision:?}");
        }
        Decision::Preflight { headers } => {
            assert_eq!(head.method, "OPTIONS");
            let origin = head.origin().expect("a preflight has an origin");
            assert!(is_allowed(policy, origin), "{decision:?}");
            is_readable_by_the_allowed(policy, Some(origin), headers);
        }
        Decision::Refuse(refusal) => is_a_refusal(policy, head.origin(), refusal),
    }
    assert!(matches!(decide(&Policy::default(), head), Decision::Refuse(_)), "the default policy allows nothing");
}

/// The calls that exist, what opens each, and the query that each takes, as a table.
fn goes_on(policy: &Policy, forward: &Forward) {
    let (path, query) = forward.path.split_once('?').unwrap_or((&forward.path, ""));
    let is_id = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let file = |call: &str| policy.files.iter().any(|open| open == call);
    let pieces: Vec<&str> = path.split('/').collect();
    let open = match (forward.method, pieces.as_slice()) {
        ("POST", ["", "chat", "completions"]) => !policy.models.is_empty(),
        ("POST", ["", "completions"]) => policy.completions,
        ("GET", ["", "models"]) => policy.list_models,
        ("POST", ["", "files"]) => file("create"),
        ("GET", ["", "files"]) => file("list"),
        ("GET", ["", "files", id]) => file("retrieve") && is_id(id),
        ("DELETE", ["", "files", id]) => file("delete") && is_id(id),
        ("GET", ["", "files", id, "content"]) => file("content") && is_id(id),
        ("POST" | "GET", ["", "batches"]) => policy.batches,
        ("GET", ["", "batches", id]) | ("POST", ["", "batches", id, "cancel"]) => policy.batches && is_id(id),
        _ => false,
    };
    assert!(open, "not allowed, or no call: {forward:?}");
    assert!(query.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%=&".contains(c)), "{query}");
    assert!(
        query.is_empty() || (forward.method == "GET" && matches!(pieces.as_slice(), ["", "files" | "batches"])),
        "{query}"
    );
    let known = |name: &str| matches!(name, "accept" | "content-type") || is_instruction(name);
    assert!(forward.headers.iter().all(|(name, _)| known(name)), "{:?}", forward.headers);
    assert!(forward.headers.iter().all(|(_, value)| value.bytes().all(|b| (b' '..=b'~').contains(&b))));
    assert!(forward.body_bytes <= policy.body_bytes.max(policy.file_bytes));
}

/// The service's own request headers that go on (reference 1.5).
fn is_instruction(name: &str) -> bool {
    matches!(name.strip_prefix("x-dashscope-"), Some("datainspection" | "ossresourceresolve" | "wait-timeout"))
}

fn on_a_prompt(policy: &Policy, origin: Option<&str>, body: &str) {
    let decision = check_prompt(policy, origin, &Prompt::read(body));
    is_json(&decision.write());
    match &decision {
        PromptDecision::Refuse(refusal) => is_a_refusal(policy, origin, refusal),
        PromptDecision::Forward { max_tokens } => {
            // Of duplicate keys serde_json keeps the last, as JSON.parse does. It knows no lone halves and no deep nesting.
            let Ok(body) = serde_json::from_str::<Value>(body) else { return };
            let model = body["model"].as_str().expect("what goes on names a model");
            let listed = |allowed: &String| {
                allowed == model || allowed.strip_suffix('*').is_some_and(|prefix| model.starts_with(prefix))
            };
            assert!(policy.models.iter().any(listed), "{model:?} is not in {:?}", policy.models);
            if let Some(limit) = policy.max_tokens {
                let number =
                    |key: &str| Some(&body[key]).filter(|v| !v.is_null()).map(|v| v.as_u64().expect("a number"));
                let granted = max_tokens.map(u64::from).or_else(|| number("max_tokens")).expect("a limit is set");
                let most = granted.max(number("max_completion_tokens").unwrap_or(0));
                assert!(most >= 1 && most * number("n").unwrap_or(1) <= u64::from(limit), "{body} passes {limit}");
            }
        }
    }
}

fn on_a_reply(policy: &Policy, origin: Option<&str>, head: &str) {
    let decision = reply(policy, origin, &ReplyHead::read(head));
    is_json(&decision.write());
    match &decision {
        Reply::Refuse(refusal) => is_a_refusal(policy, origin, refusal),
        Reply::Pass { status, headers } => {
            assert!(matches!(status, 200..=299 | 400..=599), "{status}");
            is_readable_by_the_allowed(policy, origin, headers);
            assert_eq!(value(headers, "x-content-type-options"), Some("nosniff"));
            let names = ["vary", "cache-control", "content-type", "x-request-id", "x-accel-buffering"];
            let begins = ["access-control-", "x-dashscope-", "retry-after"];
            let known = |name: &str| names.contains(&name) || begins.iter().any(|begin| name.starts_with(begin));
            assert!(headers.iter().all(|(name, _)| known(name) || name == "x-content-type-options"), "{headers:?}");
            // A browser takes the last of several types (Fetch standard 2.2, "extract a MIME type").
            let types = value(headers, "content-type").expect("a type").split(',');
            let mut essences =
                types.map(|one| one.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase());
            let plain = ["application/json", "text/event-stream", "text/plain", "application/octet-stream"];
            assert!(essences.all(|essence| plain.contains(&essence.as_str())), "{headers:?}");
        }
    }
}

fn is_a_refusal(policy: &Policy, origin: Option<&str>, refusal: &Refusal) {
    assert!((400..=599).contains(&refusal.status) && !refusal.code.is_empty() && !refusal.message.is_empty());
    is_readable_by_the_allowed(policy, origin, &refusal.headers);
}

fn is_allowed(policy: &Policy, origin: &str) -> bool {
    policy.origins.iter().any(|allowed| allowed == "*" || allowed == origin)
}

/// Other pages are told nothing, and a wildcard never goes with cookies.
fn is_readable_by_the_allowed(policy: &Policy, origin: Option<&str>, headers: &[Header]) {
    let granted = value(headers, "access-control-allow-origin");
    let allowed = origin.is_some_and(|origin| is_allowed(policy, origin));
    assert_eq!(granted.is_some(), allowed, "{origin:?}");
    assert!(granted.is_none_or(|granted| granted == "*" || Some(granted) == origin));
    assert!(granted != Some("*") || value(headers, "access-control-allow-credentials").is_none());
}

fn value<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

fn is_json(text: &str) {
    assert!(serde_json::from_str::<Value>(text).is_ok(), "{text}");
}
