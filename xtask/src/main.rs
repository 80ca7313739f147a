//! The project's commands: `cargo xtask <verb>`.
//!
//! Every command that is run is printed first, as a person would type it at the project's root.

mod bench;
mod build;
mod demo;
mod docs;
mod fuzz;
mod run;
mod setup;
mod size;
mod stamp;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <verb>

  setup         install what is missing: the wasm target, the npm tools, the browsers of the tests
  build         the crate to wasm, the wasm and the TypeScript to pkg/dist
  test [STEP]   every check, or the one named
  fuzz [SECONDS] [TARGET]
                look for bytes that break a promise of fuzz/src, each of them or one, for 60 seconds or so many
  docs          the API reference, to target/docs
  demo          build, and serve the demo page; DASHSCOPE_API_KEY, where set, makes it talk to the real service
  bench [RUNTIME] [--quick | --profile]
                how fast, how large, how soon ready: against the peers, in every runtime or the one named
  size          what a user's bundle carries, against the budget";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["setup"] => setup::everything().map(|_| ()),
        ["build"] => build::build(),
        ["test"] => test::test(None),
        ["test", step] => test::test(Some(step)),
        ["fuzz"] => fuzz::fuzz(None, None),
        ["fuzz", seconds] => fuzz::fuzz(Some(seconds), None),
        ["fuzz", seconds, target] => fuzz::fuzz(Some(seconds), Some(target)),
        ["docs"] => docs::docs(),
        ["demo"] => demo::demo(),
        ["bench", rest @ ..] => bench::bench(rest),
        ["size"] => size::size(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\nxtask: {why:#}");
            ExitCode::FAILURE
        }
    }
}
