//! What can go wrong, by blame: the caller, the service, the network, us.
//!
//! A message says what was expected, what was found and what to do. It never holds a prompt, a document, an answer or
//! a key; what the service says of a failure is handed on as it is.

use std::ops::{Deref, DerefMut};

/// The kinds of failure a caller tells apart; the JavaScript side has a class for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Caller: the call itself makes no sense.
    Usage,
    /// Caller: the service would refuse the request, so it is not sent.
    Preflight,
    /// Caller: the call was aborted.
    Aborted,
    /// Service: it answered with an error.
    Api,
    /// Service: it refused a document (reference 7.5).
    Document,
    /// Service: bytes came that are no answer.
    Decode,
    /// Network: no answer at all.
    Connection,
    /// Network: no answer within the time given.
    Timeout,
    /// Network: nothing meaningful came for too long.
    Stalled,
    /// Network: the answer stopped before it was complete.
    Truncated,
}

impl Kind {
    /// The name by which JavaScript knows it.
    fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Preflight => "preflight",
            Self::Aborted => "aborted",
            Self::Api => "api",
            Self::Document => "document",
            Self::Decode => "decode",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Stalled => "stalled",
            Self::Truncated => "truncated",
        }
    }
}

/// Where in a document's way it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// On its way up.
    Upload,
    /// While the service read it.
    Parse,
    /// When an answer needed it.
    Answer,
}

impl Phase {
    /// The name by which JavaScript knows it.
    fn name(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Parse => "parse",
            Self::Answer => "answer",
        }
    }
}

/// Which of its limits the service found exceeded, with status 429 (reference 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// The rate rose too quickly.
    Burst,
    /// Requests per minute or second.
    Requests,
    /// Tokens per minute or second.
    Tokens,
    /// The bill is not paid: no waiting cures it.
    Billing,
}

impl Throttle {
    /// The name by which JavaScript knows it.
    fn name(self) -> &'static str {
        match self {
            Self::Burst => "burst",
            Self::Requests => "requests",
            Self::Tokens => "tokens",
            Self::Billing => "billing",
        }
    }
}

/// The service's `code`: a word, or a number where a proxy put its status there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// Such as `invalid_api_key`.
    Word(String),
    /// Such as 400.
    Number(i32),
}

/// One failure: its [`Details`], boxed so that results stay small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// What is known of a failure. Absent fields are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Which class it becomes.
    pub kind: Kind,
    /// For people.
    pub message: String,
    /// For programs; stable.
    pub code: Option<Code>,
    /// HTTP status.
    pub status: Option<u16>,
    /// The service's `type`.
    pub type_: Option<String>,
    /// The request field that the service names.
    pub param: Option<String>,
    /// From the body or the `x-request-id` header.
    pub request_id: Option<String>,
    /// The document concerned.
    pub file_id: Option<String>,
    /// How far that document came.
    pub phase: Option<Phase>,
    /// Which limit of the service was exceeded.
    pub throttle: Option<Throttle>,
    /// Milliseconds that the service asks to wait before the next try.
    pub retry_after: Option<u32>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known<'a> {
    /// A text.
    Text(&'a str),
    /// A number.
    Number(f64),
}

impl Error {
    /// Tells what is known, under the names by which JavaScript knows it.
    ///
    /// Why not serde: what writes a field in the form that JavaScript takes weighs more than all else that is done for it.
    pub fn tell(&self, told: &mut dyn FnMut(&'static str, Known<'_>)) {
        text(told, "kind", Some(self.kind.name()));
        text(told, "message", Some(&self.message));
        match &self.code {
            Some(Code::Word(word)) => text(told, "code", Some(word)),
            Some(Code::Number(code)) => told("code", Known::Number(f64::from(*code))),
            None => {}
        }
        text(told, "type", self.type_.as_deref());
        text(told, "param", self.param.as_deref());
        text(told, "requestId", self.request_id.as_deref());
        text(told, "fileId", self.file_id.as_deref());
        text(told, "phase", self.phase.map(Phase::name));
        text(told, "throttle", self.throttle.map(Throttle::name));
        let numbers = [("status", self.status.map(u32::from)), ("retryAfter", self.retry_after)];
        for (name, number) in numbers {
            if let Some(number) = number {
                told(name, Known::Number(f64::from(number)));
            }
        }
    }
}

#[inline(never)]
fn text(told: &mut dyn FnMut(&'static str, Known<'_>), name: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        told(name, Known::Text(text));
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl Error {
    /// A failure with a stable code and nothing else.
    #[must_use]
    pub fn new(kind: Kind, code: &str, message: &str) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.to_owned(),
            code: Some(Code::Word(code.to_owned())),
            status: None,
            type_: None,
            param: None,
            request_id: None,
            file_id: None,
            phase: None,
            throttle: None,
            retry_after: None,
        }))
    }

    /// A call that makes no sense.
    #[must_use]
    pub fn usage(message: &str) -> Self {
        Self::new(Kind::Usage, "invalid_argument", message)
    }

    /// Bytes that are no answer.
    #[must_use]
    pub fn decode(code: &str, message: &str) -> Self {
        Self::new(Kind::Decode, code, message)
    }

    /// The answer's bytes ended before anything had come.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(
            Kind::Truncated,
            "truncated_stream",
            "Nothing came: the connection ended before the first piece of the answer. Ask again.",
        )
    }

    /// The answer's bytes ended early.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(
            Kind::Truncated,
            "truncated_stream",
            "The stream ended before the model had finished: no finish reason has arrived. What did arrive is in `partial`; ask again.",
        )
    }

    /// Something passed a cap of `limits`.
    #[must_use]
    pub fn limit(name: &str, message: &str) -> Self {
        Self::new(Kind::Decode, name, message)
    }
}
