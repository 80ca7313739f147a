//! The project's pages that stand in the package, too: a link from one of them must not lead out of it.

use crate::run::root;
use anyhow::{Context, Result};
use std::fs;

/// What npm publishes besides `dist`.
pub const PAGES: [&str; 3] = ["README.md", "SECURITY.md", "LICENSE"];

/// Puts the pages into the package.
pub fn place() -> Result<()> {
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).context(page)?;
        fs::write(root().join("pkg").join(page), standing_alone(&text))?;
    }
    Ok(())
}

/// Markdown whose links lead to the package's own pages or to the web: of any other the words and the path are kept, a
/// picture is left out.
fn standing_alone(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if in_code {
            kept.push_str(line);
        } else if let Some(line) = without_links(line) {
            kept.push_str(&line);
        } else {
            continue;
        }
        kept.push('\n');
    }
    // Of a picture that stood alone two empty lines are left.
    kept.replace("\n\n\n", "\n\n")
}

/// `None` for a line that was nothing but a picture.
fn without_links(line: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, target, after)) = link(rest) {
        match before.rsplit_once('[') {
            Some((before, label)) if leads_out(target) => match before.strip_suffix('!') {
                Some(before) => kept.push_str(before),
                None if target.contains(label) => kept.extend([before, label]),
                None => kept.extend([before, label, " (", target, ")"]),
            },
            _ => kept.extend([before, "](", target, ")"]),
        }
        rest = after;
    }
    kept.push_str(rest);
    (line.is_empty() || !kept.is_empty()).then_some(kept)
}

/// The next link: what comes before its target (`… [label`), the target, and what follows.
fn link(line: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = line.split_once("](")?;
    let (target, after) = rest.split_once(')')?;
    Some((before, target, after))
}

/// Whether a link's target is a file of the project that the package has not.
fn leads_out(target: &str) -> bool {
    !(target.starts_with('#') || target.contains("://") || PAGES.contains(&target))
}

#[cfg(test)]
mod tests {
    use super::standing_alone;

    #[test]
    fn links_lead_to_what_is_there() {
        for (page, alone) in [
            ("See [SECURITY.md](SECURITY.md) or [that](#a).\n", "See [SECURITY.md](SECURITY.md) or [that](#a).\n"),
            ("In [the web](https://example.com/a).\n", "In [the web](https://example.com/a).\n"),
            ("[A](docs/A.md), [b](#b), [why](docs/c.md).\n", "A, [b](#b), why (docs/c.md).\n"),
            ("one\n\n![A picture](www/a.png)\n\ntwo\n", "one\n\ntwo\n"),
            ("```js\ncalls[at](one)\n```\n", "```js\ncalls[at](one)\n```\n"),
        ] {
            assert_eq!(standing_alone(page), alone);
        }
    }
}
