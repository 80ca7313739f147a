//! Whatever is added to a conversation in whatever order, its messages stay in the order that Qwen-Long reads (reference
//! 7): a turn is taken exactly when it has its place, arrives whole, and a refused one changes nothing.
//!
//! Input: a line a turn. `?` a question, `!` an answer, and documents, of which successive lines are one turn: `@` a file's
//! id, `#` a plain text, `{` content, type, name and title, divided by `|`. A first line `-` leaves the role message out.

use qwen_edge::chat::conversation::{Document, Message, Role, Text, Turn, next};
use qwen_edge::error::Kind;
use serde_json::{Value, json};

/// A text as a native embedding holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plain(String);

impl Text for Plain {
    fn from_str(text: &str) -> Self {
        Self(text.to_owned())
    }
    fn from_json(members: Vec<(&str, Self)>) -> Self {
        Self(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Value::from(value.0)))
                .collect::<Value>()
                .to_string(),
        )
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let script = String::from_utf8_lossy(bytes);
    let turns = turns(&script);
    let mut messages = Vec::new();
    if !script.starts_with('-') {
        messages.push(Message { role: Role::System, content: Plain("Role.".to_owned()) });
    }
    for turn in turns {
        let roles: Vec<Role> = messages.iter().map(|message| message.role).collect();
        match next(&roles, turn.clone()) {
            Ok(added) => {
                assert!(has_its_place(&roles, &turn), "{turn:?} after {roles:?}");
                assert_eq!(added, shown(turn), "a turn arrives whole");
                messages.extend(added);
            }
            Err(error) => {
                assert!(!has_its_place(&roles, &turn), "{turn:?} after {roles:?}: {}", error.message);
                assert!(error.kind == Kind::Usage && error.code.is_some() && !error.message.is_empty());
            }
        }
    }
    in_order(&messages);
}

fn turns(script: &str) -> Vec<Turn<Plain>> {
    let mut turns: Vec<Turn<Plain>> = Vec::new();
    for line in script.lines() {
        let mut rest = line.chars();
        let mark = rest.next();
        let text = || Plain(rest.as_str().to_owned());
        let document = match mark {
            Some('?') => {
                turns.push(Turn::Question(text()));
                continue;
            }
            Some('!') => {
                turns.push(Turn::Answer(text()));
                continue;
            }
            Some('@') => Document::File(rest.as_str().to_owned()),
            Some('#') => Document::Text(text()),
            Some('{') => described(rest.as_str()),
            _ => continue,
        };
        match turns.last_mut() {
            Some(Turn::Documents(documents)) => documents.push(document),
            _ => turns.push(Turn::Documents(vec![document])),
        }
    }
    turns
}

fn described(line: &str) -> Document<Plain> {
    let mut parts = line.split('|').map(|part| Plain(part.to_owned()));
    let content = parts.next().unwrap_or(Plain(String::new()));
    Document::Described { content, file_type: parts.next(), filename: parts.next(), title: parts.next() }
}

/// The rule, said once more: the role is first, an answer follows a question and nothing else does, nothing is empty.
fn has_its_place(roles: &[Role], turn: &Turn<Plain>) -> bool {
    let asked = roles.last() == Some(&Role::User);
    roles.first() == Some(&Role::System)
        && match turn {
            Turn::Answer(_) => asked,
            Turn::Question(text) => !asked && !text.0.is_empty(),
            Turn::Documents(documents) => !asked && documents.iter().all(can_be_shown),
        }
}

fn can_be_shown(document: &Document<Plain>) -> bool {
    match document {
        Document::File(id) => !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'),
        Document::Text(text) | Document::Described { content: text, .. } => !text.0.is_empty(),
    }
}

/// The messages of a turn that has its place.
fn shown(turn: Turn<Plain>) -> Vec<Message<Plain>> {
    let message = |role, content: String| Message { role, content: Plain(content) };
    match turn {
        Turn::Question(text) => vec![message(Role::User, text.0)],
        Turn::Answer(text) => vec![message(Role::Assistant, text.0)],
        Turn::Documents(documents) => {
            documents.into_iter().map(|document| message(Role::System, content(document))).collect()
        }
    }
}

fn content(document: Document<Plain>) -> String {
    match document {
        Document::File(id) => format!("fileid://{id}"),
        Document::Text(text) => text.0,
        Document::Described { content, file_type, filename, title } => {
            let mut object = json!({ "content": content.0 });
            for (name, value) in [("file_type", file_type), ("filename", filename), ("title", title)] {
                if let Some(value) = value {
                    object[name] = value.0.into();
                }
            }
            object.to_string()
        }
    }
}

fn in_order(messages: &[Message<Plain>]) {
    for pair in messages.windows(2) {
        let follows = match pair[0].role {
            Role::User => pair[1].role == Role::Assistant,
            _ => matches!(pair[1].role, Role::System | Role::User),
        };
        assert!(follows, "{:?} after {:?}", pair[1].role, pair[0].role);
    }
}
