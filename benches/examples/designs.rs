//! Measures how many draws each design needs for a given error, as a Markdown table.
//!
//! ```text
//! cargo run --release --package sroi-benches --example designs [CASE]
//! ```
//!
//! Under `lhs` and `sobol` the error of an estimate is the root mean square of its deviations from a far longer run, over runs
//! with different seeds and of different lengths; what is needed for an error in between or beyond follows on a straight line
//! through the logarithms, and where the shortest run is better already the table gives a bound. Random draws follow 1/√n
//! from the standard error of one long run.

use sroi::math::{exp, ln, log10, pow};
use sroi::model::Total;
use sroi::plan::{self, Plan, Ratio};
use sroi::sim::{OutputSummary, Settings, Silent, Simulation, simulate};
use sroi::stats::Estimate;
use sroi::stream::Design;

/// Runs of each length: the root mean square is then known to 11 %.
const RUNS: u64 = 40;
/// Lengths of runs, as powers of two.
const POWERS: std::ops::RangeInclusive<u32> = 14..=19;

/// Name, how it is read off a run, and the errors to reach.
type Quantity = (&'static str, fn(&Simulation) -> Estimate, [f64; 2]);

const QUANTITIES: [Quantity; 5] = [
    ("E[B]/E[C]", ratio_of_means, [0.001, 0.0001]),
    (
        "mean of B/C",
        |s| total(s, Total::Roi).mean(),
        [0.001, 0.0001],
    ),
    (
        "P(B > C)",
        |s| total(s, Total::NetBenefit).exceedance(0.0),
        [0.001, 0.0002],
    ),
    (
        "2.5 % of B/C",
        |s| total(s, Total::Roi).quantile(0.025),
        [0.001, 0.0002],
    ),
    (
        "97.5 % of B/C",
        |s| total(s, Total::Roi).quantile(0.975),
        [0.01, 0.002],
    ),
];

fn ratio_of_means(simulation: &Simulation) -> Estimate {
    simulation
        .ratio_of_means(Ratio::Roi)
        .unwrap_or(Estimate::UNKNOWN)
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

fn errors(plan: &Plan, design: Design, truth: [Estimate; QUANTITIES.len()]) -> Errors {
    if design == Design::Random {
        let draws = 1 << 22;
        let errors = read(&run(plan, design, draws, 1)).map(|estimate| estimate.standard_error);
        return vec![(draws as f64, errors)];
    }
    let of_length = |power: u32| {
        let draws = 1_u64 << power;
        let mut squares = [0.0; QUANTITIES.len()];
        for seed in 1..=RUNS {
            let estimates = read(&run(plan, design, draws, seed));
            for ((square, estimate), truth) in squares.iter_mut().zip(estimates).zip(truth) {
                let off = estimate.value - truth.value;
                *square += off * off / RUNS as f64;
            }
        }
        (draws as f64, squares.map(f64::sqrt))
    };
    POWERS.map(of_length).collect()
}

fn run(plan: &Plan, design: Design, draws: u64, seed: u64) -> Simulation {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let settings = Settings::random(draws, seed, threads).designed(design);
    simulate(plan, settings, &Silent).expect("the design has these draws")
}

fn read(simulation: &Simulation) -> [Estimate; QUANTITIES.len()] {
    QUANTITIES.map(|(_, quantity, _)| quantity(simulation))
}

/// Draws for a given error; a bound where the shortest run is already better.
#[derive(Clone, Copy)]
struct Needed {
    draws: f64,
    is_bound: bool,
}

fn draws_for(errors: &Errors, index: usize, target: f64) -> Needed {
    let point = |(draws, errors): &(f64, [f64; QUANTITIES.len()])| (ln(*draws), ln(errors[index]));
    let (first, last) = (point(&errors[0]), point(&errors[errors.len() - 1]));
    if first.1 <= ln(target) && errors.len() > 1 {
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
    let draws = exp(at.0 + (ln(target) - at.1) / slope);
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
    let unit = pow(10.0, log10(value).floor() - 1.0);
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
