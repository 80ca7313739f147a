//! Functions that resemble each other stand together, which is what gzip makes the most of: it looks back 32 KB, and finds
//! longer repetitions near by. Some 2 % of a gzipped wasm; nothing but the functions' order changes.

use anyhow::{Context, Result};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// What repeats is compared by so many bytes: three or five come to the same within a hundred bytes.
const GRAM: usize = 4;
/// What the functions just before one count for, from the nearest on: two to ten of them come to the same.
const NEAR: [f64; 3] = [1.0, 0.5, 0.33];

/// The same module with its functions in another order, and without custom sections: no engine reads them.
pub fn for_gzip(wasm: &[u8]) -> Result<Vec<u8>> {
    let found = Found::read(wasm)?;
    let order = chain(&found.bodies);
    let mut places = vec![0; order.len()];
    for (place, &function) in (0..).zip(&order) {
        places[function] = place;
    }
    let mut module = Module::new();
    Reordered { imports: found.imports, order, places }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the functions in another order")?;
    Ok(module.finish())
}

/// What decides the order.
struct Found<'a> {
    /// Imported functions come before the module's own, in the numbering too.
    imports: u32,
    bodies: Vec<&'a [u8]>,
}

impl<'a> Found<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut found = Self { imports: 0, bodies: Vec::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        found.imports += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => found.bodies.push(wasm.get(body.range()).context("a body")?),
                _ => {}
            }
        }
        Ok(found)
    }
}

/// From the smallest on, each is followed by that of which most has just been seen. Nothing here depends on chance.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let grams: Vec<Grams<'_>> = bodies.iter().map(|body| grams(body)).collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|&function| Reverse((bodies[function].len(), function)));
    let mut chain: Vec<usize> = left.pop().into_iter().collect();
    while !left.is_empty() {
        let seen = |function: usize| {
            let near = chain.iter().rev().zip(NEAR);
            near.map(|(&other, counts)| counts * share(&grams[function], &grams[other])).sum::<f64>()
        };
        let next = (0..left.len()).max_by(|&one, &other| seen(left[one]).total_cmp(&seen(left[other])));
        chain.extend(next.map(|next| left.remove(next)));
    }
    chain
}

/// How often each piece of [`GRAM`] bytes stands in a body.
type Grams<'a> = HashMap<&'a [u8], u32>;

fn grams(body: &[u8]) -> Grams<'_> {
    let mut grams = Grams::new();
    for gram in body.windows(GRAM) {
        *grams.entry(gram).or_default() += 1;
    }
    grams
}

/// The part of `one` that stands in `other` too.
fn share(one: &Grams<'_>, other: &Grams<'_>) -> f64 {
    let common: u32 = one.iter().map(|(gram, &count)| count.min(other.get(gram).copied().unwrap_or(0))).sum();
    f64::from(common) / f64::from(one.values().sum::<u32>().max(1))
}

/// Writes the functions of a module in `order`.
struct Reordered {
    imports: u32,
    /// From a place to the function that stands there now.
    order: Vec<usize>,
    /// From a function to its place.
    places: Vec<u32>,
}

impl Reencode for Reordered {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imports).and_then(|own| self.places.get(own as usize));
        Ok(own.map_or(function, |place| self.imports + place))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &function in &self.order {
            functions.function(types[function]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error> {
        Ok(())
    }
}
