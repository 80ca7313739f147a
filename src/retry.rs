//! When to try again: `(attempt, outcome, dice) -> again after | stop`. Clock and dice are the caller's.

use crate::bytes::decimal;
use crate::error::{Code, Error, Kind};

/// Longest pause that we choose ourselves, in milliseconds (reference 5.4: throttling ends within about a minute).
const LONGEST_PAUSE: u32 = 60_000;

/// Longest pause that the service may ask for, in milliseconds. A longer one is given up at once, never cut short.
pub const LONGEST_RETRY_AFTER: u32 = 60_000;

/// Pause between two looks at a file that is being read: 1, 2, 4, 8, 10, 10 … seconds (reference 7.4), but not more than
/// half of what is left, so that the last look comes near the deadline. None: too little is left.
///
/// `attempt` counts the answers "File parsing in progress" so far, from 1; `left` is in milliseconds.
#[must_use]
pub fn parsing_pause(attempt: u32, left: u32) -> Option<u32> {
    Some(doubled(attempt).min(10_000).min(left / 2)).filter(|&pause| pause >= 100)
}

/// Whether and after how many milliseconds a failed call is sent again.
///
/// `attempt` counts the tries so far, from 1; `retry_after` is what the service asked for, in milliseconds; `dice` is in
/// 0..1. `safe` says that a second try cannot do the thing twice: an upload whose connection broke may have arrived.
#[must_use]
pub fn pause(error: &Error, attempt: u32, most: u32, retry_after: Option<u32>, dice: f64, safe: bool) -> Option<u32> {
    if attempt > most || !is_passing(error, safe) {
        return None;
    }
    if let Some(asked) = retry_after {
        return (asked <= LONGEST_RETRY_AFTER).then_some(asked);
    }
    let ceiling = doubled(attempt).min(LONGEST_PAUSE);
    // Full jitter: clients that failed together must not come back together.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0..=60,000
    Some((f64::from(ceiling) * dice.clamp(0.0, 1.0)) as u32)
}

/// 1, 2, 4, 8 … seconds in milliseconds, up to 17 minutes.
fn doubled(attempt: u32) -> u32 {
    1000 << attempt.saturating_sub(1).min(10)
}

/// Whether the failure may pass by itself.
fn is_passing(error: &Error, safe: bool) -> bool {
    match (error.kind, error.status) {
        // A refusal before anything was done: an upload can come again too.
        (Kind::Api, Some(429)) => !is_billing(error),
        (Kind::Connection | Kind::Timeout, _) | (Kind::Api, Some(408 | 409 | 500..=599)) => safe,
        _ => false,
    }
}

/// The service's 429 that no waiting cures (reference 5.4). `insufficient_quota` is not among them: here it means
/// tokens per minute.
fn is_billing(error: &Error) -> bool {
    matches!(&error.code, Some(Code::Word(code)) if code == "CommodityNotPurchased" || code.ends_with("BillOverdue"))
}

/// Milliseconds that the headers ask to wait: `retry-after-ms`, or `retry-after` in seconds. The date form is the
/// caller's to subtract: it needs a clock.
#[must_use]
pub fn retry_after(milliseconds: Option<&str>, seconds: Option<&str>) -> Option<u32> {
    let exact = milliseconds.and_then(|text| whole(text.as_bytes(), 1));
    exact.or_else(|| seconds.and_then(|text| whole(text.as_bytes(), 1000)))
}

/// A decimal number of units of `scale` milliseconds, rounded up.
fn whole(text: &[u8], scale: u32) -> Option<u32> {
    let mut parts = text.trim_ascii().split(|&byte| byte == b'.');
    let units = u32::try_from(decimal(1, parts.next()?)?).ok()?;
    let more = parts.next().is_some_and(|fraction| fraction.iter().any(|&digit| digit != b'0'));
    Some(units.saturating_add(u32::from(more)).saturating_mul(scale))
}
