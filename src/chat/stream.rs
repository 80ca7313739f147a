//! One streamed chat answer: bytes in, batches and exactly one end state out.
//!
//! ```text
//!             push(bytes)                 [DONE] · error event · limit · finish()
//!   Open -----------------> Open  ---------------------------------------------> Ended
//! ```
//! Once ended it stays so: later bytes are ignored, a later `finish` changes nothing.

use super::answer::Answer;
use super::template::{Field, Match, Templates};
use crate::batch::Batch;
use crate::bytes::push_lossy;
use crate::error::{Error, Kind};
use crate::events::too_large;
use crate::json::{self, Text, Value, dangling_half};
use crate::limits::StreamLimits;
use crate::sse::{Event, Framer, TooLarge};
use crate::wire::chunk::Chunk;
use crate::wire::fault;

/// What JavaScript wants of the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Every chunk: pieces tagged [`Tag`].
    Chunks,
    /// The text of choice 0: the batch's text, no marks.
    Text,
    /// Nothing but the folded answer.
    Answer,
}

/// Tags of the pieces in a batch of chunks.
pub struct Tag;

impl Tag {
    /// The JSON of a chunk.
    pub const WHOLE: u32 = 0;
    /// The JSON of a chunk that is also template number `tag >> 8`; bit 1 of the tag says that its open string is the
    /// reasoning, not the content.
    pub const LEARNED: u32 = 1;
    /// The text for template number `tag >> 8`.
    pub const TEXT: u32 = 2;
    /// With [`Tag::LEARNED`]: the open string is `reasoning_content`.
    pub const REASONING: u32 = 4;
}

/// How a stream ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The model stopped by itself, or the service said `[DONE]`.
    Complete,
    /// The token limit stopped it.
    Length,
    /// It calls tools.
    ToolCalls,
    /// The service's filter stopped it.
    ContentFilter,
    /// It did not end well: truncated, or an error of the service or of decoding.
    Failed(Error),
}

/// The stream machine.
#[derive(Debug)]
pub struct ChatStream {
    framer: Framer,
    decoder: Decoder,
}

#[derive(Debug)]
struct Decoder {
    want: Want,
    templates: Templates,
    answer: Answer,
    batch: Batch,
    /// Bytes of the answer's text that have been handed over in [`Want::Text`].
    told: usize,
    end: Option<End>,
}

impl ChatStream {
    /// A stream at its first byte.
    #[must_use]
    pub fn new(limits: StreamLimits) -> Self {
        let decoder = Decoder {
            want: Want::Chunks,
            templates: Templates::default(),
            answer: Answer::new(limits),
            batch: Batch::default(),
            told: 0,
            end: None,
        };
        Self { framer: Framer::new(limits.event_bytes), decoder }
    }

    /// Chooses what the batches hold; before the first byte.
    pub fn want(&mut self, want: Want) {
        self.decoder.want = want;
    }

    /// Takes the bytes of one read.
    pub fn push(&mut self, bytes: &[u8]) {
        let Self { framer, decoder } = self;
        let mut input = bytes;
        while decoder.end.is_none() {
            match framer.next(&mut input) {
                Ok(Some(event)) => decoder.event(event),
                Ok(None) => break,
                Err(TooLarge) => decoder.fail(too_large()),
            }
        }
        decoder.tell();
    }

    /// The body has ended. An event that lacks only its blank line counts: its JSON is whole.
    pub fn finish(&mut self) {
        let before = self.decoder.end.is_some();
        self.push(b"\n\n");
        let decoder = &mut self.decoder;
        let cut_event = !before && matches!(&decoder.end, Some(End::Failed(error)) if error.code == malformed().code);
        if decoder.end.is_none() || cut_event {
            decoder.end = Some(decoder.end_by_reason());
        }
        decoder.tell();
    }

    /// How the stream ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.decoder.end.as_ref()
    }

    /// The answer so far.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.decoder.answer
    }

    /// What has come since the batch was last cleared.
    pub fn batch(&mut self) -> &mut Batch {
        &mut self.decoder.batch
    }
}

