//! The arguments of a tool call, as the model wrote them: JSON text that may be invalid (quirk 7).
//!
//! In scope: what is wrong in one known way is told apart, though the beginning may have left. Out of scope: anything else,
//! which is for whoever validates.

use crate::work;

/// Where a JSON text stands, of which nothing but braces is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Braces {
    /// Those that are open.
    open: isize,
    /// Whether the first has been closed.
    closed: bool,
    /// Whether it is within a string, and then whether a backslash came last.
    quoted: bool,
    escaped: bool,
}

impl Braces {
    /// Goes over more of the text, as far as the brace that closes the first: over so many bytes. What follows that may be
    /// surplus, and stays to be looked at.
    pub fn pass(&mut self, text: &[u8]) -> usize {
        work::count(text.len());
        for (at, byte) in text.iter().enumerate() {
            if self.closed {
                return at;
            }
            let is_plain = !std::mem::take(&mut self.escaped);
            match byte {
                b'\\' => self.escaped = is_plain && self.quoted,
                b'"' if is_plain => self.quoted = !self.quoted,
                b'{' if !self.quoted => self.open += 1,
                b'}' if !self.quoted => {
                    self.open -= 1;
                    self.closed = self.open == 0;
                }
                _ => {}
            }
        }
        text.len()
    }

    /// How many bytes at the end of `text` to drop, so that one whole object is left: some models close it once too
    /// often. None where that is not what is wrong.
    #[must_use]
    pub fn surplus(mut self, text: &[u8]) -> usize {
        let rest = text.get(self.pass(text)..).unwrap_or_default();
        if rest.trim_ascii() == b"}" { rest.len() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Braces;

    /// What stays of a text, wherever it is cut into what leaves and what does not.
    fn kept(text: &str) -> &str {
        let whole = text.len() - Braces::default().surplus(text.as_bytes());
        for cut in 0..=text.len() {
            let mut braces = Braces::default();
            let left = braces.pass(&text.as_bytes()[..cut]);
            assert_eq!(text.len() - braces.surplus(&text.as_bytes()[left..]), whole, "{text} cut at {cut}");
        }
        &text[..whole]
    }

    #[test]
    fn one_brace_too_many_is_dropped_with_the_space_after_it() {
        for (arguments, object) in [
            (r#"{"location": "Beijing"}}"#, r#"{"location": "Beijing"}"#),
            ("{}}", "{}"),
            ("{} }\n", "{}"),
            (r#"{"a": {"b": "}"}}}"#, r#"{"a": {"b": "}"}}"#),
            (r#"{"a": "\\"}}"#, r#"{"a": "\\"}"#),
            (r#"{"a": "\"}"}}"#, r#"{"a": "\"}"}"#),
            (r#"{"a": [{}, "我"]}}"#, r#"{"a": [{}, "我"]}"#),
        ] {
            assert_eq!(kept(arguments), object);
        }
    }

    #[test]
    fn whatever_else_is_right_or_wrong_stays_as_it_is() {
        for arguments in [
            "",
            "}",
            "{}",
            r#"{"a": 1}"#,
            r#"{"a": 1"#,
            "{}}}",
            "{}{}",
            "{}]",
            "1}",
            "1}}",
            "[]}",
            r#"{"a": "}}"}"#,
            r#"{"a": "}}"#,
            "{} {}}",
            "{}x{}}",
            "}{}}",
            "}{}",
            r#"{}""}"#,
        ] {
            assert_eq!(kept(arguments), arguments);
        }
    }
}
