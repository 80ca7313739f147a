//! Media types, as far as we read them.

/// `content_type` without its parameters.
#[must_use]
pub fn essence(content_type: &str) -> &[u8] {
    let bytes = content_type.as_bytes();
    bytes.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii()
}
