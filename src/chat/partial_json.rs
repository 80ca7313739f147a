//! JSON while it arrives: the value so far, told as operations that make it grow.
//!
//! ```text
//!          "```json"              value            "```"
//!   Start -----------> Info -> Value ... -> After -------> After     anything else: Broken, for good
//! ```
//! In scope: what `JSON.parse` accepts, and a Markdown fence around it, which models like to write; nesting up to a limit.
//! Every byte is looked at once and its state kept, so that pieces may be cut anywhere, and cost what they are long. Held
//! are a byte a level, and the key, number or word under way: less than the answer, which has its own limit.

mod characters;
mod number;

use crate::batch::Batch;
use crate::bytes::reserve;
use crate::error::Error;
use crate::limits::{JSON_DEPTH, KEPT_CAPACITY};
use crate::work;
use characters::Characters;
use number::Number;

/// What is done to the value so far: tags of a batch's pieces.
///
/// A new value takes the place that is open: the whole, the end of the array, or the last key of the object.
pub struct Op;

impl Op {
    /// A new object, which is open now.
    pub const OPEN_OBJECT: u32 = 16;
    /// A new array, which is open now.
    pub const OPEN_ARRAY: u32 = 17;
    /// The next value of the open object belongs to this key. Told when it is whole.
    pub const KEY: u32 = 18;
    /// A new string, empty.
    pub const STRING_BEGIN: u32 = 19;
    /// More of the string; at most one of these a push.
    pub const STRING_PIECE: u32 = 20;
    /// The string is whole.
    pub const STRING_END: u32 = 21;
    /// A new number, `true`, `false` or `null`, as JSON. Told when it is whole: a number ends where something else begins.
    pub const SCALAR: u32 = 22;
    /// The open object or array is whole; what held it is open again.
    pub const CLOSE: u32 = 23;
}

/// The incremental reader.
///
/// Half of a surrogate pair is held back until its other half comes, in the text or as an escape; one that stays alone
/// becomes U+FFFD. `JSON.parse` would keep it, but no UTF-8 can carry it.
#[derive(Debug)]
pub struct PartialJson {
    state: State,
    depth: usize,
    /// What is open, outermost first; true: an object.
    open: Vec<bool>,
    /// The key, number or word under way.
    pending: Vec<u8>,
    /// Whether the string under way is a key.
    key: bool,
    characters: Characters,
    /// Whether a fence is open.
    fenced: bool,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Nothing but white space has come.
    Start,
    /// So many backticks of the opening fence are missing.
    Opening(u8),
    /// What follows the opening fence, up to the line's end.
    Info,
    /// A value must come.
    Value,
    /// A value, or the end of the array.
    FirstItem,
    /// A key must come.
    Key,
    /// A key, or the end of the object.
    FirstKey,
    /// A colon must come.
    Colon,
    /// A value is whole.
    After,
    /// So many backticks of the closing fence are missing.
    Closing(u8),
    String,
    /// After a backslash.
    Escape,
    /// The code so far of an escape, and how many of its digits are missing.
    Hex(u32, u8),
    Number(Number),
    /// What is missing of a word.
    Word(&'static [u8]),
    /// It is no JSON.
    Broken,
    /// It nests deeper than the limit.
    TooDeep,
}

impl Default for PartialJson {
    /// Nests as deep as `limits::JSON_DEPTH`.
    fn default() -> Self {
        Self::new(JSON_DEPTH)
    }
}

impl PartialJson {
    /// A reader at its first byte that lets the value nest so deep.
    #[must_use]
    pub fn new(depth: usize) -> Self {
        Self {
            state: State::Start,
            depth,
            open: Vec::new(),
            pending: Vec::new(),
            key: false,
            characters: Characters::default(),
            fenced: false,
        }
    }

