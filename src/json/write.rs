//! JSON, written.

use crate::work;

/// Writes WTF-8 as a JSON string, quotes included. Lone halves become escapes, so that the result is UTF-8.
pub fn write_string(out: &mut Vec<u8>, text: &[u8]) {
    work::count(text.len());
    out.push(b'"');
    let mut rest = text;
    while let [byte, after @ ..] = rest {
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
    out.push(b'"');
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
