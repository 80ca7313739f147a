#!/usr/bin/env bash
# Gives Debian 12 a Rust toolchain named `wasm` that compiles to wasm32-unknown-unknown, where rustup cannot download
# the target: the distribution's rustc, and std built once (about a minute) from the distribution's own sources.
# Run as root; `cargo xtask setup` does so where it may.
set -euo pipefail
target=wasm32-unknown-unknown
library=/usr/lib/rustlib/$target/lib

if ! ls "$library"/libstd-*.rlib >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    rustc-web cargo-web rust-web-src rust-web-clippy lld-22

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/src" && : >"$work/src/lib.rs"
  printf '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
  # RUSTC_BOOTSTRAP lets a stable compiler build std; rustup's cargo and rustc come first in PATH, so the
  # distribution's are named by path.
  (cd "$work" && RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo build --release --target "$target" \
    -Zbuild-std=std,panic_abort,panic_unwind,test)

  mkdir -p "$library"
  cp "$work/target/$target/release/deps/"*.rlib "$library/"
  rm -f "$library/"libstd_for_wasm-*
  # rustc asks for the linker by this name
  ln -sf /usr/bin/lld-22 /usr/local/bin/rust-lld
fi
rustup toolchain link wasm /usr
