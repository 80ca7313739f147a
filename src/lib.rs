//! The core of qwen-edge: what the Qwen API says, and what a client must make of it.
//!
//! Sans-IO: bytes and clock readings in, values out. No futures, no clock, no dice, no `unsafe`, no panic reachable
//! from input. Only `web` (wasm32) talks to JavaScript: it performs the fetch, owns the reader and the timers.
//!
//! Knowledge flows one way: `web -> preflight -> call -> {chat, retry}`, `chat -> {sse, wire}`, `wire -> json`, all over `error` and
//! `limits`; `gateway` stands beside `call`.

pub mod batch;
pub mod bytes;
pub mod call;
pub mod chat;
pub mod error;
pub mod events;
pub mod gateway;
pub mod json;
pub mod limits;
pub mod preflight;
pub mod retry;
pub mod sse;
pub mod wire;
pub mod words;
pub mod work;

#[cfg(target_arch = "wasm32")]
mod web;
