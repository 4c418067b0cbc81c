//! Draws of every prior of `tests/priors.txt`, from seed and name to value, against the exact distribution function:
//! Kolmogorov–Smirnov and Anderson–Darling. `fit [DRAWS]`, ten million if not said.

// Tests use these modules too, other parts of them.
#[path = "../../tests/it/goodness.rs"]
mod goodness;
#[path = "../../tests/it/listed.rs"]
mod listed;

use goodness::{anderson_darling, anderson_darling_p, kolmogorov, kolmogorov_p};
use sroi::chunk::{CHUNK, chunks};
use sroi::dist::{Prior, TableCache};
use sroi::stream::Key;

fn main() {
    let asked = std::env::args().nth(1);
    let draws = asked.map_or(10_000_000, |text| text.parse().expect("a number of draws"));
    println!("{draws} draws of each prior, seed 1\n");
    println!("| prior | D | √n·D | p | A² | p |\n|---|---:|---:|---:|---:|---:|");
    let mut ps = Vec::new();
    for (line, prior) in listed::listed() {
        // Jumps are for chi-square: tests/it/fit.rs.
        if prior.has_atoms() {
            continue;
        }
        let column = sorted_draws(line, &prior, draws);
        let d = kolmogorov(&column, &prior);
        let p_d = kolmogorov_p(d, column.len());
        let a = anderson_darling(&column, &prior);
        let p_a = anderson_darling_p(a);
        let root = (draws as f64).sqrt();
        println!(
            "| {prior} | {d:.2e} | {:.3} | {p_d:.3} | {a:.3} | {p_a:.3} |",
            root * d
        );
        ps.extend([p_d, p_a]);
    }
    let least = ps.iter().copied().fold(1.0, f64::min);
    println!("\n{} p-values, the least is {least:.4}", ps.len());
}

fn sorted_draws(line: &str, prior: &Prior, draws: u64) -> Vec<f64> {
    let sampler = prior.sampler(&mut TableCache::new());
    let key = Key::new(1, line);
    let mut uniforms = [0.0; CHUNK];
    let mut column = vec![0.0; draws as usize];
    for ((chunk, length), out) in chunks(draws).zip(column.chunks_mut(CHUNK)) {
        key.uniforms(chunk, &mut uniforms);
        sampler.fill(&uniforms[..length], out);
    }
    column.sort_unstable_by(f64::total_cmp);
    column
}
