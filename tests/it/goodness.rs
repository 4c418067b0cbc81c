//! Goodness of fit: statistics of sorted draws against an exact distribution function, with their p-values.

use sroi::dist::Prior;
use sroi::dist::special::normal_cdf;
use sroi::math::{exp, ln};

/// Kolmogorov's D = sup |Fₙ − F| of sorted draws.
///
/// Exact, though F is computed at few of the draws: between two draws both functions only grow, which bounds their
/// distance, and an interval that cannot hold the supremum is not looked into.
pub(crate) fn kolmogorov(sorted: &[f64], prior: &Prior) -> f64 {
    let n = sorted.len() as f64;
    let share = |i: usize| i as f64 / n;
    let mut distance: f64 = 0.0;
    let mut visit = |i: usize| {
        let f = prior.cdf(sorted[i]);
        distance = distance.max(f - share(i)).max(share(i + 1) - f);
        (f, distance)
    };
    // A coarse pass first, so that the distance is nearly known when intervals are judged.
    let last = sorted.len() - 1;
    let marks: Vec<usize> = (0..=256).map(|k| k * last / 256).collect();
    let mut open: Vec<_> = marks
        .windows(2)
        .map(|pair| (pair[0], visit(pair[0]).0, pair[1], visit(pair[1]).0))
        .collect();
    let mut found = visit(0).1;
    while let Some((i, f_i, j, f_j)) = open.pop() {
        let bound = (f_j - share(i + 1)).max(share(j) - f_i);
        if j - i < 2 || bound <= found {
            continue;
        }
        let middle = usize::midpoint(i, j);
        let (f, now) = visit(middle);
        found = now;
        open.extend([(i, f_i, middle, f), (middle, f, j, f_j)]);
    }
    found
}

/// P(D > d) for n draws: Kolmogorov's limit with the correction of Stephens (1970), good to a few percent of itself from
/// n = 20 on.
pub(crate) fn kolmogorov_p(d: f64, n: usize) -> f64 {
    let root = (n as f64).sqrt();
    let t = (root + 0.12 + 0.11 / root) * d;
    if t < 0.8 {
        // The other form of the theta series, because the one below converges slowly here.
        let terms = [1.0, 3.0, 5.0, 7.0];
        let tau = 2.0 * std::f64::consts::PI;
        let sum: f64 = terms
            .map(|k| exp(-(k * tau / t) * (k * tau / t) / 32.0))
            .iter()
            .sum();
        return 1.0 - tau.sqrt() / t * sum;
    }
    let term = |k: i32| {
        let k = f64::from(k);
        2.0 * exp(-2.0 * k * k * t * t)
    };
    (1..=8)
        .map(|k| if k % 2 == 1 { term(k) } else { -term(k) })
        .sum()
}

/// Anderson and Darling's A² of sorted draws: like D, but with the tails weighted up.
pub(crate) fn anderson_darling(sorted: &[f64], prior: &Prior) -> f64 {
    // Doubles next to an end of the support may hold a probability of several uniforms; it is not zero.
    let least = f64::EPSILON / 2.0;
    let n = sorted.len() as f64;
    let mut sum = 0.0;
    for (i, &x) in sorted.iter().enumerate() {
        let i = i as f64;
        // Whichever tail is the smaller is computed; its complement is as precise as needed.
        let (below, above) = if i < 0.5 * n {
            let below = prior.cdf(x);
            (below, 1.0 - below)
        } else {
            let above = prior.sf(x);
            (1.0 - above, above)
        };
        sum += (2.0 * i + 1.0) * ln(below.max(least));
        sum += (2.0 * (n - i) - 1.0) * ln(above.max(least));
    }
    -n - sum / n
}

/// P(A² > z) for many draws: Marsaglia & Marsaglia (2004) below 4, and beyond the first term of the sum of weighted χ²
/// that A² is in the limit, √3·P(χ²₁ > 2z), which is at most 8 % too small there.
pub(crate) fn anderson_darling_p(z: f64) -> f64 {
    if z >= 4.0 {
        return 2.0 * 3.0_f64.sqrt() * normal_cdf(-(2.0 * z).sqrt());
    }
    let polynomial = |cs: [f64; 6]| cs.iter().rev().fold(0.0, |sum, c| sum * z + c);
    let below = if z < 2.0 {
        let cs = [
            2.00012, 0.247105, -0.0649821, 0.0347962, -0.011672, 0.00168691,
        ];
        exp(-1.2337141 / z) / z.sqrt() * polynomial(cs)
    } else {
        let cs = [1.0776, -2.30695, 0.43424, -0.082433, 0.008056, -0.0003146];
        exp(-exp(polynomial(cs)))
    };
    1.0 - below
}
