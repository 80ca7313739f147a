//! Which requests break no rule at a glance, so that a page which only chats need not load the rules.
//!
//! Whatever is not in this file's few lists is looked at by the rules. That they would find nothing wrong, nor anything
//! to cure, with what passes here is a property test's to hold.

use super::models::is_version;
use crate::call::region::Region;
use crate::json::{Text, Value};

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

/// Parameters, besides the model and the messages; [`EVERY`] model's come first.
const PARAMETERS: [(&str, Harmless); 7] = [
    ("stream", Flag),
    ("stream_options", Object),
    ("temperature", Share),
    ("top_p", Share),
    ("max_tokens", Amount),
    ("enable_thinking", Flag),
    ("enable_search", Flag),
];

/// How many of them every model has.
const EVERY: usize = 5;

/// The family that reads documents: its system messages may be lists of them, and it does not search (reference 7).
const DOCUMENTS: &str = "qwen-long";

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
        "chat" => is_plain_chat(request, region),
        "completions" => false,
        _ if operation.starts_with("documents.") || operation.starts_with("batches.") => has_documents(region),
        _ => true,
    }
}

/// Not every region has documents and batches.
fn has_documents(region: Option<Region>) -> bool {
    matches!(region, None | Some(Region::Beijing))
}

fn is_plain_chat(request: Value<'_>, region: Option<Region>) -> bool {
    let [model, messages] = request.pick(["model", "messages"]);
    let model = model.and_then(Value::text).map(Text::to_string_lossy).unwrap_or_default();
    let reads_documents = has_documents(region) && is_of(&model, DOCUMENTS);
    let known = if reads_documents { &PARAMETERS[..EVERY] } else { &PARAMETERS };
    let is_known = |(name, value): (Text<'_>, Value<'_>)| {
        name.is("model")
            || name.is("messages")
            || known.iter().any(|(known, harmless)| name.is(known) && harmless.holds(value.raw()))
    };
    let is_fine = reads_documents || is_guest(&model) || FAMILIES.iter().any(|family| is_of(&model, family));
    is_fine && request.members().all(is_known) && messages.is_some_and(|messages| are_plain(messages, !reads_documents))
}

/// Rules about models speak of those whose names begin with a q, as the families in `models` do.
fn is_guest(model: &str) -> bool {
    model.as_bytes().first().is_some_and(|&first| first != b'q')
}

fn is_of(model: &str, family: &str) -> bool {
    model.strip_prefix(family).is_some_and(|rest| is_version(rest.as_bytes()))
}

/// Texts of the user, the assistant and, where `has_system`, the system.
fn are_plain(messages: Value<'_>, has_system: bool) -> bool {
    let mut has_user = false;
    for message in messages.items() {
        let Some(role) = message.get("role").and_then(Value::text) else { return false };
        has_user |= role.is("user");
        let is_known = role.is("user") || role.is("assistant") || has_system && role.is("system");
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
            Flag => ["true", "false"].iter().any(|flag| flag.as_bytes() == raw),
            Object => raw.starts_with(b"{"),
            Amount => matches!(raw, [b'1'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit)),
            Share => match raw {
                [b'0', b'.', rest @ .., b'1'..=b'9'] => rest.iter().all(u8::is_ascii_digit),
                raw => raw == b"1",
            },
        }
    }
}
