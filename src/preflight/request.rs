//! A request as the rules see it.

use super::field::{Field, Shape};
use super::messages::Messages;
use super::models::{Model, Thinking};
use crate::call::region::Region;

/// A request, and what is known of its model.
pub struct Request<'a, J> {
    /// What is asked of the service, named as `Operation` names it.
    pub operation: &'a str,
    /// The body.
    pub fields: &'a J,
    /// The region that is called, where it is known to be one.
    pub region: Option<Region>,
    /// What is known of the model.
    pub model: Model,
    /// The messages of a chat request.
    pub messages: Messages,
    /// `enable_thinking`.
    pub wish: Option<bool>,
    /// Whether the answer is to be a JSON object.
    pub wants_json: bool,
    /// Whether events are asked for.
    pub is_streamed: bool,
}

impl<'a, J: Field> Request<'a, J> {
    /// Looks at a request.
    pub fn read(operation: &'a str, fields: &'a J, region: Option<Region>) -> Self {
        let model = Model::named(&fields.get("model").and_then(|model| model.name()).unwrap_or_default());
        let wants_json = fields.get("response_format").is_some_and(|format| format.says("type", "json_object"));
        let messages =
            if operation == "chat" { Messages::read(fields, model, wants_json) } else { Messages::default() };
        let (wish, is_streamed) = (fields.flag("enable_thinking"), fields.flag("stream") == Some(true));
        Self { operation, fields, region, model, messages, wish, wants_json, is_streamed }
    }

    /// Whether it is a chat request.
    pub fn is_chat(&self) -> bool {
        self.operation == "chat"
    }

    /// Whether the model is known to think.
    pub fn thinks(&self) -> bool {
        let always = self.model.thinking == Thinking::Always;
        self.model.is_qwen && (always || self.wish == Some(true) || self.thinks_unasked())
    }

    /// Whether the model thinks because nobody has said that it should not.
    pub fn thinks_unasked(&self) -> bool {
        self.model.thinking == Thinking::On && self.wish.is_none()
    }

    /// Whether a voice is to answer.
    pub fn speaks(&self) -> bool {
        let modalities = self.fields.get("modalities");
        modalities.is_some_and(|list| list.items().iter().any(|modality| modality.is("audio")))
    }

    /// Whether a model is named.
    pub fn has_model(&self) -> bool {
        self.fields.get("model").is_some_and(|field| matches!(field.shape(), Shape::Text(length) if length > 0))
    }
}
