//! JSON while it arrives: the value so far, told as operations that make it grow.
//!
//! ```text
//!          "```json"              value            "```"
//!   Start -----------> Info -> Value ... -> After -------> After     anything else: Broken, for good
//! ```
//! In scope: what `JSON.parse` accepts, and a Markdown fence around it, which models like to write; nesting up to a limit.
//! Every byte is looked at once and its state kept, so that pieces may be cut anywhere, and cost what they are long. Held
//! are a byte a level, and the key or number under way: less than the answer, which has its own limit.

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
    /// The key or the number under way.
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
    /// A word, and how much of it has come.
    Word(&'static [u8], usize),
    /// It is no JSON.
    Broken,
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
    /// `malformed_json` where the text cannot be JSON any more; then and ever after. `json_too_deep` past the limit.
    pub fn push(&mut self, text: &[u8], batch: &mut Batch) -> Result<(), Error> {
        work::count(text.len());
        reserve(batch.writer(), text.len());
        let read = text.iter().try_for_each(|&byte| self.byte(byte, batch));
        tell_piece(batch);
        read
    }

    /// The text has ended.
    ///
    /// # Errors
    /// `incomplete_json` where the value is not whole; a fence that is not closed is no error.
    pub fn finish(&mut self, batch: &mut Batch) -> Result<(), Error> {
        if let State::Number(number) = self.state
            && number.is_whole()
        {
            self.state = self.tell_pending(Op::SCALAR, State::After, batch);
        }
        match self.state {
            State::After | State::Closing(_) if self.open.is_empty() => Ok(()),
            State::Broken => Err(malformed()),
            _ => Err(incomplete()),
        }
    }

    fn byte(&mut self, byte: u8, batch: &mut Batch) -> Result<(), Error> {
        let next = self.next(byte, batch);
        self.state = *next.as_ref().unwrap_or(&State::Broken);
        next.map(drop)
    }

    fn next(&mut self, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        match (self.state, byte) {
            (State::String, _) => self.string(byte, batch),
            (State::Escape | State::Hex(..), _) => self.escape(byte, batch),
            (State::Number(number), _) => self.number(number, byte, batch),
            (State::Word(word, at), _) if word.get(at) == Some(&byte) => Ok(word_goes_on(word, at + 1, batch)),
            (State::Opening(_) | State::Info | State::Closing(_), _) | (State::Start, b'`') => self.fence(byte),
            (State::Word(..) | State::Broken, _) => Err(malformed()),
            (state, _) => self.structure(state, byte, batch),
        }
    }

    /// Three backticks and the rest of their line before the value, three after it.
    fn fence(&mut self, byte: u8) -> Result<State, Error> {
        match (self.state, byte) {
            (State::Start, b'`') => Ok(State::Opening(2)),
            (State::Opening(1), b'`')
            | (State::Info, b' ' | b'\t' | b'\r' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => Ok(State::Info),
            (State::Opening(missing), b'`') => Ok(State::Opening(missing - 1)),
            (State::Info, b'\n') => {
                self.fenced = true;
                Ok(State::Value)
            }
            (State::Closing(1), b'`') => Ok(State::After),
            (State::Closing(missing), b'`') => Ok(State::Closing(missing - 1)),
            _ => Err(malformed()),
        }
    }

    /// What stands between strings, numbers and words.
    fn structure(&mut self, state: State, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        let object = self.open.last().copied();
        match (state, byte) {
            (_, b' ' | b'\t' | b'\n' | b'\r') => Ok(state),
            (State::Key | State::FirstKey, b'"') => {
                self.key = true;
                Ok(State::String)
            }
            (State::Colon, b':') => Ok(State::Value),
            (State::FirstKey, b'}') | (State::FirstItem, b']') => Ok(self.close(batch)),
            (State::After, b'}') if object == Some(true) => Ok(self.close(batch)),
            (State::After, b']') if object == Some(false) => Ok(self.close(batch)),
            (State::After, b',') if object.is_some() => {
                Ok(if object == Some(true) { State::Key } else { State::Value })
            }
            (State::After, b'`') if object.is_none() && self.fenced => {
                self.fenced = false;
                Ok(State::Closing(2))
            }
            (State::Start | State::Value | State::FirstItem, _) => self.value(byte, batch),
            _ => Err(malformed()),
        }
    }

    /// The first byte of a value.
    fn value(&mut self, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        match byte {
            b'{' => self.open(Op::OPEN_OBJECT, State::FirstKey, batch),
            b'[' => self.open(Op::OPEN_ARRAY, State::FirstItem, batch),
            b'"' => {
                batch.mark(Op::STRING_BEGIN);
                Ok(State::String)
            }
            b't' => Ok(State::Word(b"true", 1)),
            b'f' => Ok(State::Word(b"false", 1)),
            b'n' => Ok(State::Word(b"null", 1)),
            _ => {
                self.pending.push(byte);
                Number::begin(byte).map(State::Number).ok_or_else(malformed)
            }
        }
    }

    fn open(&mut self, op: u32, next: State, batch: &mut Batch) -> Result<State, Error> {
        if self.open.len() >= self.depth {
            return Err(too_deep());
        }
        self.open.push(op == Op::OPEN_OBJECT);
        batch.mark(op);
        Ok(next)
    }

    fn close(&mut self, batch: &mut Batch) -> State {
        self.open.pop();
        batch.mark(Op::CLOSE);
        State::After
    }

    fn number(&mut self, number: Number, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        if let Some(number) = number.next(byte) {
            self.pending.push(byte);
            return Ok(State::Number(number));
        }
        if !number.is_whole() {
            return Err(malformed());
        }
        let after = self.tell_pending(Op::SCALAR, State::After, batch);
        self.structure(after, byte, batch)
    }

    fn string(&mut self, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        match byte {
            b'"' => {
                self.characters.end(sink(self.key, &mut self.pending, batch));
                Ok(self.end_string(batch))
            }
            b'\\' => Ok(State::Escape),
            0..0x20 => Err(malformed()),
            _ => {
                self.characters.byte(byte, sink(self.key, &mut self.pending, batch));
                Ok(State::String)
            }
        }
    }

    fn end_string(&mut self, batch: &mut Batch) -> State {
        if self.key {
            self.key = false;
            return self.tell_pending(Op::KEY, State::Colon, batch);
        }
        tell_piece(batch);
        batch.mark(Op::STRING_END);
        State::After
    }

    fn escape(&mut self, byte: u8, batch: &mut Batch) -> Result<State, Error> {
        let code = match (self.state, byte) {
            (State::Hex(code, missing), _) => {
                let code = code << 4 | char::from(byte).to_digit(16).ok_or_else(malformed)?;
                if missing > 1 {
                    return Ok(State::Hex(code, missing - 1));
                }
                code
            }
            (_, b'u') => return Ok(State::Hex(0, 4)),
            (_, b'b') => 8,
            (_, b'f') => 12,
            (_, b'n') => 10,
            (_, b'r') => 13,
            (_, b't') => 9,
            (_, b'"' | b'\\' | b'/') => byte.into(),
            _ => return Err(malformed()),
        };
        self.characters.code(code, sink(self.key, &mut self.pending, batch));
        Ok(State::String)
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

fn word_goes_on(word: &'static [u8], at: usize, batch: &mut Batch) -> State {
    if at < word.len() {
        return State::Word(word, at);
    }
    batch.write(word);
    batch.mark(Op::SCALAR);
    State::After
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
