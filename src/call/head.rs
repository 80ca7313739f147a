//! What the head of an answer means: a stream, a body, or a failure.

use crate::bytes::joined;
use crate::error::Error;
use crate::wire::media_type::essence;

/// What follows a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Server-sent events.
    Stream,
    /// A body to be read whole.
    Body,
    /// An error body.
    Failure,
    /// Nothing of use: the answer is none.
    Nonsense(Error),
}

/// Content types under which events come.
const EVENTS: [&[u8]; 3] = [b"text/event-stream", b"", b"text/plain"];

/// Reads a head. `streaming` says that events were asked for.
///
/// A missing or a plain-text content type passes for events: some proxies and many test doubles send no better one, and
/// bytes that are none show themselves soon enough.
#[must_use]
pub fn read(status: u16, content_type: &str, streaming: bool) -> Follows {
    let is = |wanted: &[u8]| essence(content_type).eq_ignore_ascii_case(wanted);
    match status {
        200..=299 if is(b"text/html") => Follows::Nonsense(Error::decode(
            "unexpected_content_type",
            "A web page came where the service's answer was expected: `baseURL` may be wrong, or something between needs a login.",
        )),
        200..=299 if streaming && is(b"application/json") => Follows::Failure,
        200..=299 if streaming && !EVENTS.iter().any(|events| is(events)) => Follows::Nonsense(Error::decode(
            "unexpected_content_type",
            &joined(&[
                "An answer of type \"",
                content_type,
                "\" came where events were expected: something between may have answered (check `baseURL`).",
            ]),
        )),
        200..=299 if streaming => Follows::Stream,
        200..=299 => Follows::Body,
        _ => Follows::Failure,
    }
}
