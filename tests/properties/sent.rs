//! Streams as the service and the proxies before it could send them: every shape that the reference shows, in every
//! spelling that JSON and server-sent events allow.

use super::spelling::any_spelling;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::{self, Debug, Formatter};

/// One event of a stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A chunk.
    Chunk(Value),
    /// `[DONE]`.
    Done,
}

/// A stream and its bytes.
#[derive(Clone)]
pub struct Sent {
    /// What it says.
    pub events: Vec<Event>,
    /// How it says it.
    pub bytes: Vec<u8>,
    /// For each event, the length of the bytes up to the end of its data: from there on it is whole.
    pub whole_at: Vec<usize>,
}

/// The bytes as text: what a person wants to see of a counterexample.
impl Debug for Sent {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", String::from_utf8_lossy(&self.bytes))
    }
}

impl Sent {
    /// The chunks among the first `count` events.
    pub fn chunks(&self, count: usize) -> impl Iterator<Item = &Value> {
        self.events.iter().take(count).filter_map(|event| match event {
            Event::Chunk(chunk) => Some(chunk),
            Event::Done => None,
        })
    }
}

/// Whole streams of fewer than so many steps: every choice that begins gets its finish reason.
pub fn any_stream(steps: usize) -> impl Strategy<Value = Sent> {
    let steps = proptest::collection::vec(any_step(), 1..steps);
    let reasons =
        proptest::collection::vec(prop::sample::select(vec!["stop", "length", "tool_calls", "content_filter"]), 3);
    (steps, reasons, any::<[bool; 3]>(), any_spelling()).prop_map(
        |(steps, reasons, [usage, done, bare], mut spelling)| {
            let mut chunks: Vec<Value> = steps.into_iter().flatten().collect();
            for (index, reason) in reasons.iter().enumerate() {
                let begun =
                    chunks.iter().any(|chunk| chunk["choices"][0]["index"].as_u64().unwrap_or(0) == index as u64);
                if begun || index == 0 {
                    chunks.push(json!({ "choices": [{ "index": index, "delta": {}, "finish_reason": reason }] }));
                }
            }
            if usage {
                chunks.push(json!({ "choices": [], "usage": { "prompt_tokens": 1, "total_tokens": 3 } }));
            }
            let mut events: Vec<Event> = chunks.into_iter().map(|chunk| Event::Chunk(envelope(chunk, bare))).collect();
            events.extend(done.then_some(Event::Done));
            let mut bytes = spelling.opening();
            let whole_at = events.iter().map(|event| spelling.write(event, &mut bytes)).collect();
            Sent { events, bytes, whole_at }
        },
    )
}

/// What stands around the choices; some proxies leave it out.
fn envelope(mut chunk: Value, bare: bool) -> Value {
    if !bare {
        for (key, value) in [
            ("id", json!("chatcmpl-1")),
            ("object", json!("chat.completion.chunk")),
            ("created", json!(1_700_000_000)),
            ("model", json!("qwen-long")),
            ("system_fingerprint", Value::Null),
        ] {
            chunk[key] = value;
        }
        chunk["usage"] = chunk["usage"].take();
    }
    chunk
}

/// One or two chunks.
fn any_step() -> impl Strategy<Value = Vec<Value>> {
    let field = prop::sample::select(vec!["content", "content", "reasoning_content", "refusal"]);
    let quiet = prop::sample::select(vec![
        json!({}),
        json!({ "role": "assistant", "content": "" }),
        json!({ "role": "", "content": null }),
        json!({ "reasoning_content": "", "unknown": { "nested": [1, "\"}]"] } }),
    ]);
    let delta = prop_oneof![
        4 => (field.clone(), any_text(), 0..3_usize).prop_map(|(field, text, shape)| vec![said(field, &text, shape)]),
        1 => field.prop_map(|field| vec![said(field, "a\u{E03D}", 0), said(field, "\u{E600}b", 0)]),
        3 => any_calls().prop_map(|delta| vec![delta]),
        1 => quiet.prop_map(|delta| vec![delta]),
    ];
    (0..4_usize, delta, any::<bool>()).prop_map(|(index, deltas, logprobs)| {
        let choice = |delta: Value| {
            let mut choice = json!({ "delta": delta, "finish_reason": null, "logprobs": null });
            if logprobs && choice["delta"]["refusal"].is_string() {
                choice["logprobs"] = json!({ "content": [{ "token": "no", "logprob": -1.5 }] });
            }
            // The fourth leaves its index out: it is the first choice's.
            if index < 3 {
                choice["index"] = json!(index);
            }
            json!({ "choices": [choice] })
        };
        deltas.into_iter().map(choice).collect()
    })
}

fn said(field: &str, text: &str, shape: usize) -> Value {
    let mut delta = match shape {
        0 => json!({}),
        1 => json!({ "content": null, "reasoning_content": null, "role": "assistant" }),
        _ => json!({ "content": "", "reasoning_content": "" }),
    };
    delta[field] = json!(text);
    delta
}

/// Parts of one or of two parallel calls; ids, names and arguments are said, repeated, empty, null or left out.
fn any_calls() -> impl Strategy<Value = Value> {
    let may = |value: BoxedStrategy<Value>| prop_oneof![3 => value, 1 => Just(json!("")), 1 => Just(Value::Null), 1 => Just(json!("-"))];
    let part = |index: u64| {
        let id = may(Just(json!(format!("call_{index}"))).boxed());
        let name = may(Just(json!(format!("tool_{index}"))).boxed());
        (id, name, may(any_text().prop_map(Value::from).boxed())).prop_map(move |(id, name, arguments)| {
            let mut function = json!({ "name": name, "arguments": arguments });
            let mut call = json!({ "index": index, "type": "function", "id": id });
            leave_out(&mut function);
            call["function"] = function;
            leave_out(&mut call);
            call
        })
    };
    prop_oneof![
        part(0).prop_map(|a| vec![a]),
        part(1).prop_map(|b| vec![b]),
        (part(1), part(0)).prop_map(|(b, a)| vec![b, a])
    ]
    .prop_map(|calls| json!({ "content": null, "tool_calls": calls }))
}

/// Takes the members that say "-" out of an object.
fn leave_out(object: &mut Value) {
    object.as_object_mut().expect("an object").retain(|_, value| value != "-");
}

/// Text without the characters that stand for halves.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,6}", "[a-z \"\\\\/\n\u{1F600}-\u{1F64F}我é]{0,6}"]
        .prop_map(|text: String| text.replace(|c| ('\u{E000}'..'\u{E800}').contains(&c), "x"))
}
