//! What reads a view of an answer further: base64 into sound, text into a value that grows.

use super::failure::Failure;
use super::header::{Header, address, header};
use crate::batch::Batch;
use crate::chat::partial_json::PartialJson;
use crate::chat::pcm::{Pcm, wav_header};
use crate::error::Error;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// Sound: base64 in, samples out (16 bits, little-endian).
#[wasm_bindgen]
#[derive(Default)]
pub struct RawPcm(RefCell<Pcm>);

#[wasm_bindgen]
impl RawPcm {
    /// At its first byte.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The samples of the next piece.
    ///
    /// # Errors
    /// A failure object where it is no base64.
    pub fn push(&self, base64: &str) -> Result<Vec<u8>, JsValue> {
        let mut samples = Vec::new();
        self.0.borrow_mut().push(base64.as_bytes(), &mut samples).map_err(Failure::from)?;
        Ok(samples)
    }

    /// The samples that were held back.
    ///
    /// # Errors
    /// A failure object where the base64 ends early.
    pub fn finish(&self) -> Result<Vec<u8>, JsValue> {
        let mut samples = Vec::new();
        self.0.borrow_mut().finish(&mut samples).map_err(Failure::from)?;
        Ok(samples)
    }
}

/// The header of a WAV file of so many bytes of samples.
#[wasm_bindgen(js_name = wav_header)]
#[must_use]
pub fn header_of(bytes: u32) -> Vec<u8> {
    wav_header(bytes).to_vec()
}

/// A JSON text as it arrives: pieces in, batches of operations out (see `Op`).
#[wasm_bindgen]
#[derive(Default)]
pub struct RawPartialJson {
    reader: RefCell<PartialJson>,
    batch: RefCell<Batch>,
    header: Cell<Header>,
}

#[wasm_bindgen]
impl RawPartialJson {
    /// At its first byte.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the next piece does to the value: the address of a batch's header.
    ///
    /// # Errors
    /// A failure object where the text cannot be JSON.
    pub fn push(&self, text: &str) -> Result<u32, JsValue> {
        self.read(|reader, batch| reader.push(text.as_bytes(), batch))
    }

    /// What the end of the text does to it.
    ///
    /// # Errors
    /// A failure object where the value is not whole.
    pub fn finish(&self) -> Result<u32, JsValue> {
        self.read(PartialJson::finish)
    }

    fn read(&self, step: impl FnOnce(&mut PartialJson, &mut Batch) -> Result<(), Error>) -> Result<u32, JsValue> {
        let mut batch = self.batch.borrow_mut();
        batch.clear();
        step(&mut self.reader.borrow_mut(), &mut batch).map_err(Failure::from)?;
        self.header.set(header(&batch, 0, 0));
        Ok(address(self.header.as_ptr()))
    }
}
