//! One API call, from the address to the head of its answer; what follows the head is the caller's.

use super::failure::Failure;
use super::get;
use crate::call::head::{self, Follows};
use crate::call::spec::Spec;
use crate::error::{Error, Kind, Phase};
use crate::limits::{BODY, ERROR_BODY, PARSING_TIMEOUT};
use crate::retry::{self, Budget};
use crate::wire::fault;
use gloo_net::http::Headers;
use js_sys::{Date, Math, Uint8Array};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::Response;

#[wasm_bindgen]
extern "C" {
    /// What only JavaScript may hold for a call (the key, the body, the signal), and its promises, of which it waits for one at a
    /// time: see pkg/src/io.ts.
    pub type Io;
    /// Performs the fetch, with the body, a signal, and the caller's headers and the key besides these two (the second may be
    /// empty): the key never enters linear memory. Brings a `Response`, or undefined when its head takes longer than `timeout`
    /// milliseconds.
    #[wasm_bindgen(method)]
    fn send(this: &Io, address: &str, method: &str, accept: &str, content_type: &str, timeout: u32);
    /// The first `limit` bytes of a body that come within `timeout` milliseconds; the rest is refused.
    #[wasm_bindgen(method)]
    fn read(this: &Io, response: &Response, limit: u32, timeout: u32);
    /// Refuses a body.
    #[wasm_bindgen(method)]
    fn discard(this: &Io, response: &Response);
    /// Resolves after so many milliseconds.
    #[wasm_bindgen(method)]
    fn pause(this: &Io, milliseconds: u32);
    /// Whether the caller has aborted the call: then every promise above rejects.
    #[wasm_bindgen(method, getter)]
    fn aborted(this: &Io) -> bool;
    /// What the caller gave as the reason.
    #[wasm_bindgen(method, getter)]
    fn reason(this: &Io) -> JsValue;
    /// Called when the service says that a file is being read: how often so far, milliseconds since the call began. False: the
    /// caller's listener has thrown, and the call is over.
    #[wasm_bindgen(method, js_name = onParsing)]
    fn on_parsing(this: &Io, attempt: u32, elapsed: u32) -> bool;
    /// Called before the call is tried again: how many tries have failed, how long the pause is, why the last one failed. False
    /// as above.
    #[wasm_bindgen(method, js_name = onRetry)]
    fn on_retry(this: &Io, attempt: u32, pause: u32, failure: JsValue) -> bool;
    /// Told the `Response` whose head promises an answer, and what bounds that which follows it: see `Silence`, milliseconds
    /// that are left of the whole call, bytes of a plain body.
    #[wasm_bindgen(method)]
    fn follow(this: &Io, response: &Response, first_token: u32, idle: u32, reasoning: u32, left: u32, body: u32);
    /// Told the failure object that the call has ended with.
    #[wasm_bindgen(method)]
    fn fail(this: &Io, failure: JsValue);
}

/// A call, which tries again where that is safe, and waits while the service reads a file. JavaScript awaits what it waits
/// for, and hands back what came of it.
#[wasm_bindgen]
pub struct RawCall(Cell<Option<Box<Course>>>);

#[wasm_bindgen]
impl RawCall {
    /// A call that is to begin. One whose answer broke off begins with the pause after that, and where there may be no other
    /// try it is over without a word.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(spec: &str, io: Io) -> Self {
        let Some(spec) = Spec::read(spec) else {
            io.fail(Failure::from(Error::usage("An option of the call has the wrong type.")).into_js());
            return Self(Cell::new(None));
        };
        Self(Cell::new(Some(Box::new(Course { tries: spec.tries, looks: 0, step: Step::Begin, spec, io }))))
    }

    /// Goes on with what the last promise brought, or rejected with. Whether [`Io`] waits for another; if not, the call is over.
    #[must_use]
    pub fn go_on(&self, came: JsValue, rejected: bool) -> bool {
        // Taken out: no borrow is held when the caller's listeners are called.
        let Some(mut course) = self.0.take() else { return false };
        match course.go_on(came, rejected) {
            Ok(Some(step)) => {
                course.step = step;
                self.0.set(Some(course));
                return true;
            }
            Ok(None) => {}
            Err(failure) => course.io.fail(failure.into_js()),
        }
        false
    }
}

