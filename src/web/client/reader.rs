//! The bytes' way into linear memory, and what comes of them.

use super::header::{Header, address, header};
use crate::batch::Batch;
use crate::limits::WINDOW;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

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

/// In place of a header's address: there is nothing to tell, and nothing more is wanted.
const NOTHING: u32 = 0;
/// In place of a header's address: nothing has come of this read, so the next is wanted at once.
const MORE: u32 = 1;
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

/// How a body's reads reach a machine, and when the next is wanted. The reader's promises are JavaScript's: to call `read()`
/// from here would be two more crossings a read (see benches/README.md).
#[derive(Default)]
pub struct Source {
    header: Cell<Header>,
    over: Cell<bool>,
}

impl Source {
    /// Feeds `machine` so many bytes of the inbox: a read, or a window of one that is larger than the inbox, the `first` or
    /// the `last`. Returns the header's address after the last, or [`MORE`] when nothing came of this one.
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
            return MORE;
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
