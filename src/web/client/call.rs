//! One API call, from the address to the head of its answer; what follows the head is the caller's.

use super::failure::{Failure, aborted, unreachable};
use crate::call::head::{self, Follows};
use crate::call::spec::Spec;
use crate::error::{Error, Kind, Phase};
use crate::limits::{ERROR_BODY, PARSING_TIMEOUT};
use crate::retry;
use crate::wire::fault;
use gloo_net::http::Headers;
use js_sys::{Date, Math, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// What only JavaScript may hold for a call, and its promises' races: see pkg/src/io.ts.
    pub type Io;
    /// The `fetch` of the client, with whatever it throws.
    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Io, address: &str, init: &RequestInit) -> Result<Promise, JsValue>;
    /// A fresh `Headers` with the caller's and the key: the key never enters linear memory.
    #[wasm_bindgen(method)]
    fn headers(this: &Io) -> web_sys::Headers;
    /// A JSON text, a form, or undefined.
    #[wasm_bindgen(method, getter)]
    fn body(this: &Io) -> JsValue;
    /// A controller for one try, which follows the call's: what a timeout ends must not end the call.
    #[wasm_bindgen(method)]
    fn attempt(this: &Io) -> AbortController;
    /// What `promise` brings, or undefined when that takes longer than `timeout` milliseconds.
    #[wasm_bindgen(method)]
    fn within(this: &Io, promise: &Promise, timeout: u32) -> Promise;
    /// The first `limit` bytes of a body that come within `timeout` milliseconds; the rest is refused.
    #[wasm_bindgen(method)]
    fn read(this: &Io, response: &Response, limit: u32, timeout: u32) -> Promise;
    /// Refuses a body.
    #[wasm_bindgen(method)]
    fn discard(this: &Io, response: &Response);
    /// Resolves after so many milliseconds.
    #[wasm_bindgen(method)]
    fn pause(this: &Io, milliseconds: u32) -> Promise;
    /// Whether the caller has aborted the call: then every promise above rejects.
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &Io) -> bool;
    /// What the caller gave as the reason.
    #[wasm_bindgen(method, getter)]
    fn reason(this: &Io) -> JsValue;
    /// Called when the service says that a file is being read: how often so far, milliseconds since the call began.
    #[wasm_bindgen(method, catch, js_name = onParsing)]
    fn on_parsing(this: &Io, attempt: u32, elapsed: u32) -> Result<(), JsValue>;
}

/// Performs a call and resolves with the `Response` whose head promises an answer. Tries again where that is safe, and
/// waits while the service reads a file.
///
/// # Errors
/// A failure object; or what `onParsing` has thrown.
#[wasm_bindgen]
pub async fn call(spec: String, io: Io) -> Result<Response, JsValue> {
    let wrong = || Failure::from(Error::usage("An option of the call has the wrong type."));
    let spec = Spec::read(&spec).ok_or_else(wrong)?;
    let mut course = Course { begun: Date::now(), tries: 0, looks: 0 };
    loop {
        let failure = match once(&spec, &io, course.time_for_head(&spec)).await {
            Ok(response) => return Ok(response),
            Err(failure) => failure,
        };
        let pause = course.pause(&spec, &io, failure)?;
        settled(&io, io.pause(pause)).await?;
    }
}

/// What a call has been through.
struct Course {
    /// Milliseconds of the clock.
    begun: f64,
    tries: u32,
    /// How often the service has said that it is reading a file.
    looks: u32,
}

impl Course {
    /// Milliseconds since the call began.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a clock set back counts as no time
    fn elapsed(&self) -> u32 {
        (Date::now() - self.begun) as u32
    }

    /// Milliseconds until the head must be there. The service may also hold a call while it reads a file (reference
    /// 7.4): where a deadline is given for that, the head must not come later.
    fn time_for_head(&self, spec: &Spec) -> u32 {
        spec.parsing_timeout.map_or(spec.timeout, |deadline| spec.timeout.min(deadline.saturating_sub(self.elapsed())))
    }

    /// Milliseconds until the next try, or the failure where there is to be none.
    fn pause(&mut self, spec: &Spec, io: &Io, failure: Failure) -> Result<u32, JsValue> {
        let elapsed = self.elapsed();
        if fault::is_parsing(&failure.error) {
            self.looks += 1;
            let left = spec.parsing_timeout.unwrap_or(PARSING_TIMEOUT).saturating_sub(elapsed);
            let pause = retry::parsing_pause(self.looks, left).ok_or_else(parsing_took_too_long)?;
            io.on_parsing(self.looks, elapsed)?;
            return Ok(pause);
        }
        if failure.error.kind == Kind::Timeout && spec.parsing_timeout.is_some_and(|deadline| elapsed >= deadline) {
            return Err(parsing_took_too_long().into());
        }
        self.tries += 1;
        let asked = asked_pause(&failure);
        let safe = spec.operation.is_repeatable();
        let pause = retry::pause(&failure.error, self.tries, spec.max_retries, asked, Math::random(), safe);
        pause.ok_or_else(|| failure.into())
    }
}

