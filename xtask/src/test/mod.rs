//! Every check of the project, in the order in which a fault is cheapest to find, and one summary at the end.

mod steps;
mod tally;

use crate::run::progress;
use crate::setup;
use anyhow::{Result, bail};
use std::time::Instant;
use steps::Step;
use tally::{Outcome, Tally};

/// Runs all steps, or the one of that name, behind a build where it needs one. A failed step does not keep the others
/// from running, except a failed build those that test what is built.
pub fn test(only: Option<&str>) -> Result<()> {
    let steps = steps::all()?;
    let chosen = match only {
        None => steps,
        Some(name) => with_what_it_needs(steps, name)?,
    };
    let toolchain = setup::everything()?;
    let mut built = true;
    let mut outcomes = Vec::new();
    for step in chosen {
        let began = Instant::now();
        let tally = if step.needs_build() && !built {
            Tally::NOT_RUN
        } else {
            progress(&format!("==== {}", step.name()));
            step.run(toolchain)
        };
        built &= !(step.builds() && tally.failed > 0);
        outcomes.push(Outcome { step: step.name().to_owned(), tally, took: began.elapsed() });
    }
    tally::report(&outcomes)
}

fn with_what_it_needs(steps: Vec<Step>, name: &str) -> Result<Vec<Step>> {
    let Some(wanted) = steps.iter().find(|step| step.name() == name) else {
        let known: Vec<&str> = steps.iter().map(Step::name).collect();
        bail!("there is no step {name}; the steps are: {}", known.join(" "));
    };
    let build_first = wanted.needs_build();
    Ok(steps.into_iter().filter(|step| step.name() == name || build_first && step.builds()).collect())
}
