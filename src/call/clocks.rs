//! The clocks of a call: what the caller has set, else what `limits` says. All in milliseconds.

use super::spec::number;
use crate::json::Value;
use crate::limits::{CONNECT, CONNECT_STREAM, FIRST_TOKEN, IDLE, TOTAL};

/// How long each part of a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// Until the head of the answer, for each try.
    pub connect: u32,
    /// How long a stream may be silent.
    pub silence: Silence,
    /// The whole call: tries, pauses and the stream.
    pub total: u32,
}

/// How long a stream may bring nothing that means something: comments, empty deltas and roles mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Before the first output.
    pub first_token: u32,
    /// After a piece of the answer.
    pub idle: u32,
    /// After a piece of reasoning: a model may think for long before it goes on.
    pub reasoning: u32,
}

impl Clocks {
    /// Reads the object in which the caller's clocks cross; what it lacks is the default.
    #[must_use]
    pub fn read(set: Value<'_>, streaming: bool) -> Self {
        let clock = |name: &str| number(set, name).flatten();
        let idle = clock("idle").unwrap_or(IDLE);
        Self {
            connect: clock("connect").unwrap_or(if streaming { CONNECT_STREAM } else { CONNECT }),
            silence: Silence {
                first_token: clock("firstToken").unwrap_or(FIRST_TOKEN),
                idle,
                reasoning: clock("reasoning").unwrap_or(idle.saturating_mul(2)),
            },
            total: clock("total").unwrap_or(TOTAL),
        }
    }
}

impl Default for Silence {
    fn default() -> Self {
        Self { first_token: FIRST_TOKEN, idle: IDLE, reasoning: 2 * IDLE }
    }
}
