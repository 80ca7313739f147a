//! Counts the bytes that the core looks at, so that a test can assert that work grows as its input does and no faster.
//!
//! Counted where debug assertions are on, as in tests; elsewhere [`count`] is nothing, and the wasm carries none of it.

#[cfg(debug_assertions)]
use std::cell::Cell;

#[cfg(debug_assertions)]
thread_local! {
    static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
}

/// So many bytes are looked at.
#[cfg(debug_assertions)]
pub(crate) fn count(bytes: usize) {
    LOOKED_AT.set(LOOKED_AT.get().wrapping_add(bytes));
}

/// So many bytes are looked at.
#[cfg(not(debug_assertions))]
#[inline]
pub(crate) fn count(_bytes: usize) {}

/// The bytes that this thread has looked at.
#[cfg(debug_assertions)]
#[must_use]
pub fn counted() -> usize {
    LOOKED_AT.get()
}
