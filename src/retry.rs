//! When to try again: `(failure, budget, dice) -> again after | stop`. Clock and dice are the caller's.

use crate::bytes::decimal;
use crate::error::{Error, Kind, Throttle};
use crate::limits::{BATCH_LOOK, BATCH_LOOK_MOST};

/// What a call may still spend on tries.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Tries so far, from 1.
    pub tries: u32,
    /// Tries after the first that the caller allows.
    pub most: u32,
    /// Longest pause that the caller allows, in milliseconds.
    pub longest: u32,
    /// Milliseconds that are left of the whole call.
    pub left: u32,
}

/// Pause between two looks at a file that is being read: 1, 2, 4, 8, 10, 10 … seconds (reference 7.4), but not more than
/// half of what is left, so that the last look comes near the deadline. None: too little is left.
///
/// `attempt` counts the answers "File parsing in progress" so far, from 1; `left` is in milliseconds.
#[must_use]
pub fn parsing_pause(attempt: u32, left: u32) -> Option<u32> {
    Some(doubled(attempt).min(10_000).min(left / 2)).filter(|&pause| pause >= 100)
}

/// Pause between two looks at a batch, which takes minutes or days (reference 16.2): a tenth of the time for which it has
/// been waited, so that its end is told at most a tenth too late, but at least [`BATCH_LOOK`] and at most
/// [`BATCH_LOOK_MOST`], and not beyond the deadline, at which the last look comes. None: the time is over.
///
/// All in milliseconds.
#[must_use]
pub fn batch_pause(waited: u32, left: u32) -> Option<u32> {
    Some((waited / 10).clamp(BATCH_LOOK, BATCH_LOOK_MOST).min(left)).filter(|&pause| pause > 0)
}

/// Whether and after how many milliseconds a failed call is sent again.
///
/// What the service asks for (`retry_after`) is waited in full; where that is longer than the budget allows, the call
/// is given up at once and not sent early. `dice` is in 0..1. `safe` says that a second try cannot do the thing twice:
/// an upload whose connection broke may have arrived.
#[must_use]
pub fn pause(error: &Error, budget: Budget, safe: bool, dice: f64) -> Option<u32> {
    if budget.tries > budget.most || !is_passing(error, safe) {
        return None;
    }
    let ceiling = doubled(budget.tries).min(budget.longest);
    // Full jitter: clients that failed together must not come back together.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0..=ceiling
    let own = (f64::from(ceiling) * dice.clamp(0.0, 1.0)) as u32;
    // "At once" is no time to wait for: everybody else would come back at once, too.
    let pause = error.retry_after.filter(|&asked| asked > 0).unwrap_or(own);
    (pause <= budget.longest && pause < budget.left).then_some(pause)
}

/// 1, 2, 4, 8 … seconds in milliseconds, up to 17 minutes.
fn doubled(attempt: u32) -> u32 {
    1000 << attempt.saturating_sub(1).min(10)
}

/// Whether the failure may pass by itself.
fn is_passing(error: &Error, safe: bool) -> bool {
    match (error.kind, error.status) {
        // A refusal before anything was done: an upload can come again too.
        (Kind::Api, Some(429)) => error.throttle != Some(Throttle::Billing),
        (Kind::Connection | Kind::Timeout, _) | (Kind::Api, Some(408 | 409 | 500..=599)) => safe,
        _ => false,
    }
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
    // A header that came twice is joined by a comma.
    let first = text.split(|&byte| byte == b',').next()?;
    let mut parts = first.trim_ascii().split(|&byte| byte == b'.');
    let digits = parts.next().filter(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))?;
    // One too large to be told is too long to be waited.
    let units = decimal(1, digits).and_then(|units| u32::try_from(units).ok()).unwrap_or(u32::MAX);
    let more = parts.next().is_some_and(|fraction| fraction.iter().any(|&digit| digit != b'0'));
    Some(units.saturating_add(u32::from(more)).saturating_mul(scale))
}
