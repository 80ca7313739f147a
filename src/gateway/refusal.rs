//! Why a request is refused: one table of statuses, codes and sentences that name the cure.

use super::policy::{Permission, Policy};
use super::{Header, cors, header};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The `Origin` header names a page that is not listed.
    OriginNotAllowed,
    /// The path is none of the service's.
    PathNotFound,
    /// The path exists, not with this method.
    MethodNotAllowed,
    /// The policy does not open this call.
    RouteNotAllowed(Permission),
    /// A query value is longer than any of the service's.
    QueryTooLong,
    /// The body is not announced as what the call takes.
    UnsupportedMediaType,
    /// The body is, or says that it is, larger than the limit.
    BodyTooLarge,
    /// The body is not one JSON object.
    InvalidJson,
    /// The body names no model.
    ModelMissing,
    /// The policy does not list the model.
    ModelNotAllowed,
    /// A number that the token limit depends on is none; the name of the field.
    InvalidNumber(&'static str),
    /// More tokens are asked for than the policy grants; the name of the field.
    MaxTokensExceeded(&'static str),
    /// `authorize` said no.
    Unauthorized,
    /// `authorize` threw, or read the body.
    AuthorizeFailed,
    /// `apiKey` gave none.
    MissingApiKey,
    /// The connection to the service failed.
    UpstreamUnreachable,
    /// The service answered with something that is no answer to an API call, a redirect for one.
    UpstreamUnusable,
    /// The client went away; nobody reads this.
    ClientClosed,
    /// A defect of the gateway.
    Internal,
}

/// A refusal as it is answered: the service's error shape (reference 5.1) is made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Stable name of the reason.
    pub code: &'static str,
    /// What was expected and what to do, for the developer. Nothing of the request stands in it.
    pub message: String,
    /// The field of the body that is at fault.
    pub param: Option<&'static str>,
    /// CORS headers, so that a page can read the refusal, and `allow` for a wrong method.
    pub headers: Vec<Header>,
}

impl Reason {
    /// The reason that the byte-moving side means. An unknown name is a defect.
    #[must_use]
    pub fn named(code: &str) -> Self {
        const NAMED: [Reason; 8] = [
            Reason::BodyTooLarge,
            Reason::InvalidJson,
            Reason::Unauthorized,
            Reason::AuthorizeFailed,
            Reason::MissingApiKey,
            Reason::UpstreamUnreachable,
            Reason::UpstreamUnusable,
            Reason::ClientClosed,
        ];
        NAMED.into_iter().find(|reason| reason.answer().1 == code).unwrap_or(Self::Internal)
    }

    /// Status, code and sentence: short, for every page carries these in its wasm.
    fn answer(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::OriginNotAllowed => (
                403,
                "origin_not_allowed",
                "The page's origin is not in the gateway's `origins`: add it as https://host[:port].",
            ),
            Self::PathNotFound => (
                404,
                "path_not_found",
                "No call of the API has this path: one ends in /chat/completions, /completions, /models, /files or /batches.",
            ),
            Self::MethodNotAllowed => (405, "method_not_allowed", "Not with this method: see the `allow` header."),
            Self::RouteNotAllowed(_) => {
                (403, "route_not_allowed", "The gateway does not open this call. Its owner can, by `allow: ")
            }
            Self::QueryTooLong => (414, "query_too_long", "A query value exceeds 1,024 bytes."),
            Self::UnsupportedMediaType => (
                415,
                "unsupported_media_type",
                "Send application/json, an upload as multipart/form-data with a boundary, without a content-encoding.",
            ),
            Self::BodyTooLarge => (
                413,
                "body_too_large",
                "The body exceeds the gateway's `limits.bodyBytes` (JSON) or `limits.fileBytes` (uploads).",
            ),
            Self::InvalidJson => (400, "invalid_json", "The body must be one JSON object in UTF-8."),
            Self::ModelMissing => (400, "model_missing", "The body must name a model."),
            Self::ModelNotAllowed => (403, "model_not_allowed", "The model is not in the gateway's `allow.models`."),
            Self::InvalidNumber(_) => (400, "invalid_number", "Must be a whole number from 1."),
            Self::MaxTokensExceeded(_) => (
                400,
                "max_tokens_exceeded",
                "All `n` choices together may have `limits.maxTokens` of the gateway: ask for fewer.",
            ),
            Self::Unauthorized => (401, "unauthorized", "The gateway's `authorize` refused the request."),
            Self::AuthorizeFailed => (
                500,
                "authorize_failed",
                "The gateway's `authorize` threw, took the body, or gave neither a boolean nor a Response.",
            ),
            Self::MissingApiKey => (
                500,
                "missing_api_key",
                "The gateway's `apiKey` gave no usable key. In a Worker: `npx wrangler secret put DASHSCOPE_API_KEY` and `apiKey: env => env.DASHSCOPE_API_KEY`; elsewhere pass the string.",
            ),
            Self::UpstreamUnreachable => {
                (502, "upstream_unreachable", "The gateway cannot reach the service: check its `baseURL` and `fetch`.")
            }
            Self::UpstreamUnusable => (
                502,
                "upstream_unusable",
                "The service answered with a redirect or an unknown status: check the gateway's `baseURL`.",
            ),
            Self::ClientClosed => (499, "client_closed", "The client closed the request."),
            Self::Internal => (500, "gateway_failed", "A defect of the gateway."),
        }
    }

    fn param(self) -> Option<&'static str> {
        match self {
            Self::ModelMissing | Self::ModelNotAllowed => Some("model"),
            Self::InvalidNumber(field) | Self::MaxTokensExceeded(field) => Some(field),
            _ => None,
        }
    }
}

/// The refusal for this reason, readable by a page of an allowed origin.
#[must_use]
pub fn refuse(policy: &Policy, origin: Option<&str>, reason: Reason) -> Refusal {
    let (status, code, sentence) = reason.answer();
    let mut message = sentence.to_owned();
    if let Reason::RouteNotAllowed(permission) = reason {
        message.push_str(&option_for(permission));
    }
    let mut headers = cors::headers(policy, origin);
    headers.push(header("cache-control", "no-store"));
    headers.push(header("x-content-type-options", "nosniff"));
    Refusal { status, code, message, param: reason.param(), headers }
}

/// The option that opens a route, as it is written.
fn option_for(permission: Permission) -> String {
    let (before, call, after) = match permission {
        Permission::Chat => ("{ models: [\"qwen-long\"", "", "] }`."),
        Permission::Completions => ("{ completions", "", ": true }`."),
        Permission::ListModels => ("{ listModels", "", ": true }`."),
        Permission::Files(call) => ("{ files: [\"", call, "\"] }`."),
        Permission::Batches => ("{ batches", "", ": true }`."),
    };
    [before, call, after].concat()
}
