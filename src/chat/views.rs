//! Views of one answer: what of it JavaScript reads. Each view but the chunks is a cursor on the folded answer, so that a
//! view that nobody reads for a while, or that is taken late, misses nothing and holds nothing twice. What has left the core
//! meanwhile it gets of whoever keeps that: see [`Tail`](super::tail::Tail).

use super::answer::Answer;
use crate::batch::Batch;
use crate::bytes::push_well_formed;
use crate::json::dangling_half;

/// A set of views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Views(pub u32);

impl Views {
    /// Nothing but the folded answer.
    pub const NONE: Self = Self(0);
    /// Every chunk, alone: see `stream::Tag`.
    pub const CHUNKS: Self = Self(1);
    /// The text of choice 0.
    pub const TEXT: Self = Self(2);
    /// Its reasoning.
    pub const REASONING: Self = Self(4);
    /// Its audio, as base64.
    pub const AUDIO: Self = Self(8);
    /// The text once more, for who reads it as JSON.
    pub const JSON: Self = Self(16);
    /// Every chunk as a line of JSON, alone, and without marks: for who hands them on and looks into none.
    pub const LINES: Self = Self(32);

    /// Whether a view is among them.
    #[must_use]
    pub fn has(self, view: Self) -> bool {
        self.0 & view.0 != 0
    }
}

/// How much of each view has been told, in bytes.
#[derive(Debug, Default)]
pub struct Cursors([usize; 4]);

impl Cursors {
    /// Writes what is new in each of `views` as one piece, tagged with the view's bit; where something before it has left
    /// untold, with the number of its place above that. Half an emoji waits for its other half, which may come with the next
    /// read, unless the answer is `over`.
    pub fn tell(&mut self, views: Views, answer: &Answer, over: bool, batch: &mut Batch) {
        let texts = [
            (Views::TEXT, answer.text()),
            (Views::REASONING, answer.reasoning()),
            (Views::AUDIO, answer.audio()),
            (Views::JSON, answer.text()),
        ];
        for ((view, text), told) in texts.into_iter().zip(&mut self.0) {
            if !views.has(view) {
                continue;
            }
            let here = text.here();
            let (left, place) = text.gone();
            let tag = if *told < left { view.0 | place << 8 } else { view.0 };
            let held = if over { 0 } else { dangling_half(here) };
            let new = here.get(told.saturating_sub(left)..here.len() - held).unwrap_or_default();
            if new.is_empty() && tag == view.0 {
                continue;
            }
            *told = left.max(*told) + new.len();
            push_well_formed(batch.writer(), new);
            batch.mark(tag);
        }
    }

    /// The text has been revised, and is as it was for so many bytes only.
    pub fn step_back(&mut self, bytes: usize) {
        let [text, _, _, json] = &mut self.0;
        *text = bytes.min(*text);
        *json = bytes.min(*json);
    }
}
