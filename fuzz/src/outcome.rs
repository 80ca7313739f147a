//! What the stream machine makes of bytes in these reads: shared by the promises and the properties in `tests/`.

use qwen_edge::chat::stream::{ChatStream, End};
use qwen_edge::chat::views::Views;
use qwen_edge::limits::StreamLimits;

/// What a stream has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its one end.
    pub end: End,
    /// The folded answer, as JSON.
    pub answer: String,
    /// The pieces of all batches: tag and text. Those of one view are joined: where the reads cut them means nothing.
    pub pieces: Vec<(u32, String)>,
}

/// Runs a stream to its end.
///
/// # Panics
/// Where a batch is no UTF-8, its marks do not cut its text, or the stream has no end or a second one.
pub fn run<'a>(reads: impl IntoIterator<Item = &'a [u8]>, want: Views, limits: StreamLimits) -> Outcome {
    let mut stream = ChatStream::new(limits);
    stream.want(want);
    let mut pieces = Vec::new();
    for read in reads {
        stream.push(read);
        take(&mut stream, &mut pieces);
    }
    let early = stream.end().cloned();
    stream.finish();
    take(&mut stream, &mut pieces);
    if !want.has(Views::CHUNKS) {
        pieces = joined(&pieces);
    }
    let end = stream.end().expect("finish() ends a stream").clone();
    assert!(early.is_none_or(|early| early == end), "once ended it stays so");
    let answer = String::from_utf8(stream.answer().to_json()).expect("JSON is UTF-8");
    Outcome { end, answer, pieces }
}

/// The pieces of each view in one.
#[must_use]
pub fn joined(pieces: &[(u32, String)]) -> Vec<(u32, String)> {
    let text = |view: u32| pieces.iter().filter(|(tag, _)| *tag == view).map(|(_, text)| text.as_str()).collect();
    let all = [Views::TEXT, Views::REASONING, Views::AUDIO, Views::JSON].map(|view| (view.0, text(view.0)));
    all.into_iter().filter(|(_, text): &(u32, String)| !text.is_empty()).collect()
}

/// Takes a batch as JavaScript does: its marks cut the text in UTF-16 units.
///
/// # Panics
/// Where they do not.
pub fn take(stream: &mut ChatStream, pieces: &mut Vec<(u32, String)>) {
    let batch = stream.batch();
    let all = std::str::from_utf8(batch.text()).expect("a batch is UTF-8");
    assert_eq!(batch.is_ascii(), all.is_ascii());
    let mut rest = all.chars();
    let mut from = 0;
    for mark in batch.marks().chunks(2) {
        let mut piece = String::new();
        while from < mark[1] {
            let next = rest.next().expect("a mark lies within the text");
            from += u32::try_from(next.len_utf16()).expect("1 or 2");
            piece.push(next);
        }
        assert_eq!(from, mark[1], "a mark stands between characters");
        pieces.push((mark[0], piece));
    }
    batch.clear();
}
