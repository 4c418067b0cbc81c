//! A progress bar that Ctrl-C can stop.

use std::fmt;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::report::digits::rounded;
use crate::sim::Observer;
use crate::text::Lang;

/// Whether Ctrl-C was pressed: one for the process, as its handler is, however many runs a command makes.
static STOP: AtomicBool = AtomicBool::new(false);

/// Shows progress on stderr when that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(lang: Lang, draws: u64, quiet: bool) -> Self {
        let hidden = quiet || !std::io::stderr().is_terminal();
        let target = if hidden {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(draws), target);
        if let Some(style) = style(lang) {
            bar.set_style(style);
        }
        // The first Ctrl-C ends the run in good order; the second ends the program at once. Where no handler can be
        // set, Ctrl-C ends the program, which leaves nothing under a final name either. A handler that is set stays.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        Self { bar }
    }

    /// Progress of work that is not counted in draws.
    pub(super) fn of_work(quiet: bool) -> Self {
        let progress = Self::new(Lang::En, 0, quiet);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {eta}") {
            progress.bar.set_style(style);
        }
        progress
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The bar with the numbers and words of a language.
fn style(lang: Lang) -> Option<ProgressStyle> {
    let template = lang.pick(
        "{bar:30} {percent:>3} %  {done} of {all} draws, {eta} left",
        "{bar:30} {percent:>3} %  {done} van {all} trekkingen, nog {eta}",
    );
    let written = move |number: u64, out: &mut dyn fmt::Write| {
        let _ = out.write_str(&rounded(lang, number as f64, 0));
    };
    let done = move |state: &ProgressState, out: &mut dyn fmt::Write| written(state.pos(), out);
    let all = move |state: &ProgressState, out: &mut dyn fmt::Write| {
        written(state.len().unwrap_or(0), out);
    };
    let style = ProgressStyle::with_template(template).ok()?;
    Some(style.with_key("done", done).with_key("all", all))
}

impl Observer for Progress {
    fn expect(&self, draws: u64) {
        self.bar.set_length(draws);
    }

    fn advance(&self, draws: u64) {
        self.bar.inc(draws);
    }

    fn stopped(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_bar() {
        for lang in Lang::ALL {
            assert!(style(lang).is_some(), "{lang}");
        }
    }
}
