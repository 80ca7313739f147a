//! The gateway's inputs and outputs as JSON text, the form in which they cross to JavaScript.
//!
//! Why not serde: its derived code was two thirds of the gateway's weight in the wasm, and the crate has a JSON reader anyway.
//! What cannot be read is as if it were absent: an unreadable policy allows nothing.

use crate::json::{self, Value};

use super::{Decision, Head, Header, Policy, Prompt, PromptDecision, Refusal, Reply, ReplyHead};

impl Policy {
    /// Reads `{ origins, models, completions, listModels, files, batches, bodyBytes, fileBytes, maxTokens }`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Ok(value) = json::parse(text.as_bytes()) else { return Self::default() };
        let flag = |key: &str| value.get(key).is_some_and(|v| v.raw() == b"true");
        Self {
            origins: strings(value.get("origins")),
            models: strings(value.get("models")),
            completions: flag("completions"),
            list_models: flag("listModels"),
            files: strings(value.get("files")),
            batches: flag("batches"),
            body_bytes: count(value.get("bodyBytes")).unwrap_or(0),
            file_bytes: count(value.get("fileBytes")).unwrap_or(0),
            max_tokens: count(value.get("maxTokens")),
        }
    }
}

impl Head {
    /// Reads `{ method, path, query, headers }`; query and headers are arrays of `[name, value]`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Ok(value) = json::parse(text.as_bytes()) else { return Self::default() };
        Self {
            method: string(value.get("method")),
            path: string(value.get("path")),
            query: pairs(value.get("query")),
            headers: pairs(value.get("headers")),
        }
    }
}

impl Prompt {
    /// Reads `{ model, max_tokens, max_completion_tokens, n }`, each as in the body.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Ok(value) = json::parse(text.as_bytes()) else { return Self::default() };
        let number = |key: &str| value.get(key).map(|v| v.integer().unwrap_or(0));
        Self {
            model: value.get("model").and_then(Value::text).map(json::Text::to_string_lossy),
            max_tokens: number("max_tokens"),
            max_completion_tokens: number("max_completion_tokens"),
            n: number("n"),
        }
    }
}

impl ReplyHead {
    /// Reads `{ status, headers }`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let Ok(value) = json::parse(text.as_bytes()) else { return Self::default() };
        Self { status: count(value.get("status")).unwrap_or(0), headers: pairs(value.get("headers")) }
    }
}

impl Decision {
    /// Writes `{ kind: "preflight", headers }`, a refusal, or `{ kind: "forward", method, path, headers, body, bodyBytes }`.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Preflight { headers } => Object::new("preflight").headers(headers).end(),
            Self::Refuse(refusal) => refusal.write(),
            Self::Forward(forward) => Object::new("forward")
                .string("method", forward.method)
                .string("path", &forward.path)
                .string("body", forward.body.name())
                .number("bodyBytes", forward.body_bytes)
                .headers(&forward.headers)
                .end(),
        }
    }
}

impl PromptDecision {
    /// Writes a refusal, or `{ kind: "forward", maxTokens? }`.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Refuse(refusal) => refusal.write(),
            Self::Forward { max_tokens: None } => Object::new("forward").end(),
            Self::Forward { max_tokens: Some(limit) } => {
                Object::new("forward").number("maxTokens", (*limit).into()).end()
            }
        }
    }
}

impl Reply {
    /// Writes a refusal, or `{ kind: "pass", status, headers }`.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Refuse(refusal) => refusal.write(),
            Self::Pass { status, headers } => {
                Object::new("pass").number("status", (*status).into()).headers(headers).end()
            }
        }
    }
}

impl Refusal {
    /// Writes `{ kind: "refuse", status, code, message, param?, headers }`.
    #[must_use]
    pub fn write(&self) -> String {
        let object = Object::new("refuse")
            .number("status", self.status.into())
            .string("code", self.code)
            .string("message", &self.message);
        match self.param {
            Some(param) => object.string("param", param),
            None => object,
        }
        .headers(&self.headers)
        .end()
    }
}

/// A JSON object that is being written.
struct Object(Vec<u8>);

impl Object {
    fn new(kind: &str) -> Self {
        Self(b"{\"kind\":".to_vec()).text(kind)
    }

    fn key(mut self, key: &str) -> Self {
        self.0.push(b',');
        let mut object = self.text(key);
        object.0.push(b':');
        object
    }

    fn text(mut self, text: &str) -> Self {
        json::write_string(&mut self.0, text.as_bytes());
        self
    }

    fn string(self, key: &str, value: &str) -> Self {
        self.key(key).text(value)
    }

    fn number(self, key: &str, value: u64) -> Self {
        let mut object = self.key(key);
        object.0.extend_from_slice(value.to_string().as_bytes());
        object
    }

    fn headers(self, headers: &[Header]) -> Self {
        let mut object = self.key("headers");
        for (i, (name, value)) in headers.iter().enumerate() {
            object.0.extend_from_slice(if i == 0 { b"[[" } else { b",[" });
            object = object.text(name);
            object.0.push(b',');
            object = object.text(value);
            object.0.push(b']');
        }
        object.0.extend_from_slice(if headers.is_empty() { b"[]" } else { b"]" });
        object
    }

    fn end(mut self) -> String {
        self.0.push(b'}');
        String::from_utf8(self.0).unwrap_or_default()
    }
}

fn string(value: Option<Value>) -> String {
    value.and_then(Value::text).map(json::Text::to_string_lossy).unwrap_or_default()
}

fn strings(value: Option<Value>) -> Vec<String> {
    value.into_iter().flat_map(Value::items).map(|item| string(Some(item))).collect()
}

fn pairs(value: Option<Value>) -> Vec<(String, String)> {
    let pair = |item: Value| {
        let mut parts = item.items();
        (string(parts.next()), string(parts.next()))
    };
    value.into_iter().flat_map(Value::items).map(pair).collect()
}

/// A whole number, if it fits.
fn count<T: TryFrom<i64>>(value: Option<Value>) -> Option<T> {
    value.and_then(Value::integer).and_then(|n| T::try_from(n).ok())
}
