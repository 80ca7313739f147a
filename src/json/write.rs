//! JSON, written.

use crate::bytes::reserve;
use crate::words::{has, string_run};
use crate::work;

/// Writes WTF-8 as a JSON string, quotes included.
pub fn write_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Writes what stands between the quotes. Lone halves become escapes, so that the result is UTF-8.
pub fn write_escaped(out: &mut Vec<u8>, text: &[u8]) {
    work::count(text.len());
    reserve(out, text.len());
    // Most texts have no lone halves, and need not be looked through for them again.
    let plain: fn(&[u8]) -> usize = if has(text, 0xED) { plain_wtf8 } else { plain_utf8 };
    let mut rest = text;
    while let Some((before, [byte, after @ ..])) = rest.split_at_checked(plain(rest)) {
        out.extend_from_slice(before);
        rest = after;
        match (*byte, after) {
            (b'"' | b'\\', _) => out.extend([b'\\', *byte]),
            (b'\n', _) => out.extend(b"\\n"),
            (0..=0x1F, _) => escape(out, u32::from(*byte)),
            (0xED, [middle @ 0xA0..=0xBF, last, after @ ..]) => {
                escape(out, 0xD000 | u32::from(middle & 0x3F) << 6 | u32::from(last & 0x3F));
                rest = after;
            }
            _ => out.push(*byte),
        }
    }
    out.extend_from_slice(rest);
}

/// Bytes that stand in a JSON string as they are.
fn plain_utf8(text: &[u8]) -> usize {
    string_run(text).0
}

/// The same, up to what may be a lone half.
fn plain_wtf8(text: &[u8]) -> usize {
    text.iter().position(|byte| matches!(byte, 0..=0x1F | b'"' | b'\\' | 0xED)).unwrap_or(text.len())
}

/// Writes `\u` and the four hex digits of a UTF-16 unit.
fn escape(out: &mut Vec<u8>, unit: u32) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.extend(b"\\u");
    out.extend([12, 8, 4, 0].map(|shift| HEX[(unit >> shift) as usize & 15]));
}

/// Writes a whole number.
pub fn write_number(out: &mut Vec<u8>, number: usize) {
    if number > 9 {
        write_number(out, number / 10);
    }
    #[allow(clippy::cast_possible_truncation)] // one digit
    out.push(b'0' + (number % 10) as u8);
}
