//! One streamed chat answer: bytes in, batches and exactly one end state out.
//!
//! ```text
//!             push(bytes)               [DONE] · error event · limit · finish() · stall()
//!   Open -----------------> Open  --------------------------------------------------> Ended
//! ```
//! Once ended it stays so: later bytes are ignored, a later `finish` or `stall` changes nothing.

use super::answer::{Answer, News};
use super::template::{Field, Match, Templates, framed};
use super::translation::{Growth, Told};
use super::views::{Cursors, Views};
use crate::batch::Batch;
use crate::bytes::push_lossy;
use crate::error::{Error, Kind};
use crate::events::too_large;
use crate::json::{self, Extents, Spelling, Text, Value};
use crate::limits::StreamLimits;
use crate::sse::{Event, Framer, TooLarge};
use crate::wire::chunk::Chunk;
use crate::wire::fault;

/// Tags of the pieces in a batch of chunks.
pub struct Tag;

impl Tag {
    /// The JSON of a chunk.
    pub const WHOLE: u32 = 0;
    /// The JSON of a chunk that is also template number `tag >> 8`, whose open string is the content, unless the tag says
    /// another.
    pub const LEARNED: u32 = 1;
    /// The text for template number `tag >> 8 & 255`; of arguments those of the call with the index `tag >> 16`.
    pub const TEXT: u32 = 2;
    /// With [`Tag::LEARNED`]: the open string is `reasoning_content`.
    pub const REASONING: u32 = 4;
    /// With [`Tag::LEARNED`]: the open string is `arguments` of the only tool call.
    pub const ARGUMENTS: u32 = 8;
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
    /// It did not end well: truncated, stalled, or an error of the service or of decoding.
    Failed(Error),
}

/// Which clock has run out; the first three are those of `call::clocks::Silence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nothing has come yet.
    FirstToken,
    /// The model was answering.
    Idle,
    /// The model was thinking.
    Reasoning,
    /// The whole call took too long.
    Total,
}

/// What the reader of an answer must know of its request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// Its model.
    pub model: &'a str,
    /// What the answer goes on from (reference 15): the folded answer begins with it.
    pub prefix: &'a str,
    /// Whether it is a text completion, no chat (reference 11.3).
    pub is_completion: bool,
    /// How many answers it asks for (`n`): one of them is not the end of all.
    pub choices: usize,
}

/// The stream machine.
#[derive(Debug)]
pub struct ChatStream {
    framer: Framer,
    decoder: Decoder,
}

#[derive(Debug)]
struct Decoder {
    /// What batches hold.
    views: Views,
    growth: Growth,
    templates: Templates,
    answer: Answer,
    cursors: Cursors,
    batch: Batch,
    /// Of the event that is looked at.
    extents: Extents,
    /// Whether a whole event has come.
    begun: bool,
    /// What the model was doing last.
    doing: Clock,
    end: Option<End>,
}

impl ChatStream {
    /// A stream at its first byte.
    #[must_use]
    pub fn new(limits: StreamLimits) -> Self {
        Self::of(Request::default(), limits)
    }

    /// The stream that answers this request.
    #[must_use]
    pub fn of(request: Request<'_>, limits: StreamLimits) -> Self {
        let decoder = Decoder {
            views: Views::CHUNKS,
            growth: Growth::of(request.model),
            templates: Templates::default(),
            answer: Answer::of(request, limits),
            cursors: Cursors::default(),
            batch: Batch::default(),
            extents: Extents::default(),
            begun: false,
            doing: Clock::FirstToken,
            end: None,
        };
        Self { framer: Framer::of_json(limits.event_bytes), decoder }
    }

    /// Chooses what the next batches hold. Chunks, in either form, are told as they come or never; every other view from
    /// where it was left, and it [catches up](Self::catch_up) before the next read, of which texts may leave that it was not
    /// told.
    pub fn want(&mut self, views: Views) {
        self.decoder.views = views;
    }

    /// Whether batches hold chunks, in either form, and no other view.
    #[must_use]
    pub fn tells_chunks(&self) -> bool {
        self.decoder.tells_chunks()
    }

    /// Tells what has come for the views that are wanted, and was not wanted then.
    pub fn catch_up(&mut self) {
        self.decoder.tell();
    }

