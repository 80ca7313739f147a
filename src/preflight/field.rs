//! How a request is looked into without being held: natively as JSON in place, on the web as JavaScript's own objects, so
//! that no prompt and no image ever enters linear memory.

use crate::bytes::contains;
use crate::json::Value;

/// What a field holds. What JSON leaves out or spells `null` is no field at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text of so many UTF-16 units.
    Text(usize),
    /// An array.
    List,
    /// An object.
    Object,
}

/// A value somewhere in a request.
pub trait Field: Sized {
    /// What it is.
    fn shape(&self) -> Shape;
    /// Its member of this name.
    fn get(&self, name: &str) -> Option<Self>;
    /// Its items, if it is a list; what is null among them is left out.
    fn items(&self) -> Vec<Self>;
    /// Whether it is this text.
    fn is(&self, text: &str) -> bool;
    /// The text, if it is one and no longer than [`NAME`].
    fn name(&self) -> Option<String>;
    /// Whether it is a name as tools and schemas have it (reference 13, 14): 1 to 64 of `A-Z a-z 0-9 _ -`.
    fn is_name(&self) -> bool;
    /// Whether it is a text that begins so.
    fn begins(&self, with: &str) -> bool;
    /// How often `word` stands in the text.
    fn count(&self, word: &str) -> usize;
    /// Whether it is a text with the word `json` in it, in any case.
    fn says_json(&self) -> bool;
    /// A number or a flag, as it is spelled.
    fn spelled(&self) -> String;

    /// The flag of this name.
    fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.shape() {
            Shape::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// Whether the member of this name is this text.
    fn says(&self, name: &str, text: &str) -> bool {
        self.get(name).is_some_and(|field| field.is(text))
    }

    /// Whether the member of this name is a list that is not empty.
    fn lists(&self, name: &str) -> bool {
        self.get(name).is_some_and(|list| !list.items().is_empty())
    }
}

/// The longest text that is a name, in UTF-16 units: what is longer may be somebody's words. The service's tools have 64.
pub const NAME: usize = 64;

impl Field for Value<'_> {
    fn shape(&self) -> Shape {
        match self.raw() {
            b"true" => Shape::Flag(true),
            b"false" => Shape::Flag(false),
            [b'"', ..] => Shape::Text(plain(*self).encode_utf16().count()),
            [b'[', ..] => Shape::List,
            [b'{', ..] => Shape::Object,
            digits => Shape::Number(std::str::from_utf8(digits).unwrap_or_default().parse().unwrap_or_default()),
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        Value::get(*self, name)
    }

    fn items(&self) -> Vec<Self> {
        Value::items(*self).filter(|item| !item.is_null()).collect()
    }

    fn is(&self, text: &str) -> bool {
        self.text().is_some_and(|found| found.is(text))
    }

    fn name(&self) -> Option<String> {
        Some(plain(*self)).filter(|text| self.text().is_some() && text.encode_utf16().count() <= NAME)
    }

    fn is_name(&self) -> bool {
        let text = plain(*self);
        (1..=NAME).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    }

    fn begins(&self, with: &str) -> bool {
        plain(*self).starts_with(with)
    }

    fn count(&self, word: &str) -> usize {
        plain(*self).matches(word).count()
    }

    fn says_json(&self) -> bool {
        contains(&plain(*self).to_ascii_lowercase(), "json")
    }

    fn spelled(&self) -> String {
        String::from_utf8_lossy(self.raw()).into_owned()
    }
}

/// The text of a value; empty for what is none.
fn plain(value: Value<'_>) -> String {
    value.text().map(crate::json::Text::to_string_lossy).unwrap_or_default()
}
