//! A file as the multipart form that the service takes (reference 8). The bytes stay where JavaScript has them.

use super::failure::Failure;
use crate::wire::file::upload_name;
use wasm_bindgen::prelude::*;

/// The form of an upload. `name` decides the type: where it is empty, one is made from the
/// media type.
///
/// # Errors
/// A failure object where nothing tells the format.
#[wasm_bindgen]
pub fn upload_form(blob: &web_sys::Blob, name: &str, purpose: &str) -> Result<web_sys::FormData, JsValue> {
    let name = upload_name(name, &blob.type_()).map_err(Failure::from)?;
    let form = web_sys::FormData::new()?;
    form.append_with_blob_and_filename("file", blob, &name)?;
    form.append_with_str("purpose", purpose)?;
    Ok(form)
}
