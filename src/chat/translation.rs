//! Translations as they stream (reference 9): some models repeat in every chunk all that they have said so far, and all
//! of them say twice that they have ended. Here an event becomes what it would be if the service streamed as everywhere.

use super::answer::Answer;
use crate::bytes::contains;
use crate::json::{Text, Value, write_string};
use crate::wire::chunk::Chunk;

/// How the texts of a stream's chunks make the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// Not a translation: each adds to the last.
    Ordinary,
    /// A translation whose chunks add.
    Incremental,
    /// Each repeats what came before.
    Cumulative,
    /// A translation model that the reference does not know: its second text tells. In "ha" and "haha" it tells wrongly
    /// where the model adds; there is no better sign.
    Untold,
}

/// What becomes of an event.
#[derive(Debug, PartialEq, Eq)]
pub enum Told {
    /// It stands as it is.
    AsSent,
    /// It is this one. The answer's text is kept for so many bytes before it is added.
    Instead(Vec<u8>, usize),
    /// It says nothing that has not been said.
    Nothing,
}

impl Growth {
    /// That of a model, by its name.
    #[must_use]
    pub fn of(model: &str) -> Self {
        if !model.starts_with("qwen-mt-") {
            Self::Ordinary
        } else if contains(model, "plus") || contains(model, "turbo") {
            Self::Cumulative
        } else if contains(model, "flash") || contains(model, "lite") {
            Self::Incremental
        } else {
            Self::Untold
        }
    }

    /// What an event means, whose JSON is `data`, after what has been said.
    pub fn read(&mut self, data: &[u8], chunk: &Chunk<'_>, answer: &Answer) -> Told {
        if *self == Self::Ordinary {
            return Told::AsSent;
        }
        let Some(choice) = chunk.choices().next() else { return Told::AsSent };
        let content = choice.delta.and_then(|delta| delta.get("content")).and_then(Value::text);
        let content = content.filter(|content| !content.is_empty());
        let ended = answer.is_finished() && chunk.usage.is_none();
        let Some(content) = content else {
            return if ended { Told::Nothing } else { Told::AsSent };
        };
        let mut text = Vec::new();
        content.decode(&mut text);
        let so_far = answer.text().here();
        if *self == Self::Untold && !so_far.is_empty() {
            *self = if text.starts_with(so_far) { Self::Cumulative } else { Self::Incremental };
        }
        if *self != Self::Cumulative || so_far.is_empty() {
            return Told::AsSent;
        }
        let kept = text.iter().zip(so_far).take_while(|(new, old)| new == old).count();
        let kept = character_before(&text, kept);
        if ended && kept == text.len() {
            return Told::Nothing;
        }
        Told::Instead(with_content(data, content, &text[kept..]), kept)
    }
}

/// The start of the character in which `at` lies.
fn character_before(text: &[u8], at: usize) -> usize {
    (0..=at).rev().find(|&place| text.get(place).is_none_or(|byte| byte & 0xC0 != 0x80)).unwrap_or(0)
}

/// `data` with another content.
fn with_content(data: &[u8], old: Text<'_>, new: &[u8]) -> Vec<u8> {
    // `old` lies within `data`, between its quotes.
    let start = (old.raw().as_ptr() as usize).saturating_sub(data.as_ptr() as usize).saturating_sub(1);
    let mut event = data.get(..start).unwrap_or_default().to_vec();
    write_string(&mut event, new);
    event.extend(data.get(start + old.raw().len() + 2..).unwrap_or_default());
    event
}