    /// Lets texts go that have outgrown a page: see [`Answer::leave`]. A translation is compared with all that it has said,
    /// and stays.
    pub fn leave(&mut self) -> Vec<u8> {
        let mut pages = Vec::new();
        if self.decoder.growth == Growth::Ordinary {
            self.decoder.answer.leave(&mut pages);
        }
        pages
    }

    /// Whether the model has thought enough and answers.
    #[must_use]
    pub fn is_answering(&self) -> bool {
        self.decoder.answer.has_begun_to_answer()
    }

    /// Takes the bytes of one read.
    pub fn push(&mut self, bytes: &[u8]) {
        let Self { framer, decoder } = self;
        let mut input = bytes;
        while decoder.end.is_none() && !input.is_empty() {
            if framer.is_between_events()
                && let Some(rest) = decoder.by_template(input, true)
            {
                input = rest;
                continue;
            }
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

    /// Nothing meaningful has come for as long as a clock allows: that of what the model was doing, or that of the whole
    /// call. An answer that has its finish reason misses nothing but `[DONE]`.
    pub fn stall(&mut self, total: bool) {
        let decoder = &mut self.decoder;
        if decoder.end.is_none() {
            let clock = if total { Clock::Total } else { decoder.doing };
            decoder.end =
                Some(if decoder.answer.is_finished() { decoder.end_by_reason() } else { End::Failed(stalled(clock)) });
        }
    }

    /// Whether anything meaningful has come since this was last asked, and then the clock of what the model does now.
    pub fn take_news(&mut self) -> Option<Clock> {
        let decoder = &mut self.decoder;
        decoder.doing = match decoder.answer.take_news()? {
            News::Reasoning => Clock::Reasoning,
            News::Output => Clock::Idle,
        };
        Some(decoder.doing)
    }

    /// Whether the bytes ended or broke before any event: nobody has seen anything of this answer, so that it can be
    /// asked for again.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let Some(End::Failed(error)) = &self.decoder.end else { return false };
        error.kind == Kind::Truncated && !self.decoder.begun
    }

    /// How the stream ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.decoder.end.as_ref()
    }

    /// Gives back the buffers of a stream that has ended, so that the answer can be written in their place.
    pub fn give_back(&mut self) {
        self.framer = Framer::new(0);
        self.decoder.batch = Batch::default();
    }

