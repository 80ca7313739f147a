//! The gateway's decisions by the head of a request, rule by rule.

#[path = "gateway/support.rs"]
mod support;

use qwen_edge::gateway::{Body, Decision, Head, Policy, Reason, decide, refuse};
use support::{PAGE, forwarded, head, pairs, policy, refused, value};

#[test]
fn every_call_of_the_service_goes_to_its_own_path() {
    let rows = [
        ("POST", "/v1/chat/completions", "/chat/completions", Body::Prompt),
        ("POST", "/chat/completions", "/chat/completions", Body::Prompt),
        ("POST", "/a/b/%E6%8E%A5/chat/completions", "/chat/completions", Body::Prompt),
        ("GET", "/v1/models", "/models", Body::None),
        ("POST", "/v1/files", "/files", Body::Multipart),
        ("GET", "/v1/files", "/files", Body::None),
        ("GET", "/v1/files/file-fe-6e65", "/files/file-fe-6e65", Body::None),
        ("DELETE", "/v1/files/file-fe-6e65", "/files/file-fe-6e65", Body::None),
        ("GET", "/v1/files/file-batch_output-1/content", "/files/file-batch_output-1/content", Body::None),
        ("POST", "/v1/batches", "/batches", Body::Json),
        ("GET", "/v1/batches", "/batches", Body::None),
        ("GET", "/v1/batches/batch_c9", "/batches/batch_c9", Body::None),
        ("POST", "/v1/batches/batch_c9/cancel", "/batches/batch_c9/cancel", Body::None),
        // The longest reading of a path wins: an id may be spelled like a call.
        ("GET", "/v1/files/models", "/files/models", Body::None),
    ];
    for (method, path, upstream, body) in rows {
        let content_type =
            if body == Body::Multipart { "multipart/form-data; boundary=XX" } else { "application/json" };
        let forward = forwarded(&policy(), &head(method, path, &[("content-type", content_type)]));
        assert_eq!((forward.method, forward.path.as_str(), forward.body), (method, upstream, body), "{method} {path}");
    }
}

#[test]
fn a_path_that_is_no_call_or_could_be_read_in_two_ways_is_not_found() {
    let long_id = ["/v1/files/", &"a".repeat(129)].concat();
    let paths = [
        "",
        "/",
        "/v1",
        "v1/models",
        "/v1/embeddings",
        "/v1/responses",
        "/api/v1/tokens",
        "/v1/tokens",
        "/v1/models/",
        "/v1/Models",
        "/v1/chat/Completions",
        "/v1//models",
        "//models",
        "/v1/./models",
        "/v1/../models",
        "/v1/%2e%2e/models",
        "/v1/%2E./models",
        "/v1%2Fmodels",
        "/x%2fy/models",
        "/x%5Cy/models",
        "/x\\y/models",
        "/v1/models;x=1",
        "/v1;a/models",
        "/v1/models%00",
        "/v1/models%20",
        "/v1/files/a.b",
        "/v1/files/a%2Fb",
        "/v1/files/a b",
        "/v1/files/ä",
        "/v1/files/a/b",
        "/v1/files//content",
        "/v1/files/a/content/",
        "/v1/batches/a/delete",
        "/v1/chat/completions/x",
        &long_id,
    ];
    for path in paths {
        assert_eq!(refused(&policy(), &head("GET", path, &[])), (404, "path_not_found"), "{path}");
    }
}

