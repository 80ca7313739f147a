//! Code completion's prompt (reference 11.3): what stands before and after a gap, between the model's own special tokens.

/// What stands before the prefix, between the two, and after the suffix.
pub const MARKERS: [&str; 3] = ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"];
