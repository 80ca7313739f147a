//! Translations (reference 9), answers that go on from a prefix (15), and text completions (11.3), natively and in any cuts.

mod common;

use common::{in_three_regimes, told};
use qwen_edge::chat::stream::{ChatStream, End, Request};
use qwen_edge::chat::views::Views;
use qwen_edge::limits::StreamLimits;
use serde_json::{Value, json};

/// The text that was told, the chunks' contents where `views` are the chunks, the answer and the end.
fn run(reads: &[&[u8]], request: Request<'_>, views: Views) -> (String, Value, End) {
    let mut stream = ChatStream::of(request, StreamLimits::default());
    stream.want(views);
    let told = told(&mut stream, reads);
    let answer = serde_json::from_slice(&stream.answer().to_json()).expect("an answer is JSON");
    (told, answer, stream.end().expect("an end").clone())
}

fn event(chunk: &Value) -> String {
    format!("data: {chunk}\n\n")
}

fn said(content: &str, finish_reason: Option<&str>) -> String {
    event(&json!({ "choices": [{ "delta": { "content": content }, "index": 0, "finish_reason": finish_reason }] }))
}

fn model(model: &str) -> Request<'_> {
    Request { model, ..Request::default() }
}

/// A stream of these contents, whose last is sent twice as an end.
fn translated(contents: &[&str], last: &str) -> String {
    let steps: String = contents.iter().map(|content| said(content, None)).collect();
    steps + &said(last, Some("stop")).repeat(2) + "data: [DONE]\n\n"
}

#[test]
fn a_cumulative_translation_is_told_once_in_any_cuts() {
    let steps = ["", "这", "这套 \"x\"", "这套 \"x\"\n😀", "这套 \"x\"\n😀 é"];
    let sse = translated(&steps, steps[4]);
    for name in ["qwen-mt-plus", "qwen-mt-turbo", "qwen-mt-unheard-of"] {
        in_three_regimes(sse.as_bytes(), |reads, regime| {
            let (text, answer, end) = run(reads, model(name), Views::TEXT);
            assert_eq!(text, steps[4], "{name} {regime}");
            assert_eq!(answer["choices"][0]["message"]["content"], steps[4], "{name} {regime}");
            assert_eq!(end, End::Complete);
        });
    }
}

#[test]
fn the_lines_of_a_cumulative_translation_are_as_if_it_streamed_as_everywhere() {
    let sse = translated(&["One", "One two"], "One two");
    in_three_regimes(sse.as_bytes(), |reads, regime| {
        let (lines, _, end) = run(reads, model("qwen-mt-plus"), Views::LINES);
        let contents = lines.lines().map(|line| {
            let chunk: Value = serde_json::from_str(line).expect("JSON");
            chunk["choices"][0]["delta"]["content"].as_str().unwrap_or_default().to_owned()
        });
        assert_eq!(contents.collect::<Vec<_>>(), ["One", " two", ""], "{regime}");
        assert_eq!(end, End::Complete);
    });
}

#[test]
fn models_that_add_are_not_taken_for_models_that_repeat() {
    let sse = translated(&["ha", "ha", "ha!"], "");
    for name in ["qwen-mt-flash", "qwen-mt-lite", "qwen-plus", "qwen-mt"] {
        assert_eq!(run(&[sse.as_bytes()], model(name), Views::TEXT).0, "hahaha!", "{name}");
    }
    let sse = translated(&["One", " two", " three"], "");
    assert_eq!(run(&[sse.as_bytes()], model("qwen-mt-unheard-of"), Views::TEXT).0, "One two three");
}

#[test]
fn characters_that_share_their_first_bytes_are_not_torn() {
    // U+4E00 and U+4E01 differ in their third byte.
    let sse = translated(&["一", "丁丂"], "丁丂");
    let (_, answer, end) = run(&[sse.as_bytes()], model("qwen-mt-plus"), Views::CHUNKS);
    assert_eq!(answer["choices"][0]["message"]["content"], "丁丂");
    assert_eq!(end, End::Complete);
}

#[test]
fn a_prefix_begins_the_answer_and_is_none_by_itself() {
    let request = Request { prefix: "def f", ..Request::default() };
    let sse = said("", None) + &said("(n)", None) + &said("", Some("stop"));
    in_three_regimes(sse.as_bytes(), |reads, regime| {
        let (text, answer, _) = run(reads, request, Views::TEXT);
        assert_eq!(
            (text.as_str(), &answer["choices"][0]["message"]["content"]),
            ("def f(n)", &json!("def f(n)")),
            "{regime}"
        );
    });
    let (text, answer, end) = run(&[b"data: [DONE]\n\n"], request, Views::TEXT);
    assert_eq!((text.as_str(), &answer["choices"]), ("", &json!([])));
    assert!(matches!(end, End::Failed(_)), "{end:?}");
}

#[test]
fn every_choice_begins_with_the_prefix_and_thinking_is_not_over_with_it() {
    let request = Request { prefix: "def f", choices: 2, ..Request::default() };
    let choice = |index: usize, delta: Value| event(&json!({ "choices": [{ "index": index, "delta": delta }] }));
    let mut stream = ChatStream::of(request, StreamLimits::default());
    stream.push(choice(0, json!({ "reasoning_content": "Hm." })).as_bytes());
    assert!(!stream.is_answering());
    stream.push((choice(1, json!({ "content": "(b)" })) + &choice(0, json!({ "content": "(a)" }))).as_bytes());
    assert!(stream.is_answering());
    let answer: Value = serde_json::from_slice(&stream.answer().to_json()).expect("an answer");
    let content = |place: usize| answer["choices"][place]["message"]["content"].clone();
    assert_eq!((content(0), content(1)), (json!("def f(a)"), json!("def f(b)")));
}

#[test]
fn a_text_completion_is_folded_into_its_own_shape() {
    let request = Request { is_completion: true, ..Request::default() };
    let piece = |text: &str, reason: Value| {
        event(
            &json!({ "choices": [{ "text": text, "finish_reason": reason, "index": 0, "logprobs": null }], "object": "text_completion", "id": "cmpl-1", "created": 7, "model": "m" }),
        )
    };
    let sse = piece("return ", Value::Null) + &piece("a", Value::Null) + &piece("", json!("length"));
    let (text, answer, end) = run(&[sse.as_bytes()], request, Views::TEXT);
    assert_eq!(text, "return a");
    assert_eq!(end, End::Length);
    let choice = json!({ "index": 0, "text": "return a", "finish_reason": "length", "logprobs": null });
    assert_eq!(
        answer,
        json!({ "id": "cmpl-1", "object": "text_completion", "created": 7, "model": "m", "system_fingerprint": null, "choices": [choice] })
    );
}
