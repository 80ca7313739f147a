//! One JSON value in many spellings, one event in many framings: key orders, escapes, white space, line ends, comments.

use super::naive::units;
use super::sent::Event;
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write;

/// How one stream is spelled.
#[derive(Clone, Debug)]
pub struct Spelling {
    dice: u64,
    line_end: &'static str,
    /// Between tokens; with a line end in it, an event has several `data` lines.
    blank: &'static str,
    space_after_colon: bool,
    /// Of eight characters, how many are written as `\uXXXX` though they need not be.
    escaped: u64,
    /// Other lines than data: comments, ids, names of events.
    other_lines: &'static [&'static str],
    byte_order_mark: bool,
}

/// Any spelling.
pub fn any_spelling() -> impl Strategy<Value = Spelling> {
    let other_lines = prop::sample::select(vec![
        [].as_slice(),
        &[": keep-alive", ""],
        &["", ": a comment", "id: 7", ":HTTP_STATUS/200"],
        &["event: result", "retry: 3000", "unknown"],
    ]);
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let blank = prop::sample::select(vec!["", "", " ", "\t ", "\n"]);
    (any::<u64>(), line_end, blank, any::<[bool; 2]>(), prop::sample::select(vec![0, 0, 1, 8]), other_lines).prop_map(
        |(seed, line_end, blank, [space_after_colon, byte_order_mark], escaped, other_lines)| Spelling {
            dice: seed | 1,
            line_end,
            blank,
            space_after_colon,
            escaped,
            other_lines,
            byte_order_mark,
        },
    )
}

impl Spelling {
    /// What stands before the first event.
    pub fn opening(&self) -> Vec<u8> {
        if self.byte_order_mark { "\u{FEFF}".into() } else { Vec::new() }
    }

    /// Writes one event; returns the length of `bytes` up to the end of its data.
    pub fn write(&mut self, event: &Event, bytes: &mut Vec<u8>) -> usize {
        let data = match event {
            Event::Done => "[DONE]".to_owned(),
            Event::Chunk(chunk) => {
                let mut data = String::new();
                // Two key orders a stream, in turns: the service has four (reference 4.2).
                let order = self.throw(2);
                self.value(chunk, order, &mut data);
                data
            }
        };
        let others = if self.throw(3) == 0 { self.other_lines } else { &[] };
        for line in others {
            bytes.extend([line, self.line_end].concat().as_bytes());
        }
        let colon = if self.space_after_colon || data.starts_with(' ') { "data: " } else { "data:" };
        let lines: Vec<String> = data.split('\n').map(|line| [colon, line].concat()).collect();
        bytes.extend(lines.join(self.line_end).as_bytes());
        let whole_at = bytes.len();
        bytes.extend([self.line_end, self.line_end].concat().as_bytes());
        whole_at
    }

    fn value(&mut self, value: &Value, order: u64, out: &mut String) {
        match value {
            Value::Object(members) => {
                let mut members: Vec<(&String, &Value)> = members.iter().collect();
                members.sort_by_key(|(name, _)| place(name, order));
                self.list('{', '}', &members, out, |this, (name, value), out| {
                    this.string(name, 0, out);
                    *out += this.blank;
                    out.push(':');
                    *out += this.blank;
                    this.value(value, order, out);
                });
            }
            Value::Array(items) => self.list('[', ']', items, out, |this, item, out| this.value(item, order, out)),
            Value::String(text) => self.string(text, self.escaped, out),
            scalar => *out += &scalar.to_string(),
        }
    }

    fn list<T>(
        &mut self,
        open: char,
        close: char,
        items: &[T],
        out: &mut String,
        mut one: impl FnMut(&mut Self, &T, &mut String),
    ) {
        out.push(open);
        *out += self.blank;
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                out.push(',');
                *out += self.blank;
            }
            one(self, item, out);
        }
        *out += self.blank;
        out.push(close);
    }

    fn string(&mut self, text: &str, escaped: u64, out: &mut String) {
        out.push('"');
        for unit in char::decode_utf16(units(text)) {
            match unit {
                Ok(c @ ('"' | '\\')) => out.extend(['\\', c]),
                Ok('/') if self.throw(2) == 0 => *out += "\\/",
                Ok('\n') if self.throw(2) == 0 => *out += "\\n",
                Ok(c) if c >= ' ' && self.throw(8) >= escaped => out.push(c),
                Ok(c) => c.encode_utf16(&mut [0; 2]).iter().for_each(|&unit| self.escape(unit, out)),
                Err(half) => self.escape(half.unpaired_surrogate(), out),
            }
        }
        out.push('"');
    }

    fn escape(&mut self, unit: u16, out: &mut String) {
        let written = if self.throw(2) == 0 { write!(out, "\\u{unit:04x}") } else { write!(out, "\\u{unit:04X}") };
        written.expect("a String takes all");
    }

    /// Xorshift: below `sides`.
    fn throw(&mut self, sides: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice >> 11) % sides
    }
}

/// Where a key stands in an order.
fn place(name: &str, order: u64) -> u64 {
    name.bytes().fold(order, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % 97
}
