//! A position in a JSON text, and the rules by which it moves on.

use super::{Extents, NotJson, Value};
use crate::limits::JSON_DEPTH;
use crate::words::{quoted_run, string_run};
use crate::work;

/// A position in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scan<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Of the text that `bytes` are of.
    pub(super) extents: Option<&'a Extents>,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What lies ahead.
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The value that began at `start` and ends here.
    pub(super) fn since(&self, start: usize) -> Value<'a> {
        Value(self.bytes.get(start..self.at).unwrap_or_default())
    }

    pub(super) fn here(&self) -> NotJson {
        NotJson { at: self.at }
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Validates one value, and notes how far its containers reach. Those that are open are counted instead of recursing: depth
    /// costs some bytes of heap and no stack.
    pub(super) fn document(&mut self, extents: &mut Extents) -> Result<(), NotJson> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.space();
            let bracket = self.peek().filter(|byte| matches!(byte, b'{' | b'['));
            if let Some(bracket) = bracket {
                open.push(Open { is_object: bracket == b'{', place: extents.open(self.at) });
                self.at += 1;
                if open.len() > JSON_DEPTH {
                    return Err(self.here());
                }
            } else {
                self.scalar()?;
            }
            if self.close_and_go_on(&mut open, extents, bracket.is_some())? {
                return Ok(());
            }
        }
    }

    /// After a value or an opening bracket: closes what ends here and stops before the next value. True at the end.
    fn close_and_go_on(&mut self, open: &mut Vec<Open>, extents: &mut Extents, opened: bool) -> Result<bool, NotJson> {
        let mut empty = opened;
        loop {
            let Some(&Open { is_object, place }) = open.last() else { return Ok(true) };
            self.space();
            match self.peek() {
                Some(b'}') if is_object => {}
                Some(b']') if !is_object => {}
                Some(b',') if !empty => {
                    self.at += 1;
                    return self.key(is_object).map(|()| false);
                }
                Some(_) if empty => return self.key(is_object).map(|()| false),
                _ => return Err(self.here()),
            }
            self.at += 1;
            open.pop();
            empty = false;
            extents.close(place, self.at);
        }
    }

    fn key(&mut self, object: bool) -> Result<(), NotJson> {
        if !object {
            return Ok(());
        }
        self.space();
        self.string()?;
        self.space();
        self.expect(b':')
    }

    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.peek() != Some(byte) {
            return Err(self.here());
        }
        self.at += 1;
        Ok(())
    }

    fn scalar(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), NotJson> {
        if !self.rest().starts_with(word) {
            return Err(self.here());
        }
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) -> Result<(), NotJson> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.here()) }
    }

    fn string(&mut self) -> Result<(), NotJson> {
        self.expect(b'"')?;
        self.string_body().filter(|&end| end == b'"').ok_or(self.here())?;
        self.at += 1;
        Ok(())
    }

    /// Goes over well-formed string content; the byte that ends it, or none at the end of the text.
    pub(super) fn string_body(&mut self) -> Option<u8> {
        loop {
            self.at += string_run(self.rest()).0;
            let byte = self.peek()?;
            if byte != b'\\' || !self.escape() {
                return Some(byte);
            }
        }
    }

    fn escape(&mut self) -> bool {
        let length = match self.rest() {
            [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [_, b'u', a, b, c, d, ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => 6,
            _ => return false,
        };
        self.at += length;
        true
    }

    /// The next value of a valid container's inside, or none at its end. Reads keys too: they are strings.
    pub(super) fn next_value(&mut self) -> Option<Value<'a>> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')) {
            self.at += 1;
        }
        let start = self.at;
        match self.peek()? {
            b'}' | b']' => return None,
            b'"' => self.skip_string(),
            b'{' | b'[' => self.skip_container(),
            _ => self.skip_scalar(),
        }
        Some(self.since(start))
    }

    /// Goes over a string of a valid text.
    fn skip_string(&mut self) {
        self.at += 1;
        loop {
            self.at += quoted_run(self.rest());
            let escape = self.peek() == Some(b'\\');
            self.at += if escape { 2 } else { 1 };
            if !escape {
                return;
            }
        }
    }

    fn skip_scalar(&mut self) {
        let start = self.at;
        while !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        work::count(self.at - start);
    }

    fn skip_container(&mut self) {
        if let Some(length) = self.extents.and_then(|extents| extents.length_of(self.rest())) {
            self.at += length;
            return;
        }
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        work::count(self.at - start);
    }
}

/// A container that has not been closed yet, and the place of its extent.
#[derive(Clone, Copy)]
struct Open {
    is_object: bool,
    place: usize,
}
