//! What holds for the native core on any stream that could be sent.

#[allow(dead_code)] // the other promises are those of tests/corpus.rs
#[path = "../fuzz/src/lib.rs"]
mod fuzz;
#[path = "properties/naive.rs"]
mod naive;
#[path = "properties/sent.rs"]
mod sent;
#[path = "properties/spelling.rs"]
mod spelling;

use fuzz::outcome::{Outcome, run};
use proptest::prelude::*;
use qwen_edge::chat::stream::End;
use qwen_edge::chat::views::Views;
use qwen_edge::error::{Code, Kind};
use qwen_edge::events::Events;
use qwen_edge::limits::StreamLimits;
use sent::{Event, any_stream};
use serde_json::{Value, json};

fn whole(bytes: &[u8], want: Views) -> Outcome {
    run([bytes], want, StreamLimits::default())
}

fn answer(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.answer).expect("an answer without lone halves is JSON for all")
}

/// The bytes in the reads that these cuts make, which may be empty.
fn reads<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([0, bytes.len()]).collect();
    at.sort_unstable();
    at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

fn any_cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    proptest::collection::vec(any::<prop::sample::Index>(), 0..8)
}

/// What `events(response)` gives.
fn events(reads: &[&[u8]]) -> (String, Vec<u32>) {
    let mut events = Events::new(StreamLimits::default());
    for read in reads {
        events.push(read);
    }
    assert_eq!(events.error(), None);
    let batch = events.batch();
    (String::from_utf8(batch.text().to_vec()).expect("UTF-8"), batch.marks().to_vec())
}

/// How a stream must end, of which these events have come whole and make this answer.
///
/// Completeness begins here and nowhere earlier: with `[DONE]`, or with the chunk that brings the last finish reason that
/// is missing. Neither the chunk of the usage nor `[DONE]` is needed after that. A choice of which nothing has come yet is
/// not missed: the core does not know how many were asked for.
fn due(events: &[Event], answer: &Value) -> Option<End> {
    let done = events.contains(&Event::Done).then_some(End::Complete);
    naive::end(answer).or(done)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_equals_the_naive_fold_over_whole_json(sent in any_stream(14), cuts in any_cuts()) {
        let expected = naive::fold(sent.chunks(sent.events.len()));
        for want in [Views::CHUNKS, Views::TEXT, Views::NONE] {
            let outcome = run(reads(&sent.bytes, &cuts), want, StreamLimits::default());
            prop_assert_eq!(answer(&outcome), expected.clone());
            prop_assert_eq!(Some(outcome.end.clone()), naive::end(&expected));
            let text = expected["choices"][0]["message"]["content"].as_str().filter(|_| expected["choices"][0]["index"] == 0);
            let told: String = outcome.pieces.into_iter().map(|(_, text)| text).collect();
            prop_assert!(want != Views::TEXT || told == text.unwrap_or_default());
        }
    }

    #[test]
    fn any_split_of_the_same_bytes_gives_the_same_events_chunks_and_text(sent in any_stream(14), cuts in any_cuts()) {
        let split = reads(&sent.bytes, &cuts);
        prop_assert_eq!(events(&split), events(&[&sent.bytes]));
        for want in [Views::CHUNKS, Views::LINES, Views::TEXT, Views::NONE] {
            prop_assert_eq!(run(split.clone(), want, StreamLimits::default()), whole(&sent.bytes, want));
        }
        // In fixed reads too, by templates and without, and what JavaScript makes of it.
        fuzz::chunks::holds(&sent.bytes);
    }

    #[test]
    fn an_error_ends_the_stream_and_what_came_before_is_kept(sent in any_stream(14), at in any::<prop::sample::Index>(), cuts in any_cuts()) {
        let chunks: Vec<&Value> = sent.chunks(sent.events.len()).collect();
        let at = at.index(chunks.len());
        let error = json!({ "error": { "code": "InternalError", "message": "No more." } });
        let spell = |value: &Value| format!("data: {}\n\n", spelled(value));
        let sse: String = chunks[..at].iter().copied().chain([&error]).chain(chunks[at..].iter().copied()).map(spell).collect();
        let outcome = run(reads(sse.as_bytes(), &cuts), Views::CHUNKS, StreamLimits::default());
        prop_assert_eq!(outcome.pieces.len(), at);
        // Half an emoji may be lost at the error, and nothing else.
        if let Ok(answer) = serde_json::from_str::<Value>(&outcome.answer) {
            prop_assert_eq!(answer, naive::fold(chunks[..at].iter().copied()));
        }
        let End::Failed(error) = &outcome.end else { panic!("{:?}", outcome.end) };
        prop_assert_eq!((error.kind, error.message.as_str()), (Kind::Api, "No more."));
        prop_assert_eq!(&error.code, &Some(Code::Word("InternalError".into())));
    }
}

proptest! {
    // Every cut of every stream: few streams are many cases.
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_prefix_is_complete_exactly_when_nothing_is_missing(sent in any_stream(4)) {
        let folds: Vec<Value> = (0..=sent.events.len()).map(|events| naive::fold(sent.chunks(events))).collect();
        for cut in 0..=sent.bytes.len() {
            let events = sent.whole_at.iter().filter(|&&whole_at| whole_at <= cut).count();
            let outcome = whole(&sent.bytes[..cut], Views::CHUNKS);
            match due(&sent.events[..events], &folds[events]) {
                Some(end) => prop_assert_eq!(outcome.end, end, "cut at {}", cut),
                None => match outcome.end {
                    End::Failed(error) => prop_assert_eq!(error.kind, Kind::Truncated, "cut at {}", cut),
                    end => prop_assert!(false, "{end:?} when cut at {cut}"),
                },
            }
            // Half an emoji may be lost at the cut, and nothing else.
            if let Ok(answer) = serde_json::from_str::<Value>(&outcome.answer) {
                prop_assert_eq!(&answer, &folds[events], "cut at {}", cut);
            }
        }
    }
}

/// `serde_json`'s spelling, with the halves of `naive` as escapes.
fn spelled(value: &Value) -> String {
    value.to_string().replace('\u{E03D}', "\\ud83d").replace('\u{E600}', "\\ude00")
}
