//! The names by which the wasm and its glue know each other: wasm-bindgen's tell everything and end in a hash, which no
//! compressor shortens. A letter or two will do.

use anyhow::{Result, ensure};
use wasm_bindgen_cli_support::Output;

/// What wasm-bindgen calls the module that its wasm imports.
const GLUE: &str = "./core_bg.js";

/// Old names and new ones.
pub struct Names {
    imports: Vec<(String, String)>,
    exports: Vec<(String, String)>,
}

/// Renames all that the wasm imports and exports; the glue that is emitted must be told: [`Names::tell`].
pub fn shorten(output: &mut Output) -> Names {
    let module = output.wasm_mut();
    let imports = module.imports.iter_mut().enumerate().map(|(number, import)| {
        import.module = short(0);
        (std::mem::replace(&mut import.name, short(number)), short(number))
    });
    let imports = imports.collect();
    let exports = module.exports.iter_mut().enumerate();
    let exports = exports.map(|(number, export)| (std::mem::replace(&mut export.name, short(number)), short(number)));
    Names { imports, exports: exports.collect() }
}

impl Names {
    /// The glue, with the new names.
    pub fn tell(&self, glue: &str) -> Result<String> {
        let mut glue = replaced_once(glue, &format!("\"{GLUE}\": import0"), &format!("{}: import0", short(0)))?;
        for (old, new) in &self.imports {
            glue = replaced_once(&glue, &format!(" {old}: function("), &format!(" {new}: function("))?;
        }
        for (old, new) in &self.exports {
            glue = member_renamed(&glue, old, new);
        }
        Ok(glue)
    }
}

/// A name that stands in no place or in several is one that we do not understand: wasm-bindgen has changed.
fn replaced_once(glue: &str, from: &str, to: &str) -> Result<String> {
    ensure!(glue.matches(from).count() == 1, "wasm-bindgen's glue has not exactly one `{from}`");
    Ok(glue.replacen(from, to, 1))
}

/// Makes every `wasm.old` a `wasm.new`, but not the start of a longer name.
fn member_renamed(glue: &str, old: &str, new: &str) -> String {
    let member = format!("wasm.{old}");
    let mut parts = glue.split(&member);
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_longer = part.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        renamed.push_str(if is_longer { &member } else { "wasm." });
        renamed.push_str(if is_longer { "" } else { new });
        renamed.push_str(part);
    }
    renamed
}

/// a, b, … z, a1, b1, …
fn short(number: usize) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let letter = &letters[number % 26..=number % 26];
    if number < 26 { letter.to_owned() } else { format!("{letter}{}", number / 26) }
}
