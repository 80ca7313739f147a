//! Bytes to server-sent events, as the HTML standard frames them (section 9.2.6 "Interpreting an event stream").
//!
//! In scope: BOM, CR, LF, CRLF, comments, `data`, `event`, `id`, `retry`, cuts anywhere. Out of scope: JSON, HTTP,
//! reconnecting. The promise: for any bytes in any cuts, the same events or one [`TooLarge`], never a panic, and
//! of the line, the data, the id, the event's name and `retry` never more held than the limit each.
//!
//! ```text
//!            line with ':' first, unknown field          blank line, data empty
//!          +------------------------------------+      +------------------------+
//!          v                                    |      v                        |
//!   bytes ----> line ----> field: data ---------+--> gather ----> blank line ---+--> Event
//!                          event, id, retry
//! ```
//! Lines are cut as bytes, so a character cut by a read needs no code: UTF-8 is decoded once per event, by the reader.

use crate::bytes::{memchr, reserve};
use crate::limits::KEPT_CAPACITY;
use crate::words::line_end;
use crate::work;

/// One event at its dispatch. Borrows from the input where one read holds it whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The `event` field; empty stands for "message".
    pub event: &'a [u8],
    /// The `data` lines joined by LF; by a tab where the framer is [of JSON](Framer::of_json). Bytes as sent: not necessarily UTF-8.
    pub data: &'a [u8],
    /// The last event id at dispatch.
    pub id: &'a [u8],
    /// Digits of the last valid `retry` since the event before; empty if none.
    pub retry: &'a [u8],
}

/// A line or an event outgrew the limit. The framer is of no further use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// The state between two reads.
#[derive(Debug)]
pub struct Framer {
    limit: usize,
    /// Start of a line that the last read cut.
    line: Vec<u8>,
    /// Data of the event under way, each line followed by the joint.
    data: Vec<u8>,
    joint: u8,
    event: Vec<u8>,
    id: Vec<u8>,
    retry: Vec<u8>,
    /// The last read ended in CR: an LF at the start of the next belongs to it.
    after_cr: bool,
    /// No line has been read: a BOM may stand here.
    at_start: bool,
    /// The last event has been handed out: its fields are cleared at the next call.
    dispatched: bool,
}