#[test]
fn another_method_is_refused_with_the_list_of_those_that_are_allowed() {
    let only_create = Policy { files: vec!["create".into()], ..policy() };
    let rows = [
        (policy(), "PUT", "/v1/files", "POST, GET"),
        (policy(), "POST", "/v1/files/a", "GET, DELETE"),
        (policy(), "GET", "/v1/chat/completions", "POST"),
        (policy(), "HEAD", "/v1/models", "GET"),
        (policy(), "post", "/v1/chat/completions", "POST"),
        (policy(), "OPTIONS", "/v1/models", "GET"),
        (only_create.clone(), "PUT", "/v1/files", "POST"),
        (only_create, "PUT", "/v1/files/a", ""),
    ];
    for (policy, method, path, allow) in rows {
        let Decision::Refuse(refusal) = decide(&policy, &head(method, path, &[])) else { panic!("{method} {path}") };
        assert_eq!((refusal.status, refusal.code), (405, "method_not_allowed"));
        assert_eq!(value(&refusal.headers, "allow"), Some(allow), "{method} {path}");
    }
}

#[test]
fn what_is_not_allowed_is_refused_and_the_refusal_names_the_option() {
    let nothing = Policy { body_bytes: 100, file_bytes: 100, ..Policy::default() };
    let rows = [
        ("POST", "/chat/completions", "models: ["),
        ("POST", "/completions", "completions: true"),
        ("GET", "/models", "listModels: true"),
        ("POST", "/files", "files: [\"create\"]"),
        ("GET", "/files", "files: [\"list\"]"),
        ("GET", "/files/a", "files: [\"retrieve\"]"),
        ("DELETE", "/files/a", "files: [\"delete\"]"),
        ("GET", "/files/a/content", "files: [\"content\"]"),
        ("POST", "/batches", "batches: true"),
        ("GET", "/batches", "batches: true"),
        ("GET", "/batches/a", "batches: true"),
        ("POST", "/batches/a/cancel", "batches: true"),
    ];
    for (method, path, option) in rows {
        let Decision::Refuse(refusal) = decide(&nothing, &head(method, path, &[])) else { panic!("{method} {path}") };
        assert_eq!((refusal.status, refusal.code), (403, "route_not_allowed"), "{method} {path}");
        assert!(refusal.message.contains(option), "{}", refusal.message);
    }
}

#[test]
fn an_unreadable_policy_allows_nothing() {
    for text in ["", "null", "[]", "{", r#"{"models":"qwen-long"}"#, r#"{"models":{"0":"qwen-long"},"files":true}"#] {
        let policy = Policy::read(text);
        assert_eq!(refused(&policy, &head("POST", "/chat/completions", &[])).0, 403, "{text}");
        assert_eq!(refused(&policy, &head("POST", "/files", &[])).0, 403, "{text}");
    }
}

#[test]
fn only_listed_pages_may_call() {
    let rows = [
        ("https://app.example", true),
        ("https://app.example.evil", false),
        ("http://app.example", false),
        ("https://APP.example", false),
        ("https://app.example:8443", false),
        ("null", false),
        ("", false),
        ("*", false),
    ];
    for (origin, allowed) in rows {
        let decision = decide(&policy(), &head("GET", "/models", &[("origin", origin)]));
        let Decision::Refuse(refusal) = decision else {
            assert!(allowed, "{origin}");
            continue;
        };
        assert!(!allowed, "{origin}");
        assert_eq!((refusal.status, refusal.code), (403, "origin_not_allowed"));
        assert_eq!(value(&refusal.headers, "access-control-allow-origin"), None);
    }
    // No Origin: no page of a browser; `authorize` decides.
    forwarded(&policy(), &head("GET", "/models", &[]));
}

#[test]
fn a_refusal_can_be_read_by_a_listed_page_and_a_wildcard_takes_no_cookies() {
    let listed = refuse(&policy(), Some(PAGE), Reason::Unauthorized).headers;
    assert_eq!(value(&listed, "access-control-allow-origin"), Some(PAGE));
    assert_eq!(value(&listed, "access-control-allow-credentials"), Some("true"));
    assert_eq!(
        value(&listed, "access-control-expose-headers"),
        Some("x-request-id, x-dashscope-partialresponse, retry-after, retry-after-ms")
    );
    let any =
        refuse(&Policy { origins: vec!["*".into()], ..policy() }, Some("https://x.example"), Reason::Unauthorized)
            .headers;
    assert_eq!(value(&any, "access-control-allow-origin"), Some("*"));
    assert_eq!(value(&any, "access-control-allow-credentials"), None);
    let none = refuse(&policy(), None, Reason::Unauthorized).headers;
    assert_eq!(value(&none, "access-control-allow-origin"), None);
    assert!([listed, any, none].iter().all(|headers| value(headers, "vary") == Some("origin")));
}

