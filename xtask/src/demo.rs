//! The demo page, built and served: everything from a fresh checkout to the printed address.

use crate::build;
use crate::run::{become_program, program, run};
use anyhow::Result;

/// Builds the package and the page, then becomes the server: Ctrl-C ends it, and no process is left behind. Its
/// environment is ours, so `DASHSCOPE_API_KEY` and `PORT` reach it.
pub fn demo() -> Result<()> {
    build::build()?;
    page()?;
    become_program(program("node").arg("www/server.mjs"))
}

/// Bundles the page into `www/dist`.
pub fn page() -> Result<()> {
    run(program("node").arg("www/build.mjs"))
}
