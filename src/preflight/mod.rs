//! The service's own refusals, found before anything is sent and a token is spent: the table is here.
//!
//! In scope: what the reference says the service refuses with status 400, and what a region lacks. Out of scope: what the
//! reference calls unverified or in conflict; what only the service can count (tokens). A rule about a model's abilities
//! speaks of families that the reference names (`models`), never of a model that may be newer than this table.
//!
//! Requests are looked into where they are (`field`): their texts stay there.

mod decide;
mod field;
mod find;
mod messages;
mod models;
mod request;

use crate::json::Value;
pub use decide::{Action, Plan, Refusal, cure, decide};
pub use field::{Field, NAME, Shape};
use find::Broken;
use request::Request;

/// A rule of the service.
pub struct Rule<J> {
    /// Its name: for a parameter's range, the parameter's.
    pub name: &'static str,
    /// What the service takes.
    pub expected: &'static str,
    /// What to do.
    pub fix: &'static str,
    find: Find<J>,
}

/// How a broken rule is found.
enum Find<J> {
    /// The parameter of the rule's name is a number, and within its range.
    Number(fn(f64) -> bool),
    /// The same, and the service says that it takes nothing else for it.
    Only(fn(f64) -> bool),
    /// Anything else.
    Request(fn(&Request<'_, J>) -> Option<Broken>),
}

use Find::{Number, Only, Request as By};

fn is_whole(value: f64) -> bool {
    value.trunc().to_bits() == value.to_bits()
}

/// Writes one row of the table.
const fn rule<J>(name: &'static str, expected: &'static str, fix: &'static str, find: Find<J>) -> Rule<J> {
    Rule { name, expected, fix, find }
}

impl<J: Field> Rule<J> {
    /// Every rule.
    #[rustfmt::skip]
    pub const TABLE: [Self; 41] = [
        // Where it goes (21).
        rule("region", "A capability that the region has", "Use the region cn-beijing, with a key of its own", By(find::region)),
        // The request (2.1).
        rule("model", "`model`, a text", "Name a model", By(find::model)),
        rule("temperature", "`temperature` in [0, 2)", "Choose one below 2", Only(|value| (0.0..2.0).contains(&value))),
        rule("top_p", "`top_p` in (0, 1]", "Choose one above 0", Number(|value| value > 0.0 && value <= 1.0)),
        rule("top_k", "`top_k` of 0 or more", "Leave it out", Number(|value| value >= 0.0)),
        rule("presence_penalty", "`presence_penalty` in [-2, 2]", "Choose one between", Number(|value| value.abs() <= 2.0)),
        rule("repetition_penalty", "`repetition_penalty` above 0", "1 is none", Number(|value| value > 0.0)),
        rule("max_tokens", "`max_tokens` of 1 or more", "Leave it out for the model's own limit", Number(|value| value >= 1.0)),
        rule("n", "`n` from 1 to 4, whole", "Ask several times for more", Number(|value| is_whole(value) && (1.0..=4.0).contains(&value))),
        rule("n_with_tools", "`n` of 1 beside tools", "Leave `n` out", By(find::n_with_tools)),
        rule("seed", "`seed`, whole, 0 or more", "Choose one from 0 to 2147483647", Only(|value| is_whole(value) && value >= 0.0)),
        rule("top_logprobs", "`top_logprobs` from 0 to 5", "Choose 5 at most", Number(|value| (0.0..=5.0).contains(&value))),
        rule("stop", "`stop`: a text, or a list of texts, of token ids or of lists of these", "Do not mix them", By(find::stop)),
        // Its messages (2.2).
        rule("messages", "`messages`, at least one", "Say something", By(find::messages)),
        rule("role", "A role of system, user, assistant, tool", "`developer` is called system here", By(find::role)),
        rule("user_message", "A message of the user", "Add what the user says", By(find::user_message)),
        rule("content", "Messages with content: a text, or a list of parts", "Leave empty messages out; spell objects as JSON", By(find::content)),
        rule("tool_message", "`tool` messages after an assistant's with `tool_calls`", "Keep the message that called", By(find::tool_message)),
        // Thinking and JSON (6, 14): what thinks is decided before what must be streamed.
        rule("thinking_only", "A model that can stop thinking", "Leave `enable_thinking` out, or take another model", By(find::thinking_only)),
        rule("thinking_budget", "`thinking_budget`, whole, above 0", "Set `enable_thinking` to false for none", Number(|value| is_whole(value) && value > 0.0)),
        rule("response_format", "`response_format` with a type: text, json_object or json_schema", "Such as { type: \"json_object\" }", By(find::response_format)),
        rule("json_schema", "`json_schema` with a name of 1 to 64 of A-Z a-z 0-9 _ -", "Name the schema", By(find::json_schema)),
        rule("json_word", "The word json in a system or user message, for json_object", "Say that you want JSON", By(find::json_word)),
        rule("json_thinking", "No thinking with a JSON format", "Set `enable_thinking` to false", By(find::json_thinking)),
        // Tools (13).
        rule("tools", "A model that takes tools", "Leave `tools` out, or take another model", By(find::tools)),
        rule("tool_name", "Tool names of 1 to 64 of A-Z a-z 0-9 _ -, but not `search`", "Rename the tool", By(find::tool_name)),
        rule("tool_choice", "`tool_choice`: \"auto\", \"none\" or one function", "Name the function to force it", By(find::tool_choice)),
        rule("tool_choice_thinking", "No forced tool while thinking", "Set `enable_thinking` to false, or `tool_choice` to \"auto\"", By(find::tool_choice_thinking)),
        // What goes on from a text (15).
        rule("partial", "A model that can go on from a text, and does not think", "Leave `partial` out, or take another model", By(find::partial)),
        // What must be streamed (6, 19).
        rule("thinking_stream", "Thinking in a streamed call", "Set `stream` to true, or `preflight` to \"fix\"", By(find::thinking_stream)),
        rule("stream_only", "A streamed call", "Set `stream` to true", By(find::stream_only)),
        // Documents, search, translation (7, 9, 20).
        rule("file_ids", "100 documents at most", "Ask about fewer", By(find::file_ids)),
        rule("enable_search", "A model that searches", "Leave `enable_search` out", By(find::enable_search)),
        rule("translation", "One user message and nothing else, to translate", "Put examples in `translation_options`", By(find::translation)),
        rule("translation_options", "`source_lang` (or \"auto\") and `target_lang`", "Name both", By(find::translation_options)),
        // What is seen and heard (18, 19).
        rule("data_url", "Data URLs of 10485760 characters at most", "Pass the file's address, or make it smaller", By(find::data_url)),
        rule("frames", "A video of as many frames as the model takes", "Choose other frames", By(find::frames)),
        rule("modalities", "Text and one other modality a message", "Divide it into several messages", By(find::modalities)),
        rule("audio", "An `audio.format` of wav, and a voice that the model has", "qwen-omni-turbo has Cherry, Serena, Ethan and Chelsie", By(find::audio)),
        rule("omni_system", "No system message beside a voice", "Say it as the user, and let the assistant agree", By(find::omni_system)),
        // Code (11).
        rule("fill_in", "A text before the gap", "Give what stands before it", By(find::fill_in)),
    ];

    /// What breaks the rule, if something does.
    #[must_use]
    pub fn check(&self, request: &Request<'_, J>) -> Option<Broken> {
        let (fits, only) = match self.find {
            By(find) => return find(request),
            Number(fits) => (fits, false),
            Only(fits) => (fits, true),
        };
        let is_broken = match request.fields.get(self.name)?.shape() {
            Shape::Number(value) => !fits(value),
            _ => only,
        };
        is_broken.then(Broken::default)
    }

    /// What was found, for people.
    #[must_use]
    pub fn found(&self, broken: &Broken, request: &Request<'_, J>) -> String {
        match request
            .fields
            .get(self.name)
            .filter(|_| broken.found.is_empty())
            .map(|field| (field.shape(), field.spelled()))
        {
            Some((Shape::Number(_), number)) => number,
            Some(_) => "no number".to_owned(),
            None => broken.spelled(),
        }
    }
}

/// The names of all rules.
#[must_use]
pub fn names() -> Vec<&'static str> {
    Rule::<Value<'_>>::TABLE.iter().map(|rule| rule.name).collect()
}
