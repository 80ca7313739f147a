//! `events(response)`: server-sent events on their own, as a browser's `EventSource` dispatches them.

use crate::batch::Batch;
use crate::bytes::push_lossy;
use crate::error::Error;
use crate::limits::StreamLimits;
use crate::sse::{Framer, TooLarge};

/// Bytes to batches of events. Each event is four pieces: type, data, id, digits of retry (none: empty).
#[derive(Debug)]
pub struct Events {
    framer: Framer,
    batch: Batch,
    error: Option<Error>,
}

impl Events {
    /// A stream at its first byte.
    #[must_use]
    pub fn new(limits: StreamLimits) -> Self {
        Self { framer: Framer::new(limits.event_bytes), batch: Batch::default(), error: None }
    }

    /// Takes the bytes of one read.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut input = bytes;
        while self.error.is_none() {
            match self.framer.next(&mut input) {
                Ok(Some(event)) => {
                    for field in [event.event, event.data, event.id, event.retry] {
                        push_lossy(self.batch.writer(), field);
                        self.batch.mark(0);
                    }
                }
                Ok(None) => break,
                Err(TooLarge) => self.error = Some(too_large()),
            }
        }
    }

    /// What ended the stream before its bytes did.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Hands over what ended the stream.
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// What has come since the batch was last cleared.
    pub fn batch(&mut self) -> &mut Batch {
        &mut self.batch
    }
}

/// An event has passed the cap of `limits`.
pub(crate) fn too_large() -> Error {
    Error::limit("event_too_large", "One event of the stream has outgrown the limit of what an event may hold.")
}
