//! One API call: what is sent where, and what the head of the answer means.

pub mod body;
pub mod clocks;
pub mod head;
pub mod region;
pub mod spec;
pub mod target;
