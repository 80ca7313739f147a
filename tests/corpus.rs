//! The fuzzers' corpus, replayed without a fuzzer: every input that has ever broken a promise stays kept.

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};

/// What stands in a folder of `fuzz`, by name.
fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder);
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn stems(folder: &str) -> Vec<String> {
    entries(folder).iter().map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn every_promise_has_its_target_and_its_corpus() {
    let promises: Vec<&str> = fuzz::PROMISES.iter().map(|(name, _)| *name).collect();
    assert_eq!(stems("fuzz_targets"), promises);
    assert_eq!(stems("corpus"), promises);
}

#[test]
fn every_promise_holds_on_its_corpus() {
    for (name, promise) in fuzz::PROMISES {
        let corpus = entries(Path::new("corpus").join(name));
        assert!(corpus.len() >= 5, "the corpus of {name} is gone");
        for file in &corpus {
            println!("{}", file.display());
            promise(&fs::read(file).expect("a file"));
        }
    }
}

/// Inputs near those of the corpus: a cut is the commonest damage.
#[test]
fn every_promise_holds_on_every_beginning_of_its_corpus() {
    for (name, promise) in fuzz::PROMISES {
        for file in entries(Path::new("corpus").join(name)) {
            let bytes = fs::read(&file).expect("a file");
            for end in (0..bytes.len()).step_by(bytes.len() / 64 + 1) {
                println!("{} to {end}", file.display());
                promise(&bytes[..end]);
            }
        }
    }
}
