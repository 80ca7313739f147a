//! The framing of server-sent events against a naive oracle, in any cuts.

mod common;

use common::{conformance, in_three_regimes};
use proptest::prelude::*;
use qwen_edge::sse::{Framer, TooLarge};
use serde_json::Value;

/// An event as owned text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    event: String,
    data: String,
    id: String,
    retry: Option<u64>,
}

const NO_LIMIT: usize = usize::MAX;

/// What the framer gives for these reads, and with which read each event came.
fn frame(reads: &[&[u8]], limit: usize) -> Result<Vec<(usize, Seen)>, TooLarge> {
    let mut framer = Framer::new(limit);
    let mut seen = Vec::new();
    for (number, read) in reads.iter().enumerate() {
        let mut input = *read;
        while let Some(event) = framer.next(&mut input)? {
            let [event, data, id, retry] = [event.event, event.data, event.id, event.retry]
                .map(|field| String::from_utf8_lossy(field).into_owned());
            let event = if event.is_empty() { "message".to_owned() } else { event };
            seen.push((number, Seen { event, data, id, retry: retry.parse().ok() }));
        }
    }
    Ok(seen)
}

fn events(reads: &[&[u8]]) -> Vec<Seen> {
    frame(reads, NO_LIMIT).expect("no limit").into_iter().map(|(_, seen)| seen).collect()
}

/// The standard's algorithm on the whole text, obviously right and slow.
fn oracle(bytes: &[u8]) -> Vec<Seen> {
    let text = String::from_utf8_lossy(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)).into_owned();
    let mut lines: Vec<&str> = Vec::new();
    let mut rest = text.as_str();
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push(&rest[..end]);
        rest = if rest[end..].starts_with("\r\n") { &rest[end + 2..] } else { &rest[end + 1..] };
    }
    let (mut seen, mut data, mut event, mut id, mut retry) =
        (Vec::new(), String::new(), String::new(), String::new(), None);
    for line in lines {
        if line.is_empty() {
            if data.pop().is_some() {
                let event = if event.is_empty() { "message".to_owned() } else { event.clone() };
                seen.push(Seen { event, data: std::mem::take(&mut data), id: id.clone(), retry: retry.take() });
            }
            event.clear();
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => data = data + value + "\n",
            "event" => value.clone_into(&mut event),
            "id" if !value.contains('\0') => value.clone_into(&mut id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                retry = value.parse().ok();
            }
            _ => {}
        }
    }
    seen
}

#[test]
fn terminators_shapes_and_cuts_as_a_product() {
    let shapes: [&[&str]; 9] = [
        &["data: one", ""],
        &["data:no space", "", "data:  two spaces", ""],
        &["data: a", "data: b", "data", ""],
        &["event: x", "id: 7", "retry: 30", "data: all", "", "data: next", ""],
        &[": comment", "unknown: field", "data: y", ""],
        &["event: dropped", "", "data: kept", ""],
        &["data", "", "data:", ""],
        &["id: 1", "data: 我\u{1F600}é", "", "id", "data: id cleared", ""],
        &["data: never dispatched"],
    ];
    for shape in shapes {
        for terminator in ["\n", "\r", "\r\n"] {
            for start in ["", "\u{feff}"] {
                let text = [start, &shape.iter().map(|line| [line, terminator].concat()).collect::<String>()].concat();
                let expected = oracle(text.as_bytes());
                in_three_regimes(text.as_bytes(), |reads, regime| {
                    assert_eq!(events(reads), expected, "{text:?} {regime}");
                });
            }
        }
    }
}

#[test]
fn an_event_is_out_with_its_last_line_end_and_never_earlier() {
    for (text, due) in [("data: a\n\n", 8), ("data: a\r\r", 8), ("data: a\r\n\r\n", 9)] {
        let reads: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        let seen = frame(&reads, NO_LIMIT).expect("no limit");
        assert_eq!(seen.iter().map(|(read, _)| *read).collect::<Vec<_>>(), [due], "{text:?}");
    }
}

