//! Which option is best, how certain is that, and what would certainty be worth?
//!
//! # Question
//! At each willingness to pay k: how likely is each option to have the highest net benefit (CEAC), how likely is that for the option
//! one would choose (CEAF), what does choosing each option cost for want of certainty (expected loss), and what is perfect
//! information worth (EVPI)?
//!
//! # Estimator
//! With NB = k·effect − cost in each draw: the *CEAC* of an option is the share of draws in which it has the highest net benefit; the
//! first of equals wins. The option with the highest **mean** net benefit is *on the frontier*, and its share is the *CEAF*. The
//! *expected loss* of an option is the mean of (highest net benefit of the draw − its own), and *EVPI* is the least expected loss,
//! that of the option on the frontier (Fenwick, Claxton & Sculpher 2001, Health Econ. 10:779; Alarid-Escudero et al. 2019, Value in
//! Health 22:611).
//!
//! # Cost
//! One pass over the draws with all thresholds side by side: time is draws × thresholds × options, memory thresholds × options.
//!
//! # Error
//! √(p(1 − p)/n) for shares, s/√n for losses. EVPI is biased **downwards**, because the option that came out best in these draws is
//! charged with the least loss in them: E\[min\] ≤ min E. The bias is estimated by the sum of the expected amounts by which other
//! options could truly be better, σ·φ(g/σ) − g·Φ(−g/σ) for a mean difference g with standard error σ; that sum is `evpi_bias`.
//!
//! # Example
//! See [`acceptability`].

use super::psa::Psa;
use super::spread::Spread;
use crate::chunk::CHUNK;
use crate::dist::special::{normal_cdf, normal_density};
use crate::simd::{self, Kernel};
use crate::stats::{Estimate, Moments, Proportion};

/// The answers at every threshold.
#[derive(Clone, Debug)]
pub struct Acceptability {
    /// The names of the options.
    pub options: Vec<String>,
    /// Draws.
    pub draws: u64,
    /// One entry per threshold.
    pub thresholds: Vec<Threshold>,
}

/// The answers at one willingness to pay.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Willingness to pay; NaN for a sample of net benefits.
    pub wtp: f64,
    /// The options, in their order.
    pub options: Vec<AtThreshold>,
    /// The option with the highest mean net benefit.
    pub frontier: usize,
    /// The expected value of perfect information.
    pub evpi: Estimate,
    /// An estimate of how far EVPI is expected to be too low; itself too small near a tie.
    pub evpi_bias: f64,
}

/// An option at one willingness to pay.
#[derive(Clone, Copy, Debug)]
pub struct AtThreshold {
    /// Mean net benefit minus that of the reference; exactly 0 for the reference.
    pub incremental: Estimate,
    /// Share of draws in which it has the highest net benefit.
    pub proportion: Estimate,
    /// Mean of highest net benefit minus its own.
    pub expected_loss: Estimate,
}

impl Threshold {
    /// The share of draws in which the option on the frontier has the highest net benefit.
    #[must_use]
    pub fn ceaf(&self) -> Estimate {
        self.options[self.frontier].proportion
    }
}

