//! One API call, from the address to the head of its answer; what follows the head is the caller's.

use super::failure::{Failure, aborted, broken, unreachable};
use crate::call::head::{self, Follows};
use crate::call::spec::Spec;
use crate::error::{Code, Error, Kind, Phase};
use crate::limits::{BODY, ERROR_BODY, PARSING_TIMEOUT};
use crate::retry::{self, Budget};
use crate::wire::fault;
use gloo_net::http::Headers;
use js_sys::{Date, Math, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// What only JavaScript may hold for a call (the key, the body, the signal), and its promises' races: see pkg/src/io.ts.
    pub type Io;
    /// A fresh `Headers` with the caller's and the key: the key never enters linear memory.
    #[wasm_bindgen(method)]
    fn headers(this: &Io) -> web_sys::Headers;
    /// Performs the fetch, with the body and a signal; brings a `Response`, or undefined when its head takes longer than
    /// `timeout` milliseconds.
    #[wasm_bindgen(method)]
    fn send(this: &Io, address: &str, init: &RequestInit, timeout: u32) -> Promise;
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
    /// Called before the call is tried again: how many tries have failed, how long the pause is, why the last one failed.
    #[wasm_bindgen(method, catch, js_name = onRetry)]
    fn on_retry(this: &Io, attempt: u32, pause: u32, failure: JsValue) -> Result<(), JsValue>;
    /// Told what bounds that which follows the head: see `Silence`, milliseconds that are left of the whole call, bytes of
    /// a plain body.
    #[wasm_bindgen(method)]
    fn follow(this: &Io, first_token: u32, idle: u32, reasoning: u32, left: u32, body: u32);
}

/// Performs a call and resolves with the `Response` whose head promises an answer. Tries again where that is safe, and
/// waits while the service reads a file. A call whose answer broke off begins with the pause after that, and resolves with
/// undefined where there may be no other try.
///
/// # Errors
/// A failure object; or what `onParsing` or `onRetry` has thrown.
#[wasm_bindgen]
pub async fn call(spec: String, io: Io) -> Result<JsValue, JsValue> {
    let wrong = || Failure::from(Error::usage("An option of the call has the wrong type."));
    let spec = Spec::read(&spec).ok_or_else(wrong)?;
    let mut course = Course { tries: spec.tries, looks: 0 };
    let mut failure = spec.again.then(|| Failure::from(broken()));
    loop {
        if let Some(failure) = failure {
            let answer_broke = failure.error == broken();
            match course.pause(&spec, &io, failure) {
                Ok(pause) => settled(&io, io.pause(pause)).await?,
                Err(_) if answer_broke => return Ok(JsValue::UNDEFINED),
                Err(thrown) => return Err(thrown),
            };
        }
        match once(&spec, &io).await {
            Ok(response) => return Ok(response.into()),
            Err(failed) => failure = Some(failed),
        }
    }
}

/// Milliseconds since the call began.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a clock set back counts as no time
fn elapsed(spec: &Spec) -> u32 {
    (Date::now() - spec.begun as f64) as u32
}

/// Milliseconds that are left of the whole call.
fn left(spec: &Spec) -> u32 {
    spec.clocks.total.saturating_sub(elapsed(spec))
}

/// Milliseconds until the head must be there. The service may also hold a call while it reads a file (reference 7.4):
/// where a deadline is given for that, the head must not come later.
fn time_for_head(spec: &Spec) -> u32 {
    let parsing = spec.parsing_timeout.map_or(u32::MAX, |deadline| deadline.saturating_sub(elapsed(spec)));
    spec.clocks.connect.min(left(spec)).min(parsing)
}

/// What a call has been through.
struct Course {
    tries: u32,
    /// How often the service has said that it is reading a file.
    looks: u32,
}

impl Course {
    /// Milliseconds until the next try, or the failure where there is to be none.
    fn pause(&mut self, spec: &Spec, io: &Io, mut failure: Failure) -> Result<u32, JsValue> {
        let left = left(spec);
        if fault::is_parsing(&failure.error) {
            self.looks += 1;
            let elapsed = elapsed(spec);
            let time = spec.parsing_timeout.unwrap_or(PARSING_TIMEOUT).saturating_sub(elapsed);
            let pause = retry::parsing_pause(self.looks, time.min(left)).ok_or_else(parsing_took_too_long)?;
            io.on_parsing(self.looks, elapsed)?;
            return Ok(pause);
        }
        if failure.error.kind == Kind::Timeout {
            if spec.parsing_timeout.is_some_and(|deadline| elapsed(spec) >= deadline) {
                return Err(parsing_took_too_long().into());
            }
            if left == 0 {
                failure.error.code = Some(Code::Word("total_timeout".to_owned()));
            }
        }
        self.tries += 1;
        let budget = Budget { tries: self.tries, most: spec.max_retries, longest: spec.max_retry_delay, left };
        let pause = retry::pause(&failure.error, budget, spec.operation.is_repeatable(), Math::random());
        let failure = failure.into_js();
        let pause = pause.ok_or_else(|| failure.clone())?;
        io.on_retry(self.tries, pause, failure)?;
        Ok(pause)
    }
}

/// Sends the request once and reads the head.
async fn once(spec: &Spec, io: &Io) -> Result<Response, Failure> {
    let timeout = time_for_head(spec);
    let head = settled(io, io.send(&spec.address()?, &request(spec, io), timeout)).await?;
    if head.is_undefined() {
        let late = "The service did not answer in time: see `timeout.connect`.";
        return Err(Error::new(Kind::Timeout, "connect_timeout", late).into());
    }
    let response = as_response(head)?;
    let headers = Headers::from_raw(response.headers());
    let content_type = headers.get("content-type").unwrap_or_default();
    let error = match head::read(response.status(), &content_type, spec.streaming) {
        Follows::Stream | Follows::Body => {
            let silence = spec.clocks.silence;
            io.follow(silence.first_token, silence.idle, silence.reasoning, left(spec), BODY);
            return Ok(response);
        }
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

/// The request, but for its body and signal.
fn request(spec: &Spec, io: &Io) -> RequestInit {
    let headers = Headers::from_raw(io.headers());
    headers.set("accept", if spec.streaming { "text/event-stream" } else { "application/json" });
    if let Some(media_type) = spec.operation.media_type() {
        headers.set("content-type", media_type);
    }
    let init = RequestInit::new();
    init.set_method(spec.operation.method());
    init.set_headers(&headers.into_raw());
    init
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

/// The failure that an answer with this head is.
pub fn with_head(mut error: Error, status: u16, headers: Headers) -> Failure {
    if error.request_id.is_none() {
        error.request_id = headers.get("x-request-id");
    }
    error.status.get_or_insert(status);
    error.retry_after = asked_pause(&headers);
    Failure { headers: headers.into_raw().into(), ..Failure::from(error) }
}

/// Milliseconds that the answer's head asks to wait.
fn asked_pause(headers: &Headers) -> Option<u32> {
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
