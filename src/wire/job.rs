//! What the status of a batch means (reference 16.2).

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It will change: also for a status that nobody knows yet.
    Underway,
    /// It is over, and what it has brought is there: all, or what was done until it expired or was cancelled.
    Ended,
    /// The service has not accepted its input file, and nothing was done.
    Failed,
}

/// What a status says.
#[must_use]
pub fn standing(status: &str) -> Standing {
    match status {
        "completed" | "expired" | "cancelled" => Standing::Ended,
        "failed" => Standing::Failed,
        _ => Standing::Underway,
    }
}

impl Standing {
    /// The name by which JavaScript knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Underway => "underway",
            Self::Ended => "ended",
            Self::Failed => "failed",
        }
    }
}
