//! The API reference: what typedoc makes of the comments of `pkg/src` and of the project's own pages, in `target/docs`.
//!
//! Its options stand in `xtask/docs/typedoc.json`. A link that leads nowhere, a type that is used and not exported, an
//! exported name that nothing says a word about: each is an error.

use crate::run::{program, progress, run};
use crate::setup;
use anyhow::Result;

/// Sets up typedoc and writes the reference.
pub fn docs() -> Result<()> {
    setup::npm_tools()?;
    write()?;
    progress("the API reference: target/docs/index.html");
    Ok(())
}

/// Writes the reference, and checks that it is whole. It reads the sources alone: no build comes before it.
pub fn write() -> Result<()> {
    let typedoc = "xtask/docs/node_modules/typedoc/bin/typedoc";
    run(program("node").args([typedoc, "--options", "xtask/docs/typedoc.json"]))
}
