//! What holds for the gateway whatever comes.

#[path = "gateway/support.rs"]
mod support;

use proptest::prelude::*;
use qwen_edge::gateway::{
    Decision, Head, Policy, Prompt, PromptDecision, Reason, ReplyHead, check_prompt, decide, refuse, reply,
};
use support::{PAGE, policy, value};

/// Pieces that paths are built from: whole calls, prefixes, and what smugglers use.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/",
            "chat",
            "completions",
            "files",
            "batches",
            "models",
            "content",
            "cancel",
            "v1",
            "..",
            ".",
            "%2e",
            "%2F",
            ";",
            "\\",
            "file-1",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ]
}

fn any_head() -> impl Strategy<Value = Head> {
    let method = prop_oneof![
        prop::sample::select(vec!["GET", "POST", "DELETE", "OPTIONS", "PUT"]).prop_map(str::to_owned),
        ".{0,5}"
    ];
    let path = prop_oneof![
        prop::collection::vec(piece(), 0..8).prop_map(|pieces| format!("/{}", pieces.join("/"))),
        prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat()),
    ];
    let name = prop_oneof![
        prop::sample::select(vec![
            "origin",
            "content-type",
            "content-length",
            "accept",
            "authorization",
            "cookie",
            "x-dashscope-wait-timeout",
            "x-forwarded-for",
            "access-control-request-method",
            "access-control-request-headers",
        ])
        .prop_map(str::to_owned),
        "[a-z-]{1,20}",
    ];
    let text = prop_oneof![
        prop::sample::select(vec![PAGE, "application/json", "multipart/form-data; boundary=a", "POST", "GET", "5"])
            .prop_map(str::to_owned),
        ".{0,40}",
    ];
    let query = prop_oneof![prop::sample::select(vec!["after", "limit", "status"]).prop_map(str::to_owned), ".{0,6}"];
    (method, path, prop::collection::vec((query, ".{0,12}"), 0..4), prop::collection::vec((name, text), 0..8))
        .prop_map(|(method, path, query, headers)| Head { method, path, query, headers })
}

const UPSTREAM_HEADERS: [&str; 5] = [
    "accept",
    "content-type",
    "x-dashscope-datainspection",
    "x-dashscope-ossresourceresolve",
    "x-dashscope-wait-timeout",
];

/// An obviously right reading of the paths that may go upstream.
fn is_a_path_of_the_service(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let plain = |s: &str| s.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%=&".contains(c));
    let id = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let known = match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["chat", "completions"] | ["completions" | "models" | "files" | "batches"] => true,
        ["files" | "batches", name] | ["files", name, "content"] | ["batches", name, "cancel"] => id(name),
        _ => false,
    };
    known && path.starts_with('/') && plain(query)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn whatever_comes_nothing_goes_on_but_what_is_listed(head in any_head()) {
        match decide(&policy(), &head) {
            Decision::Forward(forward) => {
                prop_assert!(is_a_path_of_the_service(&forward.path), "{}", forward.path);
                for (name, value) in &forward.headers {
                    prop_assert!(UPSTREAM_HEADERS.contains(&name.as_str()), "{}", name);
                    prop_assert!(value.bytes().all(|b| (b' '..=b'~').contains(&b)));
                }
                prop_assert!(head.origin().is_none_or(|origin| origin == PAGE));
            }
            Decision::Preflight { headers } => {
                prop_assert_eq!(value(&headers, "access-control-allow-origin"), Some(PAGE));
            }
            Decision::Refuse(refusal) => {
                prop_assert!((400..=599).contains(&refusal.status));
                let readable = value(&refusal.headers, "access-control-allow-origin");
                prop_assert!(readable.is_none_or(|origin| origin == PAGE));
            }
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&decide(&policy(), &head).write()).is_ok());
    }

    #[test]
    fn the_default_policy_lets_nothing_through(head in any_head()) {
        prop_assert!(matches!(decide(&Policy::default(), &head), Decision::Refuse(_)));
    }

    #[test]
    fn any_text_is_read_without_a_panic(a in ".{0,60}", b in ".{0,60}") {
        let policy = Policy::read(&a);
        let _ = decide(&policy, &Head::read(&b)).write();
        let _ = check_prompt(&policy, Some(&b), &Prompt::read(&b)).write();
        let _ = reply(&policy, Some(&b), &ReplyHead::read(&b)).write();
        let _ = refuse(&policy, Some(&b), Reason::named(&b)).write();
    }

    #[test]
    fn no_answer_is_larger_than_the_limit(n in -2i64..9, max in -2i64..300, limit in 1u32..200) {
        let prompt = Prompt { model: Some("qwen-long".into()), n: Some(n), max_tokens: Some(max), max_completion_tokens: None };
        let policy = Policy { max_tokens: Some(limit), ..policy() };
        if let PromptDecision::Forward { max_tokens } = check_prompt(&policy, None, &prompt) {
            let granted = max_tokens.map_or(max, i64::from);
            prop_assert!(granted >= 1 && granted * n <= i64::from(limit));
        }
    }
}
