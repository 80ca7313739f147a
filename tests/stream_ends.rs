//! What a stream does meanwhile, and how it ends: news, clocks that run out, another try, what is too many.

mod common;

use common::{DONE, STOP, content, error, event};
use qwen_edge::chat::stream::{ChatStream, Clock, End, Request};
use qwen_edge::error::{Code, Kind};
use qwen_edge::limits::StreamLimits;
use serde_json::{Value, json};

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
