//! Which requests break no rule at a glance, so that a page which only chats need not load the rules.
//!
//! Whatever is not in this file's few lists is looked at by the rules. That they would find nothing wrong, nor anything
//! to cure, with what passes here is a property test's to hold.

use super::models::is_version;
use crate::call::region::Region;
use crate::json::Value;

/// What a parameter holds where nothing can be wrong with it.
#[derive(Clone, Copy)]
enum Harmless {
    Flag,
    /// Above 0, 1 at most, spelled without an exponent.
    Share,
    /// Whole, 1 or more.
    Amount,
    Object,
}

use Harmless::{Amount, Flag, Object, Share};

/// Parameters, besides the model and the messages.
const PARAMETERS: [(&str, Harmless); 7] = [
    ("stream", Flag),
    ("stream_options", Object),
    ("temperature", Share),
    ("top_p", Share),
    ("max_tokens", Amount),
    ("enable_thinking", Flag),
    ("enable_search", Flag),
];

/// Families that do all of that, streamed or not (reference 6, 19): versions of these alone.
const FAMILIES: [&str; 8] = [
    "qwen-plus",
    "qwen-flash",
    "qwen-turbo",
    "qwen3.6-plus",
    "qwen3.6-flash",
    "qwen3.6-max",
    "qwen3.7-plus",
    "qwen3.7-max",
];

/// Whether a request breaks no rule, and needs no cure, whatever each rule is to do. Of its texts but the roles and the
/// model's name no more is looked at than whether they are empty.
#[must_use]
pub fn is_plain(operation: &str, request: Value<'_>, region: Option<Region>) -> bool {
    match operation {
        "chat" => is_plain_chat(request),
        "completions" => false,
        // What not every region has.
        _ if operation.starts_with("documents.") || operation.starts_with("batches.") => {
            matches!(region, None | Some(Region::Beijing))
        }
        _ => true,
    }
}

fn is_plain_chat(request: Value<'_>) -> bool {
    let (mut has_model, mut has_messages) = (false, false);
    for (name, value) in request.members() {
        let is_fine = if name.is("model") {
            has_model = true;
            value.text().is_some_and(|model| is_plain_model(&model.to_string_lossy()))
        } else if name.is("messages") {
            has_messages = are_plain(value);
            has_messages
        } else {
            PARAMETERS.iter().any(|(known, harmless)| name.is(known) && harmless.holds(value.raw()))
        };
        if !is_fine {
            return false;
        }
    }
    has_model && has_messages
}

/// Rules about models speak of those whose names begin with a q, as the families in `models` do.
fn is_plain_model(name: &str) -> bool {
    let is_guest = !name.is_empty() && !name.starts_with('q');
    is_guest || FAMILIES.iter().any(|begin| name.strip_prefix(begin).is_some_and(|rest| is_version(rest.as_bytes())))
}

/// Texts of the system, the user and the assistant.
fn are_plain(messages: Value<'_>) -> bool {
    let mut has_user = false;
    for message in messages.items() {
        let Some(role) = message.get("role").and_then(Value::text) else { return false };
        has_user |= role.is("user");
        let is_known = ["user", "assistant", "system"].iter().any(|known| role.is(known));
        let is_text = message.get("content").and_then(Value::text).is_some_and(|text| !text.is(""));
        if !is_known || !is_text || message.get("reasoning_content").is_some() || message.get("partial").is_some() {
            return false;
        }
    }
    has_user
}

impl Harmless {
    fn holds(self, raw: &[u8]) -> bool {
        match self {
            Flag => matches!(raw, b"true" | b"false"),
            Object => raw.starts_with(b"{"),
            Amount => matches!(raw, [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit)),
            Share => match raw {
                [b'0', b'.', rest @ .., b'1'..=b'9'] => rest.iter().all(u8::is_ascii_digit),
                raw => raw == b"1",
            },
        }
    }
}
