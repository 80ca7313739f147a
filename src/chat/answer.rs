//! The answer, folded from chunks.

use super::stream::Request;
use super::template::Field;
use super::tool_calls::{self, ToolCalls};
use crate::error::Error;
use crate::json::{Text, Value};
use crate::limits::StreamLimits;
use crate::wire::chunk::{Choice, Chunk, Index, index, text, word};

/// What the last addition meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The model thinks.
    Reasoning,
    /// The model answers: text, audio, a tool's arguments, a finish reason, the usage.
    Output,
}

/// A `chat.completion` as far as it has arrived. Texts are WTF-8 (see [`Text::decode`]).
#[derive(Debug, Default)]
pub struct Answer {
    limits: StreamLimits,
    pub(super) held: usize,
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
    pub(super) content: Option<Vec<u8>>,
    pub(super) reasoning: Option<Vec<u8>>,
    pub(super) refusal: Option<Vec<u8>>,
    pub(super) tool_calls: ToolCalls,
    pub(super) function_call: Option<[Vec<u8>; 2]>,
    pub(super) audio: Option<Audio>,
    pub(super) finish_reason: Vec<u8>,
    /// Items of `logprobs.content`, joined by commas.
    pub(super) logprobs: Vec<u8>,
}

/// Audio as far as it has arrived (reference 19).
#[derive(Debug, Default)]
pub struct Audio {
    pub(super) id: Vec<u8>,
    pub(super) data: Vec<u8>,
    pub(super) transcript: Vec<u8>,
    pub(super) expires_at: Vec<u8>,
}

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
    pub fn add(&mut self, chunk: Chunk<'_>) -> Result<(), Error> {
        let root = chunk.0;
        for (kept, key) in
            [(&mut self.id, "id"), (&mut self.model, "model"), (&mut self.system_fingerprint, "system_fingerprint")]
        {
            if let Some(found) = word(root, key).filter(|_| kept.is_empty()) {
                found.decode(kept);
            }
        }
        if let Some(created) = root.get("created").filter(|_| self.created.is_empty()) {
            self.created = created.raw().to_vec();
        }
        if let Some(usage) = chunk.usage() {
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

    /// Adds a text that a template has recognised.
    ///
    /// # Errors
    /// A decode error when the answer outgrows its limit.
    pub fn add_text(&mut self, choice: usize, field: Field, text: &[u8]) -> Result<(), Error> {
        self.hold(text.len())?;
        if !text.is_empty() {
            self.news = Some(match field {
                Field::Content => News::Output,
                Field::Reasoning => News::Reasoning,
            });
        }
        let choice = self.choice(choice);
        let kept = match field {
            Field::Content => &mut choice.content,
            Field::Reasoning => &mut choice.reasoning,
        };
        crate::json::push_wtf8(kept.get_or_insert_default(), text);
        Ok(())
    }

    /// Text of choice 0 so far; of a model that only speaks, what it says (reference 19).
    #[must_use]
    pub fn text(&self) -> &[u8] {
        self.first().map(ChoiceSoFar::text).unwrap_or_default()
    }

    /// Reasoning of choice 0 so far.
    #[must_use]
    pub fn reasoning(&self) -> &[u8] {
        self.first().and_then(|choice| choice.reasoning.as_deref()).unwrap_or_default()
    }

    /// Audio of choice 0 so far, as base64.
    #[must_use]
    pub fn audio(&self) -> &[u8] {
        self.first().and_then(|choice| choice.audio.as_ref()).map(|audio| audio.data.as_slice()).unwrap_or_default()
    }

    /// Whether choice 0 has done more than think.
    #[must_use]
    pub fn has_begun_to_answer(&self) -> bool {
        // A prefix is no answer yet.
        let begun = |choice: &ChoiceSoFar| choice.text().len() > self.prefix.len() || choice.audio.is_some();
        self.calls_tools() || self.first().is_some_and(begun)
    }

    /// Takes the text of choice 0 back to its first so many bytes.
    pub fn revise(&mut self, bytes: usize) {
        if let Some(content) = self.choices.first_mut().and_then(|choice| choice.content.as_mut()) {
            self.held = self.held.saturating_sub(content.len().saturating_sub(bytes));
            content.truncate(bytes);
        }
    }

    /// The finish reason of choice 0, or of the first choice that has one.
    #[must_use]
    pub fn finish_reason(&self) -> Option<&[u8]> {
        self.choices.iter().map(|choice| choice.finish_reason.as_slice()).find(|reason| !reason.is_empty())
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
            let content = Some(self.prefix.clone()).filter(|prefix| !prefix.is_empty());
            self.held = self.held.saturating_add(self.prefix.len());
            self.choices.insert(place, ChoiceSoFar { index, content, ..ChoiceSoFar::default() });
        }
        &mut self.choices[place]
    }

    fn add_choice(&mut self, choice: Choice<'_>) -> Result<(), Error> {
        let limits = self.limits;
        let place = match index(choice.0, limits.choices) {
            Index::Missing => 0,
            Index::At(place) => place,
            Index::Bad => return Err(tool_calls::bad_index()),
        };
        let kept = self.choice(place);
        let role_before = kept.role.len();
        let mut said = kept.add_logprobs(choice.0);
        let mut thought = 0;
        let reason = choice.finish_reason();
        if let Some(reason) = reason {
            kept.finish_reason.clear();
            reason.decode(&mut kept.finish_reason);
        }
        // A text completion has no delta: what is new stands in the choice itself.
        said += append(&mut kept.content, text(choice.0, "text"));
        if let Some(delta) = choice.delta() {
            thought = kept.add_reasoning(delta);
            said += kept.add_delta(delta);
            for (count, call) in delta.get("tool_calls").into_iter().flat_map(Value::items).enumerate() {
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
    /// What it says, in writing or aloud.
    fn text(&self) -> &[u8] {
        let spoken = self.audio.as_ref().map(|audio| audio.transcript.as_slice());
        let written = self.content.as_deref().filter(|content| !content.is_empty());
        written.or(spoken).unwrap_or_default()
    }

    /// Adds the reasoning of a delta; returns the bytes it added.
    fn add_reasoning(&mut self, delta: Value<'_>) -> usize {
        // Some proxies call it `reasoning`.
        let reasoning = text(delta, "reasoning_content").or_else(|| text(delta, "reasoning"));
        append(&mut self.reasoning, reasoning)
    }

    /// Adds what else a delta says but its tool calls; returns the bytes it added.
    fn add_delta(&mut self, delta: Value<'_>) -> usize {
        if let Some(role) = word(delta, "role").filter(|_| self.role.is_empty()) {
            role.decode(&mut self.role);
        }
        let mut bytes = append(&mut self.content, text(delta, "content"));
        bytes += append(&mut self.refusal, text(delta, "refusal"));
        if let Some(call) = delta.get("function_call") {
            let [name, arguments] = self.function_call.get_or_insert_default();
            bytes += append_to(name, word(call, "name").filter(|_| name.is_empty()));
            bytes += append_to(arguments, text(call, "arguments"));
        }
        if let Some(audio) = delta.get("audio") {
            bytes += self.audio.get_or_insert_default().add(audio);
        }
        bytes
    }

    fn add_logprobs(&mut self, choice: Value<'_>) -> usize {
        let before = self.logprobs.len();
        for item in
            choice.get("logprobs").and_then(|logprobs| logprobs.get("content")).into_iter().flat_map(Value::items)
        {
            if !self.logprobs.is_empty() {
                self.logprobs.push(b',');
            }
            self.logprobs.extend(item.raw());
        }
        self.logprobs.len() - before
    }
}

impl Audio {
    fn add(&mut self, audio: Value<'_>) -> usize {
        if let Some(expires_at) = audio.get("expires_at").filter(|value| value.integer().is_some()) {
            self.expires_at = expires_at.raw().to_vec();
        }
        let id = word(audio, "id").filter(|_| self.id.is_empty());
        append_to(&mut self.id, id)
            + append_to(&mut self.data, text(audio, "data"))
            + append_to(&mut self.transcript, text(audio, "transcript"))
    }
}

fn append(kept: &mut Option<Vec<u8>>, more: Option<Text<'_>>) -> usize {
    more.map_or(0, |more| append_to(kept.get_or_insert_default(), Some(more)))
}

fn append_to(kept: &mut Vec<u8>, more: Option<Text<'_>>) -> usize {
    let before = kept.len();
    if let Some(more) = more {
        more.decode(kept);
    }
    kept.len().saturating_sub(before)
}
