//! Members of a Gaussian copula: correlations of their values, and what one tells of another.
//!
//! With normal scores zᵢ the standardised member is gᵢ(zᵢ) = (Qᵢ(Φ(zᵢ)) − mean)/sd. In normalised Hermite polynomials
//! hₖ = Heₖ/√k! it has the coefficients aᵢₖ = ∫ gᵢ hₖ φ dz, and scores with correlation ρ have E\[hₖ(zᵢ) | zⱼ\] = ρᵏ hₖ(zⱼ)
//! (Mehler 1866). Hence
//!
//! - E\[gᵢ gⱼ\] = Σₖ ρᵏ aᵢₖ aⱼₖ,
//! - E\[gⱼ | zᵢ\] = Σₖ ρᵏ aⱼₖ hₖ(zᵢ),
//!
//! which converge like ρᵏ whatever jumps and kinks the priors have: what is left out after K terms is at most
//! |ρ|ᴷ⁺¹ √(1 − Σ aᵢₖ²) √(1 − Σ aⱼₖ²). One integral per member and degree replaces a plane of nodes per pair. Scores with
//! correlation ±1 are one score; their integral is taken directly.

use super::grid::{NODES, Panel, nodes, panels};
use super::score::{Score, corners};
use crate::dist::Prior;
use crate::math;
use crate::model::Matrix;

/// What may be left out of a correlation.
const LEFT_OUT_MAX: f64 = 1e-10;
/// The logarithm of 1e-16.
const LOG_ROUNDING: f64 = -36.8;
/// The series ends here at the latest: beyond, nothing is left of correlations up to 0.98, and smooth priors have no such terms.
const DEGREE_MAX: usize = 2000;
/// How far the integrals may be from the mean and the variance that the prior states.
const MOMENTS_OFF_MAX: f64 = 1e-8;

/// A correlated group.
#[derive(Clone, Debug)]
pub(super) struct Copula<'a> {
    scores: Matrix,
    /// Different priors, each forwards and, where some correlation is −1, mirrored.
    functions: Vec<Score<'a>>,
    /// Per member, its function.
    margins: Vec<usize>,
    panels: Vec<Panel>,
    /// Per function, its Hermite coefficients from degree 0.
    coefficients: Vec<Vec<f64>>,
}

impl<'a> Copula<'a> {
    /// Members with these priors, whose normal scores have these correlations.
    pub(super) fn new(priors: Vec<&'a Prior>, scores: Matrix) -> Self {
        let mut different: Vec<&Prior> = Vec::new();
        let mut margins = Vec::new();
        for prior in priors {
            let known = different.iter().position(|known| *known == prior);
            margins.push(known.unwrap_or(different.len()));
            if known.is_none() {
                different.push(prior);
            }
        }
        let mirrors: &[bool] = if scores.iter().flatten().any(|&r| r == -1.0) {
            &[false, true]
        } else {
            &[false]
        };
        let functions = mirrors.iter().flat_map(|&mirrored| {
            let all = different.iter();
            all.map(move |&prior| Score::new(prior, mirrored))
        });
        let functions: Vec<Score> = functions.collect();
        let closures: Vec<_> = functions.iter().map(|f| |z: f64| f.at(z)).collect();
        let panels = panels(&closures, &corners(&functions));
        let coefficients = coefficients(&panels, functions.len(), degree(&scores));
        Self {
            scores,
            functions,
            margins,
            panels,
            coefficients,
        }
    }

    /// E\[gᵢ gⱼ\] of all pairs; the first pair of which it is not known well enough.
    pub(super) fn correlations(&self) -> Result<Matrix, [usize; 2]> {
        let all = 0..self.margins.len();
        let entry = |i: usize, j: usize| {
            if i == j {
                Ok(1.0)
            } else {
                self.correlation(i, j).ok_or([i, j])
            }
        };
        let row = |i: usize| all.clone().map(|j| entry(i, j)).collect();
        all.clone().map(row).collect()
    }

