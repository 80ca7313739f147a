//! One chunk of a streamed chat answer (reference 4.2, 6, 13, 19), as views on its JSON.

use crate::json::{Text, Value};

/// `chat.completion.chunk`.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a>(pub Value<'a>);

impl<'a> Chunk<'a> {
    /// The choices that this chunk adds to; none in the usage chunk.
    pub fn choices(self) -> impl Iterator<Item = Choice<'a>> {
        self.0.get("choices").into_iter().flat_map(Value::items).filter(|item| item.is_object()).map(Choice)
    }

    /// `usage`, an object in one of the last chunks.
    #[must_use]
    pub fn usage(self) -> Option<Value<'a>> {
        self.0.get("usage").filter(|usage| usage.is_object())
    }
}

/// One choice of a chunk.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a>(pub Value<'a>);

/// The place of a choice or a tool call in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// Not said.
    Missing,
    /// A number that fits.
    At(usize),
    /// Anything else: a string, a negative number, one beyond the limit.
    Bad,
}

/// Reads `index` of `value`, which must be below `limit`.
#[must_use]
pub fn index(value: Value<'_>, limit: usize) -> Index {
    match value.get("index") {
        None => Index::Missing,
        Some(found) => match found.integer().and_then(|number| usize::try_from(number).ok()) {
            Some(at) if at < limit => Index::At(at),
            _ => Index::Bad,
        },
    }
}

impl<'a> Choice<'a> {
    /// What is new. A choice may lack it (Azure's content filter chunk).
    #[must_use]
    pub fn delta(self) -> Option<Value<'a>> {
        self.0.get("delta")
    }

    /// Why the model stopped. The native protocol writes the string "null" until then.
    #[must_use]
    pub fn finish_reason(self) -> Option<Text<'a>> {
        self.0.get("finish_reason").and_then(Value::text).filter(|text| !text.is_empty() && !text.is("null"))
    }
}

/// A member of `value` that is a string.
#[must_use]
pub fn text<'a>(value: Value<'a>, key: &str) -> Option<Text<'a>> {
    value.get(key).and_then(Value::text)
}

/// A member of `value` that is a string and not empty: ids, names and roles come as `""` where they say nothing new.
#[must_use]
pub fn word<'a>(value: Value<'a>, key: &str) -> Option<Text<'a>> {
    text(value, key).filter(|text| !text.is_empty())
}
