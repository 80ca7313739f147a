//! For any bytes in any cuts the stream machine gives the same chunks, text, answer and one end; the short way by
//! templates gives what the full parser gives; and past tiny limits it fails and holds no more than these allow.

use super::READS;
use super::outcome::{Kept, Outcome, joined, run};
use qwen_edge::chat::stream::{ChatStream, End, Tag};
use qwen_edge::chat::views::Views;
use qwen_edge::limits::StreamLimits;
use qwen_edge::sse::Framer;
use serde_json::Value;

/// Small, so that a fuzzer's inputs pass them often.
const TINY: StreamLimits =
    StreamLimits { event_bytes: 256, answer_bytes: 24, page_bytes: 4, choices: 2, tool_calls: 2 };

/// The views that may be read at the same time.
const EVERY_VIEW: Views = Views(Views::TEXT.0 | Views::REASONING.0 | Views::AUDIO.0 | Views::JSON.0);

/// Texts leave the core after every read, or once there are a few bytes.
const PAGES: [usize; 2] = [0, 5];

/// What the views tell when each read is taken for another set of them, and what that left is looked for at the end.
fn told_in_turns(bytes: &[u8], read: usize, limits: StreamLimits) -> Vec<(u32, String)> {
    let mut stream = ChatStream::new(limits);
    let (mut kept, mut pieces) = (Kept::default(), Vec::new());
    for (turn, read) in bytes.chunks(read).enumerate() {
        stream.want(Views(EVERY_VIEW.0 & u32::try_from(turn * 2).unwrap_or(0)));
        stream.catch_up();
        kept.tell(&mut stream, &mut pieces);
        stream.push(read);
        kept.take(&mut stream);
        kept.tell(&mut stream, &mut pieces);
    }
    stream.want(Views::NONE);
    stream.finish();
    stream.want(EVERY_VIEW);
    stream.catch_up();
    kept.tell(&mut stream, &mut pieces);
    joined(&pieces)
}

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let whole = run([bytes], Views::CHUNKS, StreamLimits::default());
    let views = run([bytes], EVERY_VIEW, StreamLimits::default());
    assert_eq!((&views.end, &views.answer), (&whole.end, &whole.answer), "what is wanted changes nothing else");
    for read in READS {
        let cut = |want| run(bytes.chunks(read), want, StreamLimits::default());
        assert_eq!(cut(Views::CHUNKS), whole, "in reads of {read}");
        assert_eq!(cut(EVERY_VIEW), views, "in reads of {read}");
        assert_eq!(told_in_turns(bytes, read, StreamLimits::default()), views.pieces, "in turns, in reads of {read}");
        for page_bytes in PAGES {
            let limits = StreamLimits { page_bytes, ..StreamLimits::default() };
            let paged = |want| run(bytes.chunks(read), want, limits);
            assert_eq!(paged(Views::CHUNKS), whole, "in pages of {page_bytes}, in reads of {read}");
            assert_eq!(paged(EVERY_VIEW), views, "in pages of {page_bytes}, in reads of {read}");
            assert_eq!(
                told_in_turns(bytes, read, limits),
                views.pieces,
                "in turns, in pages of {page_bytes}, in reads of {read}"
            );
        }
        within_limits(&run(bytes.chunks(read), Views::NONE, TINY));
    }
    as_the_full_parser(bytes, &whole);
    are_lines(bytes, &whole);
    if let End::Failed(error) = &whole.end {
        assert!(!error.message.trim_ascii().is_empty(), "an error without a message: {error:?}");
    }
}

/// What is called an event of its own type goes past the templates: so the same stream runs without them. In the service's
/// frame, one line an event, templates take events where they stand in a read: so it runs by these, too.
fn as_the_full_parser(bytes: &[u8], fast: &Outcome) {
    let events = events(bytes);
    let full = run([respelled(&events, "event: x\n").as_slice()], Views::CHUNKS, StreamLimits::default());
    let framed = respelled(&events, "");
    let in_place = run([framed.as_slice()], Views::CHUNKS, StreamLimits::default());
    for read in READS {
        assert_eq!(run(framed.chunks(read), Views::CHUNKS, StreamLimits::default()), in_place, "in reads of {read}");
    }
    for short in [fast, &in_place] {
        assert_eq!((&full.end, &full.answer), (&short.end, &short.answer), "templates and the full parser differ");
        are_the_chunks(&short.pieces, &events);
    }
}

