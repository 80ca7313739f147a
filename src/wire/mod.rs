//! What Qwen says: tolerant views of its JSON. Every field may be absent, null or there.

pub mod chunk;
pub mod fault;
pub mod file;
pub mod fill_in;
pub mod job;
pub mod media_type;
