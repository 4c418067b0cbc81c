//! Golden values of the shipped case: what a seed means must not change unnoticed.
//!
//! The files hold numbers in the shortest notation that reads back to the same bits, and are compared exactly.
//! `SROI_UPDATE=1` rewrites them; a commit that does so is value-breaking and says why.

use std::fmt::Write;

use sroi::analysis::{OUTCOMES, QUANTILES, stakeholders, summary, tornado};
use sroi::model::{Model, Variant};
use sroi::stats::Estimate;

use crate::support::{draws, netwerkzorg, path, run, scenario};

/// The edges of a lane, chunk and block, and a draw further on.
const PLACES: [usize; 8] = [0, 1, 16, 1_023, 1_024, 8_191, 8_192, 12_345];

/// Compares `text` with a file of `tests/golden`, or rewrites the file when asked to.
#[track_caller]
fn assert_golden(name: &str, what: &str, text: &str) {
    let path = path("tests/golden").join(name);
    let whole = format!(
        "# {what}\n# Any change of these numbers is Value-breaking: the same case and seed then give other results.\n\
         # Rewritten by SROI_UPDATE=1 cargo test --release golden.\n{text}"
    );
    if std::env::var_os("SROI_UPDATE").is_some_and(|update| update == "1") {
        std::fs::write(&path, &whole).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    for (number, (found, expected)) in whole.lines().zip(golden.lines()).enumerate() {
        assert_eq!(
            found,
            expected,
            "{name}, line {}: Value-breaking",
            number + 1
        );
    }
    assert_eq!(whole.lines().count(), golden.lines().count(), "{name}");
}

#[test]
fn golden_draws() {
    let model = netwerkzorg();
    let columns = draws(&model, &model.base(), 12_346, 1);
    let mut text = format!("draw {}\n", PLACES.map(|place| place.to_string()).join(" "));
    for (name, column) in columns.names.iter().zip(&columns.columns) {
        let values = PLACES.map(|place| column[place].to_string());
        writeln!(text, "{name} {}", values.join(" ")).unwrap();
    }
    assert_golden(
        "netwerkzorg_draws.txt",
        "Draws of priors/netwerkzorg.toml with seed 1, in base units: every drawn input, line and total.",
        &text,
    );
}

/// An estimate and its standard error.
fn both(estimate: Estimate) -> String {
    format!("{} ± {}", estimate.value, estimate.standard_error)
}

/// Rows of the summary: metric, subject, what, and the number with its standard error.
fn rows(model: &Model, variant: &Variant, draws: u64, keep: impl Fn(&str) -> bool) -> String {
    let simulation = run(model, variant, draws);
    let mut text = String::new();
    for row in summary(model, &simulation)
        .iter()
        .filter(|row| keep(&row.metric))
    {
        let subject = row.subject.as_deref().unwrap_or("-");
        let mut put = |what: &str, estimate| {
            writeln!(text, "{} {subject} {what} {}", row.metric, both(estimate)).unwrap();
        };
        put("mean", row.mean);
        if let Some(spread) = &row.spread {
            put("sd", spread.sd);
            for ((name, _), quantile) in QUANTILES.iter().zip(spread.quantiles) {
                put(name, quantile);
            }
        }
    }
    text
}

#[test]
fn golden_summary() {
    let model = netwerkzorg();
    let base = model.base();
    let mut text = "10000 draws, all of them kept\n".to_owned();
    text += &rows(&model, &base, 10_000, |_| true);
    let simulation = run(&model, &base, 10_000);
    for row in stakeholders(&model, &simulation) {
        writeln!(
            text,
            "share_of_means {} - {}",
            row.name, row.share_of_means.value
        )
        .unwrap();
        for ((what, _), share) in [("q50", 0), ("q025", 1), ("q975", 2)]
            .iter()
            .zip(row.share_quantiles.into_iter().flatten())
        {
            writeln!(text, "share {} {what} {}", row.name, both(share)).unwrap();
        }
    }
    let bars = tornado(&model, &base);
    for bar in &bars.bars {
        for ((outcome, _), (low, high)) in OUTCOMES
            .iter()
            .zip(bar.low.outcomes.iter().zip(&bar.high.outcomes))
        {
            writeln!(text, "tornado {} {outcome} {low} {high}", bar.name).unwrap();
        }
    }
    let of_party =
        |metric: &str| metric.starts_with("stakeholder") || metric.starts_with("perspective");
    let totals = |metric: &str| metric != "line" && !of_party(metric);
    text += "150000 draws, quantiles from a sketch\n";
    text += &rows(&model, &base, 150_000, totals);
    for name in ["effects_comonotone", "effect_uniform"] {
        writeln!(text, "10000 draws, scenario {name}").unwrap();
        text += &rows(&model, &scenario(&model, name), 10_000, totals);
    }
    assert_golden(
        "netwerkzorg_summary.txt",
        "Results of priors/netwerkzorg.toml with seed 1, in base units: number ± Monte Carlo standard error.",
        &text,
    );
}
