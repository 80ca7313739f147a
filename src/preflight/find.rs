//! How each rule of the table is found broken; a function a rule, in the table's order.

use super::decide::cure;
use super::field::{Field, Shape};
use super::models::{
    MATH, NO_PARTIAL, NO_SEARCH, NO_TOOLS, OMNI, OMNI_TURBO, STREAMS, THINKS_STREAMING, TRANSLATES, Thinking,
};
use super::request::Request;
use crate::bytes::lossy;
use crate::call::region::Region;
use crate::json::write_number;

/// A rule that a request breaks.
#[derive(Clone, Copy, Default)]
pub struct Broken {
    /// What was found.
    pub found: &'static str,
    /// How much of it.
    pub number: Option<usize>,
    /// In which message.
    pub place: Option<usize>,
    /// In which region.
    pub region: &'static str,
    /// Its one obvious cure, or 0: see [`cure`].
    pub cure: u32,
    /// Whether that is no more than what a plain call means.
    pub is_cured_unasked: bool,
    /// Whether the service may take it all the same: it is cured where cures are wanted, and never refused.
    pub is_doubtful: bool,
}

impl Broken {
    /// What was found, for people.
    pub fn spelled(&self) -> String {
        let mut out = Vec::new();
        if let Some(number) = self.number {
            write_number(&mut out, number);
            out.push(b' ');
        }
        out.extend(self.found.bytes());
        if !self.region.is_empty() {
            out.extend(b" in ");
            out.extend(self.region.bytes());
        }
        if let Some(place) = self.place {
            out.extend(b" in messages[");
            write_number(&mut out, place);
            out.push(b']');
        }
        lossy(out)
    }
}

/// Whether `is_broken`, and what was found.
fn when(is_broken: bool, found: &'static str) -> Option<Broken> {
    curable(is_broken, found, 0)
}

/// A broken rule that has one obvious cure.
fn curable(is_broken: bool, found: &'static str, cure: u32) -> Option<Broken> {
    is_broken.then_some(Broken { found, cure, ..Broken::default() })
}

/// What a message breaks.
fn at(place: Option<usize>, found: &'static str) -> Option<Broken> {
    place.map(|_| Broken { found, place, ..Broken::default() })
}

/// What is too many, or too few.
fn counted(is_broken: bool, number: usize, found: &'static str, place: Option<usize>) -> Option<Broken> {
    is_broken.then_some(Broken { found, number: Some(number), place, ..Broken::default() })
}

/// The cure for what only thinking forbids, where nobody has asked for it.
fn without_thinking<J: Field>(request: &Request<'_, J>, is_broken: bool) -> Option<Broken> {
    curable(is_broken, "both", if request.thinks_unasked() { cure::NO_THINKING } else { 0 })
}

pub fn region<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let region = request.region?;
    let is_american = region == Region::Virginia;
    let (only_beijing, model) = (region != Region::Beijing, request.model);
    let (is_lacking, what) = match request.operation {
        "completions" => (only_beijing, "completions"),
        "documents.upload" => (only_beijing, "documents"),
        "chat" if model.is(NO_PARTIAL) => (only_beijing, "Qwen-Long"),
        "chat" if model.is(MATH) => (only_beijing, "Qwen-Math"),
        "chat" => (is_american && model.is(OMNI), "Qwen-Omni"),
        operation => ((is_american || region == Region::Frankfurt) && operation.starts_with("batches."), "batches"),
    };
    when(is_lacking, what).map(|broken| Broken { region: region.name(), ..broken })
}

pub fn model<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(matches!(request.operation, "chat" | "completions") && !request.has_model(), "none")
}

pub fn n_with_tools<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let several = matches!(request.fields.get("n")?.shape(), Shape::Number(value) if value > 1.0);
    when(several && request.fields.lists("tools"), "more")
}

pub fn stop<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let stop = request.fields.get("stop")?;
    let kind = |field: &J| match field.shape() {
        Shape::Text(_) => 1,
        Shape::Number(_) => 2,
        Shape::List => 4,
        _ => 8,
    };
    let all = stop.items().iter().fold(0, |all, item| all | kind(item));
    when(!matches!((kind(&stop), all), (1, _) | (4, 0 | 1 | 2 | 4)), "something else")
}

pub fn messages<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.is_chat() && request.messages.count == Some(0), "none")
}

pub fn role<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let cure = if request.messages.are_developers { cure::ROLE } else { 0 };
    at(request.messages.strange_role, "another").map(|broken| Broken { cure, ..broken })
}

pub fn user_message<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.messages.count.is_some() && !request.messages.has_user, "none")
}

pub fn content<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    at(request.messages.empty, "none").or(at(request.messages.odd, "something else"))
}

pub fn tool_message<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    at(request.messages.orphan, "one after none")
}

pub fn thinking_only<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.model.thinking == Thinking::Always && request.wish == Some(false), "one that always thinks")
}

