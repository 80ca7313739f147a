//! What a call is told, as plain data.

use super::target::{Operation, base};
use crate::error::Error;
use crate::json;

/// A call without what only JavaScript may hold: the key, the body, the signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What is asked.
    pub operation: Operation,
    /// The base address, where one is given.
    pub base_url: Option<String>,
    /// The region, where one is given.
    pub region: Option<String>,
    /// The query as it stands in an address, without its `?`; empty where there is none.
    pub query: String,
    /// Whether events are asked for.
    pub streaming: bool,
    /// Tries after the first.
    pub max_retries: u32,
    /// Milliseconds until the head must be there.
    pub timeout: u32,
    /// Milliseconds for which the service's reading of a file is waited out, where the caller gave a deadline.
    pub parsing_timeout: Option<u32>,
}

impl Spec {
    /// Reads the JSON text in which a call crosses from JavaScript; none where something is missing or of a wrong type.
    ///
    /// Why not serde: its derived reader weighs more in the wasm than all of the stream machine, and the crate has a
    /// JSON reader anyway.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let value = json::parse(text.as_bytes()).ok()?;
        let string = |key: &str| match value.get(key) {
            None => Some(None),
            Some(found) => found.text().map(|text| Some(text.to_string_lossy())),
        };
        let number = |key: &str| value.get(key)?.integer().and_then(|number| u32::try_from(number).ok());
        Some(Self {
            operation: Operation::named(&string("operation")??, string("id")?)?,
            base_url: string("baseUrl")?,
            region: string("region")?,
            query: string("query")??,
            streaming: value.get("streaming")?.raw() == b"true",
            max_retries: number("maxRetries")?,
            timeout: number("timeout")?,
            parsing_timeout: match value.get("parsingTimeout") {
                None => None,
                Some(_) => Some(number("parsingTimeout")?),
            },
        })
    }

    /// Where the call goes.
    ///
    /// # Errors
    /// A usage error for an unknown region, or an id that would lead elsewhere.
    pub fn address(&self) -> Result<String, Error> {
        let mut address =
            base(self.base_url.as_deref(), self.region.as_deref())?.to_owned() + &self.operation.path()?;
        if !self.query.is_empty() {
            address.push('?');
            address += &self.query;
        }
        Ok(address)
    }
}
