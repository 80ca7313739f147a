//! Paths and methods -> the calls of the service that a gateway can pass on (reference 2, 8, 11.3, 16).

use super::policy::{Permission, Policy};
use super::push_listed;

/// What the body of a call must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// No body is read or sent.
    None,
    /// One JSON object, passed on as it was read.
    Json,
    /// One JSON object with a model and token limits, to be judged by `check_prompt`.
    Prompt,
    /// `multipart/form-data`, streamed.
    Multipart,
}

impl Body {
    /// The name that crosses to JavaScript.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Json => "json",
            Self::Prompt => "prompt",
            Self::Multipart => "multipart",
        }
    }
}

/// What a path names, whatever the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resource {
    Chat,
    Completions,
    Models,
    Files,
    File,
    FileContent,
    Batches,
    Batch,
    BatchCancel,
}

/// One call of the service.
#[derive(Debug)]
pub struct Endpoint {
    resource: Resource,
    pub method: &'static str,
    pub permission: Permission,
    pub body: Body,
    /// Query parameters that are passed on; any other is dropped.
    pub query: &'static [&'static str],
}

const fn endpoint(resource: Resource, method: &'static str, permission: Permission, body: Body) -> Endpoint {
    Endpoint { resource, method, permission, body, query: &[] }
}

const fn list(resource: Resource, permission: Permission, query: &'static [&'static str]) -> Endpoint {
    Endpoint { resource, method: "GET", permission, body: Body::None, query }
}

/// Every call that exists for a gateway.
static ENDPOINTS: [Endpoint; 12] = [
    endpoint(Resource::Chat, "POST", Permission::Chat, Body::Prompt),
    endpoint(Resource::Completions, "POST", Permission::Completions, Body::Prompt),
    endpoint(Resource::Models, "GET", Permission::ListModels, Body::None),
    endpoint(Resource::Files, "POST", Permission::Files("create"), Body::Multipart),
    list(Resource::Files, Permission::Files("list"), &["after", "limit", "purpose", "create_after", "create_before"]),
    endpoint(Resource::File, "GET", Permission::Files("retrieve"), Body::None),
    endpoint(Resource::File, "DELETE", Permission::Files("delete"), Body::None),
    endpoint(Resource::FileContent, "GET", Permission::Files("content"), Body::None),
    endpoint(Resource::Batches, "POST", Permission::Batches, Body::Json),
    list(
        Resource::Batches,
        Permission::Batches,
        &["after", "limit", "ds_name", "input_file_ids", "status", "create_after", "create_before"],
    ),
    endpoint(Resource::Batch, "GET", Permission::Batches, Body::None),
    endpoint(Resource::BatchCancel, "POST", Permission::Batches, Body::None),
];

/// What a path names: a resource and, where it has one, an id.
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    resource: Resource,
    id: &'a str,
}

impl<'a> Route<'a> {
    /// Recognises a path by its end. What stands before it says only where the gateway is mounted and goes no further,
    /// so nothing can be smuggled in it; a path that two servers could read differently is no path all the same.
    pub fn of(path: &'a str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if !segments.iter().all(|segment| is_plain(segment)) {
            return None;
        }
        let (resource, id) = match segments.as_slice() {
            [.., "chat", "completions"] => (Resource::Chat, ""),
            [.., "files", id, "content"] if is_id(id) => (Resource::FileContent, *id),
            [.., "batches", id, "cancel"] if is_id(id) => (Resource::BatchCancel, *id),
            [.., "files", id] if is_id(id) => (Resource::File, *id),
            [.., "batches", id] if is_id(id) => (Resource::Batch, *id),
            [.., "files"] => (Resource::Files, ""),
            [.., "batches"] => (Resource::Batches, ""),
            [.., "completions"] => (Resource::Completions, ""),
            [.., "models"] => (Resource::Models, ""),
            _ => return None,
        };
        Some(Self { resource, id })
    }

    /// The call that this method makes of the path.
    pub fn endpoint(self, method: &str) -> Option<&'static Endpoint> {
        self.endpoints().find(|endpoint| endpoint.method == method)
    }

    /// The methods that the policy allows here, as `Allow` and `Access-Control-Allow-Methods` list them.
    pub fn methods(self, policy: &Policy) -> String {
        let mut methods = String::new();
        for endpoint in self.endpoints().filter(|endpoint| policy.permits(endpoint.permission)) {
            push_listed(&mut methods, endpoint.method);
        }
        methods
    }

    /// The path below the service's base URL.
    pub fn upstream(self) -> String {
        let (before, after) = match self.resource {
            Resource::Chat => ("/chat/completions", ""),
            Resource::Completions => ("/completions", ""),
            Resource::Models => ("/models", ""),
            Resource::Files => ("/files", ""),
            Resource::File => ("/files/", ""),
            Resource::FileContent => ("/files/", "/content"),
            Resource::Batches => ("/batches", ""),
            Resource::Batch => ("/batches/", ""),
            Resource::BatchCancel => ("/batches/", "/cancel"),
        };
        [before, self.id, after].concat()
    }

    fn endpoints(self) -> impl Iterator<Item = &'static Endpoint> {
        ENDPOINTS.iter().filter(move |endpoint| endpoint.resource == self.resource)
    }
}

/// Longest id: those of the service have up to 45 characters (reference 8, 16).
const ID_LENGTH: usize = 128;

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= ID_LENGTH && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether all servers read this segment alike: not empty, no dot segment, no parameters (`;`), no backslash, and
/// no percent-encoded slash, backslash or dot.
fn is_plain(segment: &str) -> bool {
    let mut bytes = segment.as_bytes();
    while let [first, rest @ ..] = bytes {
        match (first, rest) {
            (b';' | b'\\', _) | (b'%', [b'2', b'e' | b'E' | b'f' | b'F', ..] | [b'5', b'c' | b'C', ..]) => {
                return false;
            }
            _ => bytes = rest,
        }
    }
    !matches!(segment, "" | "." | "..")
}
