//! JSON, read in place: a validator and a view, no tree.
//!
//! In scope: everything `JSON.parse` accepts and `serde_json` does not: lone `\ud83d` escapes, duplicate keys (the last
//! wins), deep nesting up to a limit. A text is validated once; after that a [`Value`] is a slice of it, and looking
//! something up scans the slice again without allocating. Out of scope: numbers beyond integers (handed on as text).

mod extents;
mod scan;
mod text;
mod write;

use crate::bytes::{decimal, memchr};
use crate::work;
pub use extents::Extents;
use scan::Scan;
pub(crate) use text::push_code;
pub use text::{Spelling, Text, dangling_half, push_wtf8};
pub use write::{write_escaped, write_number, write_string};

/// A valid JSON value as the bytes that spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a>(&'a [u8]);

/// Why a text is no JSON: the offset of the byte that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// Offset in bytes.
    pub at: usize,
}

/// Checks that `text` is one JSON value, white space around it allowed.
///
/// # Errors
/// [`NotJson`] with the place, also when the nesting exceeds [`JSON_DEPTH`](crate::limits::JSON_DEPTH).
pub fn parse(text: &[u8]) -> Result<Value<'_>, NotJson> {
    read(text, &mut Extents::default())
}

/// The same for who looks at most of it: notes how far its first containers reach.
///
/// # Errors
/// As [`parse`].
pub fn survey<'a>(text: &'a [u8], extents: &mut Extents) -> Result<Value<'a>, NotJson> {
    extents.begin(text);
    read(text, extents)
}

fn read<'a>(text: &'a [u8], extents: &mut Extents) -> Result<Value<'a>, NotJson> {
    let mut scan = Scan { bytes: text, ..Scan::default() };
    scan.space();
    let start = scan.at;
    let valid = scan.document(extents);
    work::count(scan.at);
    valid?;
    let value = scan.since(start);
    scan.space();
    if scan.at == text.len() { Ok(value) } else { Err(scan.here()) }
}

impl<'a> Value<'a> {
    /// The bytes that spell the value.
    #[must_use]
    pub fn raw(self) -> &'a [u8] {
        self.0
    }

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.0 == b"null"
    }

    /// Whether this is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// Whether this is an object or an array.
    #[must_use]
    pub fn is_container(self) -> bool {
        matches!(self.0.first(), Some(b'{' | b'['))
    }

    /// The member called `key`: the last one, as in `JSON.parse`. Null counts as absent.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value<'a>> {
        let [found] = self.pick([key]);
        found
    }

    /// The members called `keys`, each as [`get`](Self::get) gives it, in one walk.
    #[must_use]
    pub fn pick<const N: usize>(self, keys: [&str; N]) -> [Option<Value<'a>>; N] {
        self.survey(keys, None).0
    }

    /// The same, and how many members are objects or arrays. `extents`: those of the text that the value is of.
    #[must_use]
    pub fn survey<const N: usize>(
        self,
        keys: [&str; N],
        extents: Option<&'a Extents>,
    ) -> ([Option<Value<'a>>; N], usize) {
        let mut found = [None; N];
        let containers = self.fill(&keys, &mut found, extents);
        (found, containers)
    }

    fn fill(self, keys: &[&str], found: &mut [Option<Value<'a>>], extents: Option<&'a Extents>) -> usize {
        let mut containers = 0;
        for (name, value) in Members(self.inside(self.is_object(), extents)) {
            containers += usize::from(value.is_container());
            // Hardly any name is spelled with escapes.
            let as_spelled = keys.iter().position(|key| key.as_bytes() == name.raw());
            let as_said = || memchr(b'\\', name.raw()).and_then(|_| keys.iter().position(|key| name.is(key)));
            if let Some(place) = as_spelled.or_else(as_said).and_then(|place| found.get_mut(place)) {
                *place = Some(value).filter(|value| !value.is_null());
            }
        }
        containers
    }

    /// The members of an object, in order; none for anything else.
    #[must_use]
    pub fn members(self) -> Members<'a> {
        Members(self.inside(self.is_object(), None))
    }

    /// The items of an array, in order; none for anything else.
    #[must_use]
    pub fn items(self) -> Items<'a> {
        self.items_within(None)
    }

    /// The same; `extents` as of [`survey`](Self::survey).
    #[must_use]
    pub fn items_within(self, extents: Option<&'a Extents>) -> Items<'a> {
        Items(self.inside(self.0.first() == Some(&b'['), extents))
    }

    /// Behind its bracket, if it has one of the kind that is wanted.
    fn inside(self, is_wanted: bool, extents: Option<&'a Extents>) -> Scan<'a> {
        Scan { bytes: if is_wanted { self.0 } else { b"" }, at: 1, extents }
    }

    /// The value as a string, if it is one.
    #[must_use]
    pub fn text(self) -> Option<Text<'a>> {
        match self.0 {
            [b'"', inner @ .., b'"'] => Some(Text(inner)),
            _ => None,
        }
    }

    /// The value as a whole number, if it is one that fits.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        let (sign, digits) = match self.0 {
            [b'-', digits @ ..] => (-1, digits),
            digits => (1, digits),
        };
        decimal(sign, digits)
    }
}

/// Members of an object: see [`Value::members`].
pub struct Members<'a>(Scan<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Text<'a>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let name = self.0.next_value()?.text()?;
        Some((name, self.0.next_value()?))
    }
}

/// Items of an array: see [`Value::items`].
#[derive(Clone, Debug, Default)]
pub struct Items<'a>(Scan<'a>);

impl<'a> Items<'a> {
    /// Those that help to find them.
    #[must_use]
    pub fn extents(&self) -> Option<&'a Extents> {
        self.0.extents
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.0.next_value()
    }
}
