//! Tool calls, put together from deltas (reference 13 and quirk 6).

use super::answer::first_word;
use super::arguments::Braces;
use super::completion::{begin, member, string};
use super::tail::Tail;
use crate::error::Error;
use crate::json::{Text, Value, write_escaped, write_number};
use crate::wire::chunk::{self as wire, Index, text, word};

/// One call as far as it has arrived.
#[derive(Debug, Default)]
pub struct ToolCall {
    index: usize,
    id: Vec<u8>,
    name: Vec<u8>,
    arguments: Tail,
    /// Where the arguments stand that have left.
    braces: Braces,
}

/// The calls of one choice, by index, in order of arrival within one index.
#[derive(Debug, Default)]
pub struct ToolCalls(Vec<ToolCall>);

/// An index is no place in a list.
pub fn bad_index() -> Error {
    Error::limit("bad_index", "A choice or a tool call has an index that is no place in a list of at most 128.")
}

/// More calls than one choice may have.
pub fn too_many() -> Error {
    Error::limit("too_many_tool_calls", "A choice has more tool calls than one answer may have: 128.")
}

impl ToolCalls {
    /// Whether no call has arrived.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one item of `delta.tool_calls`; returns the bytes it added.
    pub fn add(&mut self, delta: Value<'_>, limit: usize) -> Result<usize, Error> {
        if !delta.is_object() {
            return Ok(0);
        }
        let [index, id, function] = delta.pick(["index", "id", "function"]);
        let [name, arguments] = function.map(|function| function.pick(["name", "arguments"])).unwrap_or_default();
        let place = self.place(wire::index(index, limit), word(id).filter(|_| word(name).is_some()), limit)?;
        let call = &mut self.0[place];
        let said = text(arguments).map_or(0, |arguments| call.arguments.add(arguments));
        // Continuations repeat the id, leave it out or send "" (quirk 6): the first that says something stays.
        Ok(first_word(&mut call.id, id) + first_word(&mut call.name, name) + said)
    }

    /// Adds to the arguments of the call that a template's event belongs to: one without a name, which opens none.
    pub fn add_arguments(&mut self, index: usize, text: &[u8]) {
        if let Some(call) = self.last_at(index).and_then(|place| self.0.get_mut(place)) {
            call.arguments.push(text);
        }
    }

    /// Lets go of the arguments: see [`Answer::leave`](super::answer::Answer::leave).
    pub fn leave(&mut self, places: &mut u32, out: &mut Vec<u8>) {
        for ToolCall { arguments, braces, .. } in &mut self.0 {
            let last = arguments.here().len() - braces.pass(arguments.here());
            arguments.leave(last, write_escaped, places, out);
        }
    }

    /// Where the last call with this index is.
    pub fn last_at(&self, index: usize) -> Option<usize> {
        self.0.iter().rposition(|call| call.index == index)
    }

    /// Where a delta belongs; a new call is opened where it belongs to none. `id`: what it would be called if it were one.
    fn place(&mut self, index: Index, id: Option<Text<'_>>, limit: usize) -> Result<usize, Error> {
        let index = match index {
            Index::Bad => return Err(bad_index()),
            Index::At(index) => index,
            // Some proxies leave the index out: a new id is a new call, anything else goes on with the last.
            Index::Missing if self.0.is_empty() => 0,
            Index::Missing if self.is_new(self.0.len() - 1, id) => {
                self.0.iter().map(|call| call.index + 1).max().unwrap_or(0)
            }
            Index::Missing => return Ok(self.0.len() - 1),
        };
        if let Some(place) = self.last_at(index).filter(|&place| !self.is_new(place, id)) {
            return Ok(place);
        }
        if self.0.len() >= limit {
            return Err(too_many());
        }
        let at = self.0.iter().rposition(|call| call.index <= index).map_or(0, |before| before + 1);
        self.0.insert(at, ToolCall { index, ..ToolCall::default() });
        Ok(at)
    }

    /// Whether a delta opens another call than the one at `place`: an id and a name of its own. A new id alone does
    /// not: some services change it in every chunk.
    fn is_new(&self, place: usize, id: Option<Text<'_>>) -> bool {
        let call = &self.0[place];
        id.is_some_and(|id| !call.id.is_empty() && id.to_string_lossy().as_bytes() != call.id)
    }

    /// Writes the list as in a plain answer, `index` included, arguments without a brace too many (quirk 7).
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (position, call) in self.0.iter().enumerate() {
            begin(out, b'{');
            string(out, "id", &call.id);
            string(out, "type", b"function");
            member(out, "function");
            out.push(b'{');
            string(out, "name", &call.name);
            member(out, "arguments");
            call.arguments.write_string(call.braces.surplus(call.arguments.here()), out);
            out.push(b'}');
            member(out, "index");
            write_number(out, position);
            out.push(b'}');
        }
        out.push(b']');
    }
}
