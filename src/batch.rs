//! What one network read hands to JavaScript in one crossing: one text, and marks that cut it.

use crate::bytes::reserve;
use crate::limits::KEPT_CAPACITY;
use crate::words::utf16_units;

/// Text and marks of one read. What a mark's tag means is the writer's.
#[derive(Debug, Default)]
pub struct Batch {
    text: Vec<u8>,
    /// Pairs: a tag, and where its piece ends in UTF-16 units, in which JavaScript cuts strings.
    marks: Vec<u32>,
    units: u32,
    counted: usize,
}

impl Batch {
    /// The text. UTF-8.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The marks: tag, end, tag, end, …
    #[must_use]
    pub fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Whether the text is ASCII: then a unit is a byte, and short texts need no decoder.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.units as usize == self.text.len()
    }

    /// Whether there is nothing to hand over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty()
    }

    /// Where a piece is written before it is [marked](Self::mark).
    pub fn writer(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// Writes bytes of UTF-8, and leaves room for a line's end.
    pub fn write(&mut self, bytes: &[u8]) {
        reserve(&mut self.text, bytes.len() + 1);
        self.text.extend_from_slice(bytes);
    }

    /// What has been written since the last mark.
    #[must_use]
    pub fn unmarked(&self) -> &[u8] {
        self.text.get(self.counted..).unwrap_or_default()
    }

    /// Takes back what has been written since the last mark.
    pub fn undo(&mut self) {
        self.text.truncate(self.counted);
    }

    /// Ends the piece that has been written since the last mark.
    pub fn mark(&mut self, tag: u32) {
        self.count();
        self.marks.extend([tag, self.units]);
    }

    /// Writes a piece of ASCII, of which a byte is a unit.
    pub fn write_ascii(&mut self, text: &[u8], tag: u32) {
        self.write(text);
        self.units = self.units.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
        self.counted = self.text.len();
        self.marks.extend([tag, self.units]);
    }

    /// Ends what has been written since the last mark as a line, in place of a mark.
    pub fn end_line(&mut self) {
        self.text.push(b'\n');
        self.counted = self.text.len();
    }

    /// Counts what has been written as text of its own, without a mark.
    pub fn count(&mut self) {
        let units = u32::try_from(utf16_units(self.unmarked())).unwrap_or(u32::MAX);
        self.units = self.units.saturating_add(units);
        self.counted = self.text.len();
    }

    /// Empties the batch, giving back what an outsized event needed.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(KEPT_CAPACITY);
        self.marks.clear();
        self.marks.shrink_to(KEPT_CAPACITY);
        self.units = 0;
        self.counted = 0;
    }
}
