//! The stream machine: chunks in any cuts, the folded answer, exactly one end.

mod common;

use common::{conformance, conformance_body, in_three_regimes, told};
use proptest::prelude::*;
use qwen_edge::chat::stream::{ChatStream, Clock, End, Request, Tag};
use qwen_edge::chat::views::Views;
use qwen_edge::error::{Code, Error, Kind};
use qwen_edge::limits::StreamLimits;
use serde_json::{Value, json};

/// What a stream has come to.
struct Outcome {
    end: End,
    answer: Value,
    /// Pieces as (tag's kind, text).
    pieces: Vec<(u32, String)>,
    /// Text of all batches in `Views::TEXT`.
    text: String,
}

fn run(reads: &[&[u8]], want: Views) -> Outcome {
    let mut stream = ChatStream::new(StreamLimits::default());
    stream.want(want);
    let (mut pieces, mut text) = (Vec::new(), String::new());
    for step in 0..=reads.len() {
        match reads.get(step) {
            Some(read) => stream.push(read),
            None => stream.finish(),
        }
        let batch = stream.batch();
        let all = String::from_utf8(batch.text().to_vec()).expect("a batch is UTF-8");
        let units: Vec<u16> = all.encode_utf16().collect();
        let mut from = 0;
        for mark in batch.marks().chunks(2) {
            let to = mark[1] as usize;
            pieces.push((mark[0] & 3, String::from_utf16(&units[from..to]).expect("cut between characters")));
            from = to;
        }
        if want == Views::TEXT {
            text += &all;
        }
        batch.clear();
    }
    let answer = serde_json::from_slice(&stream.answer().to_json()).unwrap_or(Value::Null);
    Outcome { end: stream.end().expect("finish() ends").clone(), answer, pieces, text }
}

fn whole(sse: &str) -> Outcome {
    run(&[sse.as_bytes()], Views::CHUNKS)
}

fn error(end: &End) -> Option<&Error> {
    match end {
        End::Failed(error) => Some(error),
        _ => None,
    }
}

fn event(chunk: &Value) -> String {
    format!("data: {chunk}\n\n")
}

fn content(text: &str) -> String {
    event(
        &json!({ "choices": [{ "delta": { "content": text }, "index": 0, "finish_reason": null }], "id": "c", "model": "m" }),
    )
}

const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
const DONE: &str = "data: [DONE]\n\n";

#[test]
fn a_finish_reason_or_done_makes_an_end_and_neither_is_a_truncation() {
    let hello = content("hello");
    for (tail, end) in [
        ([STOP, DONE].concat(), Some(End::Complete)),
        (STOP.to_owned(), Some(End::Complete)),
        (DONE.to_owned(), Some(End::Complete)),
        (STOP.replace("stop", "length"), Some(End::Length)),
        (STOP.replace("stop", "tool_calls"), Some(End::ToolCalls)),
        (STOP.replace("stop", "content_filter"), Some(End::ContentFilter)),
        (String::new(), None),
    ] {
        let outcome = whole(&[hello.as_str(), &tail].concat());
        match end {
            Some(end) => assert_eq!(outcome.end, end, "{tail}"),
            None => assert_eq!(error(&outcome.end).map(|error| error.kind), Some(Kind::Truncated)),
        }
        assert_eq!(outcome.answer["choices"][0]["message"]["content"], "hello");
    }
}

