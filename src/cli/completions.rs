//! `sroi completions`: what a shell needs to complete the command line.

use super::arguments::{CompletionsOptions, command};
use super::output::{Exit, print};

pub(super) fn completions(options: &CompletionsOptions) -> Result<(), Exit> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut offered(), "sroi", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// The command line without what `--help` hides, which scripts would offer.
fn offered() -> clap::Command {
    let all = command();
    let options = all.get_arguments().filter(|option| !option.is_hide_set());
    clap::Command::new("sroi")
        .version(env!("CARGO_PKG_VERSION"))
        .args(options.cloned())
        .subcommands(all.get_subcommands().cloned())
}
