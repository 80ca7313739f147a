//! Is what was made still what its sources say? A stamp remembers the contents of a step's inputs and outputs; the step
//! is skipped only while both are unchanged, byte for byte. xtask itself is an input of every step: it holds the flags.

use crate::run::{progress, root};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// One step's inputs and outputs: files or folders, relative to the root.
pub struct Stamp<'a> {
    pub name: &'a str,
    pub inputs: &'a [&'a str],
    pub outputs: &'a [&'a str],
}

impl Stamp<'_> {
    /// Makes the outputs, unless they are those that were made from these very inputs. What is remembered of the inputs
    /// is how they were before: an edit while the step runs makes it run again.
    pub fn renew(&self, make: impl FnOnce() -> Result<()>) -> Result<()> {
        let inputs = digest(self.inputs)?;
        let file = root().join("target/xtask").join(self.name).with_extension("stamp");
        let remembered = fs::read_to_string(&file).ok();
        if remembered.is_some() && remembered == digest(self.outputs).ok().map(|outputs| inputs.clone() + &outputs) {
            progress(&format!("{} is up to date", self.outputs.join(" ")));
            return Ok(());
        }
        make()?;
        fs::create_dir_all(file.parent().context("a stamp has a folder")?)?;
        Ok(fs::write(file, inputs + &digest(self.outputs)?)?)
    }
}

fn digest(paths: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let xtask = fs::metadata(std::env::current_exe()?)?;
    (xtask.len(), xtask.modified()?).hash(&mut hasher);
    for path in paths {
        for file in files_under(&root().join(path))? {
            file.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file at or below `path`, in order of name.
pub fn files_under(path: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(next) = waiting.pop() {
        if next.is_dir() {
            for entry in fs::read_dir(&next)? {
                waiting.push(entry?.path());
            }
        } else {
            fs::metadata(&next).with_context(|| next.display().to_string())?;
            files.insert(next);
        }
    }
    Ok(files)
}
