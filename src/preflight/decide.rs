//! What becomes of a request that breaks rules: it is sent, cured, or refused.

use super::request::Request;
use super::{Field, Rule};
use crate::call::region::Region;

/// What may be done to a request that breaks a rule. They cross to JavaScript as one number: see pkg/src/preflight.ts.
pub mod cure {
    /// Ask for a stream, and fold it into a whole answer.
    pub const FOLD: u32 = 1;
    /// Leave the reasoning of earlier answers out (quirk 27).
    pub const HISTORY: u32 = 2;
    /// Ask for JSON in words.
    pub const JSON: u32 = 4;
    /// Call `developer` messages what the service calls them.
    pub const ROLE: u32 = 8;
    /// Set `enable_thinking` to false, where nobody has asked for it.
    pub const NO_THINKING: u32 = 16;
    /// Leave the sound of earlier answers out, and send what was said as text (reference 19).
    pub const SOUND: u32 = 32;
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    Off,
    /// It refuses.
    Refuse,
    /// It cures what has one obvious cure, and refuses what has none.
    Fix,
}

/// How a request is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is done to it: see [`cure`].
    pub cures: u32,
    /// The rules that would have refused it.
    pub cured: Vec<&'static str>,
}

/// Why a request is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name.
    pub rule: &'static str,
    /// What the service takes.
    pub expected: &'static str,
    /// What was found: names of fields, numbers, places; never a text of the request.
    pub found: String,
    /// What to do.
    pub fix: &'static str,
}

impl Refusal {
    /// All of it, for people.
    #[must_use]
    pub fn message(&self) -> String {
        self.expected.to_owned() + "; found " + &self.found + ". " + self.fix
    }
}

/// Decides about a request: `action` says what each rule is to do.
///
/// # Errors
/// The first rule of the table that refuses it.
pub fn decide<J: Field>(
    operation: &str,
    fields: &J,
    region: Option<Region>,
    action: impl Fn(&str) -> Action,
) -> Result<Plan, Refusal> {
    let mut request = Request::read(operation, fields, region);
    let mut plan = Plan::default();
    if request.messages.hold_reasoning && fields.flag("preserve_thinking") != Some(true) {
        plan.cures = cure::HISTORY;
    }
    if request.messages.hold_sound {
        plan.cures |= cure::SOUND;
    }
    for rule in &Rule::<J>::TABLE {
        let Some(broken) = rule.check(&request) else { continue };
        match action(rule.name) {
            Action::Off => continue,
            Action::Fix if broken.cure != 0 => plan.cured.push(rule.name),
            _ if broken.is_cured_unasked => {}
            _ if broken.is_doubtful => continue,
            _ => {
                return Err(Refusal {
                    rule: rule.name,
                    expected: rule.expected,
                    found: rule.found(&broken, &request),
                    fix: rule.fix,
                });
            }
        }
        plan.cures |= broken.cure;
        if broken.cure == cure::NO_THINKING {
            request.wish = Some(false); // later rules judge what is sent
        }
    }
    Ok(plan)
}
