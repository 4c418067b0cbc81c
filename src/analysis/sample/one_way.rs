//! How does the outcome go with one input, and what share of its variance does that input explain?
//!
//! # Question
//! The expected net benefit of each option over the reference, given one input: E\[NB | X\], over the range of the input; and the first-order
//! index S₁ = Var(E\[NB | X\])/Var(NB).
//!
//! # Estimator
//! The regression of [`evppi`](super::evppi()). S₁ is 1 − (residual variance)/(variance), both for their degrees of freedom (adjusted R²), so
//! that it is not biased by what a curve finds in noise and may come out slightly below 0. With inputs that depend on each other it is the
//! conditional-expectation share: it includes what others explain through their dependence, and shares may add up to more than 1. (Da
//! Veiga, Wahl & Gamboa 2009, Technometrics 51:452; Strong & Oakley 2013, SIAM/ASA JUQ 1:46.)
//!
//! # Cost
//! As one input of EVPPI.
//!
//! # Error
//! The band is 95 % pointwise, from blocks of draws. The standard error of S₁ is that of its influence function, with the variance that remains
//! when X explains nothing: 2·(degrees of freedom)/n².
//!
//! # Example
//! See [`one_way`].

use super::basis::quantile;
use super::evppi::{EVPPI_DRAWS_MIN, EvppiError};
use super::psa::Psa;
use super::smooth::{Fit, Smoother};
use crate::stats::{Comoments, Estimate, Moments};

/// Points of a curve, evenly spaced from the 2.5 % to the 97.5 % quantile of the input.
pub const CURVE_POINTS: usize = 41;

const Z95: f64 = 1.959_963_984_540_054;

/// A point of a curve.
#[derive(Clone, Copy, Debug)]
pub struct CurvePoint {
    /// The input.
    pub x: f64,
    /// E\[NB | X = x\] of the option minus the reference.
    pub mean: Estimate,
}

impl CurvePoint {
    /// The pointwise 95 % band.
    #[must_use]
    pub fn band(&self) -> [f64; 2] {
        let half = Z95 * self.mean.standard_error;
        [self.mean.value - half, self.mean.value + half]
    }
}

/// An option's net benefit over the reference, by one input.
#[derive(Clone, Debug)]
pub struct OneWay {
    /// The input.
    pub input: usize,
    /// The option.
    pub option: usize,
    /// Its name.
    pub strategy: String,
    /// Willingness to pay; NaN for a sample of net benefits.
    pub wtp: f64,
    /// The conditional mean.
    pub curve: Vec<CurvePoint>,
    /// The first-order index; unknown for an outcome that does not vary.
    pub s1: Estimate,
}

impl OneWay {
    /// A 95 % interval of the first-order index.
    #[must_use]
    pub fn s1_interval(&self) -> [f64; 2] {
        let half = Z95 * self.s1.standard_error;
        [self.s1.value - half, self.s1.value + half]
    }
}