/// The lines of JSON are the chunks, in any cuts, and spelled as these came.
fn are_lines(bytes: &[u8], chunks: &Outcome) {
    let lines = run([bytes], Views::LINES, StreamLimits::default());
    for read in READS {
        assert_eq!(run(bytes.chunks(read), Views::LINES, StreamLimits::default()), lines, "lines in reads of {read}");
    }
    assert_eq!((&lines.end, &lines.answer), (&chunks.end, &chunks.answer), "what is wanted changes nothing else");
    assert_eq!(lines.pieces.len(), chunks.pieces.len(), "each chunk is a line");
    for ((tag, chunk), (_, line)) in chunks.pieces.iter().zip(&lines.pieces) {
        assert!(tag & 3 == Tag::TEXT || line == chunk, "{line:?} was {chunk:?}");
    }
    are_the_chunks(&lines.pieces, &events(bytes));
}

/// What the short way hands over, put together again as pkg/src/streams/chunks.ts does.
fn are_the_chunks(pieces: &[(u32, String)], events: &[Sent]) {
    let mut makers: Vec<(Value, &str)> = Vec::new();
    let chunks = events.iter().filter(|event| !event.data.trim_ascii().is_empty());
    for ((tag, piece), Sent { data, .. }) in pieces.iter().zip(chunks) {
        let Ok(chunk) = serde_json::from_slice::<Value>(data) else { return };
        let slot = (tag >> 8 & 255) as usize;
        if tag & 3 == Tag::TEXT {
            let (mut made, open) = makers[slot].clone();
            *made.pointer_mut(open).expect("a template's open string") = Value::String(piece.clone());
            if let Some(index) = made.pointer_mut("/choices/0/delta/tool_calls/0/index") {
                *index = Value::from(tag >> 16);
            }
            assert_eq!(made, chunk, "a template made another chunk");
        } else {
            assert_eq!(serde_json::from_str::<Value>(piece).ok().as_ref(), Some(&chunk));
        }
        if tag & 3 == Tag::LEARNED {
            let open = match tag & (Tag::REASONING | Tag::ARGUMENTS) {
                Tag::REASONING => "/choices/0/delta/reasoning_content",
                Tag::ARGUMENTS => "/choices/0/delta/tool_calls/0/function/arguments",
                _ => "/choices/0/delta/content",
            };
            makers.resize(makers.len().max(slot + 1), (Value::Null, open));
            makers[slot] = (chunk, open);
        }
    }
}

/// One event of a stream.
struct Sent {
    is_error: bool,
    data: Vec<u8>,
    /// Whether its blank line came.
    is_closed: bool,
}

fn events(bytes: &[u8]) -> Vec<Sent> {
    let mut framer = Framer::new(usize::MAX);
    let mut sent = Vec::new();
    for (mut input, is_closed) in [(bytes, true), (b"\n\n".as_slice(), false)] {
        while let Ok(Some(event)) = framer.next(&mut input) {
            sent.push(Sent { is_error: event.event == b"error", data: event.data.to_vec(), is_closed });
        }
    }
    sent
}

/// The same events, each after this line, unless it is called an error.
fn respelled(events: &[Sent], name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for Sent { is_error, data, is_closed } in events {
        bytes.extend(if *is_error { "event: error\n" } else { name }.as_bytes());
        let lines: Vec<_> = data.split(|&byte| byte == b'\n').map(|line| [b"data: ", line].concat()).collect();
        bytes.extend(lines.join(&b'\n'));
        bytes.extend(if *is_closed { "\n\n" } else { "" }.as_bytes());
    }
    bytes
}

fn within_limits(outcome: &Outcome) {
    let Ok(answer) = serde_json::from_str::<Value>(&outcome.answer) else { return };
    let choices = answer["choices"].as_array().expect("choices");
    assert!(choices.len() <= TINY.choices);
    let calls = choices.iter().filter_map(|choice| choice["message"]["tool_calls"].as_array());
    assert!(calls.map(Vec::len).all(|calls| calls <= TINY.tool_calls));
    let said: usize = choices.iter().map(|choice| said(&choice["message"])).sum();
    // The event that passes the limit is still added: a lossy character of three bytes may stand for one.
    assert!(said <= TINY.answer_bytes || matches!(outcome.end, End::Failed(_)), "{said} bytes in {answer}");
}

/// Bytes of text in a message.
fn said(message: &Value) -> usize {
    ["content", "reasoning_content", "refusal"].iter().filter_map(|field| message[field].as_str()).map(str::len).sum()
}
