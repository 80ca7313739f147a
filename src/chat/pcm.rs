//! The sound of an answer: base64 in, samples out.
//!
//! A delta may be a base64 text of its own, padded or not a whole number of samples long; or all deltas may be one base64
//! text, cut anywhere (reference 19). Both are read by one rule: padding ends a group of four digits. Out of scope: texts of
//! their own without padding that end within a group; nothing tells where one of those ends.

use crate::bytes::reserve;
use crate::error::Error;
use crate::work;

/// Reads base64 of 16-bit samples; gives whole samples only.
///
/// A WAV header before the first sample is left out: `"format":"wav"` is what is asked for, but the service sends none that
/// is of use (reference 0.29).
#[derive(Debug, Default)]
pub struct Pcm {
    place: Place,
    /// Bits of the byte under way, at its top.
    bits: u8,
    header: Header,
    /// First half of a sample whose second half has not come.
    odd: Option<u8>,
}

/// Where in a group of four digits the text is.
#[derive(Clone, Copy, Debug, Default)]
enum Place {
    #[default]
    First,
    Second,
    Third,
    Fourth,
    /// One `=` has come of two.
    Padding,
    /// After what is no base64 nothing is read any more.
    Broken,
}

impl Pcm {
    /// Takes the base64 of one delta and appends the samples that are whole, little-endian.
    ///
    /// # Errors
    /// `malformed_audio` where a character is none of base64, URL-safe base64 and white space, or padding has no place; then
    /// and ever after. What came before it is in `out`.
    pub fn push(&mut self, base64: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        work::count(base64.len());
        reserve(out, base64.len() / 4 * 3 + 2 * HEADER_START.len());
        let start = out.len();
        out.extend(self.odd.take());
        let read = base64.iter().try_for_each(|&digit| self.digit(digit, out));
        self.keep_odd(start, out);
        if read.is_none() { Err(malformed()) } else { Ok(()) }
    }

    /// The last delta has come: appends what was held back because a WAV header may begin so. Half a sample is dropped.
    ///
    /// # Errors
    /// `malformed_audio` where the base64 ends after the first digit of a group, which alone is no byte.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = out.len();
        out.extend(self.odd.take());
        self.header.give_up(out);
        self.keep_odd(start, out);
        if matches!(self.place, Place::Second | Place::Broken) { Err(malformed()) } else { Ok(()) }
    }

    /// Takes back half a sample at the end of what begins at `start`.
    fn keep_odd(&mut self, start: usize, out: &mut Vec<u8>) {
        if (out.len() - start) % 2 == 1 {
            self.odd = out.pop();
        }
    }

    /// None where it is no base64.
    fn digit(&mut self, digit: u8, out: &mut Vec<u8>) -> Option<()> {
        if matches!(digit, b' ' | b'\t' | b'\n' | b'\r') {
            return Some(());
        }
        let place = std::mem::replace(&mut self.place, Place::Broken);
        self.place = match (place, digit) {
            (Place::Third, b'=') => Place::Padding,
            (Place::Fourth | Place::Padding, b'=') => Place::First,
            (Place::Broken, _) => return None,
            _ => self.six_bits(place, value(digit)?, out),
        };
        Some(())
    }

    /// Gives a byte as soon as its last bits have come.
    fn six_bits(&mut self, place: Place, six: u8, out: &mut Vec<u8>) -> Place {
        let (next, byte, rest) = match place {
            Place::Second => (Place::Third, self.bits | six >> 4, six << 4),
            Place::Third => (Place::Fourth, self.bits | six >> 2, six << 6),
            Place::Fourth => (Place::First, self.bits | six, 0),
            // A text whose second `=` is left out is followed by the next one.
            Place::First | Place::Padding | Place::Broken => {
                self.bits = six << 2;
                return Place::Second;
            }
        };
        self.bits = rest;
        self.header.byte(byte, out);
        next
    }
}

/// Six bits of a digit of either alphabet (RFC 4648, 4 and 5).
fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// How a WAV file begins; where there is a zero, its length stands.
const HEADER_START: [u8; 12] = *b"RIFF\0\0\0\0WAVE";

/// Leaves out a WAV header before the first sample.
#[derive(Debug, Default)]
struct Header {
    /// The bytes so far that may be a header's.
    start: [u8; HEADER_START.len()],
    /// How many bytes have come, up to the header's length.
    at: usize,
    /// There is no header, or no more of it.
    over: bool,
}

impl Header {
    fn byte(&mut self, byte: u8, out: &mut Vec<u8>) {
        if self.over {
            return out.push(byte);
        }
        if let (Some(kept), Some(&known)) = (self.start.get_mut(self.at), HEADER_START.get(self.at)) {
            if known != 0 && known != byte {
                self.give_up(out);
                return out.push(byte);
            }
            *kept = byte;
        }
        self.at += 1;
        self.over = self.at == WAV_HEADER;
    }

    /// It is no header if its start is not whole: then its bytes are samples.
    fn give_up(&mut self, out: &mut Vec<u8>) {
        if self.at < self.start.len() && !self.over {
            out.extend_from_slice(self.start.get(..self.at).unwrap_or_default());
        }
        self.over = true;
    }
}

fn malformed() -> Error {
    Error::decode(
        "malformed_audio",
        "The sound of the answer is no base64. Something between the service and this client may have changed it.",
    )
}

/// Bytes of a WAV header.
pub const WAV_HEADER: usize = 44;

/// The header of a WAV file of so many bytes of samples: 24,000 a second, one channel, 16 bits (reference 19).
///
/// A file's lengths have 32 bits; a longer sound says the longest, and players read on to the end of the file.
#[must_use]
pub fn wav_header(data_bytes: u32) -> [u8; WAV_HEADER] {
    // Length of what follows, "fmt " of 16 bytes: PCM, channels, samples and bytes a second, bytes and bits a sample.
    let mut header = *b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\xC0\x5D\0\0\x80\xBB\0\0\x02\0\x10\0data\0\0\0\0";
    header[4..8].copy_from_slice(&data_bytes.saturating_add(36).to_le_bytes());
    header[40..44].copy_from_slice(&data_bytes.to_le_bytes());
    header
}