pub fn thinking_stream<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let is_asked = request.wish == Some(true) && request.model.is(THINKS_STREAMING);
    curable(is_asked && !request.is_streamed, "a plain one", cure::FOLD)
}

/// A plain call of what the service only streams is no mistake: it means the whole answer.
pub fn stream_only<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let thinks = request.thinks_unasked() && request.model.is(THINKS_STREAMING);
    let must = thinks || request.model.is(STREAMS) || request.speaks() || request.fields.lists("skill");
    let broken = curable(must && !request.is_streamed && request.is_chat(), "a plain one", cure::FOLD);
    broken.map(|broken| Broken { is_cured_unasked: true, ..broken })
}

pub fn response_format<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let kind = request.fields.get("response_format")?.get("type");
    let known = ["text", "json_object", "json_schema"];
    when(!kind.is_some_and(|kind| known.iter().any(|known| kind.is(known))), "another")
}

pub fn json_schema<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let format = request.fields.get("response_format").filter(|format| format.says("type", "json_schema"))?;
    let name = format.get("json_schema").and_then(|schema| schema.get("name"));
    when(!name.is_some_and(|name| name.is_name()), "none such")
}

pub fn json_word<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let said = request.messages.say_json || request.messages.count.is_none();
    curable(request.wants_json && request.model.is_qwen && !said, "none", cure::JSON)
}

pub fn json_thinking<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let format = request.fields.get("response_format")?;
    let is_schema = format.says("type", "json_schema");
    let broken = without_thinking(request, (is_schema || request.wants_json) && request.thinks());
    // Of schemas while a model thinks by default the reference tells no refusal.
    broken.map(|broken| Broken { is_doubtful: is_schema && request.wish.is_none(), ..broken })
}

pub fn tools<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.model.is(NO_TOOLS) && request.fields.lists("tools"), "one that takes none")
}

pub fn tool_name<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let is_wrong = |tool: &J| {
        let name = tool.get("function").and_then(|function| function.get("name"));
        name.is_some_and(|name| !name.is_name() || name.is("search"))
    };
    when(request.fields.get("tools")?.items().iter().any(is_wrong), "another")
}

pub fn tool_choice<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let choice = request.fields.get("tool_choice")?;
    let is_text = matches!(choice.shape(), Shape::Text(_));
    when(is_text && request.model.is_qwen && !choice.is("auto") && !choice.is("none"), "another word")
}

pub fn tool_choice_thinking<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let is_forced = request.fields.get("tool_choice")?.shape() == Shape::Object;
    without_thinking(request, is_forced && request.thinks())
}

pub fn file_ids<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    counted(request.messages.file_ids > 100, request.messages.file_ids, "documents", None)
}

pub fn partial<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let is_wrong = request.model.is(NO_PARTIAL) || request.thinks();
    let broken = without_thinking(request, request.messages.is_partial && is_wrong);
    // Of partial mode while a model thinks by default the reference tells no refusal.
    broken.map(|broken| Broken { found: "another", is_doubtful: request.thinks_unasked(), ..broken })
}

pub fn enable_search<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.model.is(NO_SEARCH) && request.fields.flag("enable_search") == Some(true), "one that does not")
}

pub fn translation<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let count = request.messages.count?;
    let is_one = count == 1 && request.messages.has_user;
    counted(request.model.is(TRANSLATES) && !is_one, count, "messages", None)
}

pub fn translation_options<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let options = request.fields.get("translation_options").filter(|_| request.model.is(TRANSLATES))?;
    let lacks = |name| options.get(name).is_none();
    when(lacks("source_lang") || lacks("target_lang"), "one or none")
}

pub fn data_url<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let (place, length) = request.messages.data_url?;
    counted(true, length, "characters", Some(place))
}

pub fn frames<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let (place, count) = request.messages.frames?;
    counted(true, count, "frames", Some(place))
}

pub fn modalities<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    at(request.messages.mixed, "two")
}

pub fn audio<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let audio = request.fields.get("audio").filter(|_| request.model.is(OMNI))?;
    let known = ["Cherry", "Serena", "Ethan", "Chelsie"];
    let has_voice = |voice: J| known.iter().any(|known| voice.is(known));
    let is_mute = request.model.is(OMNI_TURBO) && !audio.get("voice").is_none_or(has_voice);
    when(is_mute || !audio.get("format").is_none_or(|format| format.is("wav")), "another")
}

pub fn omni_system<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    when(request.model.is(OMNI_TURBO) && request.speaks() && request.messages.systems > 0, "one")
}

/// The suffix alone cannot be filled in before (11.3): its markers stand side by side.
pub fn fill_in<J: Field>(request: &Request<'_, J>) -> Option<Broken> {
    let prompt = request.fields.get("prompt").filter(|_| request.operation == "completions")?;
    when(prompt.begins("<|fim_prefix|><|fim_suffix|>"), "none")
}
