//! The core of qwen-edge.
