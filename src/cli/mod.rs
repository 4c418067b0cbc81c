//! The command line: one command, one file. The only place with clap, indicatif and colour.

mod analyse;
mod arguments;
mod bench;
mod break_even;
mod check;
mod compare;
mod completions;
mod ending;
mod export;
mod load;
mod man;
mod more;
mod new;
mod output;
mod progress;
mod rebuild;
mod report;
mod reproduce;
mod run;
mod scenarios;
mod schema;
mod sobol_indices;
mod study;
mod tornado;
mod until;
mod voi;

use clap::Parser;

pub use arguments::command;
use arguments::{Arguments, Command};
use output::Exit;

use crate::simd::{self, Instructions};

/// Runs the program on the arguments of the process and returns its exit code: 0 fine, 1 the case or the figures are
/// wrong or results could not be written, 2 wrong usage, 130 interrupted.
#[must_use]
pub fn main() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout and are no error; clap knows which is which.
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let limited = arguments.instructions.map_or(Ok(()), limit);
    let lang = arguments.lang;
    let exit = limited.and_then(|()| match arguments.command {
        Command::Run(options) => run::run(lang, &options),
        Command::Scenarios(options) => scenarios::scenarios(lang, &options),
        Command::Check(options) => check::check(lang, &options),
        Command::Reproduce(options) => reproduce::reproduce(lang, &options),
        Command::Compare(options) => compare::compare(lang, &options),
        Command::Analyse(options) => analyse::analyse(lang, &options),
        Command::Tornado(options) => tornado::tornado(lang, &options),
        Command::BreakEven(options) => break_even::break_even(lang, &options),
        Command::Sobol(options) => sobol_indices::run(lang, &options),
        Command::Voi(options) => voi::voi(lang, &options),
        Command::Export(options) => export::export(lang, &options),
        Command::Report(options) => report::report(lang, &options),
        Command::Bench(options) => bench::bench(lang, &options),
        Command::New(options) => new::new(&options),
        Command::Schema => schema::schema(),
        Command::Completions(options) => completions::completions(&options),
        Command::Man(options) => man::man(&options),
    });
    match exit {
        Ok(()) => 0,
        Err(Exit { code, message }) => {
            if let Some(message) = message {
                output::complain(&message);
            }
            code
        }
    }
}

/// Forbids wider instructions than these. A set that the machine lacks is refused: what is measured must be what was asked.
fn limit((name, asked): (&str, Instructions)) -> Result<(), Exit> {
    simd::limit(asked);
    if simd::available() == asked {
        return Ok(());
    }
    Err(Exit::usage(format!(
        "this machine does not have the {name} instructions; leave `--instructions` out to use the widest it has"
    )))
}
