//! What holds for any bytes: one promise a module, said in its first sentence and asserted by its `holds`.
//!
//! The fuzzer looks for bytes that break a promise (`fuzz_targets/`, `cargo xtask fuzz`); `tests/corpus.rs` compiles this
//! very file with the stable toolchain and replays the corpus. The inputs are texts that a person can write.

pub mod chunks;
pub mod errors;
pub mod gateway;
pub mod messages;
pub mod outcome;
pub mod partial_json;
pub mod preflight;
pub mod sse;

/// A promise: panics where the bytes break it.
pub type Promise = fn(&[u8]);

/// Every promise under the name of its fuzz target and of its folder in `corpus/`.
pub const PROMISES: [(&str, Promise); 7] = [
    ("chunks", chunks::holds),
    ("errors", errors::holds),
    ("gateway", gateway::holds),
    ("messages", messages::holds),
    ("partial_json", partial_json::holds),
    ("preflight", preflight::holds),
    ("sse", sse::holds),
];

/// Sizes of the reads into which an input is cut, besides whole.
pub const READS: [usize; 3] = [1, 3, 64];
