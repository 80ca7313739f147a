//! One call: where it goes, what a head means, what an error says, when it is tried again.

use qwen_edge::call::head::{Follows, read};
use qwen_edge::call::spec::Spec;
use qwen_edge::call::target::{Operation, base};
use qwen_edge::error::{Code, Error, Kind, Phase};
use qwen_edge::retry::{parsing_pause, pause, retry_after};
use qwen_edge::wire::fault::{is_parsing, of_body};
use qwen_edge::wire::file::upload_name;

#[test]
fn operations_have_the_paths_of_the_reference() {
    let id = || Some("file-fe-1".to_owned());
    for (name, id, method, path) in [
        ("chat", None, "POST", "/chat/completions"),
        ("files.create", None, "POST", "/files"),
        ("files.list", None, "GET", "/files"),
        ("files.retrieve", id(), "GET", "/files/file-fe-1"),
        ("files.delete", id(), "DELETE", "/files/file-fe-1"),
        ("files.content", id(), "GET", "/files/file-fe-1/content"),
    ] {
        let operation = Operation::named(name, id).expect(name);
        assert_eq!((operation.method(), operation.path().as_deref()), (method, Ok(path)));
    }
    assert_eq!(Operation::named("files.retrieve", None), None);
    assert_eq!(Operation::named("nonsense", None), None);
}

#[test]
fn an_id_cannot_lead_elsewhere() {
    for id in ["", "..", ".", "a/b", "a?b", "a#b", "a%2fb", "a b", "我"] {
        let error = Operation::FileRetrieve(id.to_owned()).path().expect_err(id);
        assert_eq!(error.kind, Kind::Usage, "{id}");
    }
}

#[test]
fn a_base_address_wins_over_a_region_and_beijing_is_the_default() {
    assert_eq!(base(Some("/v1/"), Some("us-east-1")), Ok("/v1"));
    assert_eq!(base(None, Some("us-east-1")), Ok("https://dashscope-us.aliyuncs.com/compatible-mode/v1"));
    assert_eq!(base(None, None), Ok("https://dashscope.aliyuncs.com/compatible-mode/v1"));
    assert_eq!(base(None, Some("mars")).expect_err("unknown").kind, Kind::Usage);
}

#[test]
fn a_call_crosses_as_json_and_nothing_is_guessed() {
    let whole = r#"{"operation":"files.list","query":"after=a","streaming":false,"maxRetries":2,"timeout":9,"parsingTimeout":8}"#;
    let spec = Spec::read(whole).expect("whole");
    assert_eq!((spec.operation, spec.query), (Operation::FileList, "after=a".to_owned()));
    for broken in
        ["", "{}", &whole.replace('2', "-2"), &whole.replace('9', "\"9\""), &whole.replace("\"after=a\"", "1")]
    {
        assert_eq!(Spec::read(broken), None, "{broken}");
    }
}

#[test]
fn a_head_says_what_follows() {
    for (status, content_type, streaming, expected) in [
        (200, "text/event-stream;charset=UTF-8", true, Follows::Stream),
        (200, "", true, Follows::Stream),
        (200, "text/plain", true, Follows::Stream),
        (200, "application/json", true, Follows::Failure),
        (200, "application/json", false, Follows::Body),
        (400, "text/event-stream", true, Follows::Failure),
        (302, "", false, Follows::Failure),
        (503, "text/html", true, Follows::Failure),
    ] {
        assert_eq!(read(status, content_type, streaming), expected, "{status} {content_type}");
    }
    for streaming in [true, false] {
        assert!(matches!(read(200, "Text/HTML; charset=utf-8", streaming), Follows::Nonsense(_)));
    }
}

