//! The answer, folded from chunks.

use super::stream::Request;
use super::tail::{Tail, append, write_raw};
use super::template::Field;
use super::tool_calls::{self, ToolCalls};
use crate::error::Error;
use crate::json::{Text, Value, write_escaped};
use crate::limits::StreamLimits;
use crate::wire::chunk::{Choice, Chunk, Index, index, items, text, word};

/// What the last addition meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The model thinks.
    Reasoning,
    /// The model answers: text, audio, a tool's arguments, a finish reason, the usage.
    Output,
}

/// A `chat.completion` as far as it has arrived. Texts are WTF-8 (see [`Text::decode`]); of those that grow the beginning
/// may have [left](Self::leave).
#[derive(Debug, Default)]
pub struct Answer {
    limits: StreamLimits,
    /// Bytes of the whole answer, and what they were when texts last left.
    held: usize,
    left: usize,
    /// How many texts have left.
    places: u32,
    news: Option<News>,
    /// Whether this is a `text_completion`.
    pub(super) is_completion: bool,
    /// How many choices there will be.
    expected: usize,
    /// What every choice goes on from.
    prefix: Vec<u8>,
    pub(super) id: Vec<u8>,
    pub(super) model: Vec<u8>,
    pub(super) created: Vec<u8>,
    pub(super) system_fingerprint: Vec<u8>,
    pub(super) usage: Option<Vec<u8>>,
    pub(super) choices: Vec<ChoiceSoFar>,
}

/// One choice as far as it has arrived. None: nothing of the kind has.
#[derive(Debug, Default)]
pub struct ChoiceSoFar {
    pub(super) index: usize,
    pub(super) role: Vec<u8>,
    pub(super) texts: [Option<Tail>; 7],
    pub(super) tool_calls: ToolCalls,
    /// The name of a call of the old kind.
    pub(super) function_call: Option<Vec<u8>>,
    pub(super) audio: Option<Audio>,
    /// Whether it has spoken before it wrote anything: what it says aloud stays its text then, in whatever reads it came.
    speaks: bool,
    pub(super) finish_reason: Vec<u8>,
}

/// The texts of a choice that grow.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Content,
    Reasoning,
    Refusal,
    /// Of a call of the old kind.
    Arguments,
    AudioData,
    Transcript,
    /// Items of `logprobs.content`, joined by commas: JSON already.
    Logprobs,
}

/// Audio but for its texts (reference 19).
#[derive(Debug, Default)]
pub struct Audio {
    pub(super) id: Vec<u8>,
    pub(super) expires_at: Vec<u8>,
}

/// The text of which nothing has come.
static NOTHING: Tail = Tail::nothing();

impl Answer {
    /// The empty answer to a request.
    #[must_use]
    pub fn of(request: Request<'_>, limits: StreamLimits) -> Self {
        let prefix = request.prefix.as_bytes().to_vec();
        let Request { is_completion, choices: expected, .. } = request;
        Self { limits, is_completion, expected, prefix, ..Self::default() }
    }

    /// Adds one chunk.
    ///
    /// # Errors
    /// A decode error when an index is no place in a list, or the answer outgrows its limit.
    pub fn add(&mut self, chunk: &Chunk<'_>) -> Result<(), Error> {
        for (kept, found) in [
            (&mut self.id, chunk.id),
            (&mut self.model, chunk.model),
            (&mut self.system_fingerprint, chunk.system_fingerprint),
        ] {
            first_word(kept, found);
        }
        if let Some(created) = chunk.created.filter(|_| self.created.is_empty()) {
            self.created = created.raw().to_vec();
        }
        if let Some(usage) = chunk.usage {
            // Some services repeat it in every chunk.
            if self.usage.as_deref() != Some(usage.raw()) {
                self.usage = Some(usage.raw().to_vec());
                self.news = Some(News::Output);
            }
        }
        for (count, choice) in chunk.choices().enumerate() {
            if count >= self.limits.choices {
                return Err(Error::limit(
                    "too_many_choices",
                    "A chunk has more choices than one answer may have: 128.",
                ));
            }
            self.add_choice(choice)?;
        }
        Ok(())
    }

    /// What has come since this was last asked; none where nothing of it meant anything.
    pub fn take_news(&mut self) -> Option<News> {
        self.news.take()
    }

    /// Whether what a template has recognised goes on with what has begun: arguments with a call of their index.
    pub fn has_begun(&mut self, choice: usize, field: Field) -> bool {
        let Field::Arguments(call) = field else { return true };
        self.choice(choice).tool_calls.last_at(call.into()).is_some()
    }

