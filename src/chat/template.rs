//! Successive chunks of one stream are the same JSON but for one string. So an event is parsed once, and the bytes
//! before and after that string are kept: an event that starts with the same bytes, ends with the same bytes and has a
//! well-formed string between is provably the same object with another text. It needs no JSON parser.

use crate::json::{Text, Value};
use crate::limits::{TEMPLATE_BYTES, TEMPLATES};
use crate::wire::chunk::{Chunk, Index, index};
use crate::work;

/// Which string of the delta a template leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `content`
    Content,
    /// `reasoning_content`
    Reasoning,
}

#[derive(Debug)]
struct Template {
    before: Vec<u8>,
    after: Vec<u8>,
    field: Field,
    choice: usize,
    slot: u32,
}

impl Template {
    /// The text of `event`, if nothing else differs.
    fn open<'a>(&self, event: &'a [u8]) -> Option<Text<'a>> {
        work::count(event.len().min(self.before.len()));
        let rest = event.strip_prefix(self.before.as_slice())?;
        work::count(rest.len().min(self.after.len()));
        Text::between_quotes(rest.strip_suffix(self.after.as_slice())?)
    }
}

/// What a template knows of an event.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The new text.
    pub text: Text<'a>,
    /// Where it goes.
    pub field: Field,
    /// Whose it is.
    pub choice: usize,
    /// The template's number, under which JavaScript keeps the parsed object.
    pub slot: u32,
}

/// The templates of one stream, the last used first.
#[derive(Debug, Default)]
pub struct Templates(Vec<Template>);

impl Templates {
    /// Finds the template that `event` fits. The text may still hold half an emoji or invalid UTF-8.
    pub fn find<'a>(&mut self, event: &'a [u8]) -> Option<Match<'a>> {
        for position in 0..self.0.len() {
            let (newer, [found, ..]) = self.0.split_at_mut_checked(position)? else { return None };
            let Some(text) = found.open(event) else { continue };
            let matched = Match { text, field: found.field, choice: found.choice, slot: found.slot };
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
    pub fn learn(&mut self, event: &[u8], chunk: Chunk<'_>) -> Option<(u32, Field)> {
        let (choice, field, text) = open_string(chunk)?;
        if event.len() - text.len() > TEMPLATE_BYTES {
            return None;
        }
        let start = text.as_ptr() as usize - event.as_ptr() as usize;
        let slot = match self.0.len() {
            full @ TEMPLATES.. => self.0.pop().map_or(full, |old| old.slot as usize),
            free => free,
        };
        let slot = u32::try_from(slot).ok()?;
        self.0.insert(
            0,
            Template {
                before: event[..start].to_vec(),
                after: event[start + text.len()..].to_vec(),
                field,
                choice,
                slot,
            },
        );
        Some((slot, field))
    }
}

/// The one string that differs in the like of `chunk`: its only choice's content or reasoning, where all else is
/// scalar and says nothing new.
fn open_string(chunk: Chunk<'_>) -> Option<(usize, Field, &[u8])> {
    let mut choices = chunk.choices();
    let (Some(choice), None) = (choices.next(), choices.next()) else { return None };
    let delta = choice.delta()?;
    let said = |key: &str| delta.get(key).filter(|value| value.raw() != b"\"\"");
    let (field, value) = match (delta.get("content"), said("reasoning_content")) {
        (Some(content), None) => (Field::Content, content),
        (None, Some(reasoning)) => (Field::Reasoning, reasoning),
        (Some(content), Some(reasoning)) if content.raw() == b"\"\"" => (Field::Reasoning, reasoning),
        _ => return None,
    };
    let text = value.text()?;
    let place = match index(choice.0, usize::MAX) {
        Index::At(place) => place,
        _ => 0,
    };
    let quiet = choice.finish_reason().is_none()
        && scalars_but(chunk.0, "choices")
        && scalars_but(choice.0, "delta")
        && delta.members().all(|(name, value)| is_known(name) && is_scalar(value));
    quiet.then_some((place, field, text.raw()))
}

fn is_known(name: Text<'_>) -> bool {
    ["content", "reasoning_content", "role"].iter().any(|known| name.is(known))
}

fn is_scalar(value: Value<'_>) -> bool {
    !matches!(value.raw().first(), Some(b'{' | b'['))
}

fn scalars_but(object: Value<'_>, key: &str) -> bool {
    object.members().all(|(name, value)| name.is(key) || is_scalar(value))
}
