//! Running programs: from the project's root, printed first with the time since xtask began, and an error that names
//! the cure where a program is missing.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// How often a program with a time limit is looked at.
const POLL: Duration = Duration::from_millis(100);

/// The project's root: the parent of `xtask/`.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).as_path()
}

/// One line of progress, behind the seconds since the first such line.
pub fn progress(line: &str) {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let elapsed = BEGAN.get_or_init(Instant::now).elapsed().as_secs_f32();
    eprintln!("[{elapsed:6.1} s] {line}");
}

/// A program to be run at the project's root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// A development tool that npm installed, such as `esbuild`.
pub fn npm_tool(name: &str) -> Command {
    program(Path::new("node_modules/.bin").join(name))
}

/// Prints the command, runs it to its end, and makes an error of a failure.
pub fn run(command: &mut Command) -> Result<()> {
    progress(&shown(command));
    let status = spawn(command)?.wait()?;
    succeeded(command, status)
}

/// As [`run`], and `watch` sees every line of the output, which is passed on.
pub fn run_watched(command: &mut Command, mut watch: impl FnMut(&str)) -> Result<()> {
    progress(&shown(command));
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let output = child.stdout.take().context("the output is piped")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        watch(&line);
    }
    let status = child.wait()?;
    succeeded(command, status)
}

/// As [`run`], with `input` to read.
pub fn run_with_input(command: &mut Command, input: &str) -> Result<()> {
    progress(&format!("echo {} | {}", quoted(input.as_ref()), shown(command)));
    let mut child = spawn(command.stdin(Stdio::piped()))?;
    child.stdin.take().context("the input is piped")?.write_all(input.as_bytes())?;
    let status = child.wait()?;
    succeeded(command, status)
}

/// Prints the command and puts its program in xtask's place, so that signals reach it and nothing is left behind.
#[cfg(unix)]
pub fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    progress(&shown(command));
    Err(command.exec()).with_context(|| cure(command.get_program()))
}

/// Where a program cannot be replaced: as [`run`].
#[cfg(not(unix))]
pub fn become_program(command: &mut Command) -> Result<()> {
    run(command)
}

/// As [`run`], but the program is ended when it takes longer than `limit`.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    progress(&format!("{} # at most {} s", shown(command), limit.as_secs()));
    let mut child = spawn(command)?;
    let deadline = Instant::now() + limit;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        std::thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    bail!("no end within {} s: {}", limit.as_secs(), shown(command))
}

/// What a program prints, quietly; `None` where it is missing or fails: for questions to the machine.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|out| out.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// The command as a person would type it at the root.
pub fn shown(command: &Command) -> String {
    let envs = command.get_envs().filter_map(|(name, value)| Some(format!("{}={}", name.display(), quoted(value?))));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    envs.chain(words.map(quoted)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,+@#%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().or_else(|error| match error.kind() {
        ErrorKind::NotFound => bail!("{}", cure(command.get_program())),
        _ => Err(error).with_context(|| shown(command)),
    })
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("{status}: {}", shown(command));
    }
    Ok(())
}

/// What to do about a missing program.
fn cure(missing: &OsStr) -> String {
    let name = Path::new(missing).file_name().unwrap_or(missing);
    let name = name.to_string_lossy();
    match &*name {
        "node" | "npm" => format!("{name} is missing: install Node.js 20 or newer, which brings npm"),
        "rustup" | "cargo" | "rustc" => format!("{name} is missing: install Rust with rustup"),
        _ if Path::new(missing).starts_with("node_modules") => {
            format!("{name} is missing from node_modules: run `cargo xtask setup`")
        }
        _ => format!("{name} is missing: install it and put it in PATH"),
    }
}
