//! The body's reader, and the bytes' way into linear memory.

use super::header::{Header, address, header};
use crate::batch::Batch;
use crate::limits::WINDOW;
use js_sys::{Function, Promise};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A `ReadableStreamDefaultReader`, by its methods: bodies of other realms are welcome.
    #[wasm_bindgen(typescript_type = "ReadableStreamDefaultReader<Uint8Array>")]
    pub type BodyReader;
    #[wasm_bindgen(method, catch)]
    fn read(this: &BodyReader) -> Result<Thenable, JsValue>;

    /// A promise, taken up by JavaScript functions instead of Rust closures: nothing of ours waits to be called.
    type Thenable;
    #[wasm_bindgen(method, catch)]
    fn then(this: &Thenable, ok: &Function, failed: &Function) -> Result<Promise, JsValue>;
}

/// What consumes a body's bytes.
pub trait Machine {
    /// Takes bytes.
    fn push(&mut self, bytes: &[u8]);
    /// The bytes have ended.
    fn finish(&mut self);
    /// Whether nothing more is wanted.
    fn is_over(&self) -> bool;
    /// Flags of its own.
    fn flags(&self) -> u32;
    /// What has come.
    fn batch(&mut self) -> &mut Batch;
    /// Milliseconds for which the next output may be waited for, where this read has brought any; 0 where it has not.
    fn patience(&mut self) -> u32;
}

/// In place of a header's address: nothing has come.
const NOTHING: u32 = 0;
/// Flag: nothing more will come.
const OVER: u32 = 2;
/// Flag: the model has thought enough.
pub const ANSWERING: u32 = 4;

thread_local! {
    /// Where JavaScript puts the bytes of a read just before it says that they are there: one for all streams, for nothing
    /// runs in between.
    static INBOX: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The address of the inbox, which has `WINDOW` bytes.
#[wasm_bindgen]
#[must_use]
pub fn inbox() -> u32 {
    INBOX.with_borrow_mut(|inbox| {
        inbox.resize(WINDOW, 0);
        address(inbox.as_ptr())
    })
}

/// The reader that feeds a machine.
pub struct Source {
    reader: BodyReader,
    /// Called with what `read()` resolves with.
    on_read: Function,
    /// Called with what `read()` rejects with.
    on_failure: Function,
    header: Cell<Header>,
    over: Cell<bool>,
}

impl Source {
    /// A source over `reader`. `on_read` and `on_failure` are the stream's own, for all of its reads.
    pub fn new(reader: BodyReader, on_read: Function, on_failure: Function) -> Self {
        Self { reader, on_read, on_failure, header: Cell::default(), over: Cell::new(false) }
    }

    /// Asks the reader for the next bytes.
    pub fn pull(&self) {
        let asked = self.reader.read().and_then(|reading| reading.then(&self.on_read, &self.on_failure));
        if let Err(thrown) = asked {
            // A reader that throws (its lock was taken away) fails like one that rejects.
            let _ = Promise::reject(&thrown).unchecked_into::<Thenable>().then(&self.on_read, &self.on_failure);
        }
    }

    /// Feeds `machine` so many bytes of the inbox: a read, or a window of one that is larger than the inbox, the `first` or
    /// the `last`. Returns the header's address after the last, or 0 when the next read has been asked for because nothing
    /// came of this one.
    ///
    /// The machine is borrowed for no call into JavaScript that could come back to us.
    pub fn take(&self, machine: &RefCell<dyn Machine>, length: u32, first: bool, last: bool) -> u32 {
        if self.over.get() {
            return NOTHING;
        }
        let mut fed = machine.borrow_mut();
        if first {
            fed.batch().clear();
        }
        INBOX.with_borrow(|inbox| fed.push(inbox.get(..length as usize).unwrap_or_default()));
        if !last {
            return NOTHING;
        }
        let is_over = fed.is_over();
        self.over.set(is_over);
        let patience = if is_over { 0 } else { fed.patience() };
        if !is_over && patience == 0 && fed.batch().is_empty() {
            drop(fed);
            self.pull();
            return NOTHING;
        }
        drop(fed);
        self.describe(machine, if is_over { OVER } else { 0 }, patience)
    }

    /// Describes what the machine has written without a read.
    pub fn look(&self, machine: &RefCell<dyn Machine>) -> u32 {
        self.describe(machine, 0, 0)
    }

    /// The body has ended or is broken: what has come is all there is. Returns as [`take`](Self::take) does.
    pub fn finish(&self, machine: &RefCell<dyn Machine>) -> u32 {
        if self.over.replace(true) {
            return NOTHING;
        }
        machine.borrow_mut().batch().clear();
        machine.borrow_mut().finish();
        self.describe(machine, OVER, 0)
    }

    fn describe(&self, machine: &RefCell<dyn Machine>, flags: u32, patience: u32) -> u32 {
        let mut machine = machine.borrow_mut();
        let flags = flags | machine.flags();
        self.header.set(header(machine.batch(), flags, patience));
        address(self.header.as_ptr())
    }
}
