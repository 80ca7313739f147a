//! Whatever a request is, it is decided, and its texts are kept to themselves: what is switched off refuses nothing, what is
//! cured would have been refused, may be wrong, or is a plain call's own meaning, and a refusal holds no text of the request.
//!
//! Input: a chat request as JSON.

use qwen_edge::call::region::Region;
use qwen_edge::json::{self, Value};
use qwen_edge::preflight::{Action, cure, decide, names};

/// Longer than all that a refusal says was found, but for numbers.
const LONG: usize = 24;

/// Rules of which the reference tells no refusal, in some cases: they cure and do not refuse.
const DOUBTFUL: [&str; 2] = ["json_thinking", "partial"];

/// Asserts it.
///
/// # Panics
/// Where it does not hold.
pub fn holds(bytes: &[u8]) {
    let Ok(request) = json::parse(bytes) else { return };
    let mut texts = Vec::new();
    texts_of(request, 0, &mut texts);
    for operation in ["chat", "completions", "documents.upload", "batches.create"] {
        for region in [None, Some(Region::Virginia)] {
            let decided = |action| decide(operation, &request, region, |_| action);
            let untold = cure::FOLD | cure::HISTORY | cure::SOUND;
            let off = decided(Action::Off).expect("nothing is on");
            assert!(off.cures & !(cure::HISTORY | cure::SOUND) == 0 && off.cured.is_empty());
            match (decided(Action::Refuse), decided(Action::Fix)) {
                (Ok(sent), Ok(fixed)) => {
                    assert!(sent.cured.is_empty() && sent.cures & !untold == 0);
                    // A plain call of what is only streamed is folded either way.
                    let mut mended = fixed.cured.iter().filter(|&&rule| rule != "stream_only").peekable();
                    let cures = if mended.peek().is_some() { cure::NO_THINKING } else { 0 };
                    assert_eq!(fixed.cures & !sent.cures, cures, "what nothing refuses is sent the same");
                    assert!(mended.all(|rule| DOUBTFUL.contains(rule)));
                }
                (Err(refusal), Ok(fixed)) => assert!(fixed.cured.contains(&refusal.rule)),
                (Ok(_), Err(refusal)) => panic!("only a cure has broken {}", refusal.rule),
                (Err(first), Err(refusal)) => {
                    for refusal in [first, refusal] {
                        assert!(names().contains(&refusal.rule));
                        assert!(texts.iter().all(|text| !refusal.found.contains(text)), "{}", refusal.found);
                    }
                }
            }
        }
    }
}

/// The texts somewhere in a value; the deepest ones do not matter.
fn texts_of(value: Value<'_>, depth: usize, texts: &mut Vec<String>) {
    if depth > 64 {
        return;
    }
    texts.extend(value.text().map(json::Text::to_string_lossy).filter(|text| text.len() > LONG));
    for (_, member) in value.members() {
        texts_of(member, depth + 1, texts);
    }
    for item in value.items() {
        texts_of(item, depth + 1, texts);
    }
}
