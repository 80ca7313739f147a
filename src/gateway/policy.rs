//! What the owner of the gateway allows. Everything else is refused.

/// What a gateway allows, as `createGateway` hands it over. The default allows nothing.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Origins of the pages that may call, in lower case, without a path; `*` for all.
    pub origins: Vec<String>,
    /// Models that may be asked: exact names, or prefixes that end in `*`.
    pub models: Vec<String>,
    /// Whether `/completions` is open (with the same models).
    pub completions: bool,
    /// Whether `/models` is open.
    pub list_models: bool,
    /// Calls of `/files` that are open: `create`, `retrieve`, `list`, `delete`, `content`.
    pub files: Vec<String>,
    /// Whether `/batches` is open. The models in a batch's input file cannot be checked here.
    pub batches: bool,
    /// Bytes of a JSON body.
    pub body_bytes: u64,
    /// Bytes of an upload: the whole multipart body.
    pub file_bytes: u64,
    /// Tokens of the answer to one request, all `n` choices together; none: the model's own limit.
    pub max_tokens: Option<u32>,
}

/// What a route needs from the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// A model of the list; which one stands in the body.
    Chat,
    /// `completions: true`.
    Completions,
    /// `listModels: true`.
    ListModels,
    /// `files: true`, or a list with this name.
    Files(&'static str),
    /// `batches: true`.
    Batches,
}

/// How an origin is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It stands in the list: it may send cookies.
    Listed,
    /// The list has a `*`: it may call, without cookies.
    Any,
    /// It may not call.
    Unknown,
}

impl Policy {
    /// Whether a page of this origin may call.
    #[must_use]
    pub fn origin(&self, origin: &str) -> Origin {
        if origin != "*" && self.origins.iter().any(|o| o == origin) {
            Origin::Listed
        } else if self.origins.iter().any(|o| o == "*") {
            Origin::Any
        } else {
            Origin::Unknown
        }
    }

    /// Whether this model may be asked.
    #[must_use]
    pub fn model(&self, model: &str) -> bool {
        self.models.iter().any(|allowed| match allowed.strip_suffix('*') {
            Some(prefix) => model.starts_with(prefix),
            None => model == allowed,
        })
    }

    /// Whether a route with this need is open.
    #[must_use]
    pub fn permits(&self, permission: Permission) -> bool {
        match permission {
            Permission::Chat => !self.models.is_empty(),
            Permission::Completions => self.completions,
            Permission::ListModels => self.list_models,
            Permission::Files(call) => self.files.iter().any(|allowed| allowed == call),
            Permission::Batches => self.batches,
        }
    }
}
