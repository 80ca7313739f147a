//! JSON while it arrives: what is told of every cut, what is refused, and what it costs.

#[allow(dead_code)] // the other promises are those of tests/corpus.rs
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use fuzz::partial_json::{Growing, read};
use proptest::prelude::*;
use qwen_edge::batch::Batch;
use qwen_edge::chat::partial_json::{Op, PartialJson};
use qwen_edge::error::{Code, Kind};
use qwen_edge::limits::JSON_DEPTH;
use serde_json::{Value, json};

/// The operations of one piece after another, as words a person reads.
fn told(pieces: &[&str]) -> Vec<String> {
    let (mut reader, mut batch) = (PartialJson::default(), Batch::default());
    let step = |batch: &mut Batch| {
        let text: Vec<u16> = String::from_utf8_lossy(batch.text()).encode_utf16().collect();
        let (mut from, mut words) = (0, Vec::new());
        for mark in batch.marks().chunks(2) {
            words.push(word(mark[0]).to_owned() + &String::from_utf16_lossy(&text[from..mark[1] as usize]));
            from = mark[1] as usize;
        }
        batch.clear();
        words.join(" ")
    };
    let mut steps = Vec::new();
    for piece in pieces {
        reader.push(piece.as_bytes(), &mut batch).expect("JSON");
        steps.push(step(&mut batch));
    }
    reader.finish(&mut batch).expect("whole");
    steps.push(step(&mut batch));
    steps
}

fn word(tag: u32) -> &'static str {
    match tag {
        Op::OPEN_OBJECT => "{",
        Op::OPEN_ARRAY => "[",
        Op::KEY => "key:",
        Op::STRING_BEGIN => "<",
        Op::STRING_PIECE => "~",
        Op::STRING_END => ">",
        Op::SCALAR => "=",
        Op::CLOSE => "close",
        _ => "?",
    }
}

#[test]
fn each_piece_tells_what_has_come_and_nothing_early() {
    let pieces = ["{\"ci", "ty\"", ":", "\"Hang", "zhou\",", "\"n\":[1", "2", ",tru", "e]", "}"];
    let steps = ["{", "key:city", "", "< ~Hang", "~zhou >", "key:n [", "", "=12", "=true close", "close", ""];
    assert_eq!(told(&pieces), steps);
    assert_eq!(told(&["1", "2"]), ["", "", "=12"], "a number ends where something else begins");
    assert_eq!(told(&["nul", "l"]), ["", "=null", ""]);
    assert_eq!(told(&["\"", "", "\""]), ["<", "", ">", ""]);
    assert_eq!(told(&["``", "`js", "on\n[", "]\n", "``", "` \n"]), ["", "", "[", "close", "", "", ""]);
}

