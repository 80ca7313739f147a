//! libFuzzer on one promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| qwen_edge_fuzz::preflight::holds(bytes));
