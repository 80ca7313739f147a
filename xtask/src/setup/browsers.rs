//! The real browsers that the tests drive, and a font for the Chinese in their screenshots: Debian's packages.

use super::may_use_apt;
use crate::run::{answer, program, run};
use anyhow::{Result, bail};

/// The names that a browser goes by, Debian's package first (as `tests/runtime/programs.mjs` looks for them).
const BROWSERS: [&[&str]; 2] = [&["chromium", "chromium-browser", "google-chrome"], &["firefox-esr", "firefox"]];
const FONT: &str = "fonts-noto-cjk";

/// Installs by apt what is missing. Elsewhere than on Debian the font is the reader's affair: without it Chinese is
/// drawn as boxes, and nothing fails.
pub fn ensure() -> Result<()> {
    let absent = BROWSERS.into_iter().filter(|names| !names.iter().any(|name| is_in_path(name)));
    let mut missing: Vec<&str> = absent.map(|names| names[0]).collect();
    if may_use_apt() && !is_package_installed(FONT) {
        missing.push(FONT);
    }
    if missing.is_empty() {
        return Ok(());
    }
    if !may_use_apt() {
        let missing = missing.join(" ");
        bail!("the tests need {missing}: install them, in PATH (Debian, as root: apt-get install {missing})");
    }
    run(program("apt-get").args(["update", "-qq"]))?;
    let mut install = program("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    run(install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(missing))
}

fn is_in_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

fn is_package_installed(name: &str) -> bool {
    let state = answer(program("dpkg-query").args(["-W", "-f=${db:Status-Status}", name]));
    state.is_some_and(|state| state == "installed")
}
