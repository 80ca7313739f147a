//! For any text in any cuts the incremental reader gives the same operations, which build what `JSON.parse` gives of the
//! whole, or the same error; what is whole is told at once; and nesting past its limit is refused.

use super::READS;
use qwen_edge::batch::Batch;
use qwen_edge::chat::partial_json::{Op, PartialJson};
use qwen_edge::error::{Code, Error};
use qwen_edge::json;
use qwen_edge::limits::JSON_DEPTH;
use serde_json::{Map, Value};

/// An operation: its tag and text.
pub type Told = (u32, String);

/// Small, so that a fuzzer's inputs pass it often.
const SHALLOW: usize = 3;

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let (told, end) = read([bytes], JSON_DEPTH);
    let shallow = read([bytes], SHALLOW);
    for read_bytes in READS {
        assert_eq!(
            read(bytes.chunks(read_bytes), JSON_DEPTH),
            (told.clone(), end.clone()),
            "in pieces of {read_bytes}"
        );
        assert_eq!(read(bytes.chunks(read_bytes), SHALLOW), shallow, "in pieces of {read_bytes}");
    }
    let expected = unfenced(bytes).filter(|text| json::parse(text).is_ok());
    assert_eq!(end.is_ok(), expected.is_some(), "{end:?}: JSON.parse says otherwise");
    let grown = Growing::of(&told);
    assert!(told.starts_with(&shallow.0), "the limit changes what comes before it");
    let too_deep = deepest(&told) > SHALLOW;
    assert_eq!(shallow.1, if too_deep { Err(Code::Word("json_too_deep".into())) } else { end.clone() });
    // serde_json keeps no lone halves and no numbers beyond a double's, and nests no deeper than 128.
    if let Some(value) = expected.and_then(|text| serde_json::from_slice::<Value>(text).ok()) {
        assert_eq!(grown.value, Some(value));
    }
}

/// How deep these operations nest.
fn deepest(told: &[Told]) -> usize {
    let (mut depth, mut most) = (0, 0);
    for (tag, _) in told {
        match *tag {
            Op::OPEN_OBJECT | Op::OPEN_ARRAY => depth += 1,
            Op::CLOSE => depth -= 1,
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// What a fence around the text holds, or the text; none where the fence is none. Said once more, with all of it at hand.
fn unfenced(text: &[u8]) -> Option<&[u8]> {
    let trimmed = trim(text);
    let Some(inner) = trimmed.strip_prefix(b"```") else { return Some(trimmed) };
    let line = inner.iter().position(|&byte| byte == b'\n')?;
    let info = inner[..line].iter().all(|&byte| byte.is_ascii_alphanumeric() || b" \t\r".contains(&byte));
    let inner = trim(&inner[line..]);
    // One that is cut is one while nothing follows it.
    let cut = [b"``".as_slice(), b"`"].into_iter().filter(|_| text.ends_with(b"`"));
    let close = [b"```".as_slice()].into_iter().chain(cut).find_map(|ticks| inner.strip_suffix(ticks));
    info.then_some(close.unwrap_or(inner))
}

fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] | [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = text {
        text = rest;
    }
    text
}

/// The operations of a text in these pieces, the pieces of a string joined, and how it ended.
///
/// # Panics
/// Where a batch breaks its rules, or what is refused is taken again.
pub fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>, depth: usize) -> (Vec<Told>, Result<(), Code>) {
    let (mut reader, mut batch, mut told) = (PartialJson::new(depth), Batch::default(), Vec::new());
    for piece in pieces {
        let read = reader.push(piece, &mut batch);
        take(&mut batch, &mut told);
        if let Err(error) = read {
            assert!(reader.push(b" ", &mut batch).is_err() && reader.finish(&mut batch).is_err(), "refused for good");
            assert!(batch.is_empty(), "after an error nothing is told");
            return (told, Err(code(&error)));
        }
    }
    let end = reader.finish(&mut batch);
    take(&mut batch, &mut told);
    assert_eq!(reader.finish(&mut batch), end, "an end is an end");
    assert!(batch.is_empty(), "the end is told once");
    (told, end.map_err(|error| code(&error)))
}

fn code(error: &Error) -> Code {
    error.code.clone().expect("a code")
}

/// Takes a batch as JavaScript does, and joins what it tells of a string to what was told before.
fn take(batch: &mut Batch, told: &mut Vec<Told>) {
    assert!(batch.unmarked().is_empty(), "text without an operation");
    let units: Vec<u16> = std::str::from_utf8(batch.text()).expect("a batch is UTF-8").encode_utf16().collect();
    let (mut from, mut last) = (0, None);
    for mark in batch.marks().chunks(2) {
        let text = String::from_utf16(&units[from..mark[1] as usize]).expect("a mark stands between characters");
        from = mark[1] as usize;
        assert!(
            mark[0] != Op::STRING_PIECE || (last != Some(Op::STRING_PIECE) && !text.is_empty()),
            "one mark a string"
        );
        last = Some(mark[0]);
        match told.last_mut() {
            Some((Op::STRING_PIECE, before)) if mark[0] == Op::STRING_PIECE => before.push_str(&text),
            _ => told.push((mark[0], text)),
        }
    }
    batch.clear();
}

/// The value so far: what pkg/src/streams/partial-json.ts does, on a value of `serde_json`.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    /// None before the first operation.
    pub value: Option<Value>,
    /// Whether nothing of it is missing.
    pub whole: bool,
    /// Keys and places of what is open.
    path: Vec<Value>,
    key: String,
}

