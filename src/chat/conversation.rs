//! Messages and documents in the order that Qwen-Long reads them (reference 7): the role first, then documents, then
//! the user; a document that comes later stands after the assistant's turn.
//!
//! Texts are of any type `T`, moved and never looked into: natively a `String`, on the web a JavaScript string that
//! never enters linear memory.

use crate::error::Error;

/// A text as the embedding holds it.
pub trait Text {
    /// Makes one of a short text of ours.
    fn from_str(text: &str) -> Self;
    /// Makes one that spells a JSON object of these members, non-ASCII unescaped to save tokens (reference 7.3).
    fn from_json(members: Vec<(&str, Self)>) -> Self
    where
        Self: Sized;
    /// Whether nothing is in it.
    fn is_empty(&self) -> bool;
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The role message, or a document.
    System,
    /// The one who asks.
    User,
    /// The model.
    Assistant,
    /// A tool's result.
    Tool,
}

impl Role {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Tool => "tool",
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<T> {
    /// Who speaks.
    pub role: Role,
    /// What.
    pub content: T,
}

/// A document in one of the three ways that Qwen-Long has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document<T> {
    /// An uploaded file (7.1).
    File(String),
    /// Plain text (7.2).
    Text(T),
    /// Text with what is known of it, as a JSON string (7.3).
    Described {
        /// The document's text.
        content: T,
        /// Such as `pdf`.
        file_type: Option<T>,
        /// Its name.
        filename: Option<T>,
        /// Its title.
        title: Option<T>,
    },
}

impl<T: Text> Document<T> {
    /// The system message that shows the document to the model. One message each: with several, the comma form of 7.1
    /// exists for file ids alone.
    ///
    /// # Errors
    /// A usage error for an id that could not stand in a `fileid://` list, or an empty text.
    pub fn into_message(self) -> Result<Message<T>, Error> {
        let content = match self {
            Self::File(id) => {
                if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                {
                    return Err(Error::usage(
                        "A document's fileId must be an id that the service gave, such as \"file-fe-…\", without \"fileid://\".",
                    ));
                }
                T::from_str(&("fileid://".to_owned() + &id))
            }
            Self::Text(text) => not_empty(text)?,
            Self::Described { content, file_type, filename, title } => {
                let mut members = vec![("content", not_empty(content)?)];
                for (name, value) in [("file_type", file_type), ("filename", filename), ("title", title)] {
                    members.extend(value.map(|value| (name, value)));
                }
                T::from_json(members)
            }
        };
        Ok(Message { role: Role::System, content })
    }
}

/// What is added to a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn<T> {
    /// Documents, after whatever has been said.
    Documents(Vec<Document<T>>),
    /// The user's question.
    Question(T),
    /// The model's answer.
    Answer(T),
}

/// The messages that `turn` adds to a conversation whose messages so far have these roles.
///
/// # Errors
/// A usage error where the turn has no place: nothing may stand between a question and its answer, and the first
/// message is the role (without it, a plain-text document would be taken for the role: quirk 10).
pub fn next<T: Text>(roles: &[Role], turn: Turn<T>) -> Result<Vec<Message<T>>, Error> {
    if roles.first() != Some(&Role::System) {
        return Err(Error::usage("A conversation must begin with a system message that gives the model its role."));
    }
    let open = roles.last() == Some(&Role::User);
    match turn {
        Turn::Answer(content) if open => Ok(vec![Message { role: Role::Assistant, content }]),
        Turn::Answer(_) => Err(Error::usage("An answer must follow a question.")),
        _ if open => Err(Error::new(
            crate::error::Kind::Usage,
            "turn_in_progress",
            "The last question has no answer yet: read its stream to the end, or abort it.",
        )),
        Turn::Documents(documents) => {
            let mut messages = Vec::with_capacity(documents.len());
            for document in documents {
                messages.push(document.into_message()?);
            }
            Ok(messages)
        }
        Turn::Question(content) => Ok(vec![Message { role: Role::User, content: not_empty(content)? }]),
    }
}

fn not_empty<T: Text>(text: T) -> Result<T, Error> {
    if text.is_empty() { Err(Error::usage("An empty text is no question and no document.")) } else { Ok(text) }
}