    /// Hands over how the stream ended; nothing is to be asked of it after that but the answer.
    pub fn take_end(&mut self) -> Option<End> {
        self.decoder.end.take()
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
    fn tells_chunks(&self) -> bool {
        self.views.has(Views(Views::CHUNKS.0 | Views::LINES.0))
    }

    fn event(&mut self, event: Event<'_>) {
        if event.data == b"[DONE]" {
            self.begun = true;
            self.answer.expect_no_more();
            let end = self.end_by_reason();
            // The service says that nothing is missing, even where it gave no reason.
            let truncated = matches!(&end, End::Failed(error) if error.kind == Kind::Truncated);
            self.end = Some(if truncated && !self.answer.is_empty() { End::Complete } else { end });
            return;
        }
        if !event.event.is_empty() || self.by_template(event.data, false).is_none() {
            self.in_full(event);
        }
    }

    /// Takes an event that a template recognises off `input`: see [`Templates::find`]. None leaves everything as it was.
    fn by_template<'a>(&mut self, input: &'a [u8], is_framed: bool) -> Option<&'a [u8]> {
        let Self { batch, answer, .. } = self;
        let (Match { text, spelling, field, choice, slot }, rest) =
            self.templates.find(input, is_framed, batch.writer())?;
        let said = if spelling == Spelling::Escaped { batch.unmarked() } else { text.raw() };
        if !answer.has_begun(choice, field) || (spelling != Spelling::Ascii && std::str::from_utf8(said).is_err()) {
            // Of another call, invalid UTF-8, or half an emoji: the full parser knows what to do.
            batch.undo();
            return None;
        }
        let added = answer.add_text(choice, field, said);
        if self.views.has(Views::CHUNKS) {
            let call = if let Field::Arguments(call) = field { call } else { 0 };
            let tag = Tag::TEXT | slot << 8 | u32::from(call) << 16;
            match spelling {
                Spelling::Ascii => batch.write_ascii(text.raw(), tag),
                Spelling::Raw => {
                    batch.write(text.raw());
                    batch.mark(tag);
                }
                Spelling::Escaped => batch.mark(tag),
            }
        } else {
            batch.undo();
            if self.views.has(Views::LINES) {
                batch.write(if is_framed { framed(input, rest) } else { input });
                batch.end_line();
            }
        }
        self.or_fail(added);
        Some(rest)
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
        let mut extents = std::mem::take(&mut self.extents);
        match json::survey(data, &mut extents) {
            Ok(value) if value.is_object() => {
                self.begun = true;
                self.object(data, &Chunk::of(value, Some(&extents)), value, event.event == b"error");
            }
            _ => self.fail(malformed()),
        }
        self.extents = extents;
    }

    fn object(&mut self, data: &[u8], chunk: &Chunk<'_>, value: Value<'_>, named_error: bool) {
        // What has choices and no error is none: the usual chunk is not looked through for one.
        let error = if !chunk.has_choices || chunk.error.is_some() { fault::find(value, named_error) } else { None };
        if let Some(error) = error.or_else(|| error_finish(chunk)) {
            return self.fail(error);
        }
        match self.growth.read(data, chunk, &self.answer) {
            Told::AsSent => self.chunk(data, chunk),
            Told::Nothing => {}
            Told::Instead(data, kept) => {
                self.answer.revise(kept);
                self.cursors.step_back(kept);
                if let Ok(value) = json::parse(&data) {
                    self.chunk(&data, &Chunk::of(value, None));
                }
            }
        }
    }

    fn chunk(&mut self, data: &[u8], chunk: &Chunk<'_>) {
        let added = self.answer.add(chunk);
        if added.is_ok() {
            let learned = if self.growth == Growth::Ordinary { self.templates.learn(data, chunk) } else { None };
            if self.tells_chunks() {
                self.batch.write(data);
            }
            if self.views.has(Views::CHUNKS) {
                self.batch.mark(match learned {
                    Some((slot, Field::Content)) => Tag::LEARNED | slot << 8,
                    Some((slot, Field::Reasoning)) => Tag::LEARNED | Tag::REASONING | slot << 8,
                    Some((slot, Field::Arguments(_))) => Tag::LEARNED | Tag::ARGUMENTS | slot << 8,
                    None => Tag::WHOLE,
                });
            } else if self.views.has(Views::LINES) {
                self.batch.end_line();
            }
        }
        self.or_fail(added);
    }

    /// Hands over what is new in the views that are wanted; chunks have been told as they came.
    fn tell(&mut self) {
        if self.tells_chunks() {
            return;
        }
        self.cursors.tell(self.views, &self.answer, self.end.is_some(), &mut self.batch);
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
            return End::Failed(if self.begun { Error::truncated() } else { Error::empty() });
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

fn stalled(clock: Clock) -> Error {
    let (code, message) = match clock {
        Clock::FirstToken => ("first_token_timeout", "The model has said nothing within `timeout.firstToken`."),
        Clock::Idle => (
            "idle_timeout",
            "The answer has stopped: nothing more came within `timeout.idle`. What did arrive is in `partial`; ask again.",
        ),
        Clock::Reasoning => (
            "reasoning_timeout",
            "The model has stopped thinking aloud: nothing more came within `timeout.reasoning`. What did arrive is in `partial`; ask again.",
        ),
        Clock::Total => {
            ("total_timeout", "The call took longer than `timeout.total`. What did arrive is in `partial`.")
        }
    };
    Error::new(Kind::Stalled, code, message)
}

fn malformed() -> Error {
    Error::decode(
        "malformed_event",
        "An event of the stream is no JSON object. Something between the service and this client may have changed it.",
    )
}

/// The service's throttling in the middle of an answer: a chunk whose finish reason is `error_finish` and whose content
/// is the error's text (reference 5.3).
fn error_finish(chunk: &Chunk<'_>) -> Option<Error> {
    let choice = chunk.choices().find(|choice| choice.finish_reason.is_some_and(|reason| reason.is("error_finish")))?;
    let text = choice.delta.and_then(|delta| delta.get("content")).and_then(Value::text).map(Text::to_string_lossy);
    let text = text.filter(|text| !text.trim_ascii().is_empty());
    Some(Error::new(
        Kind::Api,
        "error_finish",
        text.as_deref().unwrap_or("The service stopped the answer with an error and gave no text."),
    ))
}
