//! The facts of a prompt's body -> whether it goes on, and with which token limit.

use super::policy::Policy;
use super::refusal::{Reason, Refusal, refuse};

/// What a prompt's body says, as far as the policy cares. A field that is absent or null is `None`; a number field that is
/// something else (a string would be read as a number by some servers) is 0, which is refused.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// `model`, if it is a string.
    pub model: Option<String>,
    /// `max_tokens`: of one choice's answer, without its reasoning (reference 2.1).
    pub max_tokens: Option<i64>,
    /// `max_completion_tokens`: of one choice's answer and reasoning. Older models ignore it.
    pub max_completion_tokens: Option<i64>,
    /// `n`: choices.
    pub n: Option<i64>,
}

/// What becomes of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptDecision {
    /// Answer with this refusal.
    Refuse(Refusal),
    /// Send it on.
    Forward {
        /// Set `max_tokens` to this first: the body has none, and the policy has a limit.
        max_tokens: Option<u32>,
    },
}

/// Decides on a prompt by the facts of its body.
#[must_use]
pub fn check_prompt(policy: &Policy, origin: Option<&str>, prompt: &Prompt) -> PromptDecision {
    match judge(policy, prompt) {
        Ok(max_tokens) => PromptDecision::Forward { max_tokens },
        Err(reason) => PromptDecision::Refuse(refuse(policy, origin, reason)),
    }
}

fn judge(policy: &Policy, prompt: &Prompt) -> Result<Option<u32>, Reason> {
    let model = prompt.model.as_deref().ok_or(Reason::ModelMissing)?;
    if !policy.model(model) {
        return Err(Reason::ModelNotAllowed);
    }
    let Some(limit) = policy.max_tokens else { return Ok(None) };
    let n = whole(prompt.n, "n")?.unwrap_or(1);
    let per_choice = limit / n;
    if per_choice == 0 {
        return Err(Reason::MaxTokensExceeded("n"));
    }
    within(prompt.max_completion_tokens, "max_completion_tokens", per_choice)?;
    // Set even beside max_completion_tokens: a model that ignores that one would answer without a limit.
    Ok(if within(prompt.max_tokens, "max_tokens", per_choice)? { None } else { Some(per_choice) })
}

/// Whether the field is there and within the limit.
fn within(value: Option<i64>, field: &'static str, limit: u32) -> Result<bool, Reason> {
    match whole(value, field)? {
        Some(value) if value > limit => Err(Reason::MaxTokensExceeded(field)),
        value => Ok(value.is_some()),
    }
}

/// A whole number of 1 or more. One beyond `u32` counts as the largest.
fn whole(value: Option<i64>, field: &'static str) -> Result<Option<u32>, Reason> {
    match value {
        None => Ok(None),
        Some(value) if value < 1 => Err(Reason::InvalidNumber(field)),
        Some(value) => Ok(Some(u32::try_from(value).unwrap_or(u32::MAX))),
    }
}
