//! Work grows as its input does: counted, never timed.
//!
//! Two counters. The allocator of this program counts the bytes that are asked for, which every copy into a new or a grown
//! buffer is; [`work`] counts the bytes that the core looks at, where it looks at them.

#![cfg(debug_assertions)] // elsewhere nothing is counted

use qwen_edge::chat::stream::{ChatStream, End};
use qwen_edge::chat::views::Views;
use qwen_edge::events::Events;
use qwen_edge::limits::StreamLimits;
use qwen_edge::work;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Bytes asked for, bytes held now, and the most that were.
    static MEMORY: Cell<[usize; 3]> = const { Cell::new([0; 3]) };
}

struct Counting;

fn count(taken: usize, given: usize) {
    // A thread that ends frees after its counters are gone.
    let _ = MEMORY.try_with(|memory| {
        let [asked, held, most] = memory.get();
        let held = (held + taken).saturating_sub(given);
        memory.set([asked + taken, held, most.max(held)]);
    });
}

// Only hands on to the system's allocator.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a piece of work cost.
#[derive(Debug)]
struct Cost {
    /// Bytes that went in.
    input: usize,
    /// Bytes looked at.
    looked_at: usize,
    /// Bytes asked of the allocator.
    asked: usize,
    /// The most bytes held at a time, beyond those held before.
    held: usize,
}

fn cost(input: usize, work: impl FnOnce()) -> Cost {
    let [asked, held, _] = MEMORY.get();
    MEMORY.set([asked, held, held]);
    let looked_at = work::counted();
    work();
    let [asked_then, _, most] = MEMORY.get();
    Cost { input, looked_at: work::counted() - looked_at, asked: asked_then - asked, held: most - held }
}

/// Bytes of a read.
const READ: usize = 64 << 10;

/// What buffers may keep, however small the input is.
const KEPT: usize = 64 << 10;

/// Asserts that twice the input is looked at at most 2.2 times as often, a byte of it at most `looks` times; and that at
/// no size more than `copies` bytes are asked for a byte (there is no ratio for these: buffers grow in steps, and large ones
/// in smaller steps). On a small input first: there, work that is not linear ends soon.
fn is_linear(name: &str, size: usize, looks: usize, copies: usize, run: impl Fn(usize) -> Cost) {
    for size in [size / 64, size] {
        let (once, twice) = (run(size), run(2 * size));
        println!("{name}: {once:?}, twice: {twice:?}");
        assert!(once.looked_at >= once.input, "{name}: the counter misses what every byte needs: {once:?}");
        let (more, most) = (10 * twice.looked_at, 22 * once.looked_at);
        assert!(more <= most, "{name}: {} looks, {} at twice the input", once.looked_at, twice.looked_at);
        for cost in [once, twice] {
            assert!(cost.looked_at <= looks * cost.input, "{name}: more than {looks} looks at a byte: {cost:?}");
            assert!(cost.asked <= copies * cost.input + KEPT, "{name}: more than {copies} copies of a byte: {cost:?}");
        }
    }
}

/// Runs a stream in reads of this size, taking pages and the batch after each as JavaScript does.
fn stream(bytes: &[u8], read: usize, want: Views) -> Cost {
    let mut stream = ChatStream::new(StreamLimits::default());
    stream.want(want);
    let cost = cost(bytes.len(), || {
        for read in bytes.chunks(read) {
            stream.push(read);
            stream.leave();
            stream.batch().clear();
        }
        stream.finish();
    });
    assert!(!matches!(stream.end(), Some(End::Failed(_))), "{:?}", stream.end());
    cost
}

fn chunk(delta: &str) -> String {
    format!("data: {{\"choices\":[{{\"delta\":{{{delta}}},\"index\":0,\"finish_reason\":null}}],\"id\":\"c\"}}\n\n")
}

const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";

const WANTS: [Views; 4] = [Views::CHUNKS, Views::LINES, Views::TEXT, Views::NONE];

#[test]
fn one_huge_event_in_reads_of_one_byte() {
    for want in WANTS {
        let huge = |size| stream((chunk(&format!("\"content\":\"{}\"", "x".repeat(size))) + STOP).as_bytes(), 1, want);
        is_linear(&format!("a huge text, {want:?}"), 1 << 20, 48, 12, huge);
    }
    let nested = |size| {
        let items = "{\"token\":\"a\",\"top\":[[1],[2]]},".repeat(size / 30);
        let event = format!(
            "data: {{\"choices\":[{{\"logprobs\":{{\"content\":[{items}1]}},\"finish_reason\":\"stop\"}}]}}\n\n"
        );
        stream(event.as_bytes(), 1, Views::CHUNKS)
    };
    is_linear("a huge tree", 1 << 20, 48, 12, nested);
    let lines = |size| {
        stream(
            (": \n".repeat(size / 3) + "data: {\"choices\":[{\"finish_reason\":\ndata:\"stop\"}]}\n\n").as_bytes(),
            1,
            Views::CHUNKS,
        )
    };
    is_linear("comments", 1 << 20, 8, 1, lines);
}

#[test]
fn one_huge_event_of_many_lines() {
    for (read, want) in [(1, Views::CHUNKS), (64 << 10, Views::CHUNKS), (64 << 10, Views::LINES)] {
        let lines = |size| {
            let lines = "data:1,\n".repeat(size / 8);
            stream(
                format!("data: {{\"choices\":[{{\"finish_reason\":\"stop\",\"x\":[\n{lines}data:1]}}]}}\n\n")
                    .as_bytes(),
                read,
                want,
            )
        };
        is_linear(&format!("lines in reads of {read}, {want:?}"), 1 << 20, 48, 12, lines);
    }
}

