//! How exact and how fast every prior of `tests/priors.txt` is drawn, as a Markdown table.
//!
//! Errors are of probabilities: |F(x) − u| for the value x that the table gives for u, over both tails down to 1e-12, with F
//! or its complement computed on the side of the smaller tail. Times are the least of many short rounds, the
//! uniform included.

#[path = "../../tests/it/listed.rs"]
mod listed;

use std::fmt::Write;
use std::hint::black_box;

use sroi::chunk::CHUNK;
use sroi::dist::{Prior, Probability, Sampler, TableCache};
use sroi::math::exp;
use sroi::stream::Key;
use sroi_benches::oracle::{rejection, statrs};
use sroi_benches::timing::{per_call, per_value};

/// Points of each tail, evenly spaced in the logarithm of its probability.
const POINTS: u32 = 20_000;
/// The least tail probability.
const LEAST: f64 = 1e-12;

fn main() {
    println!("{}, {POINTS} points in each tail\n", instructions());
    let mut table = String::from(
        "| prior | max abs(F(x) − u) | beyond neighbouring doubles | by statrs | table, KiB | to build, ms | \
         ns per value | of it uniforms | rand_distr, ns | exact quantile, ns |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let uniforms = uniforms();
    for (_, prior) in listed::listed() {
        if matches!(prior, Prior::Discrete(_)) {
            continue;
        }
        let sampler = prior.sampler(&mut TableCache::new());
        let (error, beyond) = errors(&prior, &sampler);
        let by_statrs = statrs(&prior).map(|tails| {
            worst(|v, upper| {
                let (below, above) = tails(sampler.at(if upper { 1.0 - v } else { v }));
                if upper {
                    above - (1.0 - (1.0 - v))
                } else {
                    below - v
                }
            })
        });
        let (kib, build) = table_of(&prior, &sampler);
        let lookup = lookup(&sampler);
        let _ = writeln!(
            table,
            "| {prior} | {error:.1e} | {beyond:.1e} | {} | {} | {} | {lookup:.1} | {uniforms:.1} | {} | {:.0} |",
            by_statrs.map_or("–".to_owned(), |x| format!("{x:.1e}")),
            kib.map_or("–".to_owned(), |x| format!("{x:.0}")),
            kib.map_or("–".to_owned(), |_| format!("{build:.1}")),
            rejected(&prior).map_or("–".to_owned(), |x| format!("{x:.1}")),
            exact(&prior)
        );
        eprintln!("{prior}");
    }
    println!("{table}");
}

fn instructions() -> String {
    format!("{:?}", sroi::simd::available())
}

/// The largest of |f(v, upper)| over both tails. NaN counts as the largest.
fn worst(f: impl Fn(f64, bool) -> f64) -> f64 {
    let step = -sroi::math::ln(LEAST / 0.499) / f64::from(POINTS - 1);
    let mut worst: f64 = 0.0;
    for i in 0..POINTS {
        let v = 0.499 * exp(-step * f64::from(i));
        for upper in [false, true] {
            let error = f(v, upper).abs();
            if error > worst || error.is_nan() {
                worst = error;
            }
        }
    }
    worst
}

/// |F(x) − u|, and what is left of it when u lies between F at the doubles next to x: no double could do better then.
fn errors(prior: &Prior, sampler: &Sampler) -> (f64, f64) {
    // 1 − v as the sampler gets it has a complement that is exact.
    let at = |v: f64, upper: bool| {
        let u = if upper { 1.0 - v } else { v };
        (sampler.at(u), if upper { 1.0 - u } else { u })
    };
    let of = |x: f64, upper: bool| if upper { prior.sf(x) } else { prior.cdf(x) };
    let plain = worst(|v, upper| {
        let (x, tail) = at(v, upper);
        of(x, upper) - tail
    });
    let beyond = worst(|v, upper| {
        let (x, tail) = at(v, upper);
        let (a, b) = (of(x.next_down(), upper), of(x.next_up(), upper));
        (a.min(b) - tail).max(tail - a.max(b)).max(0.0)
    });
    (plain, beyond)
}

/// KiB of the table, if there is one, and the milliseconds it takes to build.
fn table_of(prior: &Prior, sampler: &Sampler) -> (Option<f64>, f64) {
    // A segment is six doubles; the number of them is what the table says of itself.
    let text = format!("{sampler:?}");
    let segments = text
        .split_once("QuantileTable(")
        .and_then(|(_, rest)| rest.split(' ').next()?.parse::<f64>().ok());
    let build = per_call(|| {
        black_box(prior.sampler(&mut TableCache::new()));
    });
    (segments.map(|n| n * 48.0 / 1024.0), build / 1e6)
}

fn uniforms() -> f64 {
    let (key, mut us, mut chunk) = (Key::new(1, "speed"), [0.0; CHUNK], 0);
    per_value(|| {
        key.uniforms(chunk, black_box(&mut us));
        chunk += 1;
    })
}

fn lookup(sampler: &Sampler) -> f64 {
    let (key, mut us, mut xs) = (Key::new(1, "speed"), [0.0; CHUNK], [0.0; CHUNK]);
    let mut chunk = 0;
    per_value(|| {
        key.uniforms(chunk, &mut us);
        sampler.fill(black_box(&us), black_box(&mut xs));
        chunk += 1;
    })
}

fn rejected(prior: &Prior) -> Option<f64> {
    let mut fill = rejection(prior)?;
    let mut xs = [0.0; CHUNK];
    Some(per_value(|| fill(black_box(&mut xs))))
}

fn exact(prior: &Prior) -> f64 {
    let (key, mut us, mut chunk) = (Key::new(1, "speed"), [0.0; CHUNK], 0);
    per_value(|| {
        key.uniforms(chunk, &mut us);
        for &u in &us {
            black_box(prior.quantile(Probability::new(u)));
        }
        chunk += 1;
    })
}
