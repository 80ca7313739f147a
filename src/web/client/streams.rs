//! A chat stream, which JavaScript drives, one read at a time.

use super::Called;
use super::call::aborted;
use super::failure::Failure;
use super::reader::{ANSWERING, Machine, Source};
use crate::batch::Batch;
use crate::bytes::lossy;
use crate::call::clocks::Silence;
use crate::chat::stream::{ChatStream, Clock, End, Request};
use crate::chat::views::Views;
use crate::error::Kind;
use crate::limits::StreamLimits;
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Who keeps what leaves linear memory: see `Tail`.
    #[wasm_bindgen(typescript_type = "{ keep(pages: string): void }")]
    pub type Keeper;
    #[wasm_bindgen(method)]
    fn keep(this: &Keeper, pages: &str);
}

/// A streamed answer and its clocks.
struct Clocked {
    stream: ChatStream,
    silence: Silence,
    keeper: Keeper,
}

impl Machine for Clocked {
    fn push(&mut self, bytes: &[u8]) {
        self.stream.push(bytes);
        let pages = self.stream.leave();
        if !pages.is_empty() {
            self.keeper.keep(&lossy(pages)); // which does not come back to us
        }
    }
    fn finish(&mut self) {
        self.stream.finish();
    }
    fn is_over(&self) -> bool {
        self.stream.end().is_some()
    }
    fn flags(&self) -> u32 {
        // Who reads chunks sees it.
        if self.stream.tells_chunks() || !self.stream.is_answering() { 0 } else { ANSWERING }
    }
    fn batch(&mut self) -> &mut Batch {
        self.stream.batch()
    }
    fn patience(&mut self) -> u32 {
        let clock = self.stream.take_news();
        clock.map_or(0, |clock| {
            if clock == Clock::Reasoning { self.silence.reasoning } else { self.silence.idle }.max(1)
        })
    }
}

/// A streamed chat answer.
#[wasm_bindgen]
pub struct RawChatStream {
    source: Source,
    answer: RefCell<Clocked>,
}

#[wasm_bindgen]
impl RawChatStream {
    /// A stream at its first byte. See `Silence` for the milliseconds, `Request` for the rest. `keeper` is told of pages in the
    /// midst of a read, and must not call what is exported here.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[allow(clippy::too_many_arguments)] // as an object each would cost a getter, in the wasm and at every stream
    pub fn new(
        keeper: Keeper,
        idle: u32,
        reasoning: u32,
        model: &str,
        prefix: &str,
        is_completion: bool,
        choices: usize,
    ) -> Self {
        let stream = ChatStream::of(Request { model, prefix, is_completion, choices }, StreamLimits::default());
        let silence = Silence { idle, reasoning, ..Silence::default() };
        Self { source: Source::default(), answer: RefCell::new(Clocked { stream, silence, keeper }) }
    }

    /// Takes a read out of the inbox: see `Source`. `views`, a set of `Views`, says what the batch holds.
    #[must_use]
    pub fn take(&self, length: u32, first: bool, last: bool, views: u32) -> u32 {
        self.answer.borrow_mut().stream.want(Views(views));
        self.source.take(&self.answer, length, first, last)
    }

    /// The body has ended or is broken; the address of a batch's header, or 0.
    #[must_use]
    pub fn finish(&self, views: u32) -> u32 {
        self.answer.borrow_mut().stream.want(Views(views));
        self.source.finish(&self.answer)
    }

    /// What has come for these views in reads that were taken without them; the address of a batch's header.
    #[must_use]
    pub fn look(&self, views: u32) -> u32 {
        let mut answer = self.answer.borrow_mut();
        answer.stream.batch().clear();
        answer.stream.want(Views(views));
        answer.stream.catch_up();
        drop(answer);
        self.source.look(&self.answer)
    }

    /// Ends a stream that has been silent for too long; `total`: the whole call has been under way for too long.
    pub fn stall(&self, total: bool) {
        self.answer.borrow_mut().stream.stall(total);
    }

    /// Whether it broke before anybody saw anything of it.
    #[must_use]
    pub fn untouched(&self) -> bool {
        self.answer.borrow().stream.is_untouched()
    }

    /// Tells the end, once: the state's name (see `StreamEnd` in the TypeScript contract), why it failed, if it did, the
    /// finish reason and the usage, if there are any, and the answer so far as the JSON of a `chat.completion`, of which
    /// the two are a part: so that nobody need parse it who wants nothing else. Where the number of a place
    /// stands in it, the pages of that belong. `cause` is what the reader rejected with. Where a stream is not over, the
    /// caller must have aborted.
    ///
    /// # Errors
    /// None: see [`Called`].
    #[allow(clippy::unnecessary_wraps)] // see there
    pub fn tell(&self, cause: JsValue, headers: JsValue) -> Called<Array> {
        let mut answer = self.answer.borrow_mut();
        let (state, error) = match answer.stream.take_end() {
            Some(End::Complete) => ("complete", None),
            Some(End::Length) => ("length", None),
            Some(End::ToolCalls) => ("tool_calls", None),
            Some(End::ContentFilter) => ("content_filter", None),
            Some(End::Failed(error)) => (failed(error.kind), Some(error)),
            None => ("aborted", Some(aborted())),
        };
        let failure = error.map(|error| Failure { error, cause, headers }.into_js());
        answer.stream.give_back();
        let answer = answer.stream.answer();
        let text = |bytes: Vec<u8>| JsValue::from(lossy(bytes));
        let part = |part: Option<&[u8]>| part.map_or(JsValue::NULL, |part| text(part.to_vec()));
        // The writer escapes lone halves of emoji, so nothing is lost here.
        let (reason, usage, whole) = (part(answer.first_finish_reason()), part(answer.usage()), text(answer.to_json()));
        Ok(Array::of5(&state.into(), &failure.unwrap_or_default(), &reason, &usage, &whole))
    }
}

fn failed(kind: Kind) -> &'static str {
    match kind {
        Kind::Truncated => "truncated",
        Kind::Stalled => "stalled",
        _ => "error",
    }
}