    fn correlation(&self, i: usize, j: usize) -> Option<f64> {
        let rho = self.scores[i][j];
        let [f, g] = [i, j].map(|member| self.margins[member]);
        if !(self.is_standardised(f) && self.is_standardised(g)) {
            return None;
        }
        if rho.abs() == 1.0 {
            return Some(self.product(f, self.directed(j, rho)));
        }
        let (a, b) = (&self.coefficients[f], &self.coefficients[g]);
        let (mut power, mut sum) = (1.0, 0.0);
        for (a, b) in a.iter().zip(b).skip(1) {
            power *= rho;
            sum += power * a * b;
        }
        let left_out = power.abs() * rho.abs() * rest(a) * rest(b);
        (left_out <= LEFT_OUT_MAX).then_some(sum)
    }

    /// The function of a member whose score is that of another, or its negative.
    fn directed(&self, member: usize, rho: f64) -> usize {
        let forwards = self.margins[member];
        if rho < 0.0 {
            forwards + self.functions.len() / 2
        } else {
            forwards
        }
    }

    fn is_standardised(&self, function: usize) -> bool {
        let mean = self.coefficients[function][0];
        let variance = self.product(function, function);
        mean.abs() <= MOMENTS_OFF_MAX && (variance - 1.0).abs() <= MOMENTS_OFF_MAX
    }

    /// ∫ f g φ dz.
    fn product(&self, f: usize, g: usize) -> f64 {
        let of = |panel: &Panel| {
            let both = panel.values[f].iter().zip(&panel.values[g]);
            let weights = nodes(panel.a, panel.b).into_iter();
            let terms = weights
                .zip(both)
                .map(|((_, weight), (f, g))| weight * f * g);
            terms.sum::<f64>()
        };
        self.panels.iter().map(of).sum()
    }

    /// m + Σⱼ wⱼ E\[gⱼ | zᵢ\] as a function of the score of member i.
    pub(super) fn conditional(&self, mean: f64, i: usize, weights: &[f64]) -> Conditional<'_> {
        let mut series = vec![0.0; self.coefficients.first().map_or(0, Vec::len)];
        let mut direct = Vec::new();
        for (j, &weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
            let rho = if i == j { 1.0 } else { self.scores[i][j] };
            if rho.abs() == 1.0 {
                direct.push((self.directed(j, rho), weight));
                continue;
            }
            let mut power = 1.0;
            let coefficients = &self.coefficients[self.margins[j]];
            for (c, a) in series.iter_mut().zip(coefficients).skip(1) {
                power *= rho;
                *c += weight * power * a;
            }
        }
        let last = series.iter().rposition(|c| *c != 0.0);
        series.truncate(last.map_or(0, |last| last + 1));
        Conditional {
            copula: self,
            own: self.margins[i],
            mean,
            series,
            direct,
        }
    }
}

/// What is expected given the score of one member.
#[derive(Clone, Debug)]
pub(super) struct Conditional<'a> {
    copula: &'a Copula<'a>,
    /// The function of the member that is known.
    own: usize,
    mean: f64,
    /// Hermite coefficients.
    series: Vec<f64>,
    /// Members that share the score.
    direct: Vec<(usize, f64)>,
}

impl Conditional<'_> {
    /// The panels over which it is smooth, but for jumps of the priors.
    pub(super) fn panels(&self) -> &[Panel] {
        &self.copula.panels
    }

    /// The values of the member that is known at the nodes of a panel.
    pub(super) fn known<'p>(&self, panel: &'p Panel) -> &'p [f64; NODES] {
        &panel.values[self.own]
    }

    /// Whether single values of it have probabilities of their own.
    pub(super) fn has_atoms(&self) -> bool {
        self.copula.functions[self.own].prior.has_atoms()
    }

    /// Its value at a score.
    pub(super) fn at(&self, z: f64) -> f64 {
        self.with(z, |function| self.copula.functions[function].at(z))
    }

    /// Its values at the nodes of a panel.
    pub(super) fn at_nodes(&self, panel: &Panel) -> [f64; NODES] {
        let nodes = nodes(panel.a, panel.b);
        std::array::from_fn(|n| self.with(nodes[n].0, |function| panel.values[function][n]))
    }

    fn with(&self, z: f64, value: impl Fn(usize) -> f64) -> f64 {
        let direct: f64 = self.direct.iter().map(|(f, w)| w * value(*f)).sum();
        let mut sum = self.mean + direct;
        hermite(z, self.series.len(), |k, h| sum += self.series[k] * h);
        sum
    }
}