#[test]
fn a_preflight_of_a_listed_page_is_answered_for_every_known_call() {
    let ask = |path: &str, method: &str, origin: &str, headers: &str| {
        let given = [
            ("origin", origin),
            ("access-control-request-method", method),
            ("access-control-request-headers", headers),
        ];
        decide(&policy(), &head("OPTIONS", path, &given))
    };
    let Decision::Preflight { headers } =
        ask("/v1/files", "POST", PAGE, "Content-Type, x-stainless-os ,,bad name,x\u{e9},a(b")
    else {
        panic!()
    };
    assert_eq!(value(&headers, "access-control-allow-origin"), Some(PAGE));
    assert_eq!(value(&headers, "access-control-allow-methods"), Some("POST, GET"));
    assert_eq!(value(&headers, "access-control-allow-headers"), Some("Content-Type, x-stainless-os"));
    assert_eq!(value(&headers, "access-control-max-age"), Some("7200"));
    assert!(value(&headers, "vary").is_some_and(|vary| vary.starts_with("origin")));

    // Not allowed, but its own answer says so: a page cannot read a refused preflight.
    assert!(matches!(ask("/v1/completions", "POST", PAGE, ""), Decision::Preflight { .. }));

    for (path, method, origin, code) in [
        ("/v1/files", "POST", "https://evil.example", "origin_not_allowed"),
        ("/v1/files", "PATCH", PAGE, "method_not_allowed"),
        ("/v1/embeddings", "POST", PAGE, "path_not_found"),
    ] {
        let Decision::Refuse(refusal) = ask(path, method, origin, "") else { panic!("{path}") };
        assert_eq!(refusal.code, code);
    }
}

#[test]
fn only_documented_request_headers_go_on() {
    let given = [
        ("accept", "text/event-stream"),
        ("accept-language", "de"),
        ("authorization", "Bearer page"),
        ("baggage", "b"),
        ("cf-connecting-ip", "1.2.3.4"),
        ("connection", "keep-alive"),
        ("content-length", "2"),
        ("content-type", "application/json; charset=UTF-8; evil=1"),
        ("cookie", "session=1"),
        ("host", "gateway.example"),
        ("origin", PAGE),
        ("proxy-authorization", "x"),
        ("referer", "https://app.example/secret"),
        ("sec-fetch-site", "cross-site"),
        ("te", "trailers"),
        ("traceparent", "00-1"),
        ("transfer-encoding", "chunked"),
        ("upgrade", "h2c"),
        ("user-agent", "me"),
        ("x-api-key", "k"),
        ("x-dashscope-async", "enable"),
        ("x-dashscope-cachecontrol", "enable"),
        ("x-dashscope-datainspection", "{\"input\":\"cip\"}"),
        ("x-dashscope-ossresourceresolve", "enable"),
        ("x-dashscope-sse", "enable"),
        ("x-dashscope-wait-timeout", "30"),
        ("x-dashscope-workspace", "other"),
        ("x-forwarded-for", "1.2.3.4"),
        ("x-stainless-os", "Linux"),
    ];
    let headers = forwarded(&policy(), &head("POST", "/chat/completions", &given)).headers;
    let expected = [
        ("accept", "text/event-stream"),
        ("x-dashscope-cachecontrol", "enable"),
        ("x-dashscope-datainspection", "{\"input\":\"cip\"}"),
        ("x-dashscope-ossresourceresolve", "enable"),
        ("x-dashscope-wait-timeout", "30"),
        ("content-type", "application/json"),
    ];
    assert_eq!(headers, pairs(&expected));
    let long = "a".repeat(1025);
    for odd in [long.as_str(), "a\r\nx: y", "\u{e9}", "a\0"] {
        let headers = forwarded(&policy(), &head("GET", "/models", &[("accept", odd)])).headers;
        assert_eq!(headers, [], "{odd:?}");
    }
}

