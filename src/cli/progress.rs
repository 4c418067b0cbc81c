//! A progress bar that Ctrl-C can stop.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::sim::Observer;

/// Whether Ctrl-C was pressed: one for the process, as its handler is, however many runs a command makes.
static STOP: AtomicBool = AtomicBool::new(false);

/// Shows progress on stderr when that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(draws: u64, quiet: bool) -> Self {
        let hidden = quiet || !std::io::stderr().is_terminal();
        let target = if hidden {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(draws), target);
        let template = "{bar:30} {percent:>3} %  {human_pos} of {human_len} draws, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
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

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
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
