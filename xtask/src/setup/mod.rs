//! What a machine needs before it can build and test, installed where it is missing.

mod browsers;
mod npm_tools;
mod wasm_target;

pub use npm_tools::ensure as npm_tools;
pub use wasm_target::Toolchain;

use anyhow::Result;

/// What a build needs: a toolchain that compiles to wasm, and the npm tools.
pub fn for_build() -> Result<Toolchain> {
    npm_tools::ensure()?;
    wasm_target::ensure()
}

/// What the tests need: [`for_build`] and the browsers.
pub fn everything() -> Result<Toolchain> {
    let toolchain = for_build()?;
    browsers::ensure()?;
    Ok(toolchain)
}

/// Whether this is a Debian machine and we may install packages on it.
fn may_use_apt() -> bool {
    let uid = crate::run::answer(crate::run::program("id").arg("-u"));
    let apt = crate::run::answer(crate::run::program("apt-get").arg("--version"));
    uid.is_some_and(|uid| uid.trim() == "0") && apt.is_some()
}
