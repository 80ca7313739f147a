//! Every cap, its default and its reason.
//!
//! Whatever grows with what arrives has its limit here. Defaults are generous: they exist to stop a broken or hostile
//! peer, never a real answer. Tests and fuzzers set tiny ones through the constructors that take them. Two things grow in
//! TypeScript, and have their limits there: lists (pkg/src/pages.ts) and the files of batches (pkg/src/batches/limits.ts).

/// What one event stream may make us hold.
#[derive(Clone, Copy, Debug)]
pub struct StreamLimits {
    /// Bytes of one line, and of the data of one event. Real audio events reach 28 MiB; public test suites send 64 MiB.
    pub event_bytes: usize,
    /// Bytes of one folded answer: text, reasoning, tool arguments and audio together. A 32,768-token answer is about 200 KB.
    pub answer_bytes: usize,
    /// Bytes of an answer's texts that stay in linear memory. More than that leaves for JavaScript's heap at the end of a
    /// read, or of a window of one, which brings no more than [`WINDOW`].
    pub page_bytes: usize,
    /// Choices of one answer. The service allows `n` up to 4; 128 is what the `openai` package accepts.
    pub choices: usize,
    /// Tool calls of one choice. The service suggests at most 20 tools; 128 is what the `openai` package accepts.
    pub tool_calls: usize,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self { event_bytes: 128 << 20, answer_bytes: 64 << 20, page_bytes: 64 << 10, choices: 128, tool_calls: 128 }
    }
}

/// Nesting of one JSON text. `JSON.parse` has no such limit; no answer of the service nests deeper than about 10.
pub const JSON_DEPTH: usize = 10_000;

/// A scratch buffer above this size is given back after the event that needed it: linear memory never shrinks,
/// but its allocator can use the space again.
pub const KEPT_CAPACITY: usize = 64 << 10;

/// Bytes that one read is cut into on its way into linear memory: a 28 MiB read must not grow the memory by 28 MiB.
/// `pkg/src/streams/batch.ts` knows it too.
pub const WINDOW: usize = 64 << 10;

/// Bytes of an error body that are read. The service's are under 2 KB; a proxy's HTML page may be larger.
pub const ERROR_BODY: u32 = 64 << 10;

/// Bytes of a plain answer's body. One that holds an hour of audio in base64 has about 230 MB; text has a few MB.
pub const BODY: u32 = 256 << 20;

/// Containers of an event whose extents are kept while it is looked at: a chunk has some eight, one with logprobs hundreds.
pub const JSON_EXTENTS: usize = 256;

/// Templates kept per stream (see `chat::template`): the service alternates four key orders (reference 4.2), and
/// reasoning doubles them.
pub const TEMPLATES: usize = 8;

/// Bytes of one template: a chunk without its text. The service's have about 300; without a limit, eight events of
/// [`StreamLimits::event_bytes`] would be held.
pub const TEMPLATE_BYTES: usize = 4 << 10;

/// Milliseconds for which the service's reading of a file is waited out where the caller gives no deadline.
pub const PARSING_TIMEOUT: u32 = 600_000;

/// Milliseconds between the first looks at a batch: `batch-test-model` is done within seconds.
pub const BATCH_LOOK: u32 = 1000;

/// Milliseconds between two looks at a batch, at most: it may take two weeks, and nobody waits longer than a minute more.
pub const BATCH_LOOK_MOST: u32 = 60_000;

/// Milliseconds until the head of a streamed answer must be there. The service may queue a call for 120 s (reference 1.5),
/// and Firefox gives no head before the body's first byte, so that this is [`FIRST_TOKEN`]'s time too.
pub const CONNECT_STREAM: u32 = 300_000;

/// Milliseconds until any other head must be there: a plain answer comes when it is whole (the service gives up after
/// 300 s: quirk 18), the answer to an upload when 150 MB have gone up.
pub const CONNECT: u32 = 600_000;

/// Milliseconds from the head to the first output. A long document is read before the model speaks; the service's own
/// limit is seen as 180 and 298 s (reference 1.4).
pub const FIRST_TOKEN: u32 = 300_000;

/// Milliseconds between two outputs. A model gives several a second.
pub const IDLE: u32 = 60_000;

/// Milliseconds of a whole call, its tries and its stream: the longest that the service itself allows (reference 1.4).
pub const TOTAL: u32 = 3_600_000;

/// Longest pause between two tries, in milliseconds: throttling ends within about a minute (reference 5.4).
pub const RETRY_DELAY: u32 = 60_000;
