//! What the body of a plain chat answer or a record means beyond its JSON: status 200 alone promises nothing (quirk 18).

use crate::error::{Error, Kind};

/// What JavaScript, which has parsed the body, sees of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Whether it should be a chat answer.
    pub is_chat: bool,
    /// Whether it is a JSON object.
    pub is_object: bool,
    /// The error that it holds.
    pub fault: Option<Error>,
    /// The header `x-dashscope-partialresponse`.
    pub partial: Option<String>,
    /// The finish reasons of its choices; none where the service sent null.
    pub finish_reasons: Vec<Option<String>>,
}

impl Body {
    /// The failure that the body is, if it is no complete answer.
    #[must_use]
    pub fn failure(self) -> Option<Error> {
        if !self.is_object {
            return Some(malformed());
        }
        let out_of_time = self.partial.is_some_and(|header| header == "true");
        if self.fault.is_none() && (out_of_time || self.finish_reasons.contains(&None)) {
            return Some(partial());
        }
        if self.fault.is_none() && self.is_chat && self.finish_reasons.is_empty() {
            return Some(Error::decode(
                "no_choice",
                "The answer has no choice: something between the service and this client may have changed it.",
            ));
        }
        let stopped = self.finish_reasons.iter().flatten().any(|reason| reason == "error_finish");
        let stopped =
            stopped.then(|| Error::new(Kind::Api, "error_finish", "The service stopped the answer with an error."));
        self.fault.or(stopped)
    }
}

/// The body is no JSON object.
#[must_use]
pub fn malformed() -> Error {
    Error::decode(
        "malformed_body",
        "The answer's body is no JSON object. Something between the service and this client may have changed it.",
    )
}

fn partial() -> Error {
    Error::new(
        Kind::Truncated,
        "partial_response",
        "The service ran out of time and sent what it had: the answer is not complete. What did arrive is in `partial`; ask with `stream: true`.",
    )
}
