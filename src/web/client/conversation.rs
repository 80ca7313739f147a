//! Conversations: JavaScript's messages in, the messages that come next out. Texts stay JavaScript strings.

use super::failure::Failure;
use super::get;
use crate::chat::conversation::{Document, Message, Role, Text, Turn, next};
use crate::error::Error;
use js_sys::{Array, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One of `{ documents }`, `{ question }`, `{ answer }`.
    pub type JsTurn;
    #[wasm_bindgen(method, getter)]
    fn documents(this: &JsTurn) -> Option<Array>;
    #[wasm_bindgen(method, getter)]
    fn question(this: &JsTurn) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn answer(this: &JsTurn) -> JsValue;
}

impl Text for JsString {
    fn from_str(text: &str) -> Self {
        text.into()
    }

    fn from_json(members: Vec<(&str, Self)>) -> Self {
        let object = Object::new();
        for (name, value) in members {
            // Neither a fresh object nor one of strings can refuse.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        JSON::stringify(&object).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.length() == 0
    }
}

/// The messages that `turn` adds after `messages`.
///
/// # Errors
/// A failure object where the turn has no place, or something is no string.
#[wasm_bindgen]
pub fn next_messages(messages: &Array, turn: &JsTurn) -> Result<Array, JsValue> {
    let added = added(messages, turn).map_err(Failure::from)?;
    let written = Array::new();
    for message in &added {
        written.push(&write(message));
    }
    Ok(written)
}

fn added(messages: &Array, turn: &JsTurn) -> Result<Vec<Message<JsString>>, Error> {
    let mut roles = Vec::new();
    for place in 0..messages.length() {
        roles.push(role(&get(&messages.get(place), "role"))?);
    }
    next(&roles, read_turn(turn)?)
}

fn read_turn(turn: &JsTurn) -> Result<Turn<JsString>, Error> {
    if let Some(documents) = turn.documents() {
        let mut read = Vec::new();
        for place in 0..documents.length() {
            read.push(read_document(&documents.get(place))?);
        }
        return Ok(Turn::Documents(read));
    }
    if turn.answer().is_undefined() {
        return string(turn.question(), "The question must be a string.").map(Turn::Question);
    }
    string(turn.answer(), "The answer must be a string.").map(Turn::Answer)
}

fn read_document(document: &JsValue) -> Result<Document<JsString>, Error> {
    let optional = |key: &str| get(document, key).dyn_into::<JsString>().ok();
    if let Some(id) = get(document, "fileId").as_string() {
        return Ok(Document::File(id));
    }
    if let Some(text) = optional("text") {
        return Ok(Document::Text(text));
    }
    let wrong =
        "A document must be a File, a Blob, a Response, { bytes, filename }, { fileId }, { text } or { content, … }.";
    Ok(Document::Described {
        content: string(get(document, "content"), wrong)?,
        file_type: optional("file_type"),
        filename: optional("filename"),
        title: optional("title"),
    })
}

fn string(value: JsValue, wrong: &str) -> Result<JsString, Error> {
    value.dyn_into::<JsString>().map_err(|_| Error::usage(wrong))
}

fn role(name: &JsValue) -> Result<Role, Error> {
    let name = name.as_string().unwrap_or_default();
    let unknown =
        || Error::usage("A saved conversation has a message whose role is not system, user, assistant or tool.");
    let known = [Role::System, Role::User, Role::Assistant, Role::Tool];
    known.into_iter().find(|role| role.name() == name).ok_or_else(unknown)
}

fn write(message: &Message<JsString>) -> JsValue {
    let object = Object::new();
    // A fresh object takes whatever is set.
    let _ = Reflect::set(&object, &"role".into(), &message.role.name().into());
    let _ = Reflect::set(&object, &"content".into(), &message.content);
    object.into()
}