/// Conditional means and first-order indices of every option other than the reference.
///
/// # Errors
/// With fewer than [`EVPPI_DRAWS_MIN`] draws.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{Named, Psa, one_way};
///
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 389 % 1000)).collect();
/// let gain = x.iter().map(|x| 2.0 * x - 400.0).collect();
/// let options = vec![Named::new("usual", vec![0.0; 1000]), Named::new("new", gain)];
/// let psa = Psa::of_net_benefit(vec![Named::new("x", x)], options)?;
/// let curve = &one_way(&psa, 0, f64::NAN)?[0];
/// assert!((curve.s1.value - 1.0).abs() < 1e-6);
/// assert!(curve.curve.iter().all(|point| (point.mean.value - (2.0 * point.x - 400.0)).abs() < 1e-3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn one_way(psa: &Psa, input: usize, wtp: f64) -> Result<Vec<OneWay>, EvppiError> {
    let draws = psa.draws();
    if draws < EVPPI_DRAWS_MIN {
        return Err(EvppiError::FewDraws { draws });
    }
    let values = &psa.inputs()[input].values;
    let smoother = Smoother::new(vec![values.as_slice()]);
    let others: Vec<usize> = psa.others().collect();
    let mut squares = vec![Comoments::new(); others.len()];
    let mut residual = vec![Moments::new(); others.len()];
    let mut total = vec![Moments::new(); others.len()];
    let means = increments_means(psa, &others, wtp);
    let fits = smoother.fit(
        others.len(),
        &|range, out| {
            let rows = range.len();
            let mut reference = vec![0.0; rows];
            psa.fill(psa.reference(), wtp, range.clone(), &mut reference);
            for (option, column) in others.iter().zip(out.chunks_exact_mut(rows)) {
                psa.fill(*option, wtp, range.clone(), column);
                column.iter_mut().zip(&reference).for_each(|(y, r)| *y -= r);
            }
        },
        &mut |rows, fitted, outcomes| {
            let columns = fitted.chunks_exact(rows).zip(outcomes.chunks_exact(rows));
            for (place, (fitted, outcomes)) in columns.enumerate() {
                let square = |(y, f): (&f64, &f64)| (y - f) * (y - f);
                let left: Vec<f64> = outcomes.iter().zip(fitted).map(square).collect();
                let mean = means[place];
                let all: Vec<f64> = outcomes.iter().map(|y| (y - mean) * (y - mean)).collect();
                squares[place].update(&left, &all);
                residual[place].update(&left);
                total[place].update(&all);
            }
        },
    );
    let mut sorted = values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, 0.025), quantile(&sorted, 0.975));
    let step = (high - low) / (CURVE_POINTS - 1) as f64;
    let xs: Vec<f64> = (0..CURVE_POINTS).map(|i| low + step * i as f64).collect();
    let features = smoother.features_at(&[&xs]);
    let rows = fits.iter().zip(&others).enumerate();
    let rows = rows.map(|(place, (fit, option))| OneWay {
        input,
        option: *option,
        strategy: psa.options()[*option].clone(),
        wtp,
        curve: curve(fit, &xs, &features),
        s1: first_order(fit, &squares[place], &residual[place], &total[place]),
    });
    Ok(rows.collect())
}

fn increments_means(psa: &Psa, others: &[usize], wtp: f64) -> Vec<f64> {
    let mean = |option: usize| {
        let mut moments = Moments::new();
        let (values, reference) = (
            psa.net_benefit(option, wtp),
            psa.net_benefit(psa.reference(), wtp),
        );
        let increments: Vec<f64> = values.iter().zip(&reference).map(|(a, b)| a - b).collect();
        moments.update(&increments);
        moments.mean().value
    };
    others.iter().map(|option| mean(*option)).collect()
}

fn curve(fit: &Fit, xs: &[f64], features: &[f64]) -> Vec<CurvePoint> {
    let at = |coefficients: &[f64], row: usize| -> f64 {
        let columns = features.chunks_exact(xs.len());
        columns.zip(coefficients).map(|(f, c)| f[row] * c).sum()
    };
    let point = |(row, x): (usize, &f64)| {
        let variance: f64 = fit
            .influences
            .iter()
            .map(|influence| {
                let moved = at(influence, row);
                moved * moved
            })
            .sum();
        CurvePoint {
            x: *x,
            mean: Estimate::new(at(&fit.coefficients, row), variance.sqrt()),
        }
    };
    xs.iter().enumerate().map(point).collect()
}

/// Adjusted R² with the error of its influence function, −r²/V + σ²·(y − ȳ)²/V².
fn first_order(fit: &Fit, squares: &Comoments, residual: &Moments, total: &Moments) -> Estimate {
    if fit.variance.is_nan() || fit.variance <= 0.0 {
        return Estimate::UNKNOWN;
    }
    let n = squares.count() as f64;
    let left = fit.residual_variance / fit.variance;
    let spread = residual.variance().value + left * left * total.variance().value
        - 2.0 * left * squares.covariance();
    let influence = spread.max(0.0) / (fit.variance * fit.variance * n);
    let noise = 2.0 * (fit.freedom - 1.0).max(0.0) * left * left / (n * n);
    Estimate::new(1.0 - left, (influence + noise).sqrt())
}
