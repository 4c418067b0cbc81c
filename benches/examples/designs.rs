//! Measures how many draws each design needs for a given error, as a Markdown table.
//!
//! ```text
//! cargo run --release --package sroi-benches --example designs [CASE]
//! ```
//!
//! The error of an estimate is the root mean square of its deviations from a far longer run, over runs with different seeds and
//! of different lengths. What is needed for an error in between follows on a straight line of the logarithms; beyond the
//! longest run the table gives a bound.

use sroi::model::Total;
use sroi::plan::{self, Plan, Ratio};
use sroi::sim::{OutputSummary, Settings, Silent, Simulation, simulate};
use sroi::stream::Design;

/// Runs of each length: the root mean square is then known to 11 %.
const RUNS: u64 = 40;
/// Lengths of runs, as powers of two. Random draws are drawn once: their errors fall like 1/√n.
const POWERS: std::ops::RangeInclusive<u32> = 14..=19;

/// Name, how it is read off a run, and the errors to reach.
type Quantity = (&'static str, fn(&Simulation) -> f64, [f64; 2]);

const QUANTITIES: [Quantity; 5] = [
    ("E[B]/E[C]", ratio_of_means, [0.001, 0.0001]),
    (
        "mean of B/C",
        |s| total(s, Total::Roi).mean().value,
        [0.001, 0.0001],
    ),
    (
        "P(B > C)",
        |s| total(s, Total::NetBenefit).exceedance(0.0).value,
        [0.001, 0.0002],
    ),
    (
        "2.5 % of B/C",
        |s| total(s, Total::Roi).quantile(0.025).value,
        [0.001, 0.0002],
    ),
    (
        "97.5 % of B/C",
        |s| total(s, Total::Roi).quantile(0.975).value,
        [0.01, 0.002],
    ),
];

fn ratio_of_means(simulation: &Simulation) -> f64 {
    simulation
        .ratio_of_means(Ratio::Roi)
        .map_or(f64::NAN, |ratio| ratio.value)
}

fn total(simulation: &Simulation, total: Total) -> &OutputSummary {
    simulation.total(total).expect("costs are positive")
}

fn main() {
    let path = std::env::args().nth(1);
    let path = path.as_deref().unwrap_or("priors/netwerkzorg.toml");
    let model = sroi_benches::load(path);
    let plan = plan::compile(&model, &model.base());
    let truth = read(&run(&plan, Design::Sobol, 1 << 24, 1_000_000));
    let errors = Design::ALL.map(|design| errors(&plan, design, truth));
    println!("| estimate | error | random | lhs | sobol | random/sobol |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (index, (name, _, targets)) in QUANTITIES.iter().enumerate() {
        for target in targets {
            let needed = errors
                .each_ref()
                .map(|errors| draws_for(errors, index, *target));
            let [random, lhs, sobol] = needed.map(Needed::text);
            let gain = needed[0].draws / needed[2].draws;
            let bound = if needed[2].is_bound { "> " } else { "" };
            println!(
                "| {name} | {target} | {random} | {lhs} | {sobol} | {bound}{} |",
                rounded(gain)
            );
        }
    }
}

/// Draws and root mean square errors of all quantities, by increasing draws.
type Errors = Vec<(f64, [f64; QUANTITIES.len()])>;

fn errors(plan: &Plan, design: Design, truth: [f64; QUANTITIES.len()]) -> Errors {
    let lengths = match design {
        Design::Random => vec![*POWERS.end() - 1],
        _ => POWERS.collect(),
    };
    let of_length = |power: u32| {
        let draws = 1_u64 << power;
        let mut squares = [0.0; QUANTITIES.len()];
        for seed in 1..=RUNS {
            let values = read(&run(plan, design, draws, seed));
            for ((square, value), truth) in squares.iter_mut().zip(values).zip(truth) {
                *square += (value - truth) * (value - truth) / RUNS as f64;
            }
        }
        (draws as f64, squares.map(f64::sqrt))
    };
    lengths.into_iter().map(of_length).collect()
}

fn run(plan: &Plan, design: Design, draws: u64, seed: u64) -> Simulation {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let settings = Settings::random(draws, seed, threads).designed(design);
    simulate(plan, settings, &Silent).expect("the design has these draws")
}

fn read(simulation: &Simulation) -> [f64; QUANTITIES.len()] {
    QUANTITIES.map(|(_, quantity, _)| quantity(simulation))
}

/// Draws for a given error; a bound where the shortest run is already better.
#[derive(Clone, Copy)]
struct Needed {
    draws: f64,
    is_bound: bool,
}

fn draws_for(errors: &Errors, index: usize, target: f64) -> Needed {
    let point = |(draws, errors): &(f64, [f64; QUANTITIES.len()])| (draws.ln(), errors[index].ln());
    let (first, last) = (point(&errors[0]), point(&errors[errors.len() - 1]));
    if first.1 <= target.ln() && errors.len() > 1 {
        return Needed {
            draws: errors[0].0,
            is_bound: true,
        };
    }
    // The slope of random draws is known; others are fitted by least squares.
    let (slope, at) = if errors.len() == 1 {
        (-0.5, last)
    } else {
        line(errors.iter().map(point))
    };
    let draws = (at.0 + (target.ln() - at.1) / slope).exp();
    Needed {
        draws,
        is_bound: false,
    }
}

/// Slope and centre of gravity.
fn line(points: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, (f64, f64)) {
    let count = points.clone().count() as f64;
    let sum = points
        .clone()
        .fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x, sum.1 + y));
    let (x0, y0) = (sum.0 / count, sum.1 / count);
    let above: f64 = points.clone().map(|(x, y)| (x - x0) * (y - y0)).sum();
    let below: f64 = points.map(|(x, _)| (x - x0) * (x - x0)).sum();
    (above / below, (x0, y0))
}

impl Needed {
    fn text(self) -> String {
        let sign = if self.is_bound { "< " } else { "" };
        format!("{sign}{}", rounded(self.draws))
    }
}

/// Two digits, with groups of three.
fn rounded(value: f64) -> String {
    let unit = 10_f64.powf(value.log10().floor() - 1.0);
    let digits = format!("{:.0}", (value / unit).round() * unit);
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
