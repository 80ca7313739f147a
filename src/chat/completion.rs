//! The folded answer as the JSON of a plain one: `chat.completion` (reference 3), or `text_completion` (11.3).

use super::answer::{Answer, ChoiceSoFar, Part};
use super::tail::write_raw;
use crate::json::{write_number, write_string};

impl Answer {
    /// The answer so far as the JSON text of a plain one, with the number of its place where pages of a text belong:
    /// see [`Tail`](super::tail::Tail).
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::with_capacity(self.bytes_here() + 512);
        let out = &mut json;
        begin(out, b'{');
        string(out, "id", &self.id);
        string(out, "object", if self.is_completion { b"text_completion" } else { b"chat.completion" });
        raw(out, "created", &self.created, b"0");
        string(out, "model", &self.model);
        string_or_null(out, "system_fingerprint", &self.system_fingerprint);
        member(out, "choices");
        out.push(b'[');
        for choice in &self.choices {
            choice.write(out, self.is_completion);
        }
        out.push(b']');
        if let Some(usage) = &self.usage {
            raw(out, "usage", usage, b"");
        }
        out.push(b'}');
        json
    }
}

impl ChoiceSoFar {
    fn write(&self, out: &mut Vec<u8>, is_completion: bool) {
        begin(out, b'{');
        member(out, "index");
        write_number(out, self.index);
        if is_completion {
            self.write_text(out, "text", Part::Content);
        } else {
            self.write_message(out);
        }
        string_or_null(out, "finish_reason", &self.finish_reason);
        member(out, "logprobs");
        match &self.texts[Part::Logprobs as usize] {
            Some(items) => {
                out.extend_from_slice(b"{\"content\":[");
                items.write(0, write_raw, out);
                out.extend_from_slice(b"]}");
            }
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    }

    fn write_message(&self, out: &mut Vec<u8>) {
        member(out, "message");
        out.push(b'{');
        string(out, "role", if self.role.is_empty() { b"assistant" } else { &self.role });
        for (key, part) in
            [("content", Part::Content), ("reasoning_content", Part::Reasoning), ("refusal", Part::Refusal)]
        {
            if self.texts[part as usize].is_some() {
                self.write_text(out, key, part);
            } else if key == "content" {
                raw(out, key, b"", b"null");
            }
        }
        if !self.tool_calls.is_empty() {
            member(out, "tool_calls");
            self.tool_calls.write(out);
        }
        if let Some(name) = &self.function_call {
            member(out, "function_call");
            out.push(b'{');
            string(out, "name", name);
            self.write_text(out, "arguments", Part::Arguments);
            out.push(b'}');
        }
        if let Some(audio) = &self.audio {
            member(out, "audio");
            out.push(b'{');
            string(out, "id", &audio.id);
            self.write_text(out, "data", Part::AudioData);
            self.write_text(out, "transcript", Part::Transcript);
            raw(out, "expires_at", &audio.expires_at, b"null");
            out.push(b'}');
        }
        out.push(b'}');
    }

    fn write_text(&self, out: &mut Vec<u8>, key: &str, part: Part) {
        member(out, key);
        self.text(part).write_string(0, out);
    }
}

/// Begins an item of a list or a member of an object, which is not the first where something stands before it.
pub(super) fn begin(out: &mut Vec<u8>, with: u8) {
    if !matches!(out.last(), None | Some(b'{' | b'[' | b':')) {
        out.push(b',');
    }
    out.push(with);
}

/// Begins a member.
pub(super) fn member(out: &mut Vec<u8>, key: &str) {
    begin(out, b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Writes a member that is a string.
pub(super) fn string(out: &mut Vec<u8>, key: &str, text: &[u8]) {
    member(out, key);
    write_string(out, text);
}

fn string_or_null(out: &mut Vec<u8>, key: &str, text: &[u8]) {
    if text.is_empty() { raw(out, key, b"null", b"") } else { string(out, key, text) }
}

/// Writes a member that is JSON already, or what it is `otherwise`.
fn raw(out: &mut Vec<u8>, key: &str, json: &[u8], otherwise: &[u8]) {
    member(out, key);
    out.extend_from_slice(if json.is_empty() { otherwise } else { json });
}