impl Decoder {
    fn event(&mut self, event: Event<'_>) {
        if event.data == b"[DONE]" {
            let end = self.end_by_reason();
            // The service says that nothing is missing, even where it gave no reason.
            self.end = Some(if matches!(&end, End::Failed(error) if error.kind == Kind::Truncated) {
                End::Complete
            } else {
                end
            });
            return;
        }
        if !event.event.is_empty() || !self.by_template(event.data) {
            self.in_full(event);
        }
    }

    /// Takes an event that a template recognises. False leaves everything as it was.
    fn by_template(&mut self, data: &[u8]) -> bool {
        let Some(Match { text, field, choice, slot }) = self.templates.find(data) else { return false };
        text.decode(self.batch.writer());
        if std::str::from_utf8(self.batch.unmarked()).is_err() {
            // Invalid UTF-8, or half an emoji: the full parser knows what to do.
            self.batch.undo();
            return false;
        }
        let added = self.answer.add_text(choice, field, self.batch.unmarked());
        if self.want == Want::Chunks {
            self.batch.mark(Tag::TEXT | slot << 8);
        } else {
            self.batch.undo();
        }
        self.or_fail(added);
        true
    }

    fn in_full(&mut self, event: Event<'_>) {
        let mut mended = Vec::new();
        let data = if std::str::from_utf8(event.data).is_ok() {
            event.data
        } else {
            push_lossy(&mut mended, event.data);
            &mended
        };
        if data.trim_ascii().is_empty() {
            return;
        }
        match json::parse(data) {
            Ok(value) if value.is_object() => self.object(data, value, event.event == b"error"),
            _ => self.fail(malformed()),
        }
    }

    fn object(&mut self, data: &[u8], value: Value<'_>, named_error: bool) {
        let chunk = Chunk(value);
        if let Some(error) = fault::find(value, named_error).or_else(|| error_finish(chunk)) {
            return self.fail(error);
        }
        let added = self.answer.add(chunk);
        if added.is_ok() {
            let learned = self.templates.learn(data, chunk);
            if self.want == Want::Chunks {
                self.batch.writer().extend_from_slice(data);
                self.batch.mark(match learned {
                    Some((slot, Field::Content)) => Tag::LEARNED | slot << 8,
                    Some((slot, Field::Reasoning)) => Tag::LEARNED | Tag::REASONING | slot << 8,
                    None => Tag::WHOLE,
                });
            }
        }
        self.or_fail(added);
    }

    /// In [`Want::Text`]: hands over the new text, but half an emoji, whose other half may come with the next read.
    fn tell(&mut self) {
        if self.want != Want::Text {
            return;
        }
        let text = self.answer.text();
        let held = if self.end.is_some() { 0 } else { dangling_half(text) };
        let new = text.get(self.told..text.len() - held).unwrap_or_default();
        self.told += new.len();
        push_lossy(self.batch.writer(), new);
        self.batch.count();
    }

    fn or_fail(&mut self, result: Result<(), Error>) {
        if let Err(error) = result {
            self.fail(error);
        }
    }

    fn fail(&mut self, error: Error) {
        self.end = Some(End::Failed(error));
    }

    /// The end that the answer's finish reason names; truncated where there is none.
    fn end_by_reason(&self) -> End {
        if !self.answer.is_finished() {
            return End::Failed(Error::truncated());
        }
        match self.answer.finish_reason() {
            Some(b"length") => End::Length,
            Some(b"content_filter") => End::ContentFilter,
            Some(b"tool_calls" | b"function_call") => End::ToolCalls,
            _ if self.answer.calls_tools() => End::ToolCalls,
            _ => End::Complete,
        }
    }
}

fn malformed() -> Error {
    Error::decode(
        "malformed_event",
        "An event of the stream is no JSON object. Something between the service and this client may have changed it.",
    )
}

/// The service's throttling in the middle of an answer: a chunk whose finish reason is `error_finish` and whose content
/// is the error's text (reference 5.3).
fn error_finish(chunk: Chunk<'_>) -> Option<Error> {
    let choice =
        chunk.choices().find(|choice| choice.finish_reason().is_some_and(|reason| reason.is("error_finish")))?;
    let text = choice.delta().and_then(|delta| delta.get("content")).and_then(Value::text).map(Text::to_string_lossy);
    Some(Error::new(
        Kind::Api,
        "error_finish",
        text.as_deref().unwrap_or("The service stopped the answer with an error and gave no text."),
    ))
}