#[test]
fn a_body_must_be_announced_as_what_the_call_takes() {
    let json = [
        ("application/json", true),
        ("Application/JSON;charset=utf-8", true),
        ("", false),
        ("text/plain", false),
        ("application/x-www-form-urlencoded", false),
        ("application/jsonp", false),
        ("multipart/form-data; boundary=a", false),
    ];
    for (content_type, taken) in json {
        let decision = decide(&policy(), &head("POST", "/chat/completions", &[("content-type", content_type)]));
        assert_eq!(matches!(decision, Decision::Forward(_)), taken, "{content_type}");
    }
    let long = ["multipart/form-data; boundary=", &"a".repeat(71)].concat();
    let multipart = [
        (
            "multipart/form-data; boundary=----WebKitFormBoundaryX1",
            Some("multipart/form-data; boundary=----WebKitFormBoundaryX1"),
        ),
        ("multipart/form-data; charset=x; Boundary=\"a-b\"; y=z", Some("multipart/form-data; boundary=a-b")),
        ("multipart/form-data", None),
        ("multipart/form-data; boundary=", None),
        ("multipart/form-data; boundary=a b", None),
        ("multipart/form-data; boundary=\"a", None),
        ("multipart/mixed; boundary=a", None),
        ("application/json", None),
        (&long, None),
    ];
    for (content_type, upstream) in multipart {
        let decision = decide(&policy(), &head("POST", "/files", &[("content-type", content_type)]));
        let headers = if let Decision::Forward(forward) = &decision { forward.headers.as_slice() } else { &[] };
        assert_eq!(value(headers, "content-type"), upstream, "{content_type}");
    }
    let gzip = [("content-type", "application/json"), ("content-encoding", "gzip")];
    assert_eq!(refused(&policy(), &head("POST", "/chat/completions", &gzip)), (415, "unsupported_media_type"));
}

#[test]
fn a_body_that_says_it_is_too_large_is_not_begun() {
    let rows = [
        ("/chat/completions", "application/json", "100", true),
        ("/chat/completions", "application/json", "101", false),
        ("/files", "multipart/form-data; boundary=a", "1000", true),
        ("/files", "multipart/form-data; boundary=a", "1001", false),
        ("/files", "multipart/form-data; boundary=a", "nonsense", true),
    ];
    for (path, content_type, length, taken) in rows {
        let head = head("POST", path, &[("content-type", content_type), ("content-length", length)]);
        if taken {
            forwarded(&policy(), &head);
        } else {
            assert_eq!(refused(&policy(), &head), (413, "body_too_large"), "{path} {length}");
        }
    }
}

#[test]
fn only_the_query_parameters_of_the_call_go_on_and_are_written_anew() {
    let with = |path: &str, query: &[(&str, &str)]| Head { query: pairs(query), ..head("GET", path, &[]) };
    let list = with("/files", &[("limit", "2"), ("after", "a&b=c #ü"), ("evil", "1"), ("Limit", "9"), ("limit", "3")]);
    assert_eq!(forwarded(&policy(), &list).path, "/files?after=a%26b%3Dc%20%23%C3%BC&limit=2");
    let batches = with("/batches", &[("status", "completed,failed"), ("purpose", "batch")]);
    assert_eq!(forwarded(&policy(), &batches).path, "/batches?status=completed%2Cfailed");
    assert_eq!(forwarded(&policy(), &with("/models", &[("limit", "2")])).path, "/models");
    assert_eq!(refused(&policy(), &with("/files", &[("after", &"a".repeat(1025))])), (414, "query_too_long"));
}