/// What a call waits for.
enum Step {
    /// Nothing yet.
    Begin,
    /// The next try.
    Pause,
    /// A head.
    Head,
    /// The body of this failure.
    ErrorBody(Response),
}

/// What a call waits for next; none when it is over.
type Next = Option<Step>;

/// What a call has been through.
struct Course {
    spec: Spec,
    io: Io,
    tries: u32,
    /// How often the service has said that it is reading a file.
    looks: u32,
    step: Step,
}

impl Course {
    /// Takes what the promise of the present step brought. It rejects at the abort, or with whatever `fetch` had to throw.
    fn go_on(&mut self, came: JsValue, rejected: bool) -> Result<Next, Failure> {
        let tried = match std::mem::replace(&mut self.step, Step::Begin) {
            Step::Begin if self.spec.again => return self.pause(broken().into()).or(Ok(None)),
            _ if rejected => Err(self.broken_off(came)),
            Step::Begin | Step::Pause => self.send(),
            Step::Head => self.head(came),
            Step::ErrorBody(response) => Err(self.blame(&response, came)),
        };
        tried.or_else(|failure| self.pause(failure))
    }

    /// The failure of a promise that rejected with `cause`.
    fn broken_off(&self, cause: JsValue) -> Failure {
        let aborted = self.io.aborted().then(|| (aborted(), self.io.reason()));
        let (error, cause) = aborted.unwrap_or_else(|| (unreachable(), cause));
        Failure { cause, ..Failure::from(error) }
    }

    /// Sends the request.
    fn send(&self) -> Result<Next, Failure> {
        let Spec { operation, streaming, .. } = &self.spec;
        let accept = if *streaming { "text/event-stream" } else { "application/json" };
        let content_type = operation.media_type().unwrap_or_default();
        self.io.send(&self.spec.address()?, operation.method(), accept, content_type, self.time_for_head());
        Ok(Some(Step::Head))
    }

    /// Reads a head.
    fn head(&self, head: JsValue) -> Result<Next, Failure> {
        if head.is_undefined() {
            let late = "The service did not answer in time: see `timeout.connect`.";
            return Err(Error::new(Kind::Timeout, "connect_timeout", late).into());
        }
        let response = as_response(head)?;
        match head::read(response.status(), &content_type(&response), self.spec.streaming) {
            Follows::Stream | Follows::Body => {
                let silence = self.spec.clocks.silence;
                self.io.follow(&response, silence.first_token, silence.idle, silence.reasoning, self.left(), BODY);
                Ok(None)
            }
            Follows::Failure => {
                let timeout = self.time_for_head().min(self.spec.clocks.silence.idle);
                self.io.read(&response, ERROR_BODY, timeout);
                Ok(Some(Step::ErrorBody(response)))
            }
            Follows::Nonsense(error) => {
                self.io.discard(&response);
                Err(with_head(error, &response))
            }
        }
    }

    /// The failure that this body is.
    fn blame(&self, response: &Response, body: JsValue) -> Failure {
        let body = body.unchecked_into::<Uint8Array>().to_vec();
        let error = fault::of_body(response.status(), &content_type(response), &body);
        with_head(self.spec.blame(error), response)
    }