#[test]
fn a_million_tiny_events() {
    for want in WANTS {
        let events = |count| stream((chunk("\"content\":\"a\"").repeat(count) + STOP).as_bytes(), 64 << 10, want);
        is_linear(&format!("a million texts, {want:?}"), 500_000, 8, 2, events);
    }
    let own = |count| {
        let mut events = Events::new(StreamLimits::default());
        let bytes = "data:a\n\n".repeat(count);
        cost(bytes.len(), || {
            for read in bytes.as_bytes().chunks(64 << 10) {
                events.push(read);
                events.batch().clear();
            }
        })
    };
    is_linear("a million events of any kind", 500_000, 8, 8, own);
}

#[test]
fn a_megabyte_of_tool_arguments_in_deltas_of_one_character() {
    let first = chunk("\"tool_calls\":[{\"index\":0,\"id\":\"i\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]");
    let next =
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"x\"}}]}}]}\n\n";
    let arguments = |size| stream((first.clone() + &next.repeat(size) + STOP).as_bytes(), 64 << 10, Views::CHUNKS);
    is_linear("arguments", 512 << 10, 48, 4, arguments);
}

#[test]
fn half_an_emoji_at_a_time() {
    let halves = chunk(r#""content":"\ud83d""#) + &chunk(r#""content":"\ude00""#);
    let emoji = |count| stream((halves.repeat(count) + STOP).as_bytes(), 64 << 10, Views::TEXT);
    is_linear("halves", 20_000, 48, 4, emoji);
}

#[test]
fn the_folded_answer_is_written_once() {
    let json = |size| {
        let mut stream = ChatStream::new(StreamLimits::default());
        stream.push(chunk(&format!("\"content\":\"{}\"", "\\u0001".repeat(size))).as_bytes());
        let mut written = 0;
        let mut cost = cost(size, || written = stream.answer().to_json().len());
        cost.looked_at = written;
        cost
    };
    is_linear("an answer of control characters", 1 << 20, 7, 24, json);
}

/// However long an answer is, and wherever its text stands, the core holds no more than a page of it and what a read brings.
#[test]
fn what_is_held_does_not_grow_with_the_answer() {
    let call = chunk("\"tool_calls\":[{\"index\":0,\"id\":\"i\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]");
    let token = r#""logprobs":{"content":[{"token":"x","top_logprobs":[]}]},"delta""#;
    let rows = [
        chunk(r#""content":"我\ud83d""#),
        chunk(r#""reasoning_content":"x""#),
        chunk(r#""refusal":"x""#),
        chunk(r#""tool_calls":[{"index":0,"function":{"arguments":"x"}}]"#),
        chunk(r#""function_call":{"arguments":"x"}"#),
        chunk(r#""audio":{"data":"AAAA","transcript":"x"}"#),
        chunk(r#""content":"x""#).replace("\"delta\"", token),
        chunk(r#""content":"x""#) + &chunk(r#""content":"x""#).replace("\"index\":0", "\"index\":1"),
    ];
    for row in rows {
        let held = |events: usize| {
            let reads = (READ / row.len()).max(1);
            let read = row.repeat(reads);
            let mut stream = ChatStream::new(StreamLimits { page_bytes: 4 << 10, ..StreamLimits::default() });
            stream.want(Views::NONE);
            stream.push(call.as_bytes());
            cost(0, || {
                for _ in 0..events / reads {
                    stream.push(read.as_bytes());
                    stream.leave();
                    stream.batch().clear();
                }
            })
            .held
        };
        let (short, long) = (held(20_000), held(80_000));
        println!("{row:?}: {short} bytes are held, {long} of a longer answer");
        assert!(long <= short + short / 8, "{row}: {short} bytes are held, {long} of an answer four times as long");
    }
}

/// A stream that is held to its limits holds no more than a few times the largest of them, whatever comes.
#[test]
fn what_is_held_is_bounded_by_the_limits() {
    const LIMIT: usize = 256 << 10;
    let limits = StreamLimits { event_bytes: LIMIT, answer_bytes: LIMIT, ..StreamLimits::default() };
    let long = "x".repeat(LIMIT - 1000);
    let rows: [(&str, Vec<String>); 6] = [
        ("lines that never end", vec!["x".repeat(8 * LIMIT)]),
        ("data that never ends", vec![format!("data: {}\n", "x".repeat(1000)).repeat(8 * LIMIT / 1000)]),
        ("fields", ["event", "id", "data"].map(|name| format!("{name}: {long}\n")).into()),
        ("comments", vec![format!(": {long}\n"); 16]),
        ("texts", vec![chunk(&format!("\"content\":\"{long}\"")); 16]),
        (
            "templates",
            (0..16)
                .map(|i| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"a\"}}}}],\"x{i}\":\"{long}\"}}\n\n"))
                .collect(),
        ),
    ];
    for (name, events) in rows {
        for read in [1000, 64 << 10] {
            let mut stream = ChatStream::new(limits);
            let cost = cost(events.iter().map(String::len).sum(), || {
                for read in events.iter().flat_map(|event| event.as_bytes().chunks(read)) {
                    stream.push(read);
                    stream.batch().clear();
                }
            });
            println!("{name} in reads of {read}: {cost:?}");
            assert!(cost.held <= 8 * LIMIT, "{name} in reads of {read}: {} bytes are held: {cost:?}", cost.held);
        }
    }
}