#[test]
fn an_error_body_is_read_in_every_shape() {
    let json = r#"{"error":{"message":"Incorrect API key provided. ","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"r-1"}"#;
    for body in [
        json.to_owned(),
        format!("data: {json}\n\n"),
        format!("\n event: x\ndata:{json}"),
        format!("event:error\n:HTTP_STATUS/401\ndata:{json}\n\n"),
    ] {
        let error = of_body(401, "application/json", body.as_bytes());
        assert_eq!(error.message, "Incorrect API key provided. ", "{body}");
        assert_eq!(error.code, Some(Code::Word("invalid_api_key".into())));
        assert_eq!((error.status, error.request_id.as_deref()), (Some(401), Some("r-1")));
    }
    let flat = of_body(401, "", br#"{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"q"}"#);
    assert_eq!(
        (flat.message.as_str(), flat.code.clone()),
        ("Invalid API-key provided.", Some(Code::Word("InvalidApiKey".into())))
    );
    for (body, says) in [("", "no body"), ("<html>secret</html>", "text/html")] {
        let error = of_body(404, "text/html", body.as_bytes());
        assert!(error.message.contains(says) && !error.message.contains("secret"), "{}", error.message);
        assert_eq!((error.kind, error.status), (Kind::Api, Some(404)));
    }
}

#[test]
fn the_table_of_document_errors() {
    for (message, phase, id) in [
        ("File parsing in progress, please try again later.", Phase::Parse, None),
        ("Invalid file [id:file-fe-1].", Phase::Answer, Some("file-fe-1")),
        (
            "<400> InternalError.Algo.InvalidParameter: File [id:file-fe-2] cannot be found.",
            Phase::Parse,
            Some("file-fe-2"),
        ),
        ("File [id:file-fe-3] format is not supported.", Phase::Parse, Some("file-fe-3")),
        ("File [id:file-fe-4] exceeds size limit.", Phase::Parse, Some("file-fe-4")),
        ("File [id:file-fe-5] exceeds page limits (15000 pages).", Phase::Parse, Some("file-fe-5")),
        ("File [id:file-fe-6] content blank.", Phase::Parse, Some("file-fe-6")),
        ("Too many files provided.", Phase::Answer, None),
        ("Total message token length exceed model limit (10000000 tokens).", Phase::Answer, None),
        ("File: file-fe-7 parsing error", Phase::Parse, Some("file-fe-7")),
    ] {
        let body = format!(r#"{{"error":{{"code":"invalid_parameter_error","message":"{message}"}}}}"#);
        let error = of_body(400, "application/json", body.as_bytes());
        assert_eq!((error.kind, error.phase, error.file_id.as_deref()), (Kind::Document, Some(phase), id), "{message}");
        assert_eq!(is_parsing(&error), message.starts_with("File parsing"));
    }
    let other = of_body(400, "", br#"{"error":{"message":"The image cannot be found","code":"x"}}"#);
    assert_eq!(other.kind, Kind::Api, "only what names a file is a document's error");
}

fn api(status: u16, code: &str) -> Error {
    let mut error = Error::new(Kind::Api, code, "");
    error.status = Some(status);
    error
}

#[test]
fn what_may_pass_is_tried_again_and_what_cannot_is_not() {
    let connection = Error::new(Kind::Connection, "connection_failed", "");
    for (error, repeatable, upload) in [
        (api(429, "limit_requests"), true, true),
        (api(429, "insufficient_quota"), true, true),
        (api(429, "PrepaidBillOverdue"), false, false),
        (api(429, "CommodityNotPurchased"), false, false),
        (api(500, "internal_error"), true, false),
        (api(503, "ModelUnavailable"), true, false),
        (api(408, ""), true, false),
        (api(409, ""), true, false),
        (api(400, "invalid_parameter_error"), false, false),
        (api(401, "invalid_api_key"), false, false),
        (connection, true, false),
        (Error::new(Kind::Aborted, "aborted", ""), false, false),
        (Error::usage(""), false, false),
    ] {
        for (safe, expected) in [(true, repeatable), (false, upload)] {
            assert_eq!(pause(&error, 1, 2, None, 0.5, safe).is_some(), expected, "{error:?} safe: {safe}");
        }
        assert_eq!(pause(&error, 3, 2, None, 0.5, true), None, "the tries are used up");
    }
}

#[test]
fn pauses_grow_with_full_jitter_and_a_wish_of_the_service_is_honoured_or_given_up() {
    let busy = api(429, "");
    assert_eq!(
        [1, 2, 3, 30].map(|attempt| pause(&busy, attempt, 99, None, 1.0, true)),
        [1000, 2000, 4000, 60_000].map(Some)
    );
    assert_eq!(pause(&busy, 5, 99, None, 0.0, true), Some(0));
    assert_eq!(pause(&busy, 1, 2, Some(7000), 0.0, true), Some(7000), "never earlier than asked");
    assert_eq!(pause(&busy, 1, 2, Some(61_000), 0.0, true), None, "too long to wait: given up at once");
    for (milliseconds, seconds, expected) in [
        (Some("250"), Some("9"), Some(250)),
        (None, Some("2"), Some(2000)),
        (None, Some("1.5"), Some(2000)),
        (None, Some("soon"), None),
        (None, None, None),
    ] {
        assert_eq!(retry_after(milliseconds, seconds), expected);
    }
    let looks = [1, 2, 3, 4, 5, 500].map(|look| parsing_pause(look, 600_000));
    assert_eq!(looks, [1000, 2000, 4000, 8000, 10_000, 10_000].map(Some));
    assert_eq!([900, 450, 199, 0].map(|left| parsing_pause(1, left)), [Some(450), Some(225), None, None]);
}

#[test]
fn a_file_without_a_name_gets_one_that_tells_its_format() {
    assert_eq!(upload_name("a.pdf", "text/plain").as_deref(), Ok("a.pdf"));
    assert_eq!(upload_name("", "application/PDF; x=y").as_deref(), Ok("document.pdf"));
    assert_eq!(upload_name("", "application/x-unknown").expect_err("unknown").kind, Kind::Usage);
}