    /// Waits for the next try; the failure where there is to be none.
    fn pause(&mut self, mut failure: Failure) -> Result<Next, Failure> {
        let left = self.left();
        if fault::is_parsing(&failure.error) {
            self.looks += 1;
            let elapsed = self.elapsed();
            let time = self.spec.parsing_timeout.unwrap_or(PARSING_TIMEOUT).saturating_sub(elapsed);
            let pause = retry::parsing_pause(self.looks, time.min(left)).ok_or_else(parsing_took_too_long)?;
            return Ok(self.io.on_parsing(self.looks, elapsed).then(|| self.paused(pause)));
        }
        if failure.error.kind == Kind::Timeout {
            if self.spec.parsing_timeout.is_some_and(|deadline| self.elapsed() >= deadline) {
                return Err(parsing_took_too_long());
            }
            if left == 0 {
                failure.error =
                    Error::new(Kind::Timeout, "total_timeout", "The call took longer than `timeout.total`.");
            }
        }
        self.tries += 1;
        let budget =
            Budget { tries: self.tries, most: self.spec.max_retries, longest: self.spec.max_retry_delay, left };
        match retry::pause(&failure.error, budget, self.spec.operation.is_repeatable(), Math::random()) {
            None => Err(failure),
            Some(pause) => Ok(self.io.on_retry(self.tries, pause, failure.into_js()).then(|| self.paused(pause))),
        }
    }

    fn paused(&self, milliseconds: u32) -> Step {
        self.io.pause(milliseconds);
        Step::Pause
    }

    /// Milliseconds since the call began.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a clock set back counts as no time
    fn elapsed(&self) -> u32 {
        (Date::now() - self.spec.begun as f64) as u32
    }

    /// Milliseconds that are left of the whole call.
    fn left(&self) -> u32 {
        self.spec.clocks.total.saturating_sub(self.elapsed())
    }

    /// Milliseconds until the head must be there. The service may also hold a call while it reads a file (reference 7.4):
    /// where a deadline is given for that, the head must not come later.
    fn time_for_head(&self) -> u32 {
        let parsing = self.spec.parsing_timeout.map_or(u32::MAX, |deadline| deadline.saturating_sub(self.elapsed()));
        self.spec.clocks.connect.min(self.left()).min(parsing)
    }
}

/// Takes what fetch gave for a `Response` by what it can do: it may come from another realm.
fn as_response(value: JsValue) -> Result<Response, Failure> {
    if get(&get(&value, "headers"), "get").is_undefined() || get(&value, "status").is_undefined() {
        return Err(Error::usage("The `fetch` option did not give a Response.").into());
    }
    Ok(value.unchecked_into())
}

fn content_type(response: &Response) -> String {
    Headers::from_raw(response.headers()).get("content-type").unwrap_or_default()
}

/// The failure that an answer with this head is.
pub fn with_head(mut error: Error, response: &Response) -> Failure {
    let headers = Headers::from_raw(response.headers());
    if error.request_id.is_none() {
        error.request_id = headers.get("x-request-id");
    }
    error.status.get_or_insert(response.status());
    error.retry_after = asked_pause(&headers);
    Failure { headers: headers.into_raw().into(), ..Failure::from(error) }
}

/// Milliseconds that the answer's head asks to wait.
fn asked_pause(headers: &Headers) -> Option<u32> {
    let (exact, seconds) = (headers.get("retry-after-ms"), headers.get("retry-after"));
    retry::retry_after(exact.as_deref(), seconds.as_deref()).or_else(|| {
        // A date begins with its weekday; `Date.parse` makes a year of "-5".
        let date = seconds.filter(|text| matches!(text.trim_ascii().as_bytes(), [b'A'..=b'Z' | b'a'..=b'z', ..]))?;
        let date = Date::parse(&date);
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

/// The caller has aborted the call.
pub fn aborted() -> Error {
    Error::new(Kind::Aborted, "aborted", "The call was aborted.")
}

/// No answer came.
fn unreachable() -> Error {
    Error::new(
        Kind::Connection,
        "connection_failed",
        "No answer came: see `cause`. In a page a refused CORS preflight looks the same: the service allows no browser origin, so send the call through a gateway (`baseURL`).",
    )
}

/// The answer broke off, and nobody has seen anything of it.
fn broken() -> Error {
    Error::new(Kind::Connection, "body_broken", "The answer's body broke off.")
}
