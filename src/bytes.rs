//! Looking for bytes and reading them as text and numbers, in the little code that a wasm can afford.

use crate::work;

/// The first `needle` in `haystack`.
#[must_use]
pub fn memchr(needle: u8, haystack: &[u8]) -> Option<usize> {
    let found = haystack.iter().position(|&byte| byte == needle);
    work::count(found.unwrap_or(haystack.len()));
    found
}

/// Whether `needle` stands in `haystack`.
///
/// Why not `str::contains`: its search, made for long needles, weighs 3 KB in the wasm.
#[must_use]
pub fn contains(haystack: &str, needle: &str) -> bool {
    after(haystack, needle).is_some()
}

/// What follows the first `needle` in `haystack`.
#[must_use]
pub fn after<'a>(haystack: &'a str, needle: &str) -> Option<&'a str> {
    let found = haystack.as_bytes().windows(needle.len()).position(|window| window == needle.as_bytes())?;
    haystack.get(found + needle.len()..)
}

/// `parts`, one after the other.
///
/// Why not `concat`: made for any separator and any length, it weighs four times as much.
#[must_use]
pub fn joined(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// The whole number that ASCII `digits` spell, if it fits. `sign` is 1 or -1.
#[must_use]
pub fn decimal(sign: i64, digits: &[u8]) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_i64, |number, digit| {
        let digit = Some(digit.wrapping_sub(b'0')).filter(|&digit| digit <= 9)?;
        number.checked_mul(10)?.checked_add(sign * i64::from(digit))
    })
}

/// From this size on a buffer grows by a quarter, and not to its double: linear memory never shrinks, and a Worker has 128 MB.
const LARGE: usize = 1 << 20;

/// Makes room for so many more bytes.
pub fn reserve(buffer: &mut Vec<u8>, more: usize) {
    if more > buffer.capacity() - buffer.len() {
        if buffer.len() < LARGE {
            buffer.reserve(more);
        } else {
            buffer.reserve_exact(more.max(buffer.len() / 4));
        }
    }
}

/// Appends bytes as UTF-8; what is none becomes U+FFFD, as a browser's decoder makes it.
///
/// Why not `String::from_utf8_lossy`: it brings a second UTF-8 decoder into the wasm, of 1 KB.
pub fn push_lossy(out: &mut Vec<u8>, bytes: &[u8]) {
    push_mended(out, bytes, 0);
}

/// Appends WTF-8 as UTF-8: half an emoji becomes U+FFFD, which is as long in UTF-16.
pub fn push_well_formed(out: &mut Vec<u8>, text: &[u8]) {
    push_mended(out, text, 3);
}

/// `invalid`: bytes of what is no UTF-8; 0: as the decoder finds.
fn push_mended(out: &mut Vec<u8>, bytes: &[u8], invalid: usize) {
    work::count(bytes.len());
    reserve(out, bytes.len());
    let mut rest = bytes;
    while let Err(found) = std::str::from_utf8(rest) {
        let (valid, more) = rest.split_at_checked(found.valid_up_to()).unwrap_or_default();
        out.extend_from_slice(valid);
        out.extend_from_slice("\u{FFFD}".as_bytes());
        let skipped = if invalid > 0 { invalid } else { found.error_len().unwrap_or(more.len()) };
        rest = more.get(skipped..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// The string that `bytes` spell, as [`push_lossy`] makes it.
#[must_use]
pub fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|invalid| {
        let mut mended = Vec::new();
        push_lossy(&mut mended, invalid.as_bytes());
        String::from_utf8(mended).unwrap_or_default()
    })
}
