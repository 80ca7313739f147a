//! The JSON view: what `JSON.parse` accepts, and nothing else.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use qwen_edge::json::{Extents, Text, Value, parse, push_wtf8, survey, write_string};

#[test]
fn accepts_what_json_parse_accepts() {
    for text in [
        "null",
        " true ",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "-0.5e+10",
        "0",
        "1E5",
        r#""""#,
        r#"{"a":1,"a":2}"#,
        "[[[[]]]]",
        r#"{"a":{"b":[1,2,{"c":null}]},"d":"\ud83d"}"#,
        "\t\n\r [1 , 2]\n",
        r#"["\u0000\/\b\f"]"#,
    ] {
        assert!(parse(text.as_bytes()).is_ok(), "{text}");
    }
}

#[test]
fn refuses_what_json_parse_refuses() {
    for text in [
        "",
        " ",
        "nul",
        "{",
        "[1,]",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        "[1 2]",
        "01",
        "1.",
        "-",
        "+1",
        ".5",
        "1e",
        "'a'",
        r#""\x""#,
        r#""\u12g4""#,
        "\"a\nb\"",
        r#"{"a":1}}"#,
        "[1]]",
        "{]",
        "[}",
        r"{a:1}",
        "true false",
    ] {
        assert!(parse(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn nests_ten_thousand_deep_and_no_deeper() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(nested(10_000).as_bytes()).is_ok());
    assert!(parse(nested(10_001).as_bytes()).is_err());
}

#[test]
fn the_last_of_duplicate_keys_wins_and_null_counts_as_absent() {
    let value = parse(br#"{"a":1,"b":{"a":9},"\u0061":2,"n":null}"#).expect("JSON");
    assert_eq!(value.get("a").and_then(qwen_edge::json::Value::integer), Some(2));
    assert!(value.get("n").is_none());
    assert!(value.get("missing").is_none());
}

#[test]
fn halves_of_an_emoji_join_over_two_strings() {
    let mut text = Vec::new();
    for half in [br"\ud83d".as_slice(), br"\ude00!"] {
        Text::between_quotes(half).expect("well-formed").decode(&mut text);
    }
    assert_eq!(text, "😀!".as_bytes());
}

#[test]
fn a_lone_half_is_written_as_an_escape() {
    let mut text = Vec::new();
    Text::between_quotes(br"a\ud83db\udfffc").expect("well-formed").decode(&mut text);
    let mut json = Vec::new();
    write_string(&mut json, &text);
    assert_eq!(String::from_utf8(json).expect("UTF-8"), r#""a\ud83db\udfffc""#);
}

/// JSON text of any value: what `serde_json` writes, with white space sprinkled in.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(|text: String| text.into()),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::vec((".{0,8}", inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Whether a value has the same inside, looked at with and without its text's extents.
fn same_within(value: Value<'_>, extents: &Extents) -> Result<(), TestCaseError> {
    let items: Vec<_> = value.items_within(Some(extents)).collect();
    prop_assert_eq!(&items, &value.items().collect::<Vec<_>>());
    for (name, member) in value.members() {
        let name = name.to_string_lossy();
        let found = value.survey([&name], Some(extents));
        prop_assert_eq!(found, value.survey([&name], None));
        same_within(member, extents)?;
    }
    items.into_iter().try_for_each(|item| same_within(item, extents))
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(value in any_json()) {
        let text = serde_json::to_string_pretty(&value).expect("serialises");
        let seen = parse(text.as_bytes()).expect("JSON");
        if let Some(members) = value.as_object() {
            prop_assert_eq!(seen.members().count(), members.len());
            for (name, member) in members {
                let found = seen.get(name);
                prop_assert_eq!(found.is_none(), member.is_null());
                if let (Some(found), Some(text)) = (found, member.as_str()) {
                    prop_assert_eq!(found.text().expect("a string").to_string_lossy(), text);
                }
            }
        }
        if let Some(items) = value.as_array() {
            prop_assert_eq!(seen.items().count(), items.len());
        }
    }

    #[test]
    fn what_is_noted_of_extents_changes_nothing(value in any_json(), copies in 1..60_usize) {
        // More containers than are noted, too.
        let text = serde_json::to_string_pretty(&vec![value; copies]).expect("serialises");
        let mut extents = Extents::default();
        let seen = survey(text.as_bytes(), &mut extents).expect("JSON");
        same_within(seen, &extents)?;
    }

    #[test]
    fn agrees_with_serde_json_on_any_text(text in r#"[\[\]{}:,"\\ a0-9eE.+\-tfnu]{0,24}"#) {
        // As `JSON.parse`: numbers of any size and lone halves are fine, which serde_json refuses only where it must keep them.
        prop_assert_eq!(parse(text.as_bytes()).is_ok(), serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
    }

    #[test]
    fn writes_what_it_reads(text in ".*", cut in any::<prop::sample::Index>()) {
        let bytes = text.as_bytes();
        let at = cut.index(bytes.len() + 1);
        let mut joined = bytes[..at].to_vec();
        push_wtf8(&mut joined, &bytes[at..]);
        let mut json = Vec::new();
        write_string(&mut json, &joined);
        let back: String = serde_json::from_slice(&json).expect("JSON");
        prop_assert_eq!(back, text);
    }
}
