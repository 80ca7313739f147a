//! The stream machine: chunks in any cuts, the folded answer, exactly one end.

mod common;

use common::{DONE, STOP, conformance, conformance_body, content, error, event, in_three_regimes, told};
use proptest::prelude::*;
use qwen_edge::chat::stream::{ChatStream, End, Tag};
use qwen_edge::chat::views::Views;
use qwen_edge::error::{Code, Kind};
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
