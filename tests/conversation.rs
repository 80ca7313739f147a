//! The request of every document way x { simple, several, appended }, as the service's guide prints it (reference 7).

use qwen_edge::chat::conversation::{Document, Message, Role, Text, Turn, next};
use qwen_edge::error::{Code, Kind};

/// A text as a native embedding holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plain(String);

impl Text for Plain {
    fn from_str(text: &str) -> Self {
        Self(text.to_owned())
    }
    fn from_json(members: Vec<(&str, Self)>) -> Self {
        let written: Vec<String> = members
            .into_iter()
            .map(|(name, value)| format!("{}:{}", serde_json::json!(name), serde_json::json!(value.0)))
            .collect();
        Self(format!("{{{}}}", written.join(",")))
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn text(text: &str) -> Plain {
    Plain(text.to_owned())
}

/// The three ways of reference 7.1 to 7.3: a document, and the system message that shows it.
fn ways(name: &str) -> [(Document<Plain>, String); 3] {
    let described = Document::Described {
        content: text(&format!("正文 {name}")),
        file_type: Some(text("pdf")),
        filename: Some(text("phones")),
        title: None,
    };
    [
        (Document::File(format!("file-fe-{name}")), format!("fileid://file-fe-{name}")),
        (Document::Text(text(&format!("Plain {name}"))), format!("Plain {name}")),
        (described, format!(r#"{{"content":"正文 {name}","file_type":"pdf","filename":"phones"}}"#)),
    ]
}

/// Plays turns after a role message; gives `role: content` lines.
fn play(turns: Vec<Turn<Plain>>) -> Vec<String> {
    let mut messages = vec![Message { role: Role::System, content: text("Role.") }];
    for turn in turns {
        let roles: Vec<Role> = messages.iter().map(|message| message.role).collect();
        messages.extend(next(&roles, turn).expect("has its place"));
    }
    messages.iter().map(|message| format!("{:?}: {}", message.role, message.content.0)).collect()
}

fn question(words: &str) -> Turn<Plain> {
    Turn::Question(text(words))
}

#[test]
fn one_document_stands_between_role_and_question() {
    for (document, shown) in ways("A") {
        let messages = play(vec![Turn::Documents(vec![document]), question("What?")]);
        assert_eq!(messages, ["System: Role.", &format!("System: {shown}"), "User: What?"]);
    }
}

#[test]
fn several_documents_are_several_messages_in_their_order() {
    for ((first, shown_first), (second, shown_second)) in ways("A").into_iter().zip(ways("B")) {
        let messages = play(vec![Turn::Documents(vec![first, second]), question("Compare.")]);
        let expected =
            ["System: Role.", &format!("System: {shown_first}"), &format!("System: {shown_second}"), "User: Compare."];
        assert_eq!(messages, expected);
    }
}

#[test]
fn an_appended_document_stands_after_the_answer() {
    for ((first, shown_first), (second, shown_second)) in ways("A").into_iter().zip(ways("B")) {
        let messages = play(vec![
            Turn::Documents(vec![first]),
            question("What?"),
            Turn::Answer(text("This.")),
            Turn::Documents(vec![second]),
            question("In common?"),
        ]);
        let expected = [
            "System: Role.",
            &format!("System: {shown_first}"),
            "User: What?",
            "Assistant: This.",
            &format!("System: {shown_second}"),
            "User: In common?",
        ];
        assert_eq!(messages, expected);
    }
}

#[test]
fn all_ways_mix() {
    let (documents, shown): (Vec<_>, Vec<_>) = ways("M").into_iter().unzip();
    let messages = play(vec![Turn::Documents(documents), question("?")]);
    assert_eq!(messages[1..4], shown.iter().map(|content| format!("System: {content}")).collect::<Vec<_>>());
}

#[test]
fn what_has_no_place_is_refused() {
    let file = || Turn::Documents(vec![Document::File("file-fe-1".into())]);
    let role = Role::System;
    for (roles, turn) in [
        (vec![], question("no role")),
        (vec![Role::User], file()),
        (vec![role], Turn::Answer(text("to nothing"))),
        (vec![role], question("")),
        (vec![role], Turn::Documents(vec![Document::Text(text(""))])),
        (vec![role], Turn::Documents(vec![Document::File("a,fileid://b".into())])),
        (vec![role], Turn::Documents(vec![Document::File(String::new())])),
    ] {
        assert_eq!(next(&roles, turn.clone()).expect_err("no place").kind, Kind::Usage, "{roles:?} {turn:?}");
    }
    for turn in [question("again"), file()] {
        let error = next(&[role, Role::User], turn).expect_err("between question and answer");
        assert_eq!(error.code, Some(Code::Word("turn_in_progress".into())));
    }
}
