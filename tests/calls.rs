//! One call: where it goes, what a head means, what an error says, when it is tried again.

use qwen_edge::call::body::Body;
use qwen_edge::call::clocks::{Clocks, Silence};
use qwen_edge::call::head::{Follows, read};
use qwen_edge::call::spec::Spec;
use qwen_edge::call::target::{Operation, base};
use qwen_edge::error::{Code, Error, Kind, Phase, Throttle};
use qwen_edge::retry::{self, Budget, batch_pause, parsing_pause, retry_after};
use qwen_edge::wire::fault::{is_parsing, of_body};
use qwen_edge::wire::file::upload_name;
use qwen_edge::wire::job::{Standing, standing};

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
        ("batches.create", None, "POST", "/batches"),
        ("batches.retrieve", id(), "GET", "/batches/file-fe-1"),
        ("batches.list", None, "GET", "/batches"),
        ("batches.cancel", id(), "POST", "/batches/file-fe-1/cancel"),
        ("models.list", None, "GET", "/models"),
        ("tokens.create", None, "POST", "/tokens"),
    ] {
        let operation = Operation::named(name, id).expect(name);
        assert_eq!((operation.method(), operation.path().as_deref()), (method, Ok(path)));
    }
    assert_eq!(Operation::named("files.retrieve", None), None);
    assert_eq!(Operation::named("batches.cancel", None), None);
    assert_eq!(Operation::named("nonsense", None), None);
}

#[test]
fn what_would_be_there_twice_is_not_repeatable() {
    let (id, twice) = (|| Some("x".to_owned()), ["files.create", "documents.upload", "batches.create"]);
    for name in ["chat", "files.list", "batches.retrieve", "batches.cancel", "models.list", "tokens.create"] {
        assert!(Operation::named(name, id()).expect(name).is_repeatable(), "{name}");
    }
    for name in twice {
        assert!(!Operation::named(name, None).expect(name).is_repeatable(), "{name}");
    }
}