impl Growing {
    /// What these operations build.
    #[must_use]
    pub fn of(told: &[Told]) -> Self {
        let mut growing = Self::default();
        for (tag, text) in told {
            growing.apply(*tag, text);
        }
        growing
    }

    /// Applies one operation.
    ///
    /// # Panics
    /// Where the operation has no place.
    pub fn apply(&mut self, tag: u32, text: &str) {
        assert!(!self.whole, "more after the end");
        match tag {
            Op::OPEN_OBJECT => self.open(Value::Object(Map::new())),
            Op::OPEN_ARRAY => self.open(Value::Array(Vec::new())),
            Op::KEY => text.clone_into(&mut self.key),
            Op::STRING_BEGIN => drop(self.put(Value::String(String::new()))),
            Op::STRING_PIECE => self.grow(text),
            Op::STRING_END => self.whole = self.path.is_empty(),
            Op::SCALAR => {
                self.put(scalar(text));
                self.whole = self.path.is_empty();
            }
            Op::CLOSE => {
                self.path.pop().expect("something is open");
                self.whole = self.path.is_empty();
            }
            _ => panic!("an operation of no name: {tag}"),
        }
    }

    fn open(&mut self, container: Value) {
        let place = self.put(container);
        self.path.push(place);
    }

    /// What is open innermost; the whole, where nothing is.
    fn innermost(&mut self) -> &mut Value {
        let mut value = self.value.get_or_insert(Value::Null);
        // The first place is that of the whole.
        for place in self.path.iter().skip(1) {
            value = match place {
                Value::String(key) => value.get_mut(key),
                place => value.get_mut(usize::try_from(place.as_u64().expect("a place")).expect("fits")),
            }
            .expect("it was put there");
        }
        value
    }

    /// Puts a value into its place, and says where that is.
    fn put(&mut self, value: Value) -> Value {
        let key = self.key.clone();
        if self.path.is_empty() {
            self.value = Some(value);
            return Value::Null;
        }
        match self.innermost() {
            Value::Array(items) => {
                items.push(value);
                (items.len() - 1).into()
            }
            Value::Object(members) => {
                members.insert(key.clone(), value);
                key.into()
            }
            other => panic!("nothing can be put into {other}"),
        }
    }

    fn grow(&mut self, text: &str) {
        let key = self.key.clone();
        let string = match self.innermost() {
            Value::Array(items) => items.last_mut(),
            Value::Object(members) => members.get_mut(&key),
            whole => Some(whole),
        };
        match string {
            Some(Value::String(string)) => string.push_str(text),
            other => panic!("no string is open: {other:?}"),
        }
    }
}

/// As JSON; a number beyond a double's is `null`, which `serde_json` would refuse.
fn scalar(text: &str) -> Value {
    assert!(json::parse(text.as_bytes()).is_ok_and(|value| value.raw() == text.as_bytes()), "no JSON: {text}");
    serde_json::from_str(text).unwrap_or_default()
}
