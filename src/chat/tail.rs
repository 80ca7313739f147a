//! A text that grows for as long as its answer does. Linear memory never shrinks and JavaScript's heap does, so that what
//! came first leaves for there in pages: JSON, as it stands in the whole answer's, behind the number of its place in that.
//! Where the answer is written, the number alone stands there, and JavaScript puts the pages behind it.

use crate::json::{Text, dangling_half, push_wtf8, write_escaped, write_number};

/// How a text is spelled in JSON.
pub type Spell = fn(&mut Vec<u8>, &[u8]);

/// Stands around the number of a place: no JSON has it.
const PLACE: u8 = 0;

/// The end of a text. WTF-8 (see [`Text::decode`]).
#[derive(Debug, Default)]
pub struct Tail {
    /// Bytes that have left.
    left: usize,
    /// The number of their place; 0 while none have.
    place: u32,
    here: Vec<u8>,
}

impl Tail {
    /// The text of which nothing has come.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { left: 0, place: 0, here: Vec::new() }
    }

    /// Adds what is decoded.
    pub fn push(&mut self, text: &[u8]) {
        push_wtf8(&mut self.here, text);
    }

    /// Adds a JSON string; returns the bytes that added.
    pub fn add(&mut self, more: Text<'_>) -> usize {
        append(&mut self.here, more)
    }

    /// Bytes of the whole text.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.left + self.here.len()
    }

    /// How many of them have left, and the number of their place.
    #[must_use]
    pub fn gone(&self) -> (usize, u32) {
        (self.left, self.place)
    }

    /// Those that have not.
    #[must_use]
    pub fn here(&self) -> &[u8] {
        &self.here
    }

    /// Takes a text that is all here back to its first so many bytes; returns how many that drops.
    pub fn revise(&mut self, bytes: usize) -> usize {
        let before = self.here.len();
        self.here.truncate(bytes);
        before - self.here.len()
    }

    /// Lets go of what is here but the last so many bytes, and half an emoji before them: writes it as a page. Its first page
    /// makes this text one more of those that have places.
    pub fn leave(&mut self, last: usize, spell: Spell, places: &mut u32, out: &mut Vec<u8>) {
        let last = last + dangling_half(self.all_but(last));
        let bytes = self.all_but(last).len();
        if bytes == 0 {
            return;
        }
        if self.place == 0 {
            *places += 1;
            self.place = *places;
        }
        self.write(last, spell, out);
        self.left += bytes;
        self.here = self.here.split_at(bytes).1.to_vec();
    }

    /// Writes the number of its place, where it has one, and what is here but the last so many bytes.
    pub fn write(&self, last: usize, spell: Spell, out: &mut Vec<u8>) {
        if self.place > 0 {
            out.push(PLACE);
            write_number(out, self.place as usize);
            out.push(PLACE);
        }
        spell(out, self.all_but(last));
    }

    fn all_but(&self, last: usize) -> &[u8] {
        self.here.get(..self.here.len() - last).unwrap_or_default()
    }

    /// Writes the text as a JSON string.
    pub fn write_string(&self, last: usize, out: &mut Vec<u8>) {
        out.push(b'"');
        self.write(last, write_escaped, out);
        out.push(b'"');
    }
}

/// Appends a JSON string; returns the bytes that added.
pub fn append(kept: &mut Vec<u8>, more: Text<'_>) -> usize {
    let before = kept.len();
    more.decode(kept);
    kept.len().saturating_sub(before)
}

/// What is JSON already.
pub fn write_raw(out: &mut Vec<u8>, text: &[u8]) {
    out.extend_from_slice(text);
}