    /// Adds a text that a template has recognised.
    ///
    /// # Errors
    /// A decode error when the answer outgrows its limit.
    pub fn add_text(&mut self, choice: usize, field: Field, text: &[u8]) -> Result<(), Error> {
        if !text.is_empty() {
            self.news = Some(if field == Field::Reasoning { News::Reasoning } else { News::Output });
        }
        let choice = self.choice(choice);
        match field {
            Field::Content => choice.text_mut(Part::Content).push(text),
            Field::Reasoning => choice.text_mut(Part::Reasoning).push(text),
            Field::Arguments(call) => choice.tool_calls.add_arguments(call.into(), text),
        }
        self.hold(text.len())
    }

    /// Lets go of the texts, where what has come since they last left has outgrown a page: writes pages of them, see [`Tail`].
    pub fn leave(&mut self, out: &mut Vec<u8>) {
        if self.held - self.left <= self.limits.page_bytes {
            return;
        }
        self.left = self.held;
        for choice in &mut self.choices {
            for (part, text) in choice.texts.iter_mut().enumerate() {
                let spell = if part == Part::Logprobs as usize { write_raw } else { write_escaped };
                if let Some(text) = text {
                    text.leave(0, spell, &mut self.places, out);
                }
            }
            choice.tool_calls.leave(&mut self.places, out);
        }
    }

    /// Bytes of the texts that have not left, about.
    pub(super) fn bytes_here(&self) -> usize {
        self.held - self.left
    }

    /// Text of choice 0 so far; of a model that only speaks, what it says (reference 19).
    #[must_use]
    pub fn text(&self) -> &Tail {
        self.first().map_or(&NOTHING, ChoiceSoFar::said)
    }

    /// Reasoning of choice 0 so far.
    #[must_use]
    pub fn reasoning(&self) -> &Tail {
        self.first().map_or(&NOTHING, |choice| choice.text(Part::Reasoning))
    }

    /// Audio of choice 0 so far, as base64.
    #[must_use]
    pub fn audio(&self) -> &Tail {
        self.first().map_or(&NOTHING, |choice| choice.text(Part::AudioData))
    }

    /// Whether choice 0 has done more than think.
    #[must_use]
    pub fn has_begun_to_answer(&self) -> bool {
        // A prefix is no answer yet.
        let begun = |choice: &ChoiceSoFar| choice.said().bytes() > self.prefix.len() || choice.audio.is_some();
        self.calls_tools() || self.first().is_some_and(begun)
    }

    /// Takes the text of choice 0 back to its first so many bytes.
    pub fn revise(&mut self, bytes: usize) {
        if let Some(choice) = self.choices.first_mut() {
            self.held = self.held.saturating_sub(choice.text_mut(Part::Content).revise(bytes));
        }
    }

    /// The finish reason of choice 0, or of the first choice that has one.
    #[must_use]
    pub fn finish_reason(&self) -> Option<&[u8]> {
        self.choices.iter().map(|choice| choice.finish_reason.as_slice()).find(|reason| !reason.is_empty())
    }

    /// The finish reason of the first choice, if it has one.
    #[must_use]
    pub fn first_finish_reason(&self) -> Option<&[u8]> {
        self.choices.first().map(|choice| choice.finish_reason.as_slice()).filter(|reason| !reason.is_empty())
    }

    /// The usage, as JSON.
    #[must_use]
    pub fn usage(&self) -> Option<&[u8]> {
        self.usage.as_deref()
    }

    /// Whether no choice has begun.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// No other choice will begin: the service has said so.
    pub fn expect_no_more(&mut self) {
        self.expected = 0;
    }

