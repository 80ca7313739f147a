//! JSON strings and the WTF-8 that they spell.

use super::scan::Scan;
use crate::bytes::{lossy, memchr, reserve};
use crate::words::string_run;
use crate::work;

/// A JSON string: what stands between its quotes, escapes as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<'a>(pub(super) &'a [u8]);

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// In ASCII that says what it is.
    Ascii,
    /// As it is.
    Raw,
    /// With escapes.
    Escaped,
}

impl<'a> Text<'a> {
    /// Takes what stands between quotes, if that is well-formed.
    #[must_use]
    pub fn between_quotes(inner: &'a [u8]) -> Option<Self> {
        let mut scan = Scan { bytes: inner, ..Scan::default() };
        let end = scan.string_body();
        work::count(scan.at);
        (end.is_none() && scan.at == inner.len()).then_some(Self(inner))
    }

    /// The well-formed string that `rest`, which follows a quote, begins with, and how it is spelled. Where that is with
    /// escapes, what it says is appended to `out`, as [`decode`](Self::decode) does; so may be what is not well-formed.
    #[must_use]
    pub fn at_start(rest: &'a [u8], out: &mut Vec<u8>) -> Option<(Self, Spelling)> {
        let (run, ascii) = string_run(rest);
        if rest.get(run) == Some(&b'"') {
            return Some((Self(rest.get(..run)?), if ascii { Spelling::Ascii } else { Spelling::Raw }));
        }
        let (inner, [b'"', ..]) = rest.split_at_checked(spell(rest, out))? else { return None };
        Some((Self(inner), Spelling::Escaped))
    }

    /// What stands between the quotes.
    #[must_use]
    pub fn raw(self) -> &'a [u8] {
        self.0
    }

    /// Whether the string is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether the string says `wanted`.
    #[must_use]
    pub fn is(self, wanted: &str) -> bool {
        if memchr(b'\\', self.0).is_none() {
            return self.0 == wanted.as_bytes();
        }
        let mut decoded = Vec::new();
        self.decode(&mut decoded);
        decoded == wanted.as_bytes()
    }

    /// Appends the string as WTF-8: UTF-8 in which a lone surrogate stands as its three bytes (`ED A0..BF xx`), so that
    /// the two halves of an emoji may arrive in two strings. Joined halves become the four bytes of the character.
    pub fn decode(self, out: &mut Vec<u8>) {
        reserve(out, self.0.len());
        spell(self.0, out);
    }

    /// The string as UTF-8; a lone surrogate becomes U+FFFD.
    #[must_use]
    pub fn to_string_lossy(self) -> String {
        let mut bytes = Vec::with_capacity(self.0.len());
        self.decode(&mut bytes);
        lossy(bytes)
    }
}

/// Appends WTF-8 to WTF-8, joining a high half at the end of `out` with a low half at the start of `more`.
pub fn push_wtf8(out: &mut Vec<u8>, more: &[u8]) {
    work::count(more.len());
    reserve(out, more.len());
    match more {
        [0xED, middle @ 0xB0..=0xBF, last, rest @ ..] if dangling_half(out) > 0 => {
            push_unit(out, 0xD000 | (u32::from(middle & 0x3F) << 6) | u32::from(last & 0x3F));
            out.extend_from_slice(rest);
        }
        _ => out.extend_from_slice(more),
    }
}

/// Length of the high half at the end of WTF-8 `text`: 3, or 0 where there is none.
#[must_use]
pub fn dangling_half(text: &[u8]) -> usize {
    if matches!(text, [.., 0xED, 0xA0..=0xAF, _]) { 3 } else { 0 }
}

/// Appends what `text` says up to where no string goes on: a quote, a control character, an escape that is none. How long
/// that is as written.
fn spell(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_at_checked(string_run(rest).0) {
        push_wtf8(out, before);
        rest = behind;
        let Some(after) = unescape(rest, out) else { break };
        rest = after;
    }
    text.len() - rest.len()
}

/// Decodes the escape that `escape` begins with, and returns what follows it.
fn unescape<'a>(escape: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let [b'\\', kind, rest @ ..] = escape else { return None };
    let plain = match *kind {
        b'u' => {
            let (hex, rest) = rest.split_at_checked(4)?;
            let unit = hex.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))?;
            push_unit(out, unit);
            return Some(rest);
        }
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'"' | b'\\' | b'/' => *kind,
        _ => return None,
    };
    out.push(plain);
    Some(rest)
}

/// Appends a UTF-16 unit to WTF-8, joining a low half to a high one.
fn push_unit(out: &mut Vec<u8>, unit: u32) {
    match (out.as_slice(), unit) {
        ([.., 0xED, high @ 0xA0..=0xAF, last], 0xDC00..0xE000) => {
            let high = (u32::from(high & 0x0F) << 6) | u32::from(last & 0x3F);
            out.truncate(out.len() - 3);
            push_code(out, 0x1_0000 + (high << 10) + (unit - 0xDC00));
        }
        _ => push_code(out, unit),
    }
}

/// UTF-8's arithmetic without its ban on surrogates.
#[allow(clippy::cast_possible_truncation)] // every value is masked to a byte
pub(crate) fn push_code(out: &mut Vec<u8>, code: u32) {
    let tail = |shift: u32| 0x80 | ((code >> shift) & 0x3F) as u8;
    match code {
        0..0x80 => out.push(code as u8),
        0x80..0x800 => out.extend([0xC0 | (code >> 6) as u8, tail(0)]),
        0x800..0x1_0000 => out.extend([0xE0 | (code >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend([0xF0 | (code >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}
