//! The gateway's decisions by a body's facts and by the service's reply, and how all of them cross to JavaScript.

#[path = "gateway/support.rs"]
mod support;

use qwen_edge::gateway::{
    Policy, Prompt, PromptDecision, Reason, Reply, ReplyHead, check_prompt, decide, refuse, reply,
};
use support::{PAGE, head, json_post, pairs, policy, value};

fn prompt(text: &str, max_tokens: Option<u32>) -> Result<Option<u32>, (u16, &'static str, Option<&'static str>)> {
    match check_prompt(&Policy { max_tokens, ..policy() }, Some(PAGE), &Prompt::read(text)) {
        PromptDecision::Forward { max_tokens } => Ok(max_tokens),
        PromptDecision::Refuse(refusal) => {
            assert_eq!(value(&refusal.headers, "access-control-allow-origin"), Some(PAGE));
            Err((refusal.status, refusal.code, refusal.param))
        }
    }
}

#[test]
fn only_listed_models_are_asked() {
    let refusal = Err((403, "model_not_allowed", Some("model")));
    let missing = Err((400, "model_missing", Some("model")));
    let rows = [
        (r#"{"model":"qwen-long"}"#, Ok(None)),
        (r#"{"model":"qwen3-max"}"#, Ok(None)),
        (r#"{"model":"qwen3-"}"#, Ok(None)),
        (r#"{"model":"qwen-long-latest"}"#, refusal),
        (r#"{"model":"QWEN-LONG"}"#, refusal),
        (r#"{"model":" qwen-long"}"#, refusal),
        (r#"{"model":"qwen3"}"#, refusal),
        (r#"{"model":"qwen3-*x"}"#, Ok(None)),
        (r#"{"model":""}"#, refusal),
        (r#"{"model":"*"}"#, refusal),
        (r#"{"model":null}"#, missing),
        (r#"{"model":["qwen-long"]}"#, missing),
        (r#"{"model":false}"#, missing),
        ("{}", missing),
        ("", missing),
    ];
    for (body, expected) in rows {
        assert_eq!(prompt(body, None), expected, "{body}");
    }
}

#[test]
fn the_token_limit_is_kept_whatever_the_request_says() {
    let long = |rest: &str| [r#"{"model":"qwen-long""#, rest, "}"].concat();
    let over = |field| Err((400, "max_tokens_exceeded", Some(field)));
    let bad = |field| Err((400, "invalid_number", Some(field)));
    let rows = [
        ("", Ok(Some(100))),
        (r#","max_tokens":100"#, Ok(None)),
        (r#","max_tokens":1"#, Ok(None)),
        (r#","max_tokens":101"#, over("max_tokens")),
        (r#","max_tokens":null"#, Ok(Some(100))),
        (r#","max_tokens":99999999999"#, over("max_tokens")),
        (r#","max_tokens":0"#, bad("max_tokens")),
        (r#","max_tokens":-1"#, bad("max_tokens")),
        (r#","max_tokens":1.5"#, bad("max_tokens")),
        (r#","max_tokens":1e+21"#, bad("max_tokens")),
        (r#","max_tokens":false"#, bad("max_tokens")),
        (r#","max_tokens":"5""#, bad("max_tokens")),
        (r#","max_completion_tokens":50"#, Ok(Some(100))),
        (r#","max_completion_tokens":101"#, over("max_completion_tokens")),
        (r#","max_completion_tokens":101,"max_tokens":5"#, over("max_completion_tokens")),
        (r#","n":4"#, Ok(Some(25))),
        (r#","n":4,"max_tokens":25"#, Ok(None)),
        (r#","n":4,"max_tokens":26"#, over("max_tokens")),
        (r#","n":101"#, over("n")),
        (r#","n":0"#, bad("n")),
        (r#","n":false"#, bad("n")),
        (r#","n":null"#, Ok(Some(100))),
    ];
    for (rest, expected) in rows {
        assert_eq!(prompt(&long(rest), Some(100)), expected, "{rest}");
        assert_eq!(prompt(&long(rest), None), Ok(None), "no limit, nothing judged: {rest}");
    }
}

#[test]
fn only_known_reply_headers_come_back() {
    let given = [
        ("access-control-allow-origin", "*"),
        ("connection", "close"),
        ("content-encoding", "gzip"),
        ("content-length", "9"),
        ("content-type", "text/event-stream;charset=UTF-8"),
        ("date", "x"),
        ("req-cost-time", "7"),
        ("retry-after", "3"),
        ("retry-after-ms", "2500"),
        ("server", "istio-envoy"),
        ("set-cookie", "acw_tc=1"),
        ("transfer-encoding", "chunked"),
        ("vary", "Accept-Encoding"),
        ("x-dashscope-partialresponse", "true"),
        ("x-envoy-upstream-service-time", "1"),
        ("x-request-id", "r-1"),
    ];
    let Reply::Pass { status, headers } =
        reply(&policy(), Some(PAGE), &ReplyHead { status: 400, headers: pairs(&given) })
    else {
        panic!()
    };
    assert_eq!(status, 400);
    let expected = [
        ("vary", "origin"),
        ("access-control-allow-origin", PAGE),
        ("access-control-allow-credentials", "true"),
        ("access-control-expose-headers", "x-request-id, x-dashscope-partialresponse, retry-after, retry-after-ms"),
        ("retry-after", "3"),
        ("retry-after-ms", "2500"),
        ("x-dashscope-partialresponse", "true"),
        ("x-request-id", "r-1"),
        ("content-type", "text/event-stream;charset=UTF-8"),
        ("cache-control", "no-store, no-transform"),
        ("x-accel-buffering", "no"),
        ("x-content-type-options", "nosniff"),
    ];
    assert_eq!(headers, pairs(&expected));
}

#[test]
fn a_reply_never_becomes_a_page_of_the_gateways_origin() {
    let rows = [
        ("application/json", "application/json"),
        ("text/plain", "text/plain"),
        ("TEXT/Event-Stream; charset=utf-8", "TEXT/Event-Stream; charset=utf-8"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("", "application/octet-stream"),
        ("text/html; application/json", "application/octet-stream"),
    ];
    for (given, expected) in rows {
        let head = ReplyHead { status: 200, headers: pairs(&[("content-type", given)]) };
        let Reply::Pass { headers, .. } = reply(&policy(), None, &head) else { panic!() };
        assert_eq!(value(&headers, "content-type"), Some(expected), "{given}");
    }
}

#[test]
fn a_reply_that_is_no_answer_is_refused() {
    for status in [0, 100, 101, 300, 301, 302, 304, 307, 399, 600, 999] {
        let Reply::Refuse(refusal) = reply(&policy(), None, &ReplyHead { status, headers: Vec::new() }) else {
            panic!("{status}")
        };
        assert_eq!((refusal.status, refusal.code), (502, "upstream_unusable"));
    }
}

#[test]
fn troubles_are_known_by_their_codes() {
    for code in [
        "body_too_large",
        "invalid_json",
        "unauthorized",
        "authorize_failed",
        "missing_api_key",
        "upstream_unreachable",
        "upstream_unusable",
        "client_closed",
        "gateway_failed",
    ] {
        assert_eq!(refuse(&policy(), None, Reason::named(code)).code, code);
    }
    assert_eq!(Reason::named("something else"), Reason::Internal);
}

#[test]
fn what_crosses_to_javascript_is_json() {
    let parse = |text: String| serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    let forward = parse(decide(&policy(), &json_post("/chat/completions")).write());
    assert_eq!(
        forward,
        serde_json::json!({ "kind": "forward", "method": "POST", "path": "/chat/completions", "body": "prompt",
        "bodyBytes": 100, "headers": [["content-type", "application/json"]] })
    );
    let refusal = parse(decide(&policy(), &head("GET", "/models", &[("origin", "https://evil.example")])).write());
    assert_eq!(
        (&refusal["kind"], &refusal["status"], &refusal["param"]),
        (&"refuse".into(), &403.into(), &serde_json::Value::Null)
    );
    let limited =
        check_prompt(&Policy { max_tokens: Some(9), ..policy() }, None, &Prompt::read(r#"{"model":"qwen-long"}"#));
    assert_eq!(parse(limited.write()), serde_json::json!({ "kind": "forward", "maxTokens": 9 }));
    let free = check_prompt(&policy(), None, &Prompt::read(r#"{"model":"qwen-long"}"#));
    assert_eq!(parse(free.write()), serde_json::json!({ "kind": "forward" }));
    let pass = parse(
        reply(&policy(), None, &ReplyHead::read(r#"{"status":200,"headers":[["x-request-id","\"\\\n"]]}"#)).write(),
    );
    assert_eq!(pass["headers"][1], serde_json::json!(["x-request-id", "\"\\\n"]));
    let preflight = head("OPTIONS", "/models", &[("origin", PAGE), ("access-control-request-method", "GET")]);
    assert_eq!(parse(decide(&policy(), &preflight).write())["kind"], "preflight");
}