#[test]
fn pieces_of_a_string_within_one_push_are_one() {
    assert_eq!(told(&[r#""a\nb\u00e9\ud83d\ude00c""#]), ["< ~a\nbé😀c >", ""]);
}

#[test]
fn a_half_waits_for_its_other_half() {
    assert_eq!(told(&[r#""a\ud83d"#, r"\ude0", "0", "!\""]), ["< ~a", "", "~😀", "~! >", ""]);
    assert_eq!(told(&[r#""\ud83d"#, "!", "\""]), ["<", "~\u{FFFD}!", ">", ""], "one that stays alone");
    assert_eq!(told(&[r#""\ude00\ud83d\ud83d\ude00\ud83d""#]), ["< ~\u{FFFD}\u{FFFD}😀\u{FFFD} >", ""]);
    assert_eq!(told(&[r#"{"\ud83d"#, r#"\ude00k":0}"#]), ["{", "key:😀k =0 close", ""]);
}

/// A delta ends with half an emoji, and the next begins with the other half: WTF-8, as the stream's decoder gives it.
#[test]
fn halves_in_the_text_itself_join_too() {
    for text in [
        b"\"\xED\xA0\xBD\xED\xB8\x80\"".as_slice(),
        b"\"\xED\xA0\xBD\\ude00\"",
        b"\"\\ud83d\xED\xB8\x80\"",
        "\"😀\"".as_bytes(),
    ] {
        for size in 1..=text.len() {
            let (told, end) = read(text.chunks(size), JSON_DEPTH);
            assert_eq!((Growing::of(&told).value, end), (Some(json!("😀")), Ok(())), "{text:?} in pieces of {size}");
        }
    }
}

/// The stream's decoder mends what is no UTF-8, so that none comes; if it does, what is told is UTF-8 all the same.
#[test]
fn what_is_no_utf8_is_replaced() {
    for (text, value) in [
        (b"\"\xC3\"".as_slice(), "\u{FFFD}"),
        (b"\"\xC3\\n\"", "\u{FFFD}\n"),
        (b"\"\xE2\x82\\u00e9\"", "\u{FFFD}é"),
        (b"\"\xED\xA0\"", "\u{FFFD}"),
        (b"\"\xC1\xA1\xE0\x81\xA1\xF0\x80\x81\xA1\"", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        (b"\"\xF4\x90\x80\x80\xFF\x80\"", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        (b"\"\xED\xA0\xBD\xC3\xED\xB8\x80\"", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ] {
        for size in [1, text.len()] {
            let (told, end) = read(text.chunks(size), JSON_DEPTH);
            assert_eq!((Growing::of(&told).value, end), (Some(json!(value)), Ok(())), "{text:?} in pieces of {size}");
        }
    }
}

#[test]
fn what_json_parse_accepts_is_accepted() {
    for text in [
        "null",
        " true ",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "-0.5e+10",
        "0",
        "-0",
        "1E5",
        r#""""#,
        r#"{"a":1,"a":2}"#,
        "[[[[]]]]",
        r#"{"a":{"b":[1,2,{"c":null}]},"d":"\ud83d"}"#,
        "\t\n\r [1 , 2]\n",
        r#"["\u0000\/\b\f\"\\"]"#,
        "1e400",
        "[1e-999]",
        r#"{"":{"":""}}"#,
        "[\"\u{7f}\u{2028}\"]",
        "12345678901234567890123",
        r#""\uD834\uDD1E""#,
        r#"{"__proto__":{}}"#,
        "```json\n1\n```",
        "```\n[]\n```\n\n",
        " ```JSON \r\n{}```",
        "```json\n\"```\"\n```",
        "```json\n1",
        "```json\n1\n`",
    ] {
        fuzz::partial_json::holds(text.as_bytes());
        assert_eq!(read([text.as_bytes()], JSON_DEPTH).1, Ok(()), "{text}");
    }
}

#[test]
fn what_json_parse_refuses_is_refused() {
    for text in [
        "[1,]",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        "[1 2]",
        "01",
        "-01",
        "1.]",
        "[-]",
        "+1",
        ".5",
        "1e,",
        "1.e1",
        "'a'",
        r#""\x""#,
        r#""\u12g4""#,
        r#""\u+123""#,
        "\"a\nb\"",
        "\"\0\"",
        "\"\u{1F}\"",
        r#"{"a":1}}"#,
        "[1]]",
        "{]",
        "[}",
        "{a:1}",
        "true false",
        "truE",
        "nulll",
        "NaN",
        "Infinity",
        "-Infinity",
        "[,1]",
        "[1,,2]",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{1:1}",
        "[\"a\":1]",
        "[1}",
        "{\"a\":1]",
        "// c\n1",
        "[1]/**/",
        "\u{FEFF}1",
        "\u{A0}1",
        "\u{C}1",
        "]",
        "}",
        ",",
        ":",
        "1\0",
        "0x1",
        "1_0",
        "\\u0031",
        "Here: {}",
        "{} done",
        "```json {}\n```",
        "``json\n1",
        "````\n1\n````",
        "```json\n1\n```\n1",
        "```json\n1\n` ``",
        "1\n```",
        "```json\n```json\n1",
        "```json\n1 `` `",
        "```json\n1\n``\n",
        "~~~\n1\n~~~",
        "```json\n1\n````",
    ] {
        fuzz::partial_json::holds(text.as_bytes());
        assert_eq!(read([text.as_bytes()], JSON_DEPTH).1, Err(Code::Word("malformed_json".into())), "{text}");
    }
}

#[test]
fn what_is_cut_is_incomplete() {
    for text in [
        "",
        " ",
        "nul",
        "{",
        "[1,",
        "[1",
        "-",
        "1.",
        "1e",
        "1e+",
        "\"",
        "\"a\\",
        r#""\u12"#,
        r#"{"a":"b"#,
        "``",
        "```json\n",
        "```",
    ] {
        assert_eq!(read([text.as_bytes()], JSON_DEPTH).1, Err(Code::Word("incomplete_json".into())), "{text}");
    }
}

#[test]
fn an_error_says_nothing_of_the_text() {
    let (mut reader, mut batch) = (PartialJson::default(), Batch::default());
    let error = reader.push(b"[\"kept\", secret]", &mut batch).expect_err("no JSON");
    assert!(error.kind == Kind::Decode && !error.message.contains("secret") && !error.message.contains("kept"));
    assert_eq!(batch.text(), b"kept", "what came before it is told");
}

#[test]
fn nests_ten_thousand_deep_and_no_deeper() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(read([nested(10_000).as_bytes()], JSON_DEPTH).1, Ok(()));
    assert_eq!(read([nested(10_001).as_bytes()], JSON_DEPTH).1, Err(Code::Word("json_too_deep".into())));
}

/// A text with what a model writes: white space, escapes, a fence; and the value that it spells.
fn any_json() -> impl Strategy<Value = (Value, String)> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1000_i32..1000).prop_map(|number| (f64::from(number) / 8.0).into()),
        "[a-z\"\\\\\n\u{1}é中😀]{0,12}".prop_map(|text: String| text.into()),
    ];
    let value = leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::vec(("(.{0,8}|__proto__|a|b)", inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    });
    (value, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(value, pretty, escaped, fenced)| {
        let mut text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }
            .expect("serialises");
        if escaped {
            let units = text.encode_utf16().map(|unit| match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
                _ => format!("\\u{unit:04x}"),
            });
            text = units.collect();
        }
        if fenced {
            text = format!("```json\n{text}\n```\n");
        }
        (value, text)
    })
}

fn any_cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    proptest::collection::vec(any::<prop::sample::Index>(), 0..12)
}

fn cut<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([0, bytes.len()]).collect();
    at.sort_unstable();
    at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

/// Whether `early` can grow into `late`: strings become longer, arrays gain items and objects gain members, and of these
/// only the one that is under way may itself still grow (in an array, the last). What is no container and no string is equal.
fn grows_into(early: &Value, late: &Value) -> bool {
    match (early, late) {
        (Value::String(early), Value::String(late)) => late.starts_with(early.as_str()),
        (Value::Array(early), Value::Array(late)) => {
            let same = early.len().saturating_sub(1);
            early.len() <= late.len()
                && early[..same] == late[..same]
                && early[same..].iter().zip(&late[same..]).all(|(early, late)| grows_into(early, late))
        }
        (Value::Object(early), Value::Object(late)) => {
            let grown = early.iter().filter(|(key, value)| late.get(*key) != Some(value)).collect::<Vec<_>>();
            grown.len() <= 1
                && grown.iter().all(|(key, value)| late.get(*key).is_some_and(|late| grows_into(value, late)))
        }
        _ => early == late,
    }
}

proptest! {
    #[test]
    fn any_value_in_any_cuts_is_the_value((value, text) in any_json(), cuts in any_cuts()) {
        let (told, end) = read(cut(text.as_bytes(), &cuts), JSON_DEPTH);
        prop_assert_eq!(end, Ok(()));
        prop_assert_eq!(Growing::of(&told).value, Some(value));
    }

    #[test]
    fn every_step_grows_into_the_next_and_into_the_whole((value, text) in any_json()) {
        let (mut reader, mut batch, mut growing) = (PartialJson::default(), Batch::default(), Growing::default());
        let mut before = None;
        for byte in text.as_bytes() {
            reader.push(&[*byte], &mut batch).expect("JSON");
            let text = String::from_utf8(batch.text().to_vec()).expect("UTF-8");
            // One byte tells one text at most, and it is the first piece that has one (a number, then a bracket's end).
            let mut text = Some(text.as_str());
            for mark in batch.marks().chunks(2) {
                let own = if mark[1] > 0 { text.take().unwrap_or("") } else { "" };
                growing.apply(mark[0], own);
            }
            batch.clear();
            if let Some(now) = &growing.value {
                prop_assert!(grows_into(now, &value), "{now} cannot become {value}");
                prop_assert!(before.iter().all(|before| grows_into(before, now)), "{before:?} cannot become {now}");
            }
            before.clone_from(&growing.value);
        }
        reader.finish(&mut batch).expect("whole");
        // Only a number that is the whole value is told by the end.
        prop_assert_eq!(growing.whole, !value.is_number() || text.starts_with('`'));
        prop_assert!(growing.value.is_none() || growing.value == Some(value));
    }

    #[test]
    fn any_text_keeps_the_promise(text in r#"[`\[\]{}:,"\\ a0-9eE.+\-tfnu\n]{0,24}"#) {
        fuzz::partial_json::holds(text.as_bytes());
    }

    #[test]
    fn damaged_json_keeps_the_promise((_, text) in any_json(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        fuzz::partial_json::holds(&bytes);
    }
}

/// Counted, not timed: every byte is looked at once, what is told once more to count its units, in cuts of any size.
#[cfg(debug_assertions)]
#[test]
fn work_grows_as_the_text_does() {
    use qwen_edge::work;
    let shapes = [
        ("a long string", "\"", "x", "\""),
        ("escapes", "\"", "\\ud83d\\ude00", "\""),
        ("a long key", "{\"", "é", "\":1}"),
        ("a long number", "1", "1", ""),
        ("small items", "[", "{\"a\":1},", "0]"),
        ("white space", "", " ", "1"),
    ];
    for (name, start, item, end) in shapes {
        for read in [1, 3, 1 << 20] {
            let cost = |size| {
                let text = [start, &item.repeat(size / item.len()), end].concat();
                let (mut reader, mut batch) = (PartialJson::default(), Batch::default());
                let before = work::counted();
                for piece in text.as_bytes().chunks(read) {
                    reader.push(piece, &mut batch).expect("JSON");
                    batch.clear();
                }
                reader.finish(&mut batch).expect("whole");
                (work::counted() - before, text.len())
            };
            for size in [1 << 12, 1 << 16] {
                let ((once, input), (twice, _)) = (cost(size), cost(2 * size));
                assert!(
                    (input..=2 * input).contains(&once),
                    "{name} in pieces of {read}: {once} looks at {input} bytes"
                );
                assert!(
                    10 * twice <= 22 * once,
                    "{name} in pieces of {read}: {once} looks, {twice} at twice the input"
                );
            }
        }
    }
}
