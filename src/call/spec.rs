//! What a call is told, as plain data.

use super::clocks::Clocks;
use super::region::Region;
use super::target::{Operation, base};
use crate::bytes::joined;
use crate::error::{Code, Error};
use crate::json::{self, Value};
use crate::limits::RETRY_DELAY;

/// A call without what only JavaScript may hold: the key, the body, the signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What is asked.
    pub operation: Operation,
    /// The base address, where one is given.
    pub base_url: Option<String>,
    /// The region, where one is given.
    pub region: Option<String>,
    /// The workspace whose host is called, where one is given.
    pub workspace: Option<String>,
    /// The query as it stands in an address, without its `?`; empty where there is none.
    pub query: String,
    /// Whether events are asked for.
    pub streaming: bool,
    /// Tries after the first.
    pub max_retries: u32,
    /// Longest pause between two tries, in milliseconds.
    pub max_retry_delay: u32,
    /// How long each part may take.
    pub clocks: Clocks,
    /// The clock when the call began, in milliseconds since 1970.
    pub begun: i64,
    /// Tries that have failed so far.
    pub tries: u32,
    /// Whether one more has, after its head: the answer broke before anything of it was of use.
    pub again: bool,
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
        let streaming = flag(value, "streaming")?;
        // What holds no text comes first: whatever is wrong, there is one place where texts are given back.
        let mut spec = Self {
            streaming,
            max_retries: number(value, "maxRetries")??,
            max_retry_delay: number(value, "maxRetryDelay")?.unwrap_or(RETRY_DELAY),
            clocks: Clocks::read(value.get("timeout")?, streaming),
            begun: value.get("begun")?.integer()?,
            tries: number(value, "tries")??,
            again: flag(value, "again")?,
            parsing_timeout: number(value, "parsingTimeout")?,
            operation: Operation::named(&string(value, "operation")??, string(value, "id")?)?,
            base_url: None,
            region: None,
            workspace: None,
            query: String::new(),
        };
        spec.base_url = string(value, "baseUrl")?;
        spec.region = string(value, "region")?;
        spec.workspace = string(value, "workspace")?;
        spec.query = string(value, "query")??;
        Some(spec)
    }

    /// The address below which the service is.
    ///
    /// # Errors
    /// A usage error for a region or a workspace that has none.
    pub fn base(&self) -> Result<String, Error> {
        base(self.base_url.as_deref(), self.region.as_deref(), self.workspace.as_deref())
    }

    /// Where the call goes.
    ///
    /// # Errors
    /// A usage error for an unknown region, an id that would lead elsewhere, or a call that a gateway does not pass on.
    pub fn address(&self) -> Result<String, Error> {
        let (root, path) = (self.operation.root(&self.base()?)?, self.operation.path()?);
        let mark = if self.query.is_empty() { "" } else { "?" };
        Ok(joined(&[&root, &path, mark, &self.query]))
    }

    /// What a failure of the service means for this call: a document's upload that it refuses is the document's; a key
    /// that it does not know may be another region's (quirk 22), which the service does not say.
    #[must_use]
    pub fn blame(&self, error: Error) -> Error {
        let mut error = self.operation.blame(error);
        if error.status == Some(401)
            && matches!(&error.code, Some(Code::Word(code)) if code == "invalid_api_key" || code == "InvalidApiKey")
            && let Some(region) = self.base().ok().as_deref().and_then(Region::of)
        {
            let message = [
                error.message.trim_ascii_end(),
                " (The call went to the region ",
                region.name(),
                ": a key works only in its own, see the option `region`.)",
            ];
            error.message = joined(&message);
        }
        error
    }
}

/// A text, where there is one; none where it is something else.
#[allow(clippy::option_option)]
#[inline(never)]
fn string(value: Value<'_>, key: &str) -> Option<Option<String>> {
    match value.get(key) {
        None => Some(None),
        Some(found) => found.text().map(|text| Some(text.to_string_lossy())),
    }
}

/// A number, where there is one; none where it is something else.
#[allow(clippy::option_option)]
#[inline(never)]
pub(super) fn number(value: Value<'_>, key: &str) -> Option<Option<u32>> {
    match value.get(key) {
        None => Some(None),
        Some(found) => found.integer().and_then(|number| u32::try_from(number).ok()).map(Some),
    }
}

fn flag(value: Value<'_>, key: &str) -> Option<bool> {
    Some(value.get(key)?.raw() == b"true")
}
