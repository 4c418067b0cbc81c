//! `--more`: goes on with earlier results.
//!
//! Draws are made again, because that is faster than reading them; what is not done again is encoding those that are on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::output::Exit;
use crate::report::{DrawFile, Manifest};
use crate::sim::Settings;
use crate::stream::Design;

/// How many draws the earlier results have, which must be of the same run with fewer draws and have kept them.
pub(super) fn earlier_draws(
    manifest: &Manifest,
    settings: Settings,
    target: &Path,
) -> Result<u64, Exit> {
    let refuse = |reason: String| {
        let shown = target.display();
        Exit::usage(format!(
            "cannot go on with the results in `{shown}`: {reason}"
        ))
    };
    if settings.design == Design::LatinHypercube {
        return Err(refuse(
            "a Latin hypercube exists for one number of draws only".to_owned(),
        ));
    }
    let earlier = fs::read_to_string(target.join("manifest.json"));
    let earlier = earlier.map_err(|error| match error.kind() {
        ErrorKind::NotFound => refuse("there are none".to_owned()),
        _ => refuse(format!("their manifest cannot be read: {error}")),
    })?;
    let draws = manifest.draws_of_earlier(&earlier);
    let draws = draws.map_err(|error| refuse(error.to_string()))?;
    if draws >= settings.draws {
        let asked = settings.draws;
        return Err(refuse(format!(
            "they have {draws} draws already; ask for more than that with `--draws`, not {asked}"
        )));
    }
    if !target.join(DrawFile::NAME).is_file() {
        return Err(refuse(
            "their draws were not kept; run again with `--force --keep-draws`".to_owned(),
        ));
    }
    Ok(draws)
}

/// Copies what need not be encoded again.
pub(super) fn take_over(file: &mut DrawFile, target: &Path) -> Result<(), Exit> {
    let taken = file.take_over(&target.join(DrawFile::NAME));
    taken.map(|_| ()).map_err(|error| {
        Exit::wrong(format!(
            "cannot go on with the draws in `{}`: {error}; nothing was changed",
            target.display()
        ))
    })
}
