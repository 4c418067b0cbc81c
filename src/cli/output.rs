//! Writing to the terminal, and how the program ends.

use std::io::{self, IsTerminal, Write};

use crate::report::BarSide;
use crate::text::Colour;

/// How a command ended when it did not end well.
#[derive(Debug)]
pub(super) struct Exit {
    pub(super) code: u8,
    pub(super) message: Option<String>,
}

impl Exit {
    /// The case or the figures are wrong, or results could not be written.
    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self {
            code: 1,
            message: Some(message.into()),
        }
    }

    /// The program was called wrongly.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            message: Some(message.into()),
        }
    }

    /// Everything has been said already.
    pub(super) fn silent(code: u8) -> Self {
        Self {
            code,
            message: None,
        }
    }
}

/// Prints results. A reader that has gone (`sroi … | head`) is not an error.
pub(super) fn print(text: &str) -> Result<(), Exit> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Exit::wrong(format!(
            "cannot write to the terminal: {error}"
        ))),
        _ => Ok(()),
    }
}

/// Prints remarks, beside results.
pub(super) fn remark(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = writeln!(out, "{text}");
}

/// Prints what went wrong.
pub(super) fn complain(message: &str) {
    let style = anstyle::Style::new()
        .bold()
        .fg_color(Some(anstyle::AnsiColor::Red.into()));
    remark(&format!("{style}error{style:#}: {message}"));
}

/// A bar in the colour of its side; `print` takes colours out where they are not wanted.
pub(super) fn painted(side: BarSide, bar: &str) -> String {
    let colour = match side {
        BarSide::Short => anstyle::AnsiColor::Red,
        BarSide::Beyond => anstyle::AnsiColor::Green,
    };
    let style = colour.on_default();
    format!("{style}{bar}{style:#}")
}

/// Whether diagnostics carry colours: on a terminal, unless `NO_COLOR` is set.
pub(super) fn colour() -> Colour {
    let both = io::stderr().is_terminal() && io::stdout().is_terminal();
    let never = anstream::AutoStream::choice(&io::stderr()) == anstream::ColorChoice::Never;
    if both && !never {
        Colour::Always
    } else {
        Colour::Never
    }
}
