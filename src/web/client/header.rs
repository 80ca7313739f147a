//! Where JavaScript finds a batch in the linear memory.

use crate::batch::Batch;

/// Text pointer and length, marks pointer and length, flags, patience.
pub type Header = [u32; 6];

/// Flag: the text is ASCII.
const ASCII: u32 = 1;

/// The header of a batch.
pub fn header(batch: &Batch, flags: u32, patience: u32) -> Header {
    let ascii = if batch.is_ascii() { ASCII } else { 0 };
    [
        address(batch.text().as_ptr()),
        length(batch.text().len()),
        address(batch.marks().as_ptr()),
        length(batch.marks().len()),
        flags | ascii,
        patience,
    ]
}

/// A pointer as JavaScript sees it: wasm32 has no larger ones.
pub fn address<T>(pointer: *const T) -> u32 {
    length(pointer as usize)
}

fn length(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
