//! `sroi man`: the command line as pages for `man`.

use std::fs;
use std::io;
use std::path::Path;

use clap_mangen::Man;

use super::arguments::{ManOptions, command};
use super::output::{Exit, print};

/// A page: the name of its file, and its text.
type Page = (String, Vec<u8>);

pub(super) fn man(options: &ManOptions) -> Result<(), Exit> {
    let pages = pages().map_err(|error| Exit::wrong(error.to_string()))?;
    if let Some(folder) = &options.out {
        return write(&pages, folder).map_err(|error| {
            let folder = folder.display();
            Exit::wrong(format!("cannot write man pages to `{folder}`: {error}"))
        });
    }
    let name = match &options.command {
        Some(command) => format!("sroi-{command}.1"),
        None => "sroi.1".to_owned(),
    };
    let page = pages.iter().find(|(file, _)| *file == name);
    let Some((_, text)) = page else {
        return Err(unknown(options.command.as_deref().unwrap_or_default()));
    };
    print(&String::from_utf8_lossy(text))
}

fn unknown(name: &str) -> Exit {
    let program = command();
    let names = program.get_subcommands().map(clap::Command::get_name);
    let close = crate::text::closest(name, names);
    let help = close.map_or_else(
        || "`sroi --help` lists them".to_owned(),
        |close| format!("did you mean `{close}`?"),
    );
    Exit::usage(format!("there is no command `{name}`; {help}"))
}

/// The page of the program, and one of each command.
fn pages() -> io::Result<Vec<Page>> {
    let mut program = command().disable_help_subcommand(true);
    program.build();
    let commands = program.get_subcommands().cloned();
    let all: Vec<clap::Command> = commands.chain([program.clone()]).collect();
    all.into_iter().map(page).collect()
}

fn page(command: clap::Command) -> io::Result<Page> {
    let man = Man::new(command)
        .source(concat!("sroi ", env!("CARGO_PKG_VERSION")))
        .manual("Monte Carlo uncertainty for business cases");
    let mut text = Vec::new();
    man.render(&mut text)?;
    Ok((man.get_filename(), text))
}

/// Writes them all, in place of those of an earlier version.
fn write(pages: &[Page], folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let page = |(file, text): &Page| fs::write(folder.join(file), text);
    pages.iter().try_for_each(page)
}
