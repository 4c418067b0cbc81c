//! `sroi bench`: how fast the case runs here.

use std::time::Instant;

use super::arguments::BenchOptions;
use super::load::load;
use super::output::{Exit, print};
use crate::plan::{self, Plan};
use crate::report::{BenchRow, bench_text};
use crate::sim::{Settings, Silent, simulate};
use crate::simd;
use crate::text::Lang;

/// Runs per row, after one that is not counted; the median is reported.
const RUNS: usize = 5;

pub(super) fn bench(lang: Lang, options: &BenchOptions) -> Result<(), Exit> {
    let loaded = load(&options.case)?;
    let plan = plan::compile(&loaded.model, &loaded.model.base());
    let all = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut rows = vec![measure(&plan, options.draws, 1)?];
    if all > 1 {
        rows.push(measure(&plan, options.draws, all)?);
    }
    let inputs = plan.registers().len();
    print(&bench_text(
        lang,
        &loaded.model,
        inputs,
        options.draws,
        simd::available(),
        &rows,
    ))
}

fn measure(plan: &Plan, draws: u64, threads: usize) -> Result<BenchRow, Exit> {
    let settings = Settings::random(draws, 1, threads);
    let mut seconds = Vec::new();
    for _ in 0..=RUNS {
        let start = Instant::now();
        simulate(plan, settings, &Silent).map_err(|error| Exit::wrong(error.to_string()))?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    let mut counted = seconds.split_off(1);
    counted.sort_by(f64::total_cmp);
    Ok(BenchRow {
        threads,
        seconds: counted[RUNS / 2],
    })
}
