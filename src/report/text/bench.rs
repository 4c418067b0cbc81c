//! Speed of a case as a Markdown table, to be pasted into a paper.

use crate::model::Model;
use crate::report::digits::rounded;
use crate::report::words::{DRAW, INPUT};
use crate::simd::Instructions;
use crate::text::Lang;

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BenchRow {
    /// Threads.
    pub threads: usize,
    /// Median time of a run, in seconds.
    pub seconds: f64,
}

/// The table: sampling, evaluation and all summary statistics of `draws` draws, files not included.
#[must_use]
pub fn bench_text(
    lang: Lang,
    model: &Model,
    inputs: usize,
    draws: u64,
    instructions: Instructions,
    rows: &[BenchRow],
) -> String {
    let name = Instructions::ALL
        .iter()
        .find(|(_, set)| *set == instructions);
    let (name, set) = (&model.name, name.map_or("", |(name, _)| name));
    let (inputs_drawn, draws_done) = (
        INPUT.counted(lang, inputs as u64),
        DRAW.counted(lang, draws),
    );
    let mut text = match lang {
        Lang::En => format!(
            "{name}, {inputs_drawn} drawn, {draws_done}; sampling, evaluation and all statistics; median of runs; {set} instructions\n\n\
             | threads | draws per second | ns per draw | ns per draw and core | ns per input value and core |\n"
        ),
        Lang::Nl => format!(
            "{name}, {inputs_drawn} getrokken, {draws_done}; trekken, doorrekenen en alle statistieken; mediaan van herhaalde runs; instructies: {set}\n\n\
             | threads | trekkingen per seconde | ns per trekking | ns per trekking en kern | ns per getrokken waarde en kern |\n"
        ),
    };
    text += "|---:|---:|---:|---:|---:|\n";
    for row in rows {
        let per_draw = row.seconds * 1e9 / draws as f64;
        let per_core = per_draw * row.threads as f64;
        let per_value = if inputs == 0 {
            f64::NAN
        } else {
            per_core / inputs as f64
        };
        text += &format!(
            "| {} | {} | {} | {} | {} |\n",
            row.threads,
            rounded(lang, draws as f64 / row.seconds, -4),
            rounded(lang, per_draw, 1),
            rounded(lang, per_core, 1),
            rounded(lang, per_value, 2)
        );
    }
    text
}
