//! Errors as the service spells them (reference 5 and 7.5), in any of their shapes.

use crate::bytes::{after, contains, lossy};
use crate::error::{Code, Error, Kind, Phase, Throttle};
use crate::json::{self, Text, Value};
use crate::sse::Framer;

/// An error object inside an event or a body, if that is what `value` is: `{"error": …}`, or flat with `code` and
/// `message`. `named` says that the event itself was called `error` (native protocol, some proxies).
#[must_use]
pub fn find(value: Value<'_>, named: bool) -> Option<Error> {
    let outer = value;
    let inner = match value.get("error") {
        // Some proxies send an empty one beside a whole answer.
        Some(error) if is_nothing(error) && value.get("choices").is_some() => return None,
        Some(error) => error,
        None if value.get("choices").is_some() => return None,
        None if named || (value.get("code").is_some() && value.get("message").is_some()) => value,
        None => return None,
    };
    let text = |value: Value<'_>, key: &str| value.get(key).and_then(Value::text).map(Text::to_string_lossy);
    let message = text(inner, "message")
        .or_else(|| inner.text().map(Text::to_string_lossy))
        .filter(|message| !message.trim_ascii().is_empty());
    let mut error =
        Error::new(Kind::Api, "", message.as_deref().unwrap_or("The service reported an error without a message."));
    error.code = inner.get("code").and_then(code);
    error.type_ = text(inner, "type");
    error.param = text(inner, "param");
    error.request_id = text(outer, "request_id").or_else(|| text(inner, "request_id"));
    Some(blame_document(error))
}

/// Whether a value says nothing.
fn is_nothing(value: Value<'_>) -> bool {
    ["false", "0", "\"\"", "{}", "[]"].iter().any(|nothing| nothing.as_bytes() == value.raw())
}

/// The error of a body with status 400 or above: JSON, or one server-sent event around it (reference 5.2).
#[must_use]
pub fn of_body(status: u16, content_type: &str, body: &[u8]) -> Error {
    let mut error = json::parse(body)
        .ok()
        .and_then(|value| find(value, true))
        .or_else(|| of_event(body))
        .unwrap_or_else(|| bare(status, content_type, body));
    error.status = Some(status);
    error.throttle = Some(throttle(&error)).filter(|_| status == 429);
    error
}

/// The limits of reference 5.4, as what each code contains: the service spells them with capitals and dots in one mode,
/// with underscores in the other.
const THROTTLES: [(&str, Throttle); 6] = [
    ("BurstRate", Throttle::Burst),
    ("burst_rate", Throttle::Burst),
    ("AllocationQuota", Throttle::Tokens),
    ("insufficient_quota", Throttle::Tokens),
    ("BillOverdue", Throttle::Billing),
    ("CommodityNotPurchased", Throttle::Billing),
];

/// Which limit a 429 speaks of. `insufficient_quota` means tokens here, and passes; a code that says nothing more is
/// about requests.
fn throttle(error: &Error) -> Throttle {
    let Some(Code::Word(code)) = &error.code else { return Throttle::Requests };
    THROTTLES.iter().find(|(part, _)| contains(code, part)).map_or(Throttle::Requests, |&(_, throttle)| throttle)
}

fn of_event(body: &[u8]) -> Option<Error> {
    let closed = [body, b"\n\n"].concat();
    let mut input = closed.as_slice();
    let mut framer = Framer::new(closed.len());
    let event = framer.next(&mut input).ok()??;
    find(json::parse(event.data).ok()?, true)
}

fn bare(status: u16, content_type: &str, body: &[u8]) -> Error {
    if status < 400 {
        return Error::decode(
            "unexpected_content_type",
            "Events were asked for, and one JSON body came that is no error either: something between may not know streaming.",
        );
    }
    let message = if body.is_empty() {
        "The answer has no body: the path may be unknown to the service (check `baseURL`).".to_owned()
    } else {
        "The answer is no error of the service but \"".to_owned()
            + content_type
            + "\": something between may have answered (check `baseURL`)."
    };
    let mut error = Error::new(Kind::Api, "", &message);
    error.code = None;
    error
}

fn code(value: Value<'_>) -> Option<Code> {
    match value.text() {
        Some(text) => Some(Code::Word(text.to_string_lossy())),
        None => value.integer().and_then(|number| i32::try_from(number).ok()).map(Code::Number),
    }
}

/// Whether the service asks to come back when it has read the file: the only way to know (reference 7.4).
#[must_use]
pub fn is_parsing(error: &Error) -> bool {
    contains(&error.message, "File parsing in progress")
}

/// The table of reference 7.5, as what each message contains.
const DOCUMENT_FAULTS: [&str; 10] = [
    "File parsing in progress",
    "Invalid file [id:",
    "cannot be found",
    "format is not supported",
    "exceeds size limit",
    "exceeds page limits",
    "content blank",
    "Too many files provided",
    "Total message token length exceed model limit",
    "parsing error",
];

/// Makes a document's error of one that names a document.
fn blame_document(mut error: Error) -> Error {
    let names_file = contains(&error.message, "File [id:") || contains(&error.message, "File: ");
    let fault = DOCUMENT_FAULTS.iter().position(|fault| contains(&error.message, fault));
    let general = matches!(fault, Some(0 | 1 | 7 | 8));
    if general || (fault.is_some() && names_file) {
        error.kind = Kind::Document;
        error.file_id = file_id(&error.message);
        error.phase = Some(if contains(&error.message, "Invalid file") || fault == Some(7) || fault == Some(8) {
            Phase::Answer
        } else {
            Phase::Parse
        });
    }
    error
}

/// The id in `[id:file-fe-…]` or `File: file-fe-… parsing error`.
fn file_id(message: &str) -> Option<String> {
    let from = ["[id:", "File: "].iter().find_map(|mark| after(message, mark))?;
    let id = from.as_bytes().split(|byte| matches!(byte, b']' | b' ')).next()?;
    (!id.is_empty()).then(|| lossy(id.to_vec()))
}
