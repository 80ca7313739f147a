//! Where a call goes (reference 1.1, 1.3, 8, 16): method and path of each operation, base address of a call.

use super::region;
use crate::bytes::joined;
use crate::error::{Error, Kind, Phase};

/// What is asked of the service, of which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    call: &'static Call,
    id: String,
}

/// A row of the table: the name by which JavaScript knows it, its method, its path before and after an id, and traits.
#[derive(Debug, PartialEq, Eq)]
struct Call(&'static str, &'static str, &'static str, Option<&'static str>, u8);

/// The body is JSON; a form says by itself what it is.
const JSON: u8 = 1;
/// A second try could do the thing twice. An upload would leave a second file, a batch would be worked on, and billed, a
/// second time; a chat answer that nobody has seen costs tokens but harms nothing, and a temporary key that nobody has
/// seen expires.
const ONCE: u8 = 2;

const UPLOAD: &str = "documents.upload";
const TOKENS: &str = "tokens.create";

#[rustfmt::skip]
static CALLS: [Call; 14] = [
    Call("chat", "POST", "/chat/completions", None, JSON),
    Call("completions", "POST", "/completions", None, JSON),
    Call(UPLOAD, "POST", "/files", None, ONCE),
    Call("files.create", "POST", "/files", None, ONCE),
    Call("files.list", "GET", "/files", None, 0),
    Call("files.retrieve", "GET", "/files/", Some(""), 0),
    Call("files.delete", "DELETE", "/files/", Some(""), 0),
    Call("files.content", "GET", "/files/", Some("/content"), 0),
    Call("batches.create", "POST", "/batches", None, JSON | ONCE),
    Call("batches.retrieve", "GET", "/batches/", Some(""), 0),
    Call("batches.list", "GET", "/batches", None, 0),
    Call("batches.cancel", "POST", "/batches/", Some("/cancel"), 0),
    Call("models.list", "GET", "/models", None, 0),
    Call(TOKENS, "POST", "/tokens", None, 0),
];

impl Operation {
    /// The operation of this name; none where it is unknown or lacks its id.
    #[must_use]
    pub fn named(name: &str, id: Option<String>) -> Option<Self> {
        let call = CALLS.iter().find(|call| call.0 == name)?;
        if call.3.is_some() && id.is_none() {
            return None;
        }
        Some(Self { call, id: id.unwrap_or_default() })
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.call.1
    }

    /// The media type of the body, where the body does not say it by itself as a form does.
    #[must_use]
    pub fn media_type(&self) -> Option<&'static str> {
        (self.call.4 & JSON != 0).then_some("application/json")
    }

    /// Whether a second try cannot do the thing twice.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.call.4 & ONCE == 0
    }

    /// A document's upload that the service refuses as a bad request is a document's failure.
    #[must_use]
    pub fn blame(&self, mut error: Error) -> Error {
        if self.call.0 == UPLOAD && error.status == Some(400) {
            error.kind = Kind::Document;
            error.phase = Some(Phase::Upload);
        }
        error
    }

    /// The path below the base address.
    ///
    /// # Errors
    /// A usage error for an id that would lead elsewhere.
    pub fn path(&self) -> Result<String, Error> {
        let after = self.call.3;
        let id = if after.is_some() { segment(&self.id)? } else { "" };
        Ok(joined(&[self.call.2, id, after.unwrap_or_default()]))
    }

    /// The address that the path is below, given the compatible mode's.
    ///
    /// # Errors
    /// A usage error for a call that a gateway does not pass on.
    pub fn root(&self, base: &str) -> Result<String, Error> {
        if self.call.0 == TOKENS { native(base) } else { Ok(base.to_owned()) }
    }
}

fn segment(id: &str) -> Result<&str, Error> {
    let plain =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if plain && id != "." && id != ".." {
        Ok(id)
    } else {
        Err(Error::usage("An id must be one that the service gave: letters, digits, '-' and '_'."))
    }
}

/// The native base address of the service whose compatible mode has this one (reference 1.1): temporary keys are a call of
/// the native protocol.
fn native(base: &str) -> Result<String, Error> {
    let host = base.strip_suffix("/compatible-mode/v1").ok_or_else(|| {
        Error::usage(
            "Temporary keys come from the service itself, not from a gateway: leave `baseURL` out (see `region`), or let it end in /compatible-mode/v1.",
        )
    })?;
    Ok(joined(&[host, "/api/v1"]))
}

/// The base address of a call: the one given, else that of the region and the workspace; Beijing has every feature.
///
/// # Errors
/// A usage error for a region or a workspace that has no address.
pub fn base(given: Option<&str>, region_name: Option<&str>, workspace: Option<&str>) -> Result<String, Error> {
    let Some(mut base) = given else {
        return region::base(region_name.unwrap_or("cn-beijing"), workspace);
    };
    while let Some(shorter) = base.strip_suffix('/') {
        base = shorter;
    }
    Ok(base.to_owned())
}
