//! The folded answer as the JSON of a plain one: `chat.completion` (reference 3), or `text_completion` (11.3).

use super::answer::{Answer, Audio, ChoiceSoFar};
use crate::json::{write_number, write_string};

impl Answer {
    /// The answer so far as the JSON text of a plain one.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.held + 512);
        out.extend(b"{\"id\":");
        write_string(&mut out, &self.id);
        out.extend(b",\"object\":");
        write_string(&mut out, if self.is_completion { b"text_completion" } else { b"chat.completion" });
        out.extend(b",\"created\":");
        out.extend(if self.created.is_empty() { b"0" } else { self.created.as_slice() });
        out.extend(b",\"model\":");
        write_string(&mut out, &self.model);
        out.extend(b",\"system_fingerprint\":");
        string_or_null(&mut out, Some(&self.system_fingerprint).filter(|value| !value.is_empty()));
        out.extend(b",\"choices\":[");
        for (position, choice) in self.choices.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            choice.write(&mut out, self.is_completion);
        }
        out.push(b']');
        if let Some(usage) = &self.usage {
            out.extend(b",\"usage\":");
            out.extend(usage);
        }
        out.push(b'}');
        out
    }
}

impl ChoiceSoFar {
    fn write(&self, out: &mut Vec<u8>, is_completion: bool) {
        out.extend(b"{\"index\":");
        write_number(out, self.index);
        if is_completion {
            member(out, "text");
            write_string(out, self.content.as_deref().unwrap_or_default());
        } else {
            self.write_message(out);
        }
        out.extend(b",\"finish_reason\":");
        string_or_null(out, Some(&self.finish_reason).filter(|reason| !reason.is_empty()));
        out.extend(b",\"logprobs\":");
        if self.logprobs.is_empty() {
            out.extend(b"null");
        } else {
            out.extend(b"{\"content\":[");
            out.extend(&self.logprobs);
            out.extend(b"]}");
        }
        out.push(b'}');
    }

    fn write_message(&self, out: &mut Vec<u8>) {
        out.extend(b",\"message\":{\"role\":");
        write_string(out, if self.role.is_empty() { b"assistant" } else { &self.role });
        out.extend(b",\"content\":");
        string_or_null(out, self.content.as_ref());
        for (key, text) in [("reasoning_content", &self.reasoning), ("refusal", &self.refusal)] {
            if text.is_some() {
                member(out, key);
                string_or_null(out, text.as_ref());
            }
        }
        if !self.tool_calls.is_empty() {
            member(out, "tool_calls");
            self.tool_calls.write(out);
        }
        if let Some([name, arguments]) = &self.function_call {
            out.extend(b",\"function_call\":{\"name\":");
            write_string(out, name);
            out.extend(b",\"arguments\":");
            write_string(out, arguments);
            out.push(b'}');
        }
        if let Some(audio) = &self.audio {
            audio.write(out);
        }
        out.push(b'}');
    }
}

impl Audio {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend(b",\"audio\":{\"id\":");
        write_string(out, &self.id);
        out.extend(b",\"data\":");
        write_string(out, &self.data);
        out.extend(b",\"transcript\":");
        write_string(out, &self.transcript);
        out.extend(b",\"expires_at\":");
        out.extend(if self.expires_at.is_empty() { b"null" } else { self.expires_at.as_slice() });
        out.push(b'}');
    }
}

fn member(out: &mut Vec<u8>, key: &str) {
    out.extend(b",\"");
    out.extend(key.as_bytes());
    out.extend(b"\":");
}

fn string_or_null(out: &mut Vec<u8>, text: Option<&Vec<u8>>) {
    match text {
        Some(text) => write_string(out, text),
        None => out.extend(b"null"),
    }
}