    /// Takes the next piece of the text, WTF-8 cut anywhere, and writes [operations](Op) to the batch, in which nothing may
    /// be unmarked. What came before an error is told.
    ///
    /// # Errors
    /// `malformed_json` where the text cannot be JSON any more, `json_too_deep` past the limit; then and ever after.
    pub fn push(&mut self, text: &[u8], batch: &mut Batch) -> Result<(), Error> {
        work::count(text.len());
        reserve(batch.writer(), text.len());
        for &byte in text {
            self.state = self.next(byte, batch);
        }
        tell_piece(batch);
        self.failure().map_or(Ok(()), Err)
    }

    /// The text has ended.
    ///
    /// # Errors
    /// `incomplete_json` where the value is not whole; a fence that is not closed is no error.
    pub fn finish(&mut self, batch: &mut Batch) -> Result<(), Error> {
        if matches!(self.state, State::Number(number) if number.is_whole()) {
            self.state = self.tell_pending(Op::SCALAR, State::After, batch);
        }
        match self.state {
            State::After | State::Closing(_) if self.open.is_empty() => Ok(()),
            _ => Err(self.failure().unwrap_or_else(incomplete)),
        }
    }

    fn failure(&self) -> Option<Error> {
        match self.state {
            State::Broken => Some(malformed()),
            State::TooDeep => Some(too_deep()),
            _ => None,
        }
    }

    fn next(&mut self, byte: u8, batch: &mut Batch) -> State {
        match (self.state, byte) {
            (State::String, _) => self.string(byte, batch),
            (State::Escape | State::Hex(..), _) => self.escape(byte, batch),
            (State::Number(number), _) => self.number(number, byte, batch),
            (State::Word(rest), _) => self.word(rest, byte, batch),
            (State::Opening(_) | State::Info | State::Closing(_), _) | (State::Start, b'`') => self.fence(byte),
            (state, _) => self.structure(state, byte, batch),
        }
    }