impl Framer {
    /// A framer that holds at most `limit` bytes of one line or event.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            data: Vec::new(),
            joint: b'\n',
            event: Vec::new(),
            id: Vec::new(),
            retry: Vec::new(),
            after_cr: false,
            at_start: true,
            dispatched: false,
        }
    }

    /// The same for data that is JSON, which so stays one line: to JSON a tab is what LF is, white space between tokens and an
    /// error inside of a string.
    #[must_use]
    pub fn of_json(limit: usize) -> Self {
        Self { joint: b'\t', ..Self::new(limit) }
    }

    /// Whether the next byte begins an event, and nothing of it has been read.
    #[must_use]
    pub fn is_between_events(&mut self) -> bool {
        self.forget_dispatched();
        !self.after_cr && !self.at_start && self.line.is_empty() && self.data.is_empty() && self.event.is_empty()
    }

    /// The next event in `input`, which is moved past it; none when `input` is used up.
    ///
    /// # Errors
    /// [`TooLarge`] when a line or an event passes the limit.
    pub fn next<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8]) -> Result<Option<Event<'s>>, TooLarge> {
        self.forget_dispatched();
        // The event's data while it is one line and stands in this read: nothing is copied then.
        let mut only: Option<&'i [u8]> = None;
        while let Some(rest_of_line) = self.cut(input) {
            if self.line.is_empty() {
                let line = self.without_bom(rest_of_line);
                if line.is_empty() {
                    if only.is_some() || !self.data.is_empty() {
                        return Ok(Some(self.dispatch(only)));
                    }
                    self.event.clear();
                } else if let Some(data) = self.field(line) {
                    self.gather(&mut only, data)?;
                }
            } else {
                self.finish_cut_line(rest_of_line, &mut only)?;
            }
        }
        self.keep(&mut only)?;
        extend(&mut self.line, input, self.limit)?;
        *input = b"";
        Ok(None)
    }

    /// Takes the bytes up to the next line end off `input`, the line end too.
    fn cut<'a>(&mut self, input: &mut &'a [u8]) -> Option<&'a [u8]> {
        if self.after_cr && !input.is_empty() {
            self.after_cr = false;
            *input = input.strip_prefix(b"\n").unwrap_or(input);
        }
        let (line, [end, rest @ ..]) = input.split_at_checked(line_end(input)?)? else { return None };
        // The LF of a CRLF may come with the next read; whoever waits for it holds back an event that is complete.
        self.after_cr = *end == b'\r';
        *input = rest;
        Some(line)
    }

    fn without_bom<'a>(&mut self, line: &'a [u8]) -> &'a [u8] {
        if !std::mem::take(&mut self.at_start) {
            return line;
        }
        line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
    }

    fn finish_cut_line(&mut self, rest_of_line: &[u8], only: &mut Option<&[u8]>) -> Result<(), TooLarge> {
        let mut whole = std::mem::take(&mut self.line);
        extend(&mut whole, rest_of_line, self.limit)?;
        let line = self.without_bom(&whole);
        if let Some(data) = self.field(line) {
            self.keep(only)?;
            if data.len() > KEPT_CAPACITY && self.data.is_empty() {
                // A large event is not copied once more: its line becomes its data.
                let name = whole.len() - data.len();
                whole.drain(..name);
                reserve(&mut whole, 1);
                whole.push(self.joint);
                self.data = whole;
                return Ok(());
            }
            self.append(data)?;
        }
        clear(&mut whole);
        self.line = whole;
        Ok(())
    }

    /// Reads one line; a `data` line's value is the caller's to keep.
    fn field<'a>(&mut self, line: &'a [u8]) -> Option<&'a [u8]> {
        let (name, value) = match memchr(b':', line).and_then(|colon| line.split_at_checked(colon)) {
            Some((name, [_, b' ', value @ ..] | [_, value @ ..])) => (name, value),
            _ => (line, b"".as_slice()),
        };
        match name {
            b"data" => return Some(value),
            b"event" => value.clone_into(&mut self.event),
            b"id" if memchr(0, value).is_none() => value.clone_into(&mut self.id),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => value.clone_into(&mut self.retry),
            _ => {}
        }
        None
    }

    fn gather<'a>(&mut self, only: &mut Option<&'a [u8]>, data: &'a [u8]) -> Result<(), TooLarge> {
        if only.is_none() && self.data.is_empty() {
            *only = Some(data);
            return Ok(());
        }
        self.keep(only)?;
        self.append(data)
    }

    fn keep(&mut self, only: &mut Option<&[u8]>) -> Result<(), TooLarge> {
        only.take().map_or(Ok(()), |data| self.append(data))
    }

    fn append(&mut self, data: &[u8]) -> Result<(), TooLarge> {
        extend(&mut self.data, data, self.limit)?;
        self.data.push(self.joint);
        Ok(())
    }

    fn dispatch<'a>(&'a mut self, only: Option<&'a [u8]>) -> Event<'a> {
        self.dispatched = true;
        let gathered = self.data.split_last().map_or(b"".as_slice(), |(_, data)| data);
        Event { event: &self.event, data: only.unwrap_or(gathered), id: &self.id, retry: &self.retry }
    }

    fn forget_dispatched(&mut self) {
        if std::mem::take(&mut self.dispatched) {
            self.event.clear();
            self.retry.clear();
            clear(&mut self.data);
        }
    }
}

/// Empties a buffer, giving back what an outsized event needed.
fn clear(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT_CAPACITY);
}

fn extend(buffer: &mut Vec<u8>, more: &[u8], limit: usize) -> Result<(), TooLarge> {
    if buffer.len() + more.len() > limit {
        return Err(TooLarge);
    }
    work::count(more.len());
    reserve(buffer, more.len());
    buffer.extend_from_slice(more);
    Ok(())
}
