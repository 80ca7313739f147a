//! Where a call goes (reference 1.1, 8): method and path of each operation, base address of each region.

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
            _ => return None,
        })
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Chat | Self::Completion | Self::DocumentUpload | Self::FileCreate => "POST",
            Self::FileDelete(_) => "DELETE",
            Self::FileRetrieve(_) | Self::FileList | Self::FileContent(_) => "GET",
        }
    }

    /// The media type of the body, where the body does not say it by itself as a form does.
    #[must_use]
    pub fn media_type(&self) -> Option<&'static str> {
        matches!(self, Self::Chat | Self::Completion).then_some("application/json")
    }

    /// Whether a second try cannot do the thing twice. An upload would leave a second file; a chat answer that nobody
    /// has seen costs tokens but harms nothing.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !matches!(self, Self::DocumentUpload | Self::FileCreate)
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
        })
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

/// The compatible-mode base address of a region.
#[must_use]
pub fn region(name: &str) -> Option<&'static str> {
    Some(match name {
        "cn-beijing" | "beijing" => "https://dashscope.aliyuncs.com/compatible-mode/v1",
        "ap-southeast-1" | "singapore" => "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "us-east-1" | "virginia" => "https://dashscope-us.aliyuncs.com/compatible-mode/v1",
        "cn-hongkong" | "hongkong" => "https://cn-hongkong.dashscope.aliyuncs.com/compatible-mode/v1",
        "finance" => "https://dashscope-finance.aliyuncs.com/compatible-mode/v1",
        _ => return None,
    })
}

/// The base address of a call: the one given, else the region's, else Beijing's, the one with every feature.
///
/// # Errors
/// A usage error for an unknown region.
pub fn base<'a>(given: Option<&'a str>, region_name: Option<&str>) -> Result<&'a str, Error> {
    if let Some(given) = given {
        let mut base = given;
        while let Some(shorter) = base.strip_suffix('/') {
            base = shorter;
        }
        return Ok(base);
    }
    region(region_name.unwrap_or("cn-beijing")).ok_or_else(|| {
        Error::usage("Unknown region. Known: cn-beijing, ap-southeast-1, us-east-1, cn-hongkong, finance. Others have a workspace host: pass it as baseURL.")
    })
}