#[test]
fn every_error_shape_is_the_services_error_and_what_came_before_is_kept() {
    let hello = content("hello");
    for (frame, message, code) in [
        (
            r#"data: {"error":{"code":"data_inspection_failed","param":null,"message":"Output data may…","type":"x"},"request_id":"r"}"#,
            "Output data may…",
            Some("data_inspection_failed"),
        ),
        (
            r#"data: {"code":"InternalError.Timeout","message":"slow","request_id":"r"}"#,
            "slow",
            Some("InternalError.Timeout"),
        ),
        ("event: error\ndata: {\"message\":\"named\"}", "named", None),
        (
            r#"data: {"choices":[{"delta":{"content":"Too many requests"},"finish_reason":"error_finish","index":0}]}"#,
            "Too many requests",
            Some("error_finish"),
        ),
    ] {
        let outcome = whole(&[&hello, frame, "\n\n", DONE].concat());
        let error = error(&outcome.end).expect("an error");
        assert_eq!((error.kind, error.message.as_str()), (Kind::Api, message));
        assert_eq!(error.code, code.map(|code| Code::Word(code.into())));
        assert_eq!(outcome.answer["choices"][0]["message"]["content"], "hello", "its text is an error, not an answer");
        assert_eq!(outcome.pieces.len(), 1, "{frame}");
    }
}

#[test]
fn half_an_emoji_waits_for_its_other_half() {
    let halves = |text: &str| content("@").replace('@', text);
    let sse = [halves(r"a\ud83d"), halves(r"\ude00b"), STOP.into()].concat();
    in_three_regimes(sse.as_bytes(), |reads, regime| {
        assert_eq!(run(reads, Views::TEXT).text, "a😀b", "{regime}");
    });
    let outcome = whole(&sse);
    assert_eq!(outcome.answer["choices"][0]["message"]["content"], "a😀b");
    assert!(outcome.pieces[0].1.contains(r"a\ud83d"), "a chunk stays as it was on the wire");
}

#[test]
fn half_an_emoji_that_stays_alone_is_one_character() {
    let sse = [content("@").replace('@', r"a\ud83d"), content("b"), STOP.into()].concat();
    assert_eq!(run(&[sse.as_bytes()], Views::TEXT).text, "a\u{FFFD}b", "as long in UTF-16 as what it stands for");
}

#[test]
fn most_chunks_need_no_parser() {
    let sse: String = (0..100).map(|i| content(&format!("word {i} 我\"\\"))).collect();
    let outcome = whole(&[&sse, STOP].concat());
    let kinds: Vec<u32> = outcome.pieces.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.iter().filter(|&&kind| kind == Tag::TEXT).count(), 99);
    assert_eq!(outcome.pieces[50].1, "word 50 我\"\\");
}

