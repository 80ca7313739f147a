//! What the stream machine makes of bytes in these reads: shared by the promises and the properties in `tests/`.

use qwen_edge::bytes::push_well_formed;
use qwen_edge::chat::stream::{ChatStream, End, Tag};
use qwen_edge::chat::views::Views;
use qwen_edge::json;
use qwen_edge::limits::StreamLimits;
use std::collections::HashMap;

/// What a stream has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its one end.
    pub end: End,
    /// The folded answer, as JSON.
    pub answer: String,
    /// The pieces of all batches: tag and text; lines as if they were chunks. Those of one view are joined: where the reads
    /// cut them means nothing.
    pub pieces: Vec<(u32, String)>,
}

/// What JavaScript keeps of a stream's texts once they have left: pages, by the number of their place.
#[derive(Debug, Default)]
pub struct Kept(HashMap<u32, String>);

impl Kept {
    /// Takes what leaves after a read.
    pub fn take(&mut self, stream: &mut ChatStream) {
        let pages = String::from_utf8(stream.leave()).expect("JSON is UTF-8");
        let parts: Vec<_> = pages.split('\0').skip(1).collect();
        for page in parts.chunks(2) {
            self.0.entry(page[0].parse().expect("a place")).or_default().push_str(page[1]);
        }
    }

    /// The folded answer, as JSON: its holes filled.
    ///
    /// # Panics
    /// Where it is no UTF-8, or a hole is not a place of which pages came.
    #[must_use]
    pub fn answer(&self, stream: &ChatStream) -> String {
        let json = String::from_utf8(stream.answer().to_json()).expect("JSON is UTF-8");
        let parts = json.split('\0').enumerate();
        parts.map(|(at, part)| if at % 2 == 0 { part } else { &self.0[&part.parse().expect("a place")] }).collect()
    }

    /// Takes a batch of views: of a text that has left, what its view has missed is among the pages.
    ///
    /// # Panics
    /// Where it is not.
    pub fn tell(&self, stream: &mut ChatStream, pieces: &mut Vec<(u32, String)>) {
        let mut new = Vec::new();
        take(stream, &mut new);
        for (tag, piece) in new {
            let (view, place) = (tag & 255, tag >> 8);
            let told = pieces.iter().filter(|(tag, _)| *tag == view).map(|(_, text)| text.encode_utf16().count()).sum();
            let untold = if place > 0 { self.untold(place, told) } else { String::new() };
            pieces.push((view, untold + &piece));
        }
    }

    /// What follows the first so many units of a text's pages.
    fn untold(&self, place: u32, told: usize) -> String {
        let json = format!("\"{}\"", self.0[&place]);
        let text = json::parse(json.as_bytes()).expect("a page is JSON").text().expect("a string");
        let mut wtf8 = Vec::new();
        text.decode(&mut wtf8);
        let mut text = Vec::new();
        push_well_formed(&mut text, &wtf8);
        let units: Vec<u16> = String::from_utf8(text).expect("UTF-8").encode_utf16().collect();
        String::from_utf16(&units[told..]).expect("a page ends between characters")
    }
}

/// Runs a stream to its end.
///
/// # Panics
/// Where a batch is no UTF-8, its marks do not cut its text, or the stream has no end or a second one.
pub fn run<'a>(reads: impl IntoIterator<Item = &'a [u8]>, want: Views, limits: StreamLimits) -> Outcome {
    let mut stream = ChatStream::new(limits);
    stream.want(want);
    let (mut kept, mut pieces) = (Kept::default(), Vec::new());
    let tell = |stream: &mut ChatStream, kept: &Kept, pieces: &mut Vec<_>| match want {
        Views::CHUNKS => take(stream, pieces),
        Views::LINES => take_lines(stream, pieces),
        _ => kept.tell(stream, pieces),
    };
    for read in reads {
        stream.push(read);
        kept.take(&mut stream);
        tell(&mut stream, &kept, &mut pieces);
    }
    let early = stream.end().cloned();
    stream.finish();
    tell(&mut stream, &kept, &mut pieces);
    if ![Views::CHUNKS, Views::LINES].contains(&want) {
        pieces = joined(&pieces);
    }
    let end = stream.end().expect("finish() ends a stream").clone();
    assert!(early.is_none_or(|early| early == end), "once ended it stays so");
    let answer = kept.answer(&stream);
    Outcome { end, answer, pieces }
}

/// The pieces of each view in one.
#[must_use]
pub fn joined(pieces: &[(u32, String)]) -> Vec<(u32, String)> {
    let text = |view: u32| pieces.iter().filter(|(tag, _)| *tag == view).map(|(_, text)| text.as_str()).collect();
    let all = [Views::TEXT, Views::REASONING, Views::AUDIO, Views::JSON].map(|view| (view.0, text(view.0)));
    all.into_iter().filter(|(_, text): &(u32, String)| !text.is_empty()).collect()
}

/// Takes a batch as JavaScript does whose bytes are handed on: whole lines, each the JSON of a chunk.
fn take_lines(stream: &mut ChatStream, pieces: &mut Vec<(u32, String)>) {
    let batch = stream.batch();
    assert_eq!(batch.marks(), [0_u32; 0]);
    let all = std::str::from_utf8(batch.text()).expect("a batch is UTF-8");
    assert!(all.is_empty() || all.ends_with('\n'), "a line ends with its read");
    pieces.extend(all.split_terminator('\n').map(|line| (Tag::WHOLE, line.to_owned())));
    batch.clear();
}

/// Takes a batch as JavaScript does: its marks cut the text in UTF-16 units.
///
/// # Panics
/// Where they do not.
fn take(stream: &mut ChatStream, pieces: &mut Vec<(u32, String)>) {
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
