//! One chunk of a streamed chat answer (reference 4.2, 6, 13, 19), as views on its JSON.

use crate::json::{Extents, Items, Text, Value};

/// `chat.completion.chunk`: its members, found in one walk. None: absent or null.
#[derive(Clone, Debug)]
pub struct Chunk<'a> {
    /// `id`
    pub id: Option<Value<'a>>,
    /// `model`
    pub model: Option<Value<'a>>,
    /// `system_fingerprint`
    pub system_fingerprint: Option<Value<'a>>,
    /// `created`
    pub created: Option<Value<'a>>,
    /// `usage`, an object in one of the last chunks.
    pub usage: Option<Value<'a>>,
    /// `error`, which a chunk does not have.
    pub error: Option<Value<'a>>,
    /// Whether it has `choices`.
    pub has_choices: bool,
    /// How many members are objects or arrays.
    pub containers: usize,
    /// The first of the choices, of which most chunks have no other.
    first: Option<Choice<'a>>,
    rest: Items<'a>,
}

impl<'a> Chunk<'a> {
    /// The chunk that `value` is; `extents`: those of its text, where they are known.
    #[must_use]
    pub fn of(value: Value<'a>, extents: Option<&'a Extents>) -> Self {
        let ([id, model, system_fingerprint, created, usage, error, choices], containers) =
            value.survey(["id", "model", "system_fingerprint", "created", "usage", "error", "choices"], extents);
        let usage = usage.filter(|usage| usage.is_object());
        let mut rest = choices.unwrap_or(value).items_within(extents); // an object has none
        let first = rest.find(|item| item.is_object()).map(|item| Choice::of(item, extents));
        let has_choices = choices.is_some();
        Self { id, model, system_fingerprint, created, usage, error, has_choices, containers, first, rest }
    }

    /// Those of its text, where they are known.
    #[must_use]
    pub fn extents(&self) -> Option<&'a Extents> {
        self.rest.extents()
    }

    /// The choices that this chunk adds to; none in the usage chunk.
    #[must_use]
    pub fn choices(&self) -> Choices<'a> {
        Choices { first: self.first, rest: self.rest.clone() }
    }
}

/// See [`Chunk::choices`].
pub struct Choices<'a> {
    first: Option<Choice<'a>>,
    rest: Items<'a>,
}

impl<'a> Iterator for Choices<'a> {
    type Item = Choice<'a>;

    fn next(&mut self) -> Option<Choice<'a>> {
        self.first
            .take()
            .or_else(|| self.rest.find(|item| item.is_object()).map(|item| Choice::of(item, self.rest.extents())))
    }
}

/// One choice of a chunk, found as [`Chunk`]'s members are.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// `index`
    pub index: Option<Value<'a>>,
    /// What is new. A choice may lack it (Azure's content filter chunk).
    pub delta: Option<Value<'a>>,
    /// What is new in a text completion.
    pub text: Option<Value<'a>>,
    /// `logprobs`
    pub logprobs: Option<Value<'a>>,
    /// Why the model stopped. The native protocol writes the string "null" until then.
    pub finish_reason: Option<Text<'a>>,
    /// How many members are objects or arrays.
    pub containers: usize,
}

impl<'a> Choice<'a> {
    fn of(value: Value<'a>, extents: Option<&'a Extents>) -> Self {
        let ([index, delta, text, logprobs, reason], containers) =
            value.survey(["index", "delta", "text", "logprobs", "finish_reason"], extents);
        let finish_reason = word(reason).filter(|reason| !reason.is("null"));
        Self { index, delta, text, logprobs, finish_reason, containers }
    }
}

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

/// Reads an `index`, which must be below `limit`.
#[must_use]
pub fn index(found: Option<Value<'_>>, limit: usize) -> Index {
    match found {
        None => Index::Missing,
        Some(found) => match found.integer().and_then(|number| usize::try_from(number).ok()) {
            Some(at) if at < limit => Index::At(at),
            _ => Index::Bad,
        },
    }
}

/// The items of a member that is a list.
#[must_use]
pub fn items(found: Option<Value<'_>>) -> Items<'_> {
    found.map(Value::items).unwrap_or_default()
}

/// A member that is a string.
#[must_use]
pub fn text(found: Option<Value<'_>>) -> Option<Text<'_>> {
    found.and_then(Value::text)
}

/// A member that is a string and not empty: ids, names and roles come as `""` where they say nothing new.
#[must_use]
pub fn word(found: Option<Value<'_>>) -> Option<Text<'_>> {
    text(found).filter(|text| !text.is_empty())
}