#[test]
fn temporary_keys_come_from_the_native_side_of_the_same_service() {
    let address = |base_url: &str| {
        let call = r#"{"operation":"tokens.create","query":"expire_in_seconds=9","streaming":false,"maxRetries":0,"timeout":{},"begun":1,"tries":0,"again":false"#;
        Spec::read(&[call, base_url, "}"].concat()).expect("a call").address()
    };
    for (base_url, expected) in [
        ("", "https://dashscope.aliyuncs.com/api/v1/tokens?expire_in_seconds=9"),
        (r#","region":"singapore""#, "https://dashscope-intl.aliyuncs.com/api/v1/tokens?expire_in_seconds=9"),
        (
            r#","baseUrl":"https://ws-1.eu-central-1.maas.aliyuncs.com/compatible-mode/v1/""#,
            "https://ws-1.eu-central-1.maas.aliyuncs.com/api/v1/tokens?expire_in_seconds=9",
        ),
    ] {
        assert_eq!(address(base_url).as_deref(), Ok(expected));
    }
    for base_url in [r#","baseUrl":"/v1""#, r#","baseUrl":"https://coding.dashscope.aliyuncs.com/v1""#] {
        let error = address(base_url).expect_err("no address of the service");
        assert!(error.kind == Kind::Usage && error.message.contains("`region`"), "{}", error.message);
    }
}

#[test]
fn a_batch_is_looked_at_ever_more_seldom_and_a_last_time_at_the_deadline() {
    let looks = [0, 9_999, 60_000, 300_000, u32::MAX].map(|waited| batch_pause(waited, u32::MAX));
    assert_eq!(looks, [1000, 1000, 6000, 30_000, 60_000].map(Some));
    assert_eq!([1500, 400, 1, 0].map(|left| batch_pause(60_000, left)), [Some(1500), Some(400), Some(1), None]);
    for (status, expected) in [
        ("validating", Standing::Underway),
        ("in_progress", Standing::Underway),
        ("finalizing", Standing::Underway),
        ("cancelling", Standing::Underway),
        ("a status of tomorrow", Standing::Underway),
        ("completed", Standing::Ended),
        ("expired", Standing::Ended),
        ("cancelled", Standing::Ended),
        ("failed", Standing::Failed),
    ] {
        assert_eq!(standing(status), expected, "{status}");
    }
}

#[test]
fn an_id_cannot_lead_elsewhere() {
    for id in ["", "..", ".", "a/b", "a?b", "a#b", "a%2fb", "a b", "我"] {
        let error = Operation::named("files.retrieve", Some(id.to_owned())).expect("known").path().expect_err(id);
        assert_eq!(error.kind, Kind::Usage, "{id}");
    }
}

#[test]
fn a_base_address_wins_over_a_region_and_beijing_is_the_default() {
    let address = |given, region| base(given, region, None);
    assert_eq!(address(Some("/v1/"), Some("us-east-1")).as_deref(), Ok("/v1"));
    assert_eq!(address(None, Some("us-east-1")).as_deref(), Ok("https://dashscope-us.aliyuncs.com/compatible-mode/v1"));
    assert_eq!(address(None, None).as_deref(), Ok("https://dashscope.aliyuncs.com/compatible-mode/v1"));
    assert_eq!(address(None, Some("mars")).expect_err("unknown").kind, Kind::Usage);
}

#[test]
fn a_call_crosses_as_json_and_nothing_is_guessed() {
    let whole = r#"{"operation":"files.list","query":"after=a","streaming":false,"maxRetries":2,"timeout":{"connect":9},"begun":1,"tries":0,"again":false,"parsingTimeout":8}"#;
    let spec = Spec::read(whole).expect("whole");
    assert_eq!((Some(spec.operation), spec.query), (Operation::named("files.list", None), "after=a".to_owned()));
    for broken in
        ["", "{}", &whole.replace('2', "-2"), &whole.replace('8', "\"8\""), &whole.replace("\"after=a\"", "1")]
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
    let Follows::Nonsense(error) = read(200, "image/png", true) else { panic!("an image is no stream") };
    assert!(error.message.contains("image/png"), "{}", error.message);
    assert_eq!(read(200, "image/png", false), Follows::Body, "a file's content may be anything");
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

/// As the service says it.
fn api(status: u16, code: &str) -> Error {
    of_body(status, "application/json", format!(r#"{{"error":{{"code":"{code}","message":"no"}}}}"#).as_bytes())
}

fn asking(mut error: Error, milliseconds: u32) -> Error {
    error.retry_after = Some(milliseconds);
    error
}

/// The pause after so many tries, where `most` more are allowed and a minute may be waited.
fn pause(error: &Error, tries: u32, most: u32, dice: f64, safe: bool) -> Option<u32> {
    retry::pause(error, Budget { tries, most, longest: 60_000, left: u32::MAX }, safe, dice)
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
            assert_eq!(pause(&error, 1, 2, 0.5, safe).is_some(), expected, "{error:?} safe: {safe}");
        }
        assert_eq!(pause(&error, 3, 2, 0.5, true), None, "the tries are used up");
    }
}

#[test]
fn pauses_grow_with_full_jitter_and_a_wish_of_the_service_is_honoured_or_given_up() {
    let busy = api(429, "");
    assert_eq!([1, 2, 3, 30].map(|attempt| pause(&busy, attempt, 99, 1.0, true)), [1000, 2000, 4000, 60_000].map(Some));
    assert_eq!(pause(&busy, 5, 99, 0.0, true), Some(0));
    assert_eq!(pause(&asking(api(429, ""), 7000), 1, 2, 0.0, true), Some(7000), "never earlier than asked");
    assert_eq!(pause(&asking(api(429, ""), 0), 1, 2, 1.0, true), Some(1000), "at once is no time");
    assert_eq!(pause(&asking(api(429, ""), 61_000), 1, 2, 0.0, true), None, "too long to wait: given up at once");
    for (milliseconds, seconds, expected) in [
        (Some("250"), Some("9"), Some(250)),
        (None, Some("2"), Some(2000)),
        (None, Some("1.5"), Some(2000)),
        (None, Some("30, 30"), Some(30_000)),
        (None, Some("-5"), None),
        (None, Some("soon"), None),
        (None, Some(""), None),
        (None, Some("99999999999999999999"), Some(u32::MAX)),
        (None, None, None),
    ] {
        assert_eq!(retry_after(milliseconds, seconds), expected);
    }
    let looks = [1, 2, 3, 4, 5, 500].map(|look| parsing_pause(look, 600_000));
    assert_eq!(looks, [1000, 2000, 4000, 8000, 10_000, 10_000].map(Some));
    assert_eq!([900, 450, 199, 0].map(|left| parsing_pause(1, left)), [Some(450), Some(225), None, None]);
}

#[test]
fn no_pause_goes_beyond_what_is_left_of_the_call() {
    let budget = |left| Budget { tries: 1, most: 2, longest: 60_000, left };
    let asking = asking(api(503, ""), 500);
    assert_eq!(retry::pause(&asking, budget(501), true, 0.5), Some(500));
    assert_eq!(retry::pause(&asking, budget(500), true, 0.5), None);
    assert_eq!(retry::pause(&api(503, ""), budget(0), true, 0.0), None, "the call is over");
    let short = Budget { longest: 300, ..budget(u32::MAX) };
    assert_eq!(retry::pause(&asking, short, true, 0.5), None, "longer than the caller allows");
    assert_eq!(retry::pause(&api(503, ""), short, true, 1.0), Some(300));
}

#[test]
fn the_kinds_of_429_are_told_apart() {
    for (code, throttle) in [
        ("limit_requests", Throttle::Requests),
        ("Throttling.RateQuota", Throttle::Requests),
        ("Throttling", Throttle::Requests),
        ("limit_burst_rate", Throttle::Burst),
        ("Throttling.BurstRate", Throttle::Burst),
        ("insufficient_quota", Throttle::Tokens),
        ("Throttling.AllocationQuota", Throttle::Tokens),
        ("PostpaidBillOverdue", Throttle::Billing),
        ("CommodityNotPurchased", Throttle::Billing),
    ] {
        assert_eq!(api(429, code).throttle, Some(throttle), "{code}");
        assert_eq!(api(403, code).throttle, None, "another status is another thing");
    }
}

#[test]
fn clocks_are_what_the_caller_sets_and_defaults_that_are_on() {
    let read = |text: &str, streaming| Clocks::read(qwen_edge::json::parse(text.as_bytes()).expect("JSON"), streaming);
    let plain = read("{}", false);
    assert_eq!((plain.connect, plain.total), (600_000, 3_600_000));
    let silence = Silence { first_token: 300_000, idle: 60_000, reasoning: 120_000 };
    assert_eq!(read("{}", true), Clocks { connect: 300_000, silence, total: 3_600_000 });
    let set = read(r#"{"connect":1,"firstToken":2,"idle":3,"total":5}"#, true);
    assert_eq!(set, Clocks { connect: 1, silence: Silence { first_token: 2, idle: 3, reasoning: 6 }, total: 5 });
    assert_eq!(read(r#"{"idle":3,"reasoning":4}"#, true).silence.reasoning, 4);
}

#[test]
fn a_plain_body_is_an_answer_only_when_it_is_complete() {
    let body = Body { is_object: true, finish_reasons: vec![Some("stop".to_owned())], ..Body::default() };
    let code = |body: Body| body.failure().map(|error| (error.kind, error.code.clone()));
    let word = |word: &str| Some(Code::Word(word.to_owned()));
    assert_eq!(code(body.clone()), None);
    assert_eq!(code(Body { finish_reasons: Vec::new(), ..body.clone() }), None, "a record has no choices");
    let empty = Body { is_chat: true, finish_reasons: Vec::new(), ..body.clone() };
    assert_eq!(code(empty), Some((Kind::Decode, word("no_choice"))));
    let header = |value: &str| Some(value.to_owned());
    assert_eq!(code(Body { partial: header("false"), ..body.clone() }), None);
    let partial = Some((Kind::Truncated, word("partial_response")));
    assert_eq!(code(Body { partial: header("true"), ..body.clone() }), partial);
    assert_eq!(code(Body { finish_reasons: vec![Some("stop".to_owned()), None], ..body.clone() }), partial);
    let stopped = Body { finish_reasons: vec![Some("error_finish".to_owned())], ..body.clone() };
    assert_eq!(code(stopped), Some((Kind::Api, word("error_finish"))));
    assert_eq!(code(Body { fault: Some(api(500, "busy")), ..body.clone() }), Some((Kind::Api, word("busy"))));
    assert_eq!(code(Body { is_object: false, ..body }), Some((Kind::Decode, word("malformed_body"))));
}

#[test]
fn a_file_without_a_name_gets_one_that_tells_its_format() {
    assert_eq!(upload_name("a.pdf", "text/plain").as_deref(), Ok("a.pdf"));
    assert_eq!(upload_name("", "application/PDF; x=y").as_deref(), Ok("document.pdf"));
    assert_eq!(upload_name("", "application/x-unknown").expect_err("unknown").kind, Kind::Usage);
}
