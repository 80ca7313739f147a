//! Server-sent events on their own, which JavaScript drives as it does a chat stream.

use super::failure::Failure;
use super::reader::{Machine, Source};
use crate::batch::Batch;
use crate::events::Events;
use crate::limits::StreamLimits;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

impl Machine for Events {
    fn push(&mut self, bytes: &[u8]) {
        self.push(bytes);
    }
    fn finish(&mut self) {}
    fn is_over(&self) -> bool {
        self.error().is_some()
    }
    fn flags(&self) -> u32 {
        0
    }
    fn batch(&mut self) -> &mut Batch {
        self.batch()
    }
    fn patience(&mut self) -> u32 {
        0
    }
}

/// Server-sent events of any body.
#[wasm_bindgen]
pub struct RawEvents {
    source: Source,
    events: RefCell<Events>,
}

#[wasm_bindgen]
impl RawEvents {
    /// Events at their first byte.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        let events = RefCell::new(Events::new(StreamLimits::default()));
        Self { source: Source::default(), events }
    }

    /// Takes a read out of the inbox: see `Source`. There is one view.
    #[must_use]
    pub fn take(&self, length: u32, first: bool, last: bool, _views: u32) -> u32 {
        self.source.take(&self.events, length, first, last)
    }

    /// The body has ended; the address of a batch's header, or 0.
    #[must_use]
    pub fn finish(&self, _views: u32) -> u32 {
        self.source.finish(&self.events)
    }

    /// Why it failed, if not because of the body: told once.
    #[must_use]
    pub fn failure(&self) -> JsValue {
        let error = self.events.borrow_mut().take_error();
        error.map_or(JsValue::UNDEFINED, |error| Failure::from(error).into_js())
    }
}
