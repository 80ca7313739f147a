//! UTF-8 out of bytes of WTF-8 and of `\u` escapes, one at a time.

use crate::json::push_code;

/// What stands for what is no character.
const REPLACEMENT: u32 = 0xFFFD;

/// A character under way. What it writes is UTF-8 whatever comes.
#[derive(Debug, Default)]
pub(super) struct Characters {
    /// The bits so far of a character of several bytes.
    code: u32,
    /// How many of its bytes are missing.
    missing: u8,
    /// The least code that needs so many bytes.
    least: u32,
    /// A high surrogate half that waits for the low one; 0: none.
    high: u32,
}

impl Characters {
    /// Takes a byte of the text.
    pub(super) fn byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        if self.missing > 0 && matches!(byte, 0x80..=0xBF) {
            self.code = self.code << 6 | u32::from(byte & 0x3F);
            self.missing -= 1;
            if self.missing == 0 {
                self.unit(if self.code < self.least { REPLACEMENT } else { self.code }, out);
            }
            return;
        }
        self.break_off(out);
        let (bits, missing, least) = match byte {
            0..0x80 => return self.unit(byte.into(), out),
            0xC0..=0xDF => (byte & 0x1F, 1, 0x80),
            0xE0..=0xEF => (byte & 0x0F, 2, 0x800),
            0xF0..=0xF7 => (byte & 0x07, 3, 0x1_0000),
            _ => return self.unit(REPLACEMENT, out),
        };
        (self.code, self.missing, self.least) = (bits.into(), missing, least);
    }

    /// Takes a code that was spelled by an escape.
    pub(super) fn code(&mut self, code: u32, out: &mut Vec<u8>) {
        self.break_off(out);
        self.unit(code, out);
    }

    /// The string has ended.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        self.break_off(out);
        self.stay_alone(out);
    }

    /// No more bytes of the character under way come.
    fn break_off(&mut self, out: &mut Vec<u8>) {
        if self.missing > 0 {
            self.missing = 0;
            self.unit(REPLACEMENT, out);
        }
    }

    /// No low half has come.
    fn stay_alone(&mut self, out: &mut Vec<u8>) {
        if self.high > 0 {
            self.high = 0;
            push_code(out, REPLACEMENT);
        }
    }

    /// Takes a character, or half of one.
    fn unit(&mut self, code: u32, out: &mut Vec<u8>) {
        let low = matches!(code, 0xDC00..=0xDFFF);
        if low && self.high > 0 {
            push_code(out, 0x1_0000 + ((self.high - 0xD800) << 10) + (code - 0xDC00));
            self.high = 0;
            return;
        }
        self.stay_alone(out);
        match code {
            0xD800..=0xDBFF => self.high = code,
            _ if low || code > 0x10_FFFF => push_code(out, REPLACEMENT),
            _ => push_code(out, code),
        }
    }
}
