//! One chat: messages and documents become a request, chunks become events and the folded answer.

pub mod answer;
pub mod arguments;
mod completion;
pub mod conversation;
pub mod partial_json;
pub mod pcm;
pub mod stream;
pub mod tail;
mod template;
mod tool_calls;
mod translation;
pub mod views;