#[test]
fn members_that_say_nothing_hinder_no_template() {
    let count = |delta: &str| {
        let sse = format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a\",{delta}}}}}]}}\n\n");
        let outcome = whole(&[&sse.repeat(3), STOP].concat());
        assert_eq!(outcome.answer["choices"][0]["message"]["content"], "aaa");
        outcome.pieces.iter().filter(|(kind, _)| *kind == Tag::TEXT).count()
    };
    assert_eq!([r#""refusal":null"#, r#""role":"assistant","refusal":null,"new":1"#].map(count), [2, 2]);
    // What the fold adds up, and what copies would share.
    assert_eq!([r#""refusal":"b""#, r#""reasoning":"b""#, r#""new":[]"#].map(count), [0, 0, 0]);
}

#[test]
fn most_arguments_need_no_parser() {
    let part = |index: usize, id: &str, function: Value| {
        event(
            &json!({"choices":[{"index":0,"delta":{"content":null,"tool_calls":[{"index":index,"id":id,"function":function}]}}]}),
        )
    };
    let more = |index: usize, id: &str, arguments: &str| part(index, id, json!({ "arguments": arguments }));
    let sse: String = (0..20)
        .map(|i| more(0, "", &format!("{i},")) + &more(1, "b", "x"))
        .chain([part(0, "c", json!({ "name": "third", "arguments": "" })), more(0, "", "3\u{e9}\""), more(1, "b", "y")])
        .collect();
    let begun = part(0, "a", json!({ "name": "first" })) + &part(1, "b", json!({ "name": "second", "arguments": "" }));
    let outcome = whole(&[&begun, &sse, STOP].concat());
    let texts = outcome.pieces.iter().filter(|(kind, _)| *kind == Tag::TEXT).count();
    assert_eq!(texts, 40, "all that goes on but the first of each index");
    let calls = outcome.answer["choices"][0]["message"]["tool_calls"].as_array().expect("calls");
    let said: Vec<_> =
        calls.iter().map(|call| [&call["id"], &call["function"]["name"], &call["function"]["arguments"]]).collect();
    let numbers = (0..20).map(|i| i.to_string() + ",").collect::<String>();
    // The third call has the first's index: what goes on there now is the third's.
    assert_eq!(
        json!(said),
        json!([["a", "first", numbers], ["c", "third", "3\u{e9}\""], ["b", "second", "x".repeat(20) + "y"]])
    );
}

#[test]
fn one_calls_arguments_teach_those_of_all() {
    let part = |call: Value| event(&json!({"choices":[{"index":0,"delta":{"tool_calls":[call]}}]}));
    let more = |index: usize, text: &str| {
        let call = format!("{{\"index\":{index},\"id\":\"\",\"function\":{{\"arguments\":\"{text}\"}}}}");
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"tool_calls\":[{call}]}}}}]}}\n\n")
    };
    let named =
        |index| part(json!({"index":index,"id":format!("call_{index}"),"function":{"name":"f","arguments":""}}));
    let call = |index: usize| named(index) + &more(index, "a") + &more(index, "b");
    let sse: String = (0..12).map(call).chain([more(3, "c"), more(12, "d"), more(12, "e")]).collect();
    let outcome = whole(&[&sse, STOP].concat());
    let texts = outcome.pieces.iter().filter(|(kind, _)| *kind == Tag::TEXT).count();
    assert_eq!(texts, 25, "all arguments but the very first, and those of a call that had not begun");
    let calls = outcome.answer["choices"][0]["message"]["tool_calls"].as_array().expect("calls");
    let said: Vec<_> = calls.iter().map(|call| call["function"]["arguments"].as_str().expect("a string")).collect();
    assert_eq!(said.concat(), "ababab".to_owned() + "abc" + &"ab".repeat(8) + "de");
    assert_eq!(calls[11]["id"], "call_11");
    // No JSON, though all but the index fits.
    let sse = named(1) + &more(1, "a") + &more(1, "b").replace("\"index\":1", "\"index\":01");
    assert_eq!(error(&whole(&sse).end).map(|error| error.kind), Some(Kind::Decode));
}

#[test]
fn limits_are_errors_with_names() {
    let small = StreamLimits { event_bytes: 400, answer_bytes: 20, page_bytes: 0, choices: 2, tool_calls: 1 };
    let call = |index: Value| {
        event(
            &json!({"choices":[{"index":0,"delta":{"tool_calls":[{"index":index,"id":"i","function":{"name":"f"}}]}}]}),
        )
    };
    for (sse, code) in [
        (content(&"x".repeat(21)), "answer_too_large"),
        ([content(&"x".repeat(15)), content(&"y".repeat(15))].concat(), "answer_too_large"),
        (format!("data: {}", "x".repeat(500)), "event_too_large"),
        (event(&json!({"choices":[{"index":2,"delta":{}}]})), "bad_index"),
        (event(&json!({"choices":[{"index":"__proto__","delta":{}}]})), "bad_index"),
        (event(&json!({"choices":[{"index":-1,"delta":{}}]})), "bad_index"),
        (call(json!(1)), "bad_index"),
        (call(json!(0.5)), "bad_index"),
    ] {
        let mut stream = ChatStream::new(small);
        for byte in sse.as_bytes().chunks(7) {
            stream.push(byte);
        }
        stream.finish();
        let end = stream.end().expect("ended");
        assert_eq!(error(end).and_then(|error| error.code.clone()), Some(Code::Word(code.into())), "{sse}");
    }
}

#[test]
fn public_suites_agree() {
    let mut ran = 0;
    for case in conformance("chat-cases.jsonl") {
        let name = case["name"].as_str().expect("name");
        let sse = match case["sse_file"].as_str() {
            Some(file) => conformance_body(file),
            None => case["sse"].as_str().expect("sse").to_owned(),
        };
        in_three_regimes(sse.as_bytes(), |reads, regime| {
            let outcome = run(reads, Views::CHUNKS);
            if case["contested"].is_null() {
                agrees(&case["expected"], &outcome, &format!("{name} {regime}"));
            }
            assert_eq!(run(reads, Views::TEXT).answer, outcome.answer, "{name} {regime}");
        });
        ran += 1;
    }
    println!("{ran} conformance cases");
}

fn agrees(expected: &Value, outcome: &Outcome, name: &str) {
    let choice =
        outcome.answer["choices"].as_array().and_then(|choices| choices.iter().find(|choice| choice["index"] == 0));
    let nothing = json!({ "message": {}, "finish_reason": null });
    let choice = choice.unwrap_or(&nothing);
    let message = &choice["message"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    assert_eq!(text(&message["content"]), text(&expected["text"]), "text of {name}");
    assert_eq!(text(&message["reasoning_content"]), text(&expected["reasoning"]), "reasoning of {name}");
    assert_eq!(choice["finish_reason"], expected["finish_reason"], "finish reason of {name}");
    assert_eq!(outcome.answer["usage"], expected["usage"], "usage of {name}");
    let calls = message["tool_calls"].as_array().cloned().unwrap_or_default();
    let said = |value: &Value| if value == "" { Value::Null } else { value.clone() };
    let calls: Vec<Value> = calls
        .iter()
        .map(|call| json!({ "id": said(&call["id"]), "name": said(&call["function"]["name"]), "arguments": call["function"]["arguments"] }))
        .collect();
    assert_eq!(json!(calls), expected["tool_calls"], "tool calls of {name}");
    assert_eq!(outcome.pieces.len() as u64, expected["chunks"].as_u64().expect("chunks"), "chunks of {name}");
    for key in ["refusal", "audio"] {
        if !expected[key].is_null() {
            assert_eq!(message[key], expected[key], "{key} of {name}");
        }
    }
    let failure = error(&outcome.end).filter(|error| error.kind != Kind::Truncated);
    match expected["error"]["kind"].as_str() {
        None => assert!(failure.is_none(), "{name} must not fail: {failure:?}"),
        Some(kind) => {
            let failure = failure.unwrap_or_else(|| panic!("{name} must fail"));
            assert_eq!(failure.kind, if kind == "api" { Kind::Api } else { Kind::Decode }, "{name}");
            if let Some(message) = expected["error"]["message"].as_str() {
                assert_eq!(failure.message, message, "{name}");
            }
        }
    }
}

/// The naive fold: whole events, `serde_json`, text appended.
fn naive_text(chunks: &[Value]) -> [String; 2] {
    ["content", "reasoning_content"]
        .map(|field| chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"][field].as_str()).collect::<String>())
}

fn any_chunk() -> impl Strategy<Value = Value> {
    let text = prop_oneof![Just(json!(null)), ".{0,5}".prop_map(|text: String| json!(text))];
    (text.clone(), text, 0..4_usize, any::<bool>()).prop_map(|(content, reasoning, shape, role)| {
        let mut delta = match shape {
            0 => json!({ "content": content }),
            1 => json!({ "content": content, "reasoning_content": reasoning }),
            2 => json!({ "reasoning_content": reasoning, "content": null }),
            _ => json!({ "content": content, "unknown": { "nested": [1] } }),
        };
        if role {
            delta["role"] = json!("assistant");
        }
        json!({ "choices": [{ "delta": delta, "index": 0, "logprobs": null, "finish_reason": null }], "usage": null, "id": "x", "model": "m" })
    })
}

proptest! {
    #[test]
    fn the_fold_equals_a_naive_fold_under_any_cuts(
        chunks in proptest::collection::vec(any_chunk(), 1..12),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let sse = chunks.iter().map(event).collect::<String>() + STOP;
        let bytes = sse.as_bytes();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).chain([0, bytes.len()]).collect();
        cuts.sort_unstable();
        let reads: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        let outcome = run(&reads, Views::CHUNKS);
        let message = &outcome.answer["choices"][0]["message"];
        let [content, reasoning] = naive_text(&chunks);
        prop_assert_eq!(message["content"].as_str().unwrap_or_default(), content.as_str());
        prop_assert_eq!(message["reasoning_content"].as_str().unwrap_or_default(), reasoning.as_str());
        prop_assert_eq!(outcome.end, End::Complete);
        prop_assert_eq!(outcome.pieces.len(), chunks.len() + 1);
        prop_assert_eq!(run(&reads, Views::TEXT).text, content);
    }

    #[test]
    fn a_proper_prefix_without_a_finish_reason_is_never_complete(cut in any::<prop::sample::Index>()) {
        let sse = [content("one"), content("two"), STOP.into(), DONE.into()].concat();
        let reason = sse.find("\"stop\"}]}").expect("a finish reason") + "\"stop\"}]}".len();
        let cut = cut.index(reason);
        prop_assert!(error(&whole(&sse[..cut]).end).is_some());
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), prefix in 0..4_usize) {
        let start = ["", "data: ", "data: {\"choices\":[{\"delta\":{\"content\":\"", "data: {\"choices\":[{\"index\":"][prefix];
        let input = [start.as_bytes(), &bytes, b"\n\n"].concat();
        run(&[&input], Views::CHUNKS);
        run(&input.chunks(3).collect::<Vec<_>>(), Views::TEXT);
    }
}

/// What `Views::LINES` tells of these bytes, and the end.
fn lines(reads: &[&[u8]]) -> (String, End) {
    let mut stream = ChatStream::new(StreamLimits::default());
    stream.want(Views::LINES);
    let told = told(&mut stream, reads);
    (told, stream.end().expect("finish() ends").clone())
}

#[test]
fn lines_are_the_events_data_and_what_is_no_chunk_is_no_line() {
    let data = |event: &str| event["data: ".len()..event.len() - 1].to_owned();
    let sse = [content("one"), ": a comment\n\n".into(), content("\\ \" 年"), STOP.into(), DONE.into()].concat();
    in_three_regimes(sse.as_bytes(), |reads, regime| {
        let told = [content("one"), content("\\ \" 年"), STOP.into()].map(|event| data(&event)).concat();
        assert_eq!(lines(reads), (told, End::Complete), "{regime}");
    });
    let failing = content("one") + &event(&json!({ "error": { "message": "No more." } }));
    assert_eq!(lines(&[failing.as_bytes()]).0, data(&content("one")));
    let (mended, _) =
        lines(&[&content("a?").bytes().map(|byte| if byte == b'?' { 0xFF } else { byte }).collect::<Vec<_>>()]);
    assert_eq!(mended, data(&content("a\u{FFFD}")));
}

#[test]
fn an_event_of_several_lines_is_one_line_and_fits_a_template() {
    let split = |text: &str| content(text).replace(",\"", ",\ndata:\ndata: \"");
    let sse = [split("one"), split("two"), split("three"), STOP.into()].concat();
    in_three_regimes(sse.as_bytes(), |reads, regime| {
        let (told, end) = lines(reads);
        let texts = told.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
        let texts: Vec<Value> = texts.map(|chunk| chunk["choices"][0]["delta"]["content"].clone()).collect();
        assert_eq!(texts, [json!("one"), json!("two"), json!("three"), Value::Null], "{regime}");
        assert_eq!(end, End::Complete, "{regime}");
        let kinds: Vec<u32> = run(reads, Views::CHUNKS).pieces.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [Tag::LEARNED, Tag::TEXT, Tag::TEXT, Tag::WHOLE], "{regime}");
    });
    let broken = content("one") + &content("in a\u{1}string").replace("\\u0001", "\ndata: ");
    let (told, end) = lines(&[broken.as_bytes()]);
    assert_eq!(told.lines().count(), 1);
    assert_eq!(error(&end).and_then(|error| error.code.clone()), Some(Code::Word("malformed_event".into())));
}

/// A stream that has taken `sse`.
fn begun(sse: &str) -> ChatStream {
    let mut stream = ChatStream::new(StreamLimits::default());
    stream.push(sse.as_bytes());
    stream
}

#[test]
fn only_what_means_something_is_news_and_names_the_clock_that_runs_next() {
    let delta = |delta: Value| event(&json!({ "choices": [{ "delta": delta, "index": 0, "finish_reason": null }] }));
    for (sse, clock) in [
        (": keep-alive\n\n".to_owned(), None),
        ("data:\n\ndata: \n\n".to_owned(), None),
        (delta(json!({ "role": "assistant", "content": "" })), None),
        (delta(json!({ "content": null, "reasoning_content": "" })), None),
        (delta(json!({ "content": null, "tool_calls": null })), None),
        (event(&json!({ "choices": [], "usage": null })), None),
        ("data: {\"choices\":[{\"delta\":{\"content\":\"half an ev".to_owned(), None),
        (content("text"), Some(Clock::Idle)),
        (delta(json!({ "content": null, "reasoning_content": "hm" })), Some(Clock::Reasoning)),
        (delta(json!({ "content": "so", "reasoning_content": "hm" })), Some(Clock::Idle)),
        (delta(json!({ "tool_calls": [{ "index": 0, "function": { "arguments": "{" } }] })), Some(Clock::Idle)),
        (delta(json!({ "audio": { "data": "AAAA" } })), Some(Clock::Idle)),
        (STOP.to_owned(), Some(Clock::Idle)),
        (event(&json!({ "choices": [], "usage": { "total_tokens": 1 } })), Some(Clock::Idle)),
    ] {
        let mut stream = begun(&sse);
        assert_eq!(stream.take_news(), clock, "{sse}");
        assert_eq!(stream.take_news(), None, "told once");
    }
    // By template too: the first event teaches, the second is recognised.
    let mut stream = begun(&[content("a"), content("b")].concat());
    assert_eq!(stream.take_news(), Some(Clock::Idle));
    stream.push(content("").as_bytes());
    assert_eq!(stream.take_news(), None, "an empty delta means nothing");
    stream.push(content("c").as_bytes());
    assert_eq!(stream.take_news(), Some(Clock::Idle));
}

#[test]
fn a_stall_is_named_by_what_the_model_was_doing_and_keeps_what_came() {
    let thinking = event(&json!({ "choices": [{ "delta": { "reasoning_content": "hm" }, "index": 0 }] }));
    for (sse, total, code) in [
        (String::new(), false, "first_token_timeout"),
        (": still there\n\n".to_owned(), false, "first_token_timeout"),
        (content("so far"), false, "idle_timeout"),
        (thinking.clone(), false, "reasoning_timeout"),
        ([thinking, content("so far")].concat(), false, "idle_timeout"),
        (content("so far"), true, "total_timeout"),
    ] {
        let mut stream = begun(&sse);
        let _ = stream.take_news();
        stream.stall(total);
        let error = stream.end().and_then(error).expect("an error");
        assert_eq!((error.kind, &error.code), (Kind::Stalled, &Some(Code::Word(code.to_owned()))));
        stream.push([content(" too late"), DONE.to_owned()].concat().as_bytes());
        stream.finish();
        assert!(matches!(stream.end(), Some(End::Failed(error)) if error.kind == Kind::Stalled), "ended once");
        let answer: Value = serde_json::from_slice(&stream.answer().to_json()).expect("JSON");
        let text = answer["choices"][0]["message"]["content"].as_str().unwrap_or("");
        assert_eq!(text, if sse.contains("so far") { "so far" } else { "" });
    }
}

#[test]
fn an_answer_that_waits_for_done_alone_is_complete_when_it_does_not_come() {
    let mut stream = begun(&[&content("whole"), STOP].concat());
    stream.stall(false);
    assert_eq!(stream.end(), Some(&End::Complete));
}

#[test]
fn only_an_answer_of_which_nothing_was_seen_may_be_asked_for_again() {
    let whole = content("text");
    for (sse, untouched) in [
        ("", true),
        (": comment\n\n", true),
        (&whole[..whole.len() / 2], true),
        ("<html>not events</html>\n", true),
        (whole.as_str(), false),
        ("data: {\"error\":{\"message\":\"no\",\"code\":\"x\"}}\n\n", false),
        ("data: {broken}\n\n", false),
        (STOP, false),
    ] {
        let mut stream = begun(sse);
        stream.finish();
        assert_eq!(stream.is_untouched(), untouched, "{sse}");
    }
    assert!(!begun("").is_untouched(), "not before it has ended");
}

#[test]
fn too_many_of_anything_is_an_error_with_its_name() {
    let limits = StreamLimits { choices: 2, tool_calls: 2, answer_bytes: 8, page_bytes: 0, event_bytes: 400 };
    let choices = |count: usize| event(&json!({ "choices": vec![json!({ "delta": {}, "index": 0 }); count] }));
    let calls = |index: fn(usize) -> usize, count: usize| {
        let call = |at| json!({ "index": index(at), "id": at.to_string(), "function": { "name": "f" } });
        event(
            &json!({ "choices": [{ "index": 0, "delta": { "tool_calls": (0..count).map(call).collect::<Vec<_>>() } }] }),
        )
    };
    for (sse, code) in [
        (choices(2), None),
        (choices(3), Some("too_many_choices")),
        (calls(|at| at, 2), None),
        (calls(|at| at, 3), Some("too_many_tool_calls")),
        ([calls(|_| 0, 2), calls(|_| 0, 2)].concat(), Some("too_many_tool_calls")),
        (calls(|at| at + 2, 1), Some("bad_index")),
        (event(&json!({ "choices": [{ "index": -1, "delta": {} }] })), Some("bad_index")),
        (content("12345678"), None),
        (content("123456789"), Some("answer_too_large")),
        (format!("data: {}", "x".repeat(500)), Some("event_too_large")),
        (": comment ".repeat(50), Some("event_too_large")),
    ] {
        let mut stream = ChatStream::new(limits);
        stream.push(sse.as_bytes());
        let found = stream.end().and_then(error).and_then(|error| error.code.clone());
        assert_eq!(found, code.map(|code| Code::Word(code.to_owned())), "{sse}");
    }
}

#[test]
fn one_choice_of_several_is_not_the_end_of_all() {
    let choice = |index: usize, reason: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"a\"}},\"finish_reason\":\"{reason}\"}}]}}\n\n"
        )
    };
    let done = "data: [DONE]\n\n";
    let ended = |choices: usize, sse: &str| {
        let mut stream = ChatStream::of(Request { choices, ..Request::default() }, StreamLimits::default());
        stream.push(sse.as_bytes());
        stream.finish();
        stream.end().cloned()
    };
    let [first, second] = [choice(0, "length"), choice(1, "length")];
    assert!(matches!(ended(2, &first), Some(End::Failed(error)) if error.kind == Kind::Truncated));
    assert_eq!(ended(2, &(first.clone() + &second)), Some(End::Length));
    assert_eq!(ended(2, &(first.clone() + done)), Some(End::Length), "the service says that there is no other");
    assert_eq!(ended(1, &first), Some(End::Length));
    assert_eq!(ended(0, &first), Some(End::Length));
}
