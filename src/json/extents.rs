//! How far the containers of a text reach, so that whoever looks for what is behind one need not go through it again.

use crate::limits::JSON_EXTENTS;

/// The first containers of one text, by where they begin.
#[derive(Debug, Default)]
pub struct Extents {
    /// The address of the text.
    text: usize,
    /// Where each begins in it, and how long it is; 0 while it is open.
    found: Vec<(usize, usize)>,
}

impl Extents {
    /// Begins anew, with another text.
    pub(super) fn begin(&mut self, text: &[u8]) {
        self.text = text.as_ptr() as usize;
        self.found.clear();
    }

    /// A container begins there. The place of its extent, if there is room for one.
    pub(super) fn open(&mut self, at: usize) -> usize {
        let place = self.found.len();
        if self.text > 0 && place < JSON_EXTENTS {
            self.found.push((at, 0));
        }
        place
    }

    /// It has ended there.
    pub(super) fn close(&mut self, place: usize, end: usize) {
        if let Some((start, length)) = self.found.get_mut(place) {
            *length = end - *start;
        }
    }

    /// How long the container is with which `part` begins, a part of the text.
    pub(super) fn length_of(&self, part: &[u8]) -> Option<usize> {
        let at = (part.as_ptr() as usize).checked_sub(self.text)?;
        let place = self.found.binary_search_by_key(&at, |&(start, _)| start).ok()?;
        self.found.get(place).map(|&(_, length)| length)
    }
}
