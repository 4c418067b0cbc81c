//! `--until`: draws until a result is precise enough.

use super::arguments::RunOptions;
use super::output::Exit;
use crate::analysis::{Goal, Precision};
use crate::chunk::CHUNK;
use crate::model::Model;
use crate::report::{Until, until_text};
use crate::sim::{BLOCK_DRAWS, REPLICATES, Simulation};
use crate::stream::Design;
use crate::text::Lang;

/// Draws of the first look at the precision.
const FIRST: u64 = 8 * BLOCK_DRAWS;

/// The goal of a run, if it has one.
pub(super) fn goal(model: &Model, options: &RunOptions) -> Result<Option<Goal>, Exit> {
    let Some(text) = &options.until else {
        return Ok(None);
    };
    if options.sampling.design == Design::LatinHypercube {
        return Err(Exit::usage(
            "`--until` extends a run, and a Latin hypercube exists for one number of draws only; use `--design sobol` or \
             random draws",
        ));
    }
    let goal = Goal::parse(text, model).map_err(|error| Exit::usage(error.to_string()))?;
    let (first, most) = (first_draws(options), options.draws_max);
    if first > most {
        return Err(Exit::usage(format!(
            "`--draws-max` {most} is less than the {first} draws with which a run of this design begins"
        )));
    }
    Ok(Some(goal))
}

/// The draws a run with a goal begins with.
pub(super) fn first_draws(options: &RunOptions) -> u64 {
    match options.sampling.design {
        Design::Sobol => {
            2 * CHUNK as u64 * u64::from(options.sampling.replicates.unwrap_or(REPLICATES))
        }
        _ => FIRST.min(options.draws_max),
    }
}

/// How precise the result of a run is; an error when its goal has no Monte Carlo error.
pub(super) fn precision(
    goal: &Goal,
    model: &Model,
    simulation: &Simulation,
) -> Result<Precision, Exit> {
    goal.precision(model, simulation)
        .map_err(|error| Exit::usage(format!("{error}; nothing was written")))
}

/// For the manifest.
pub(super) fn record(goal: &Goal, precision: &Precision) -> Until {
    Until {
        goal: goal.text.clone(),
        half_width: precision.half_width,
        tolerance: precision.tolerance,
        reached: precision.is_reached(),
    }
}

/// A goal that was not reached is an error although the results are written.
pub(super) fn conclude(until: &Until, draws: u64) -> Result<(), Exit> {
    if until.reached {
        return Ok(());
    }
    Err(Exit::wrong(format!(
        "{}; the results were written all the same; allow more draws with `--draws-max`",
        until_text(Lang::En, until, draws)
    )))
}