/// CEAC, CEAF, expected losses and EVPI at each willingness to pay. The thresholds are ignored for a sample of net benefits, which
/// has one entry.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{Named, Psa, acceptability};
///
/// let options = vec![Named::new("usual", vec![0.0; 4]), Named::new("new", vec![3.0, -1.0, 2.0, 0.0])];
/// let at = &acceptability(&Psa::of_net_benefit(Vec::new(), options)?, &[]).thresholds[0];
/// assert_eq!(at.options[0].proportion.value, 0.5); // the tie is won by the first
/// assert_eq!(at.frontier, 1);
/// assert_eq!(at.evpi.value, 0.25);
/// # Ok::<(), sroi::analysis::sample::PsaError>(())
/// ```
#[must_use]
pub fn acceptability(psa: &Psa, thresholds: &[f64]) -> Acceptability {
    let thresholds = if psa.has_effects() {
        thresholds
    } else {
        &[f64::NAN][..]
    };
    let options = psa.options().len();
    let mut counts = vec![Counts::new(options); thresholds.len()];
    let mut columns = vec![0.0; options * CHUNK];
    let mut places = vec![0.0; CHUNK];
    for start in (0..psa.draws()).step_by(CHUNK) {
        let end = (start + CHUNK).min(psa.draws());
        let rows = end - start;
        for (&wtp, counts) in thresholds.iter().zip(&mut counts) {
            for (option, column) in columns.chunks_exact_mut(rows).take(options).enumerate() {
                psa.fill(option, wtp, start..end, column);
            }
            counts.update(&mut columns[..options * rows], &mut places[..rows]);
        }
    }
    let spread = Spread::of(psa);
    let answers = thresholds
        .iter()
        .zip(counts)
        .map(|(&wtp, counts)| counts.finish(psa, &spread, wtp));
    Acceptability {
        options: psa.options().to_vec(),
        draws: psa.draws() as u64,
        thresholds: answers.collect(),
    }
}

/// What is counted at one threshold.
#[derive(Clone, Debug)]
struct Counts {
    best: Vec<Proportion>,
    losses: Vec<Moments>,
}

impl Counts {
    fn new(options: usize) -> Self {
        Self {
            best: vec![Proportion::default(); options],
            losses: vec![Moments::new(); options],
        }
    }

    /// Takes columns of net benefit, which become losses.
    fn update(&mut self, columns: &mut [f64], places: &mut [f64]) {
        simd::widest(Losses { columns, places });
        for (option, column) in columns.chunks_exact(places.len()).enumerate() {
            let place = option as f64;
            self.best[option].update(places, |best| best == place);
            self.losses[option].update(column);
        }
    }

    fn finish(self, psa: &Psa, spread: &Spread, wtp: f64) -> Threshold {
        let losses: Vec<Estimate> = self.losses.iter().map(Moments::mean).collect();
        let mut frontier = 0;
        for (option, loss) in losses.iter().enumerate() {
            if loss.value < losses[frontier].value {
                frontier = option;
            }
        }
        let bias = (0..losses.len()).filter(|option| *option != frontier);
        let bias = bias.map(|option| {
            let gap = spread.net_benefit(frontier, option, wtp);
            unit_loss(gap.value, gap.standard_error)
        });
        let options = self.best.iter().zip(&losses).enumerate();
        let options = options.map(|(option, (best, loss))| AtThreshold {
            incremental: spread.net_benefit(option, psa.reference(), wtp),
            proportion: best.estimate(),
            expected_loss: *loss,
        });
        Threshold {
            wtp,
            options: options.collect(),
            frontier,
            evpi: losses[frontier],
            evpi_bias: bias.sum(),
        }
    }
}

/// E\[max(0, −X)\] for X normal with this mean and standard deviation.
fn unit_loss(mean: f64, sd: f64) -> f64 {
    if sd > 0.0 {
        let z = mean / sd;
        (sd * normal_density(z) - mean * normal_cdf(-z)).max(0.0)
    } else {
        (-mean).max(0.0)
    }
}

/// Finds the best option of each draw, the first of equals, and turns net benefits into losses.
struct Losses<'a> {
    columns: &'a mut [f64],
    places: &'a mut [f64],
}

impl Kernel for Losses<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let rows = self.places.len();
        let mut best = [0.0; CHUNK];
        let best = &mut best[..rows];
        best.copy_from_slice(&self.columns[..rows]);
        self.places.fill(0.0);
        for (option, column) in self.columns.chunks_exact(rows).enumerate().skip(1) {
            let option = option as f64;
            for ((value, best), place) in column.iter().zip(&mut *best).zip(&mut *self.places) {
                let better = *value > *best;
                *best = if better { *value } else { *best };
                *place = if better { option } else { *place };
            }
        }
        for column in self.columns.chunks_exact_mut(rows) {
            for (value, best) in column.iter_mut().zip(&*best) {
                *value = best - *value;
            }
        }
    }
}
