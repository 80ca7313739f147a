//! Functions that resemble each other stand together, which is what gzip makes the most of: it looks back 32 KB, and finds
//! longer repetitions near by. Some 2 % of a gzipped wasm; nothing but the functions' order changes.

use super::core::compressed;
use anyhow::{Context, Result};
use std::cmp::Reverse;
use std::convert::Infallible;
use std::num::NonZeroU64;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// By how many bytes functions are compared, and with how many of those before them. Which is best is chance, and worth some fifty
/// bytes: all are tried.
const TRIALS: [(usize, u8); 9] = [(3, 1), (3, 3), (3, 5), (4, 1), (4, 3), (4, 5), (5, 1), (5, 3), (5, 5)];
/// How thoroughly zopfli compresses what is only compared.
const ROUNDS: NonZeroU64 = NonZeroU64::new(5).unwrap();

/// The same module with its functions in another order, and without custom sections: no engine reads them.
pub fn for_gzip(wasm: &[u8]) -> Result<Vec<u8>> {
    let found = Found::read(wasm)?;
    let mut best: Option<(usize, Vec<u8>)> = None;
    for (length, near) in TRIALS {
        let module = found.write(wasm, chain(&found.bodies, length, near))?;
        let size = compressed(&module, ROUNDS)?.len();
        if best.as_ref().is_none_or(|(smallest, _)| size < *smallest) {
            best = Some((size, module));
        }
    }
    Ok(best.context("an order")?.1)
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

    fn write(&self, wasm: &[u8], order: Vec<usize>) -> Result<Vec<u8>> {
        let mut places = vec![0; order.len()];
        for (place, &function) in (0..).zip(&order) {
            places[function] = place;
        }
        let mut module = Module::new();
        Reordered { imports: self.imports, order, places }
            .parse_core_module(&mut module, Parser::new(0), wasm)
            .context("the functions in another order")?;
        Ok(module.finish())
    }
}

/// From the smallest on, each is followed by that of which most has just been seen. Nothing here depends on chance.
fn chain(bodies: &[&[u8]], length: usize, near: u8) -> Vec<usize> {
    let grams: Vec<Vec<u64>> = bodies.iter().map(|body| grams(body, length)).collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|&function| Reverse((bodies[function].len(), function)));
    let mut chain: Vec<usize> = left.pop().into_iter().collect();
    while !left.is_empty() {
        let seen = |function: usize| {
            let near = chain.iter().rev().zip(1..=near);
            near.map(|(&other, far)| share(&grams[function], &grams[other]) / f64::from(far)).sum::<f64>()
        };
        let seen: Vec<f64> = left.iter().map(|&function| seen(function)).collect();
        let next = (0..left.len()).max_by(|&one, &other| seen[one].total_cmp(&seen[other]));
        chain.extend(next.map(|next| left.remove(next)));
    }
    chain
}

/// The pieces of `length` bytes that stand in a body, in an order of their own.
fn grams(body: &[u8], length: usize) -> Vec<u64> {
    let gram = |bytes: &[u8]| bytes.iter().fold(0, |gram, &byte| gram << 8 | u64::from(byte));
    let mut grams: Vec<u64> = body.windows(length).map(gram).collect();
    grams.sort_unstable();
    grams
}

/// The part of `one` that stands in `other` too.
fn share(one: &[u64], other: &[u64]) -> f64 {
    let (mut common, mut at) = (0_u32, 0);
    for gram in one {
        at += other[at..].iter().take_while(|other| *other < gram).count();
        if other.get(at) == Some(gram) {
            common += 1;
            at += 1;
        }
    }
    f64::from(common) / f64::from(u32::try_from(one.len().max(1)).unwrap_or(u32::MAX))
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
