//! What holds of the rules for any request: a long one is looked at once, and no text of it is told.

use proptest::prelude::*;
use qwen_edge::call::region::Region;
use qwen_edge::json;
use qwen_edge::preflight::{Action, Field, Plan, Refusal, Shape, decide, names};
use std::cell::Cell;

fn decided(operation: &str, request: &str, region: Option<Region>, action: Action) -> Result<Plan, Refusal> {
    decide(operation, &json::parse(request.as_bytes()).expect("JSON"), region, |_| action)
}

/// A field that counts how often it is looked into.
struct Counted<'a>(json::Value<'a>, &'a Cell<usize>);

impl<'a> Counted<'a> {
    fn look(&self) -> json::Value<'a> {
        self.1.set(self.1.get() + 1);
        self.0
    }
}

impl Field for Counted<'_> {
    fn shape(&self) -> Shape {
        Field::shape(&self.look())
    }
    fn get(&self, name: &str) -> Option<Self> {
        Some(Self(Field::get(&self.look(), name)?, self.1))
    }
    fn items(&self) -> Vec<Self> {
        Field::items(&self.look()).into_iter().map(|item| Self(item, self.1)).collect()
    }
    fn is(&self, text: &str) -> bool {
        Field::is(&self.look(), text)
    }
    fn name(&self) -> Option<String> {
        Field::name(&self.look())
    }
    fn is_name(&self) -> bool {
        Field::is_name(&self.look())
    }
    fn begins(&self, with: &str) -> bool {
        Field::begins(&self.look(), with)
    }
    fn count(&self, word: &str) -> usize {
        Field::count(&self.look(), word)
    }
    fn says_json(&self) -> bool {
        Field::says_json(&self.look())
    }
    fn spelled(&self) -> String {
        Field::spelled(&self.look())
    }
}

#[test]
fn a_long_history_is_looked_at_once() {
    let looks = |turns: usize| {
        let turn = r#"{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_content":"c"}"#;
        let request = format!(
            r#"{{"model":"qwen-plus","messages":[{}],"response_format":{{"type":"json_object"}}}}"#,
            vec![turn; turns].join(",")
        );
        let count = Cell::new(0);
        let value = json::parse(request.as_bytes()).expect("JSON");
        let _ = decide("chat", &Counted(value, &count), None, |_| Action::Fix);
        count.get()
    };
    let (few, many) = (looks(100), looks(1100));
    assert!(many - few <= 1000 * 20, "{} looks a turn", (many - few) / 1000);
    assert_eq!((many - few) % 1000, 0, "every turn costs the same");
}

/// Requests near those that the service takes.
fn request() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..9).prop_map(Value::from),
        (-3.0..3.0).prop_map(Value::from),
        prop_oneof![Just("canary-of-a-prompt"), Just("user"), Just("text"), Just("json_object"), Just("")]
            .prop_map(Value::from),
    ];
    let value = scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(
                prop_oneof![
                    Just("type"),
                    Just("role"),
                    Just("content"),
                    Just("text"),
                    Just("image_url"),
                    Just("url"),
                    Just("video"),
                    Just("name"),
                    Just("function"),
                    Just("tool_calls"),
                    Just("json_schema"),
                    Just("partial"),
                ],
                inner,
                0..5
            )
            .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>()),
        ]
    });
    let names: Vec<&str> =
        names().into_iter().chain(["model", "stream", "tools", "enable_thinking", "modalities", "skill"]).collect();
    let model = prop_oneof![
        Just(json!("qwq-plus")),
        Just(json!("qwen-long")),
        Just(json!("qwen-mt-plus")),
        Just(json!("qwen-omni-turbo")),
        value.clone()
    ];
    (proptest::collection::btree_map(proptest::sample::select(names), value, 0..6), model).prop_map(
        |(members, model)| {
            let mut request: Value = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            request["model"] = model;
            request
        },
    )
}

proptest! {
    #[test]
    fn any_request_is_decided_and_its_texts_are_kept_to_themselves(request in request(), fixes: bool) {
        let action = if fixes { Action::Fix } else { Action::Refuse };
        for operation in ["chat", "completions", "documents.upload"] {
            match decided(operation, &request.to_string(), Some(Region::Singapore), action) {
                Ok(plan) => prop_assert!(fixes || plan.cured.is_empty()),
                Err(refusal) => {
                    prop_assert!(names().contains(&refusal.rule));
                    prop_assert!(!refusal.message().contains("canary"), "{}", refusal.message());
                }
            }
            prop_assert!(decided(operation, &request.to_string(), None, Action::Off).is_ok());
        }
    }
}
