//! What the reference says of models, by family. Of a model that is not here nothing is known, and nothing is assumed.

use crate::bytes::contains;

/// When a model thinks (reference 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinking {
    /// Not known.
    Unknown,
    /// Where `enable_thinking` asks for it.
    Off,
    /// Unless `enable_thinking` is false.
    On,
    /// Always.
    Always,
}

/// Answers streamed calls only (quirk 15).
pub const STREAMS: u16 = 1;
/// Thinks in streamed calls only (quirk 14, reference 6).
pub const THINKS_STREAMING: u16 = 2;
/// Has documents as system messages (reference 7).
pub const DOCUMENTS: u16 = 4;
/// Takes no tools (reference 13).
pub const NO_TOOLS: u16 = 8;
/// Does not search (reference 19, 20).
pub const NO_SEARCH: u16 = 16;
/// Has no partial mode (reference 15).
pub const NO_PARTIAL: u16 = 32;
/// Translates: one user message, nothing else (reference 9).
pub const TRANSLATES: u16 = 64;
/// Qwen-Omni (reference 19).
pub const OMNI: u16 = 128;
/// Qwen-Math (reference 10).
pub const MATH: u16 = 256;
/// Omni of the first generation: no role beside a voice, and voices of its own.
pub const OMNI_TURBO: u16 = 512;

/// What is known of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    /// Whether it is one of the service's own: rules for Qwen hold for no guest (deepseek, glm, kimi).
    pub is_qwen: bool,
    /// When it thinks.
    pub thinking: Thinking,
    traits: u16,
    /// The fewest and the most frames of a video; any number where not known.
    pub frames: (u16, u16),
}

/// How the name of a family goes on.
#[derive(Clone, Copy)]
enum Rest {
    /// In versions only.
    Version,
    /// In any way.
    Any,
    /// In any way that has this.
    With(&'static str),
    /// In sizes of open models, as in `235b-a22b`.
    Size,
}

use Rest::{Any, Size, Version, With};
use Thinking::{Always, Off, On, Unknown};

/// A family: how its names begin, and go on; what is known of it.
type Family = (&'static str, Rest, Thinking, u16, (u16, u16));

const ANY: (u16, u16) = (0, u16::MAX);
const LONG: u16 = DOCUMENTS | NO_TOOLS | NO_SEARCH | NO_PARTIAL;

/// The families, what is more exact before what is less.
#[rustfmt::skip]
const FAMILIES: [Family; 27] = [
    ("qwen-long", Version, Unknown, LONG, ANY),
    ("qwen-doc-turbo", Version, Unknown, DOCUMENTS, ANY),
    ("qwen-mt-", Any, Unknown, TRANSLATES | NO_TOOLS, ANY),
    ("qwen-math-", Any, Unknown, MATH | NO_TOOLS, ANY),
    ("qwen2.5-math-", Any, Unknown, MATH | NO_TOOLS, ANY),
    ("qwen-plus", Version, Off, 0, ANY),
    ("qwen-flash", Version, Off, 0, ANY),
    ("qwen-turbo", Version, Off, 0, ANY),
    ("qwen3-max-preview", Version, Off, 0, ANY),
    ("qwen3-max", Version, Off, THINKS_STREAMING, ANY),
    ("qwen3-omni-flash", Version, Off, STREAMS | OMNI | NO_SEARCH, (2, 128)),
    ("qwen-omni-turbo", Version, Unknown, STREAMS | OMNI | OMNI_TURBO | NO_SEARCH, (4, 80)),
    ("qwen2.5-omni-7b", Version, Unknown, STREAMS | OMNI | NO_SEARCH, (4, 80)),
    ("qwen", With("-omni-"), Unknown, STREAMS | OMNI, ANY),
    ("qwen3.5-flash", Version, On, THINKS_STREAMING, (4, 8000)),
    ("qwen3.5-", Any, On, 0, (4, 8000)),
    ("qwen3.6-plus", Version, On, 0, ANY),
    ("qwen3.6-flash", Version, On, 0, ANY),
    ("qwen3.6-max", Version, On, 0, ANY),
    ("qwen3.7-plus", Version, On, 0, ANY),
    ("qwen3.7-flash", Version, On, 0, ANY),
    ("qwen3.7-max", Version, On, 0, ANY),
    ("qwen3-", With("-thinking"), Always, 0, ANY),
    ("qwq-", Any, Always, STREAMS, ANY),
    ("qvq-", Any, Always, STREAMS, (4, 512)),
    ("qwen3-vl-", Any, Unknown, 0, (4, 2000)),
    ("qwen3-", Size, On, THINKS_STREAMING, ANY),
];

impl Model {
    /// What is known of the model of this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let family =
            FAMILIES.iter().find(|(begin, rest, ..)| name.strip_prefix(begin).is_some_and(|name| rest.fits(name)));
        let &(.., thinking, traits, frames) = family.unwrap_or(&("", Any, Unknown, 0, ANY));
        let is_qwen = matches!(name.as_bytes(), [b'q', b'w' | b'v', b'e' | b'q', ..]);
        Self { is_qwen, thinking, traits, frames }
    }

    /// Whether it has one of these traits.
    #[must_use]
    pub fn is(self, traits: u16) -> bool {
        self.traits & traits != 0
    }
}

impl Rest {
    fn fits(self, name: &str) -> bool {
        match self {
            Version => is_version(name.as_bytes()),
            Any => true,
            With(part) => contains(name, part),
            Size => name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'a' | b'b' | b'-')),
        }
    }
}

/// Whether what follows a family's name is a version of it, and not another model's name: `-latest`, `-preview`, `-us`,
/// `-2025-09-23`, `-0919`, also several of them.
fn is_version(name: &[u8]) -> bool {
    let mut parts = name.split(|&byte| byte == b'-');
    let begins_here = parts.next().is_some_and(<[u8]>::is_empty);
    begins_here
        && parts.all(|part| {
            ["latest", "preview", "us"].iter().any(|known| known.as_bytes() == part)
                || matches!(part.len(), 2 | 4) && part.iter().all(u8::is_ascii_digit)
        })
}