/// Sends the request once and reads the head.
async fn once(spec: &Spec, io: &Io, timeout: u32) -> Result<Response, Failure> {
    let attempt = io.attempt();
    let sent = send(spec, io, &attempt)?;
    let head = settled(io, io.within(&sent, timeout)).await?;
    if head.is_undefined() {
        attempt.abort();
        return Err(Error::new(Kind::Timeout, "timeout", "The service did not answer within `timeout`.").into());
    }
    let response = as_response(head)?;
    let headers = Headers::from_raw(response.headers());
    let content_type = headers.get("content-type").unwrap_or_default();
    let error = match head::read(response.status(), &content_type, spec.streaming) {
        Follows::Stream | Follows::Body => return Ok(response),
        Follows::Failure => {
            let body = settled(io, io.read(&response, ERROR_BODY, timeout)).await?;
            let body = body.unchecked_into::<Uint8Array>().to_vec();
            spec.operation.blame(fault::of_body(response.status(), &content_type, &body))
        }
        Follows::Nonsense(error) => {
            io.discard(&response);
            error
        }
    };
    Err(with_head(error, response.status(), headers))
}

/// Performs the fetch.
fn send(spec: &Spec, io: &Io, attempt: &AbortController) -> Result<Promise, Failure> {
    let address = spec.address()?;
    let headers = Headers::from_raw(io.headers());
    headers.set("accept", if spec.streaming { "text/event-stream" } else { "application/json" });
    if let Some(media_type) = spec.operation.media_type() {
        headers.set("content-type", media_type);
    }
    let init = RequestInit::new();
    init.set_method(spec.operation.method());
    init.set_headers(&headers.into_raw());
    init.set_body(&io.body());
    init.set_signal(Some(&attempt.signal()));
    // Some implementations of fetch throw where the standard rejects.
    io.fetch(&address, &init).map_err(|cause| Failure { cause, ..Failure::from(unreachable()) })
}

/// What a promise of a call brings. It rejects at the abort, or with whatever `fetch` had to throw.
async fn settled(io: &Io, promise: Promise) -> Result<JsValue, Failure> {
    JsFuture::from(promise).await.map_err(|cause| {
        let (error, cause) = if io.aborted() { (aborted(), io.reason()) } else { (unreachable(), cause) };
        Failure { cause, ..Failure::from(error) }
    })
}

/// Takes what fetch gave for a `Response` by what it can do: it may come from another realm.
fn as_response(value: JsValue) -> Result<Response, Failure> {
    let has = |object: &JsValue, key: &str| Reflect::get(object, &key.into()).unwrap_or_default();
    if has(&has(&value, "headers"), "get").is_undefined() || has(&value, "status").is_undefined() {
        return Err(Error::usage("The `fetch` option did not give a Response.").into());
    }
    Ok(value.unchecked_into())
}

fn with_head(mut error: Error, status: u16, headers: Headers) -> Failure {
    if error.request_id.is_none() {
        error.request_id = headers.get("x-request-id");
    }
    error.status.get_or_insert(status);
    Failure { headers: headers.into_raw().into(), ..Failure::from(error) }
}

/// Milliseconds that the answer's head asks to wait.
fn asked_pause(failure: &Failure) -> Option<u32> {
    if failure.headers.is_undefined() {
        return None;
    }
    let headers = Headers::from_raw(failure.headers.clone().unchecked_into());
    let (exact, seconds) = (headers.get("retry-after-ms"), headers.get("retry-after"));
    retry::retry_after(exact.as_deref(), seconds.as_deref()).or_else(|| {
        let date = Date::parse(&seconds?);
        // A clock ahead of the service's gives a date in the past: no pause.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
        (!date.is_nan()).then(|| (date - Date::now()).clamp(0.0, f64::from(u32::MAX)) as u32)
    })
}

fn parsing_took_too_long() -> Failure {
    let mut error = Error::new(
        Kind::Document,
        "parsing_timeout",
        "The service is still reading a document, and the time given for that is over. The upload is kept: ask again later with its fileId.",
    );
    error.phase = Some(Phase::Parse);
    error.into()
}
