//! The naive fold: whole chunks as `serde_json` reads them, each rule of the reference in the plainest words (3, 4.2, 13).
//!
//! `serde_json` knows no half of an emoji. In a `Value` one stands as a private-use character, U+E000 + n for U+D800 + n.

use qwen_edge::chat::stream::End;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The `chat.completion` that these chunks make.
pub fn fold<'a>(chunks: impl IntoIterator<Item = &'a Value>) -> Value {
    let mut answer =
        json!({ "id": "", "object": "chat.completion", "created": 0, "model": "", "system_fingerprint": null });
    let mut choices = BTreeMap::new();
    for chunk in chunks {
        for key in ["id", "model", "system_fingerprint"] {
            keep_first_word(&mut answer[key], &chunk[key]);
        }
        if answer["created"] == 0 && !chunk["created"].is_null() {
            answer["created"] = chunk["created"].clone();
        }
        if chunk["usage"].is_object() {
            answer["usage"] = chunk["usage"].clone();
        }
        for choice in chunk["choices"].as_array().into_iter().flatten() {
            let index = choice["index"].as_u64().unwrap_or(0);
            let empty = json!({ "index": index, "message": { "role": "", "content": null }, "finish_reason": null, "logprobs": null });
            add_choice(choices.entry(index).or_insert(empty), choice);
        }
    }
    for choice in choices.values_mut() {
        if choice["message"]["role"] == "" {
            choice["message"]["role"] = json!("assistant");
        }
        // In an answer a call's index is its place in the list, also where a number was left out on the wire.
        let calls = choice["message"].get_mut("tool_calls").and_then(Value::as_array_mut);
        for (place, call) in calls.into_iter().flatten().enumerate() {
            call["index"] = json!(place);
        }
    }
    answer["choices"] = choices.into_values().collect();
    joined(answer)
}

fn add_choice(kept: &mut Value, choice: &Value) {
    if choice["finish_reason"].as_str().is_some_and(|reason| !reason.is_empty() && reason != "null") {
        kept["finish_reason"] = choice["finish_reason"].clone();
    }
    if let Some(items) = choice["logprobs"]["content"].as_array() {
        let mut all = kept["logprobs"]["content"].as_array().cloned().unwrap_or_default();
        all.extend(items.iter().cloned());
        kept["logprobs"] = json!({ "content": all });
    }
    let (message, delta) = (&mut kept["message"], &choice["delta"]);
    keep_first_word(&mut message["role"], &delta["role"]);
    for key in ["content", "reasoning_content", "refusal"] {
        append(message, key, &delta[key]);
    }
    for call in delta["tool_calls"].as_array().into_iter().flatten() {
        add_call(message, call);
    }
}

/// Calls stand in the order of their index. A call that nothing was said of has empty texts.
fn add_call(message: &mut Value, call: &Value) {
    let mut calls = message["tool_calls"].as_array().cloned().unwrap_or_default();
    let index = call["index"].clone();
    let place = calls.iter().position(|kept| kept["index"] == index).unwrap_or_else(|| {
        calls
            .push(json!({ "id": "", "type": "function", "function": { "name": "", "arguments": "" }, "index": index }));
        calls.len() - 1
    });
    keep_first_word(&mut calls[place]["id"], &call["id"]);
    keep_first_word(&mut calls[place]["function"]["name"], &call["function"]["name"]);
    append(&mut calls[place]["function"], "arguments", &call["function"]["arguments"]);
    calls.sort_by_key(|call| call["index"].as_u64());
    message["tool_calls"] = json!(calls);
}

/// How a stream ends whose answer this is; none where it is not finished: a choice is missing its finish reason.
pub fn end(answer: &Value) -> Option<End> {
    let choices = answer["choices"].as_array().expect("choices");
    let reasons: Vec<&str> = choices.iter().map_while(|choice| choice["finish_reason"].as_str()).collect();
    if reasons.is_empty() || reasons.len() < choices.len() {
        return None;
    }
    let first_calls = choices[0]["index"] == 0 && choices[0]["message"]["tool_calls"].is_array();
    Some(match reasons[0] {
        "length" => End::Length,
        "content_filter" => End::ContentFilter,
        "tool_calls" => End::ToolCalls,
        _ if first_calls => End::ToolCalls,
        _ => End::Complete,
    })
}

fn keep_first_word(kept: &mut Value, more: &Value) {
    let says_nothing = |value: &Value| value.as_str().is_none_or(str::is_empty);
    if says_nothing(kept) && !says_nothing(more) {
        *kept = more.clone();
    }
}

fn append(object: &mut Value, key: &str, more: &Value) {
    if let Some(more) = more.as_str() {
        object[key] = json!(object[key].as_str().unwrap_or_default().to_owned() + more);
    }
}

/// The value with its halves joined.
fn joined(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(String::from_utf16_lossy(&units(&text))),
        Value::Array(items) => items.into_iter().map(joined).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, joined(value))).collect(),
        other => other,
    }
}

/// The UTF-16 units that a text with halves means.
pub fn units(text: &str) -> Vec<u16> {
    let half = |unit: u16| if (0xE000..0xE800).contains(&unit) { unit - 0x0800 } else { unit };
    text.encode_utf16().map(half).collect()
}
