//! The arguments of a tool call, as the model wrote them: JSON text that may be invalid (quirk 7).
//!
//! In scope: what is wrong in one known way is told apart. Out of scope: anything else, which is for whoever validates.

use crate::json::{Value, parse};

/// How many bytes at the end of `arguments` to drop, so that one whole object is left: some models close it once too
/// often. None where that is not what is wrong.
#[must_use]
pub fn surplus(arguments: &[u8]) -> usize {
    let Err(fault) = parse(arguments) else { return 0 };
    let (object, rest) = arguments.split_at_checked(fault.at).unwrap_or((arguments, b""));
    let closed_twice = rest.trim_ascii_end() == b"}" && parse(object).is_ok_and(Value::is_object);
    if closed_twice { rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::surplus;

    #[test]
    fn one_brace_too_many_is_dropped_with_the_space_after_it() {
        for (arguments, kept) in [
            (r#"{"location": "Beijing"}}"#, r#"{"location": "Beijing"}"#),
            ("{}}", "{}"),
            ("{} }\n", "{} "),
            (r#"{"a": {"b": "}"}}}"#, r#"{"a": {"b": "}"}}"#),
        ] {
            assert_eq!(&arguments[..arguments.len() - surplus(arguments.as_bytes())], kept);
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
            "[]}",
            r#"{"a": "}}"}"#,
            "{\"\u{fffd}\"}}",
        ] {
            assert_eq!(surplus(arguments.as_bytes()), 0, "{arguments}");
        }
    }
}
