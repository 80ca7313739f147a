//! Bytes looked at eight at a time: what an event costs that a template takes.
//!
//! The arithmetic is that of "Bit Twiddling Hacks" (zero byte in a word). It may see a byte too many behind one that it has
//! seen rightly, so that only the first of each word is believed. No `simd128`: see benches/README.md.

use crate::work;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// The high bit of each byte of `word` that is below `limit`, right up to the first.
const fn below(word: u64, limit: u64) -> u64 {
    word.wrapping_sub(ONES * limit) & !word & HIGHS
}

const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// Which byte of a word is the first that was found.
const fn first(found: u64) -> usize {
    found.trailing_zeros() as usize / 8
}

/// What follows `start` in `text`, if that begins with it.
#[must_use]
pub fn after<'a>(text: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(start.len())?;
    let ((words, tail), (wanted, wanted_tail)) = (head.as_chunks::<8>(), start.as_chunks::<8>());
    let same =
        words.iter().zip(wanted).position(|(word, wanted)| u64::from_le_bytes(*word) != u64::from_le_bytes(*wanted));
    work::count(same.map_or(start.len(), |place| 8 * place + 8));
    (same.is_none() && tail == wanted_tail).then_some(rest)
}

/// How many bytes of `text` a JSON string can hold as they stand: those before the first quote, backslash or control
/// character; and whether they are ASCII.
#[must_use]
pub fn string_run(text: &[u8]) -> (usize, bool) {
    let (words, tail) = text.as_chunks::<8>();
    let mut seen = 0;
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = equal(word, b'"') | equal(word, b'\\') | below(word, 0x20);
        if found != 0 {
            let before = first(found);
            work::count(8 * at + before);
            seen |= word & !(u64::MAX << (8 * before));
            return (8 * at + before, seen & HIGHS == 0);
        }
        seen |= word;
    }
    let run = tail.iter().position(|byte| matches!(byte, 0..=0x1F | b'"' | b'\\')).unwrap_or(tail.len());
    work::count(8 * words.len() + run);
    (8 * words.len() + run, seen & HIGHS == 0 && tail.get(..run).is_some_and(<[u8]>::is_ascii))
}

/// How many bytes of `text` stand before the first quote or backslash.
#[must_use]
pub fn quoted_run(text: &[u8]) -> usize {
    let (words, tail) = text.as_chunks::<8>();
    let place = words.iter().enumerate().find_map(|(at, word)| {
        let word = u64::from_le_bytes(*word);
        let found = equal(word, b'"') | equal(word, b'\\');
        (found != 0).then_some(8 * at + first(found))
    });
    let in_tail = || 8 * words.len() + tail.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(tail.len());
    let run = place.unwrap_or_else(in_tail);
    work::count(run);
    run
}

/// Whether `text` has a byte.
#[must_use]
pub fn has(text: &[u8], byte: u8) -> bool {
    work::count(text.len());
    let (words, tail) = text.as_chunks::<8>();
    words.iter().any(|word| equal(u64::from_le_bytes(*word), byte) != 0) || tail.contains(&byte)
}

/// The first CR or LF.
#[must_use]
pub fn line_end(text: &[u8]) -> Option<usize> {
    let (words, tail) = text.as_chunks::<8>();
    let place = words.iter().enumerate().find_map(|(at, word)| {
        let word = u64::from_le_bytes(*word);
        let found = equal(word, b'\n') | equal(word, b'\r');
        (found != 0).then_some(8 * at + first(found))
    });
    let in_tail = || Some(8 * words.len() + tail.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?);
    let found = place.or_else(in_tail);
    work::count(found.unwrap_or(text.len()));
    found
}

/// UTF-16 units of UTF-8: one a character, two for those of four bytes.
#[must_use]
pub fn utf16_units(text: &[u8]) -> usize {
    work::count(text.len());
    let (words, tail) = text.as_chunks::<8>();
    let (mut continuing, mut of_four) = (0, 0);
    for word in words {
        let word = u64::from_le_bytes(*word);
        if word & HIGHS != 0 {
            continuing += (word & !(word << 1) & HIGHS).count_ones();
            of_four += (word & (word << 1) & (word << 2) & (word << 3) & HIGHS).count_ones();
        }
    }
    let rest: usize = tail.iter().map(|&byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum();
    8 * words.len() + of_four as usize + rest - continuing as usize
}