#[test]
fn a_line_or_an_event_past_the_limit_is_an_error_and_nothing_is_held() {
    assert_eq!(frame(&[b"data: 0123456789", b"0123456789\n\n"], 16), Err(TooLarge));
    assert_eq!(frame(&[b"data: 01234\ndata: 56789\n", b"data: 01234\n\n"], 16), Err(TooLarge));
    // A whole event in one read is not held: nothing is copied, so nothing grows.
    assert!(frame(&[b"data: 0123456789 0123456789\n\n"], 16).is_ok());
    assert!(frame(&[b"data: 01234\n", b"\ndata: 56789\n", b"\n"], 16).is_ok());
}

#[test]
fn public_suites_agree() {
    let mut ran = 0;
    for case in conformance("sse-cases.jsonl") {
        let (name, expected) = (case["name"].as_str().expect("name"), expected(&case["expected"]));
        let reads = reads(&case);
        let given: Vec<&[u8]> = reads.iter().map(Vec::as_slice).collect();
        assert_eq!(events(&given), expected, "{name} as given");
        let whole = reads.concat();
        if whole.len() < 100_000 {
            in_three_regimes(&whole, |reads, regime| assert_eq!(events(reads), expected, "{name} {regime}"));
        } else {
            assert_eq!(events(&whole.chunks(4096).collect::<Vec<_>>()), expected, "{name} in 4 KiB reads");
        }
        if let Some(prompt) = case["prompt"].as_array() {
            let out: Vec<u64> =
                frame(&given, NO_LIMIT).expect("no limit").iter().map(|(read, _)| *read as u64).collect();
            for (event, due) in prompt.iter().enumerate() {
                assert!(out[event] <= due.as_u64().expect("a read"), "{name}: event {event} must be out by read {due}");
            }
        }
        ran += 1;
    }
    println!("{ran} conformance cases");
}

fn expected(list: &Value) -> Vec<Seen> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let events = list.as_array().expect("events").iter();
    events
        .map(|e| Seen {
            event: text(&e["event"]),
            data: data(&e["data"]),
            id: text(&e["id"]),
            retry: e["retry"].as_u64(),
        })
        .collect()
}

/// Expected data; that of generated cases is written as what generates it.
fn data(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => generated(&value["gen"]),
    }
}

fn generated(parts: &Value) -> String {
    let one = |part: &Value| match part["text"].as_str() {
        Some(text) => text.to_owned(),
        None => part["repeat"]
            .as_str()
            .expect("repeat")
            .repeat(usize::try_from(part["count"].as_u64().expect("count")).expect("fits")),
    };
    parts.as_array().expect("parts").iter().map(one).collect()
}

fn reads(case: &Value) -> Vec<Vec<u8>> {
    if let Some(chunks) = case["chunks_b64"].as_array() {
        return chunks.iter().map(|chunk| base64(chunk.as_str().expect("text"))).collect();
    }
    let size = usize::try_from(case["gen_chunk_bytes"].as_u64().unwrap_or(65_536)).expect("fits");
    generated(&case["gen"]).into_bytes().chunks(size).map(<[u8]>::to_vec).collect()
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|&byte| byte != b'=') {
        let value = ALPHABET.iter().position(|&known| known == byte).expect("base64");
        bits = bits << 6 | u32::try_from(value).expect("6 bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).expect("8 bits"));
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_in_any_cuts_give_what_the_oracle_gives(
        bytes in proptest::collection::vec(prop_oneof![
            Just(b'\n'), Just(b'\r'), Just(b':'), Just(b' '), Just(b'd'), Just(b'a'), Just(b't'), any::<u8>(),
        ], 0..120),
        prefixed in any::<bool>(),
        cuts in proptest::collection::vec(0..140_usize, 0..8),
    ) {
        let bytes = if prefixed { [b"data: x\n\ndata:".as_slice(), &bytes].concat() } else { bytes };
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).chain([0, bytes.len()]).collect();
        cuts.sort_unstable();
        let reads: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        prop_assert_eq!(events(&reads), oracle(&bytes));
    }
}
