//! Any body of any status gives an error that says something, of a known kind, whatever shape it comes in: JSON, the same
//! in a server-sent event, and the same in the middle of a stream.
//!
//! Input: a line `STATUS CONTENT-TYPE`, then the body.

use super::outcome::run;
use qwen_edge::chat::stream::End;
use qwen_edge::chat::views::Views;
use qwen_edge::error::{Error, Kind};
use qwen_edge::json;
use qwen_edge::limits::StreamLimits;
use qwen_edge::wire::fault::of_body;

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let line = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..line]);
    let (status, content_type) = head.split_once(' ').unwrap_or((&head, ""));
    let Ok(status @ 400..=599) = status.parse::<u16>() else { return };
    let body = bytes.get(line + 1..).unwrap_or_default();

    let error = of_body(status, content_type, body);
    says_something(&error);
    assert_eq!(error.status, Some(status));
    if !body.contains(&b'\n') && !body.contains(&b'\r') && json::parse(body).is_ok() {
        let event = [b"data: ", body, b"\n\n"].concat();
        assert_eq!(of_body(status, content_type, &event), error, "in a server-sent event it is another error");
        if let End::Failed(error) =
            run([[b"event: error\n".as_slice(), &event].concat().as_slice()], Views::CHUNKS, StreamLimits::default())
                .end
        {
            says_something(&error);
        }
    }
}

fn says_something(error: &Error) {
    assert!(!error.message.trim_ascii().is_empty(), "an error without a message: {error:?}");
    assert!(matches!(error.kind, Kind::Api | Kind::Document | Kind::Decode | Kind::Truncated), "{error:?}");
    assert_eq!(error.kind == Kind::Document, error.phase.is_some(), "{error:?}");
    assert!(error.file_id.as_ref().is_none_or(|id| !id.is_empty() && !id.contains([' ', ']'])), "{error:?}");
}