/// Calls `take` with hₖ(z) for k from 0, `count` of them: √(k + 1)·hₖ₊₁ = z·hₖ − √k·hₖ₋₁.
fn hermite(z: f64, count: usize, mut take: impl FnMut(usize, f64)) {
    let (mut before, mut own) = (0.0, 1.0);
    for k in 0..count {
        take(k, own);
        let next = (z * own - (k as f64).sqrt() * before) / (k as f64 + 1.0).sqrt();
        (before, own) = (own, next);
    }
}

/// The degree at which the largest correlation below 1 has made powers smaller than rounding.
fn degree(scores: &Matrix) -> usize {
    let below_one = scores
        .iter()
        .flatten()
        .map(|r| r.abs())
        .filter(|r| *r < 1.0);
    let largest = below_one.fold(0.0, f64::max);
    if largest == 0.0 {
        return 1;
    }
    let degree = LOG_ROUNDING / math::ln(largest);
    (degree.ceil() as usize).clamp(1, DEGREE_MAX)
}

fn coefficients(panels: &[Panel], functions: usize, degree: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; degree + 1]; functions];
    for panel in panels {
        for (n, (z, weight)) in nodes(panel.a, panel.b).into_iter().enumerate() {
            hermite(z, degree + 1, |k, h| {
                for (sums, values) in sums.iter_mut().zip(&panel.values) {
                    sums[k] += weight * values[n] * h;
                }
            });
        }
    }
    sums
}

/// The norm of what the coefficients leave out of a function with variance 1.
fn rest(coefficients: &[f64]) -> f64 {
    let squares: f64 = coefficients.iter().map(|a| a * a).sum();
    (1.0 - squares).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Copula, hermite};
    use crate::dist::{LogNormal, Normal};
    use crate::math;

    /// He₄(z)/√24 = (z⁴ − 6z² + 3)/√24, and so on.
    #[test]
    fn hermite_polynomials() {
        let z = 1.7f64;
        let mut values = Vec::new();
        hermite(z, 5, |_, h| values.push(h));
        let expected = [
            1.0,
            z,
            (z * z - 1.0) / 2f64.sqrt(),
            (z * z * z - 3.0 * z) / 6f64.sqrt(),
            (z * z * z * z - 6.0 * z * z + 3.0) / 24f64.sqrt(),
        ];
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-14);
        }
    }

    /// A normal is its score; a lognormal has σᵏ/√k! times √(1/(e^σ² − 1)).
    #[test]
    fn coefficients_are_known() {
        let normal = Normal::new(3.0, 2.0).unwrap().into();
        let lognormal = LogNormal::new(0.5, 0.8).unwrap().into();
        let scores = vec![vec![1.0, 0.6], vec![0.6, 1.0]];
        let copula = Copula::new(vec![&normal, &lognormal], scores);
        for (k, a) in copula.coefficients[0].iter().enumerate() {
            let expected = if k == 1 { 1.0 } else { 0.0 };
            assert!((a - expected).abs() < 1e-13, "{k}: {a}");
        }
        let mut expected = 1.0 / math::exp_m1(0.64).sqrt();
        for (k, a) in copula.coefficients[1].iter().enumerate().skip(1) {
            expected *= 0.8 / (k as f64).sqrt();
            assert!((a - expected).abs() < 1e-12, "{k}: {a}");
        }
        // E[Y | z] of a normal is ρ·z.
        let given = copula.conditional(7.0, 1, &[2.0, 0.0]);
        assert!((given.at(-1.3) - (7.0 - 2.0 * 0.6 * 1.3)).abs() < 1e-12);
    }
}
