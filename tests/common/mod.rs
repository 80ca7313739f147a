//! What the native tables share: three regimes of cutting, what a stream tells, and the conformance cases where that folder exists.
#![allow(dead_code)] // each test binary uses its part

use qwen_edge::chat::stream::{ChatStream, End};
use qwen_edge::error::Error;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Runs `check` with the bytes whole, byte by byte, and cut in two at every place.
pub fn in_three_regimes(bytes: &[u8], mut check: impl FnMut(&[&[u8]], &str)) {
    check(&[bytes], "whole");
    check(&bytes.chunks(1).collect::<Vec<_>>(), "byte by byte");
    // Every place of a short input; of a long one as many as keep the work linear.
    for cut in (1..bytes.len()).step_by(bytes.len() * bytes.len() / 2_000_000 + 1) {
        check(&[&bytes[..cut], &bytes[cut..]], &format!("cut at {cut}"));
    }
}

/// What these reads and their end make a stream tell, as one text.
pub fn told(stream: &mut ChatStream, reads: &[&[u8]]) -> String {
    let mut told = Vec::new();
    for read in reads {
        stream.push(read);
        told.extend_from_slice(stream.batch().text());
        stream.batch().clear();
    }
    stream.finish();
    told.extend_from_slice(stream.batch().text());
    String::from_utf8(told).expect("UTF-8")
}

/// The lines of a conformance file, or none, said aloud, where the folder is missing.
pub fn conformance(file: &str) -> Vec<serde_json::Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("no conformance cases: {file} is not beside this checkout");
        return Vec::new();
    };
    text.lines().map(|line| serde_json::from_str(line).expect("a conformance case is JSON")).collect()
}

/// The text of a conformance file beside the cases.
pub fn conformance_body(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance").join(file);
    std::fs::read_to_string(path).expect("a case names a file that is there")
}
/// An event with this chunk.
pub fn event(chunk: &Value) -> String {
    format!("data: {chunk}\n\n")
}

/// An event with this text.
pub fn content(text: &str) -> String {
    event(
        &json!({ "choices": [{ "delta": { "content": text }, "index": 0, "finish_reason": null }], "id": "c", "model": "m" }),
    )
}

/// An event with a finish reason.
pub const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
/// The service says that nothing is missing.
pub const DONE: &str = "data: [DONE]\n\n";

/// The error that an end is.
pub fn error(end: &End) -> Option<&Error> {
    match end {
        End::Failed(error) => Some(error),
        _ => None,
    }
}
