//! Speed of a case as a Markdown table, to be pasted into a paper.

use super::digits::{counted, rounded};
use crate::model::Model;
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
    model: &Model,
    inputs: usize,
    draws: u64,
    instructions: Instructions,
    rows: &[BenchRow],
) -> String {
    let name = Instructions::ALL
        .iter()
        .find(|(_, set)| *set == instructions);
    let mut text = format!(
        "{}, {} drawn, {} draws; sampling, evaluation and all statistics; median of runs; {} instructions\n\n",
        model.name,
        counted(Lang::En, inputs, "input"),
        rounded(Lang::En, draws as f64, 0),
        name.map_or("", |(name, _)| name)
    );
    text += "| threads | draws per second | ns per draw | ns per draw and core | ns per input value and core |\n";
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
            rounded(Lang::En, draws as f64 / row.seconds, -4),
            rounded(Lang::En, per_draw, 1),
            rounded(Lang::En, per_core, 1),
            rounded(Lang::En, per_value, 2)
        );
    }
    text
}
