//! What the sources' comments cite ("(reference 7.4)", "(quirk 15)") stands in documents that no user has: the published
//! types say the same without.

use anyhow::{Context, Result};

/// `text` without its citations. Each stands in parentheses, alone or behind a `,`, `;` or `:`, or first, before a `;`.
pub fn without(text: &str) -> Result<String> {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((start, end)) = next(rest) {
        let (before, after) = (&rest[..start], &rest[end..]);
        let (before, after) = parted(before, after).with_context(|| {
            let line = before.lines().last().unwrap_or_default();
            format!("a citation that cannot be left out: \"{}{}\"", line.trim(), &rest[start..end])
        })?;
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    Ok(kept)
}

/// What is left on both sides of a citation; `None` where it is a part of its sentence.
fn parted<'a>(before: &'a str, after: &'a str) -> Option<(&'a str, &'a str)> {
    let before = before.trim_end_matches(GAP);
    if let Some(outside) = before.strip_suffix('(') {
        return match after.strip_prefix(')') {
            Some(after) => Some((outside.trim_end_matches(GAP), after)),
            None => after.strip_prefix(';').map(|after| (before, after.trim_start_matches(GAP))),
        };
    }
    let before = before.strip_suffix([',', ';', ':'])?;
    after.starts_with([')', ';']).then_some((before, after))
}

/// What may stand between two words of a comment: its next line begins with an asterisk.
const GAP: [char; 3] = [' ', '\n', '*'];

/// Where the next citation stands: its word, and sections by number after it.
fn next(text: &str) -> Option<(usize, usize)> {
    ["reference", "quirk"].into_iter().filter_map(|word| find(text, word)).min()
}

fn find(text: &str, word: &str) -> Option<(usize, usize)> {
    text.match_indices(word).find_map(|(start, _)| {
        let mut end = number(text, start + word.len())?;
        while let Some(further) = [",", " to"]
            .iter()
            .find_map(|between| text[end..].starts_with(between).then(|| number(text, end + between.len())).flatten())
        {
            end = further;
        }
        Some((start, end))
    })
}

/// The end of the number, such as `16.7`, that stands behind a gap at `from`.
fn number(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let digits = rest.trim_start_matches(GAP);
    let length = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let number = digits[..length].trim_end_matches('.');
    (digits.len() < rest.len() && !number.is_empty()).then(|| from + (rest.len() - digits.len()) + number.len())
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn sentences_keep_their_sense() {
        for (cited, said) in [
            ("/** Web search (reference 20). */", "/** Web search. */"),
            ("/** Parts (reference 2.2, 17 to 19). More. */", "/** Parts. More. */"),
            (" * about it (reference\n     * 7.4): a probe", " * about it: a probe"),
            (" * it is folded\n     * (quirk 15). `x`", " * it is folded. `x`"),
            ("(partial mode, reference 15; not always)", "(partial mode; not always)"),
            ("(of choice 0; reference 6), one", "(of choice 0), one"),
            ("(only in its own: reference 1.2)", "(only in its own)"),
            ("(reference 11.3; Beijing only)", "(Beijing only)"),
            (
                "There is no \"required\" (400). See the reference.",
                "There is no \"required\" (400). See the reference.",
            ),
            ("/// <reference types=\"node\" />", "/// <reference types=\"node\" />"),
        ] {
            assert_eq!(without(cited).expect(cited), said);
        }
    }

    #[test]
    fn a_citation_within_a_sentence_is_told() {
        for sentence in ["as reference 7.4 says", "(see reference 7.4)", "(reference 7.4 and more)"] {
            assert!(without(sentence).is_err(), "{sentence}");
        }
    }
}
