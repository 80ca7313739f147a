//! What the stream machine makes of bytes in these reads: shared by the promises and the properties in `tests/`.

use qwen_edge::chat::stream::{ChatStream, End, Want};
use qwen_edge::limits::StreamLimits;

/// What a stream has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its one end.
    pub end: End,
    /// The folded answer, as JSON.
    pub answer: String,
    /// The pieces of all batches: tag and text.
    pub pieces: Vec<(u32, String)>,
    /// The texts of all batches.
    pub text: String,
}

/// Runs a stream to its end.
///
/// # Panics
/// Where a batch is no UTF-8, its marks do not cut its text, or the stream has no end or a second one.
pub fn run<'a>(reads: impl IntoIterator<Item = &'a [u8]>, want: Want, limits: StreamLimits) -> Outcome {
    let mut stream = ChatStream::new(limits);
    stream.want(want);
    let (mut pieces, mut text) = (Vec::new(), String::new());
    for read in reads {
        stream.push(read);
        take(&mut stream, &mut pieces, &mut text);
    }
    let early = stream.end().cloned();
    stream.finish();
    take(&mut stream, &mut pieces, &mut text);
    let end = stream.end().expect("finish() ends a stream").clone();
    assert!(early.is_none_or(|early| early == end), "once ended it stays so");
    let answer = String::from_utf8(stream.answer().to_json()).expect("JSON is UTF-8");
    Outcome { end, answer, pieces, text }
}

/// Takes a batch as JavaScript does: its marks cut the text in UTF-16 units.
fn take(stream: &mut ChatStream, pieces: &mut Vec<(u32, String)>, text: &mut String) {
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
    text.push_str(all);
    batch.clear();
}
