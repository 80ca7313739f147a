//! For any bytes in any cuts the framer gives the same events; with a limit, the first of these and one [`TooLarge`],
//! which only a line or an event above the limit brings about; and no field is longer than the limit or one read.

use super::READS;
use qwen_edge::sse::{Framer, TooLarge};

/// Small, so that a fuzzer's inputs pass it often.
const LIMIT: usize = 32;

/// `event`, `data`, `id` and `retry` of one event.
type Fields = [Vec<u8>; 4];

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let (events, end) = frame(bytes, bytes.len() + 1, usize::MAX);
    assert_eq!(end, Ok(()), "nothing passes an infinite limit");
    let fits = all_fits(bytes);
    for read in READS {
        assert_eq!(frame(bytes, read, usize::MAX), (events.clone(), Ok(())), "in reads of {read}");
        let (within, end) = frame(bytes, read, LIMIT);
        assert!(events.starts_with(&within), "with a limit other events come, in reads of {read}");
        assert!(end.is_err() || within.len() == events.len(), "an event is lost, in reads of {read}");
        assert!(end.is_ok() || !fits, "the limit strikes what fits, in reads of {read}");
        let longest = within.iter().flatten().map(Vec::len).max().unwrap_or(0);
        assert!(longest <= LIMIT.max(read), "{longest} bytes are held, in reads of {read}");
    }
}

/// The events that come of reads of this size, and how it ended.
fn frame(bytes: &[u8], read: usize, limit: usize) -> (Vec<Fields>, Result<(), TooLarge>) {
    let mut framer = Framer::new(limit);
    let mut events = Vec::new();
    for mut input in bytes.chunks(read) {
        loop {
            match framer.next(&mut input) {
                Ok(Some(event)) => events.push([event.event, event.data, event.id, event.retry].map(<[u8]>::to_vec)),
                Ok(None) => break,
                Err(TooLarge) => return (events, Err(TooLarge)),
            }
        }
    }
    (events, Ok(()))
}

/// Whether every line, and the data of every event, the one cut at the end too, are within the limit.
fn all_fits(bytes: &[u8]) -> bool {
    let closed = [bytes, b"\n\n"].concat();
    let (events, _) = frame(&closed, closed.len(), usize::MAX);
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::len);
    lines.chain(events.iter().map(|[_, data, ..]| data.len())).all(|length| length <= LIMIT)
}