    /// Whether every choice that was asked for, or has begun, has ended. An answer without a choice has not.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.choices.len() >= self.expected.max(1) && self.choices.iter().all(|choice| !choice.finish_reason.is_empty())
    }

    /// Whether choice 0 calls tools.
    #[must_use]
    pub fn calls_tools(&self) -> bool {
        self.first().is_some_and(|choice| !choice.tool_calls.is_empty() || choice.function_call.is_some())
    }

    fn first(&self) -> Option<&ChoiceSoFar> {
        self.choices.first().filter(|choice| choice.index == 0)
    }

    fn hold(&mut self, bytes: usize) -> Result<(), Error> {
        self.held = self.held.saturating_add(bytes);
        if self.held > self.limits.answer_bytes {
            return Err(Error::limit(
                "answer_too_large",
                "The answer has outgrown the limit of what one answer may hold.",
            ));
        }
        Ok(())
    }

    fn choice(&mut self, index: usize) -> &mut ChoiceSoFar {
        let place = self.choices.iter().position(|choice| choice.index >= index).unwrap_or(self.choices.len());
        if self.choices.get(place).is_none_or(|choice| choice.index != index) {
            let mut choice = ChoiceSoFar { index, ..ChoiceSoFar::default() };
            if !self.prefix.is_empty() {
                choice.text_mut(Part::Content).push(&self.prefix);
            }
            self.held = self.held.saturating_add(self.prefix.len());
            self.choices.insert(place, choice);
        }
        &mut self.choices[place]
    }

    fn add_choice(&mut self, choice: Choice<'_>) -> Result<(), Error> {
        let limits = self.limits;
        let place = match index(choice.index, limits.choices) {
            Index::Missing => 0,
            Index::At(place) => place,
            Index::Bad => return Err(tool_calls::bad_index()),
        };
        let kept = self.choice(place);
        let role_before = kept.role.len();
        let mut said = kept.add_logprobs(choice.logprobs);
        let mut thought = 0;
        let reason = choice.finish_reason;
        if let Some(reason) = reason {
            kept.finish_reason.clear();
            reason.decode(&mut kept.finish_reason);
        }
        // A text completion has no delta: what is new stands in the choice itself.
        said += kept.add(Part::Content, text(choice.text));
        if let Some(delta) = choice.delta {
            let [role, content, reasoning_content, reasoning, refusal, function_call, audio, tool_calls] =
                delta.pick([
                    "role",
                    "content",
                    "reasoning_content",
                    "reasoning",
                    "refusal",
                    "function_call",
                    "audio",
                    "tool_calls",
                ]);
            first_word(&mut kept.role, role);
            // Some proxies call it `reasoning`.
            thought = kept.add(Part::Reasoning, text(reasoning_content).or_else(|| text(reasoning)));
            said += kept.add(Part::Content, text(content)) + kept.add(Part::Refusal, text(refusal));
            said += kept.add_call_and_audio(function_call, audio);
            for (count, call) in items(tool_calls).enumerate() {
                if count >= limits.tool_calls {
                    return Err(tool_calls::too_many());
                }
                said += kept.tool_calls.add(call, limits.tool_calls)?;
            }
        }
        // Held, and nothing new.
        let quiet = kept.role.len() - role_before + reason.map_or(0, |reason| reason.raw().len());
        if said > 0 || reason.is_some() {
            self.news = Some(News::Output);
        } else if thought > 0 {
            self.news = Some(News::Reasoning);
        }
        self.hold(said + thought + quiet)
    }
}

impl ChoiceSoFar {
    /// One of its texts.
    pub(super) fn text(&self, part: Part) -> &Tail {
        self.texts[part as usize].as_ref().unwrap_or(&NOTHING)
    }

    fn text_mut(&mut self, part: Part) -> &mut Tail {
        self.texts[part as usize].get_or_insert_default()
    }

    /// What it says, in writing or aloud.
    fn said(&self) -> &Tail {
        self.text(if self.speaks { Part::Transcript } else { Part::Content })
    }

    /// Adds to one of its texts; returns the bytes that added.
    fn add(&mut self, part: Part, more: Option<Text<'_>>) -> usize {
        more.map_or(0, |more| self.text_mut(part).add(more))
    }

    /// Adds a call of the old kind and audio; returns the bytes they added.
    fn add_call_and_audio(&mut self, function_call: Option<Value<'_>>, audio: Option<Value<'_>>) -> usize {
        let mut bytes = 0;
        if let Some(call) = function_call {
            let [name, arguments] = call.pick(["name", "arguments"]);
            bytes += first_word(self.function_call.get_or_insert_default(), name);
            bytes += self.add(Part::Arguments, text(arguments));
        }
        if let Some(audio) = audio {
            let [id, data, transcript, expires_at] = audio.pick(["id", "data", "transcript", "expires_at"]);
            let kept = self.audio.get_or_insert_default();
            if let Some(expires_at) = expires_at.filter(|value| value.integer().is_some()) {
                kept.expires_at = expires_at.raw().to_vec();
            }
            bytes += first_word(&mut kept.id, id);
            bytes += self.add(Part::AudioData, text(data)) + self.add(Part::Transcript, text(transcript));
            self.speaks |= self.text(Part::Content).bytes() == 0 && self.text(Part::Transcript).bytes() > 0;
        }
        bytes
    }

    fn add_logprobs(&mut self, logprobs: Option<Value<'_>>) -> usize {
        let mut bytes = 0;
        for item in items(logprobs.and_then(|logprobs| logprobs.get("content"))) {
            let kept = self.text_mut(Part::Logprobs);
            let comma: &[u8] = if kept.bytes() > 0 { b"," } else { b"" };
            kept.push(comma);
            kept.push(item.raw());
            bytes += comma.len() + item.raw().len();
        }
        bytes
    }
}

/// Keeps what a member says if nothing has been said before; returns the bytes it added.
pub(super) fn first_word(kept: &mut Vec<u8>, found: Option<Value<'_>>) -> usize {
    word(found).filter(|_| kept.is_empty()).map_or(0, |found| append(kept, found))
}
