//! Successive chunks of one stream are the same JSON but for one string. So an event is parsed once, and the bytes
//! before and after that string are kept: an event that starts with the same bytes, ends with the same bytes and has a
//! well-formed string between is provably the same object with another text. It needs no JSON parser. Of a tool call's
//! arguments the call's index is left open, too: what one call teaches serves all.

use crate::bytes::decimal;
use crate::json::{Spelling, Text, Value};
use crate::limits::{TEMPLATE_BYTES, TEMPLATES};
use crate::wire::chunk::{self as wire, Chunk, Index, word};
use crate::words::after;

/// How an event stands in the bytes, where it is one line: around its data.
const FRAME: (&[u8], &[u8]) = (b"data: ", b"\n\n");

/// The data of an event that stands in its frame, and in `input` before `rest`.
pub fn framed<'a>(input: &'a [u8], rest: &[u8]) -> &'a [u8] {
    input.get(FRAME.0.len()..input.len() - rest.len() - FRAME.1.len()).unwrap_or_default()
}

/// Which string of the delta a template leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `content`
    Content,
    /// `reasoning_content`
    Reasoning,
    /// `arguments` of the tool call with this index, the only one in the delta
    Arguments(u8),
}

/// The event's places that differ in its like.
struct Open<'a> {
    field: Field,
    choice: usize,
    text: &'a [u8],
    /// The tool call's index, where that alone tells one call's arguments from another's, and stands before them; else the
    /// empty start of the text.
    index: &'a [u8],
}

#[derive(Debug)]
struct Template {
    /// What stands before the open string and behind it, the event's frame included.
    before: Vec<u8>,
    after: Vec<u8>,
    /// Where in `before` an open index is left out; its end where none is.
    index: usize,
    field: Field,
    choice: usize,
    slot: u32,
}

impl Template {
    /// What it knows of the event that `input` begins with, if nothing else differs, and what follows that; see [`Text::at_start`].
    fn open<'a>(&self, input: &'a [u8], is_framed: bool, out: &mut Vec<u8>) -> Option<(Match<'a>, &'a [u8])> {
        let (before, behind) =
            if is_framed { (0, self.after.len()) } else { (FRAME.0.len(), self.after.len() - FRAME.1.len()) };
        let &Self { mut field, choice, slot, .. } = self;
        let mut rest = after(input, self.before.get(before..self.index)?)?;
        if self.index < self.before.len() {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, behind) = rest.split_at_checked(digits)?;
            field = Field::Arguments(place(digits)?);
            rest = after(behind, self.before.get(self.index..)?)?;
        }
        let (text, spelling) = Text::at_start(rest, out)?;
        rest = after(rest.get(text.raw().len()..)?, self.after.get(..behind)?)?;
        (is_framed || rest.is_empty()).then_some((Match { text, field, spelling, choice, slot }, rest))
    }
}

/// What a template knows of an event.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The new text.
    pub text: Text<'a>,
    /// Where it goes.
    pub field: Field,
    /// How it is spelled.
    pub spelling: Spelling,
    /// Whose it is.
    pub choice: usize,
    /// The template's number, under which JavaScript keeps the parsed object.
    pub slot: u32,
}

/// The templates of one stream, the last used first.
#[derive(Debug, Default)]
pub struct Templates(Vec<Template>);

impl Templates {
    /// Takes an event off `input`: its data, or where `is_framed` the lines that it stands in. What is spelled with escapes is
    /// decoded into `out`. The text may still hold half an emoji or invalid UTF-8.
    pub fn find<'a>(&mut self, input: &'a [u8], is_framed: bool, out: &mut Vec<u8>) -> Option<(Match<'a>, &'a [u8])> {
        let kept = out.len();
        for position in 0..self.0.len() {
            let (newer, [found, ..]) = self.0.split_at_mut_checked(position)? else { return None };
            let Some(matched) = found.open(input, is_framed, out) else {
                out.truncate(kept);
                continue;
            };
            // To the front: each of those before it moves back by one.
            for template in newer {
                std::mem::swap(template, found);
            }
            return Some(matched);
        }
        None
    }

    /// Keeps the shape of `event` if nothing but one text can differ in its like, and says under which number. The
    /// longest unused one makes room.
    pub fn learn(&mut self, event: &[u8], chunk: &Chunk<'_>) -> Option<(u32, Field)> {
        let Open { choice, field, text, index } = open_places(chunk)?;
        if event.len() - text.len() > TEMPLATE_BYTES {
            return None;
        }
        let start = |part: &[u8]| part.as_ptr() as usize - event.as_ptr() as usize;
        let slot = match self.0.len() {
            full @ TEMPLATES.. => self.0.pop().map_or(full, |old| old.slot as usize),
            free => free,
        };
        let slot = u32::try_from(slot).ok()?;
        let before = [FRAME.0, &event[..start(index)], &event[start(index) + index.len()..start(text)]].concat();
        let after = [&event[start(text) + text.len()..], FRAME.1].concat();
        self.0.insert(0, Template { before, after, index: FRAME.0.len() + start(index), field, choice, slot });
        Some((slot, field))
    }
}

/// What differs in the like of `chunk`: one string, its only choice's content, reasoning or arguments, where all else is
/// scalar and says nothing new; and whose arguments they are.
fn open_places<'a>(chunk: &Chunk<'a>) -> Option<Open<'a>> {
    let mut choices = chunk.choices();
    let (Some(choice), None) = (choices.next(), choices.next()) else { return None };
    let delta = choice.delta?;
    let ([content, reasoning, calls, other_name, refusal], containers) =
        delta.survey(["content", "reasoning_content", "tool_calls", "reasoning", "refusal"], chunk.extents());
    let quiet = choice.finish_reason.is_none() && chunk.containers == 1 && choice.containers == 1;
    if !quiet || other_name.or(refusal).is_some() || containers != usize::from(calls.is_some()) {
        return None;
    }
    let [content_said, reasoning_said] = [content, reasoning].map(|value| value.filter(|value| value.raw() != b"\"\""));
    let (field, value, call) = match (calls, reasoning_said, content_said) {
        (None, None, _) => (Field::Content, content?, None),
        (None, Some(reasoning), None) => (Field::Reasoning, reasoning, None),
        (Some(calls), None, None) => open_arguments(calls)?,
        _ => return None,
    };
    let text = value.text()?.raw();
    let index = call.filter(|call| call.as_ptr() < text.as_ptr()).unwrap_or(&text[..0]);
    let choice = match wire::index(choice.index, usize::MAX) {
        Index::At(place) => place,
        _ => 0,
    };
    Some(Open { field, choice, text, index })
}

/// The arguments that differ in the like of `calls`: those of its only call, which goes on with what another delta has begun.
fn open_arguments(calls: Value<'_>) -> Option<(Field, Value<'_>, Option<&[u8]>)> {
    let mut calls = calls.items();
    let (Some(call), None) = (calls.next(), calls.next()) else { return None };
    let ([index, id, function], inside) = call.survey(["index", "id", "function"], None);
    let ([name, arguments], deeper) = function?.survey(["name", "arguments"], None);
    let digits = index?.raw();
    let quiet = word(name).is_none() && inside == 1 && deeper == 0;
    // An id is one call's.
    quiet.then_some((Field::Arguments(place(digits)?), arguments?, Some(digits).filter(|_| word(id).is_none())))
}

/// The place that these digits name, where they are JSON; a list has no more.
fn place(digits: &[u8]) -> Option<u8> {
    u8::try_from(decimal(1, digits)?).ok().filter(|_| digits.len() == 1 || !digits.starts_with(b"0"))
}
