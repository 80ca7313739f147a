//! Names of files: the service takes a file's type from its name (reference 8).

use super::media_type::essence;
use crate::error::Error;

/// Media types of the formats that Qwen-Long reads (reference 7.6), and the extension that says so.
const EXTENSIONS: [(&str, &str); 17] = [
    ("text/plain", "txt"),
    ("text/markdown", "md"),
    ("text/csv", "csv"),
    ("text/html", "html"),
    ("application/json", "json"),
    ("application/jsonl", "jsonl"),
    ("application/x-ndjson", "jsonl"),
    ("application/pdf", "pdf"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/epub+zip", "epub"),
    ("application/x-mobipocket-ebook", "mobi"),
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/gif", "gif"),
    ("image/bmp", "bmp"),
    ("application/msword", "doc"),
];

/// The name under which a file goes up: its own, else one made from its media type.
///
/// # Errors
/// A usage error where neither tells what the file is.
pub fn upload_name(name: &str, media_type: &str) -> Result<String, Error> {
    if !name.is_empty() {
        return Ok(name.to_owned());
    }
    let essence = essence(media_type);
    EXTENSIONS
        .iter()
        .find(|(known, _)| essence.eq_ignore_ascii_case(known.as_bytes()))
        .map(|(_, extension)| "document.".to_owned() + extension)
        .ok_or_else(|| {
            Error::usage(
                "The file has neither a name nor a type that tells its format: pass a File, or { bytes, filename }.",
            )
        })
}