    /// Three backticks and the rest of their line before the value, three after it.
    fn fence(&mut self, byte: u8) -> State {
        match (self.state, byte) {
            (State::Start, b'`') => State::Opening(2),
            (State::Opening(1), b'`')
            | (State::Info, b' ' | b'\t' | b'\r' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => State::Info,
            (State::Opening(missing), b'`') => State::Opening(missing - 1),
            (State::Info, b'\n') => {
                self.fenced = true;
                State::Value
            }
            (State::Closing(1), b'`') => State::After,
            (State::Closing(missing), b'`') => State::Closing(missing - 1),
            _ => State::Broken,
        }
    }

    /// What stands between strings, numbers and words.
    fn structure(&mut self, state: State, byte: u8, batch: &mut Batch) -> State {
        let object = self.open.last().copied();
        match (state, byte) {
            (State::Broken | State::TooDeep, _) | (_, b' ' | b'\t' | b'\n' | b'\r') => state,
            (State::Key | State::FirstKey, b'"') => {
                self.key = true;
                State::String
            }
            (State::Colon, b':') => State::Value,
            (State::FirstKey, b'}') | (State::FirstItem, b']') => self.close(batch),
            (State::After, b'}') if object == Some(true) => self.close(batch),
            (State::After, b']') if object == Some(false) => self.close(batch),
            (State::After, b',') if object == Some(true) => State::Key,
            (State::After, b',') if object == Some(false) => State::Value,
            (State::After, b'`') if object.is_none() && self.fenced => {
                self.fenced = false;
                State::Closing(2)
            }
            (State::Start | State::Value | State::FirstItem, _) => self.value(byte, batch),
            _ => State::Broken,
        }
    }

    /// The first byte of a value.
    fn value(&mut self, byte: u8, batch: &mut Batch) -> State {
        let rest: &[u8] = match byte {
            b'{' => return self.open(Op::OPEN_OBJECT, State::FirstKey, batch),
            b'[' => return self.open(Op::OPEN_ARRAY, State::FirstItem, batch),
            b'"' => {
                batch.mark(Op::STRING_BEGIN);
                return State::String;
            }
            b't' => b"rue",
            b'f' => b"alse",
            b'n' => b"ull",
            _ => b"",
        };
        self.pending.push(byte);
        if rest.is_empty() { Number::begin(byte).map_or(State::Broken, State::Number) } else { State::Word(rest) }
    }

    fn open(&mut self, op: u32, next: State, batch: &mut Batch) -> State {
        if self.open.len() >= self.depth {
            return State::TooDeep;
        }
        self.open.push(op == Op::OPEN_OBJECT);
        batch.mark(op);
        next
    }

    fn close(&mut self, batch: &mut Batch) -> State {
        self.open.pop();
        batch.mark(Op::CLOSE);
        State::After
    }

    fn number(&mut self, number: Number, byte: u8, batch: &mut Batch) -> State {
        if let Some(number) = number.next(byte) {
            self.pending.push(byte);
            return State::Number(number);
        }
        if !number.is_whole() {
            return State::Broken;
        }
        let after = self.tell_pending(Op::SCALAR, State::After, batch);
        self.structure(after, byte, batch)
    }

    fn word(&mut self, rest: &'static [u8], byte: u8, batch: &mut Batch) -> State {
        let Some((_, rest)) = rest.split_first().filter(|&(&next, _)| next == byte) else { return State::Broken };
        self.pending.push(byte);
        if rest.is_empty() { self.tell_pending(Op::SCALAR, State::After, batch) } else { State::Word(rest) }
    }

    fn string(&mut self, byte: u8, batch: &mut Batch) -> State {
        match byte {
            b'"' => self.end_string(batch),
            b'\\' => State::Escape,
            0..0x20 => State::Broken,
            _ => {
                self.characters.byte(byte, sink(self.key, &mut self.pending, batch));
                State::String
            }
        }
    }

    fn end_string(&mut self, batch: &mut Batch) -> State {
        self.characters.end(sink(self.key, &mut self.pending, batch));
        if self.key {
            self.key = false;
            return self.tell_pending(Op::KEY, State::Colon, batch);
        }
        tell_piece(batch);
        batch.mark(Op::STRING_END);
        State::After
    }

    fn escape(&mut self, byte: u8, batch: &mut Batch) -> State {
        let code = match (self.state, byte) {
            (State::Hex(code, missing), _) => {
                let Some(digit) = char::from(byte).to_digit(16) else { return State::Broken };
                let code = code << 4 | digit;
                if missing > 1 {
                    return State::Hex(code, missing - 1);
                }
                code
            }
            (_, b'u') => return State::Hex(0, 4),
            (_, b'b') => 8,
            (_, b'f') => 12,
            (_, b'n') => 10,
            (_, b'r') => 13,
            (_, b't') => 9,
            (_, b'"' | b'\\' | b'/') => byte.into(),
            _ => return State::Broken,
        };
        self.characters.code(code, sink(self.key, &mut self.pending, batch));
        State::String
    }

    /// Tells what was pending as an operation.
    fn tell_pending(&mut self, op: u32, next: State, batch: &mut Batch) -> State {
        batch.write(&self.pending);
        batch.mark(op);
        self.pending.clear();
        self.pending.shrink_to(KEPT_CAPACITY);
        next
    }
}

/// Where the characters of the string under way go. A key waits until it is whole; of a value every character is told.
fn sink<'a>(key: bool, pending: &'a mut Vec<u8>, batch: &'a mut Batch) -> &'a mut Vec<u8> {
    if key { pending } else { batch.writer() }
}

/// Tells what has come of a string.
fn tell_piece(batch: &mut Batch) {
    if !batch.unmarked().is_empty() {
        batch.mark(Op::STRING_PIECE);
    }
}

fn malformed() -> Error {
    Error::decode(
        "malformed_json",
        "The answer is no JSON. Ask for it: `response_format: { type: \"json_object\" }`, and the word JSON in a message.",
    )
}

fn incomplete() -> Error {
    Error::decode(
        "incomplete_json",
        "The answer ended before its JSON was whole. A higher `max_tokens` may let it end.",
    )
}

fn too_deep() -> Error {
    Error::limit("json_too_deep", "The answer's JSON nests deeper than the limit.")
}
