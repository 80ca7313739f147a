//! Where a call goes (reference 1.1, 1.3, 8, 16): method and path of each operation, base address of a call.

use super::region;
use crate::error::{Error, Kind, Phase};

/// What is asked of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A chat answer.
    Chat,
    /// A text completion.
    Completion,
    /// An upload of a document.
    DocumentUpload,
    /// An upload.
    FileCreate,
    /// One file's record.
    FileRetrieve(String),
    /// The files of the account.
    FileList,
    /// The end of a file.
    FileDelete(String),
    /// A batch result's bytes.
    FileContent(String),
    /// A batch of the requests in an uploaded file.
    BatchCreate,
    /// One batch's record.
    BatchRetrieve(String),
    /// The batches of the account.
    BatchList,
    /// The early end of a batch.
    BatchCancel(String),
    /// The models that the key may ask.
    ModelList,
    /// A temporary key.
    TokenCreate,
}

impl Operation {
    /// The operation of this name; none where it is unknown or lacks its id.
    #[must_use]
    pub fn named(name: &str, id: Option<String>) -> Option<Self> {
        Some(match name {
            "chat" => Self::Chat,
            "completions" => Self::Completion,
            "documents.upload" => Self::DocumentUpload,
            "files.create" => Self::FileCreate,
            "files.list" => Self::FileList,
            "files.retrieve" => Self::FileRetrieve(id?),
            "files.delete" => Self::FileDelete(id?),
            "files.content" => Self::FileContent(id?),
            "batches.create" => Self::BatchCreate,
            "batches.retrieve" => Self::BatchRetrieve(id?),
            "batches.list" => Self::BatchList,
            "batches.cancel" => Self::BatchCancel(id?),
            "models.list" => Self::ModelList,
            "tokens.create" => Self::TokenCreate,
            _ => return None,
        })
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Chat
            | Self::Completion
            | Self::DocumentUpload
            | Self::FileCreate
            | Self::BatchCreate
            | Self::BatchCancel(_)
            | Self::TokenCreate => "POST",
            Self::FileDelete(_) => "DELETE",
            Self::FileRetrieve(_)
            | Self::FileList
            | Self::FileContent(_)
            | Self::BatchRetrieve(_)
            | Self::BatchList
            | Self::ModelList => "GET",
        }
    }

    /// The media type of the body, where the body does not say it by itself as a form does.
    #[must_use]
    pub fn media_type(&self) -> Option<&'static str> {
        matches!(self, Self::Chat | Self::Completion | Self::BatchCreate).then_some("application/json")
    }

    /// Whether a second try cannot do the thing twice. An upload would leave a second file, a batch would be worked on, and
    /// billed, a second time; a chat answer that nobody has seen costs tokens but harms nothing, and a temporary key that
    /// nobody has seen expires.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self, Self::DocumentUpload | Self::FileCreate | Self::BatchCreate)
    }

    /// A document's upload that the service refuses as a bad request is a document's failure.
    #[must_use]
    pub fn blame(&self, mut error: Error) -> Error {
        if *self == Self::DocumentUpload && error.status == Some(400) {
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
        Ok(match self {
            Self::Chat => "/chat/completions".to_owned(),
            Self::Completion => "/completions".to_owned(),
            Self::DocumentUpload | Self::FileCreate | Self::FileList => "/files".to_owned(),
            Self::FileRetrieve(id) | Self::FileDelete(id) => "/files/".to_owned() + segment(id)?,
            Self::FileContent(id) => "/files/".to_owned() + segment(id)? + "/content",
            Self::BatchCreate | Self::BatchList => "/batches".to_owned(),
            Self::BatchRetrieve(id) => "/batches/".to_owned() + segment(id)?,
            Self::BatchCancel(id) => "/batches/".to_owned() + segment(id)? + "/cancel",
            Self::ModelList => "/models".to_owned(),
            Self::TokenCreate => "/tokens".to_owned(),
        })
    }

    /// The address that the path is below, given the compatible mode's.
    ///
    /// # Errors
    /// A usage error for a call that a gateway does not pass on.
    pub fn root(&self, base: &str) -> Result<String, Error> {
        if *self == Self::TokenCreate { native(base) } else { Ok(base.to_owned()) }
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
    Ok(host.to_owned() + "/api/v1")
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
