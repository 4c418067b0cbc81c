//! Integrate quantile functions, for the moments of distributions that have no closed form, and beyond thresholds.

use super::distribution::Distribution;
use super::probability::Probability;

/// Positive nodes and weights of the ten-point Gauss–Legendre rule on [−1, 1].
pub(crate) const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// Panels are halved at most this often, and at most so many times in all: where quantiles are known to few digits no
/// halving makes halves agree.
const DEPTH_MAX: u32 = 45;
const HALVINGS_MAX: u32 = 3000;

/// The mean and the standard deviation of a distribution, by integration of its quantile function over the octaves of both
/// tails. Tails are followed until they add nothing, down to 1e-290.
pub(crate) fn moments(distribution: &dyn Distribution) -> (f64, f64) {
    let centre = distribution.quantile(Probability::new(0.5));
    let mut sums = [0.0; 2];
    let mut budget = HALVINGS_MAX;
    let near = |so_far: [f64; 2], halves: [f64; 2], whole: [f64; 2]| {
        let scale = (so_far[1] + halves[1]).max(0.0);
        (halves[1] - whole[1]).abs() <= 1e-13 * scale
            && (halves[0] - whole[0]).abs() <= 1e-13 * scale.sqrt()
    };
    for upper in [false, true] {
        let powers = |v: f64| {
            let p = if upper {
                Probability::upper(v)
            } else {
                Probability::lower(v)
            };
            let x = distribution.quantile(p) - centre;
            [x, x * x]
        };
        let mut top = 0.5;
        while top > 1e-290 {
            let octave = Panel::over(&powers, 0.5 * top, top);
            let part = settled(&powers, octave, sums, &near, DEPTH_MAX, &mut budget);
            sums = [sums[0] + part[0], sums[1] + part[1]];
            if part[1] <= 1e-17 * sums[1] && part[0].abs() <= 1e-17 * sums[1].sqrt() {
                break;
            }
            top *= 0.5;
        }
    }
    let [first, second] = sums;
    (centre + first, (second - first * first).max(0.0).sqrt())
}

/// ∫₀ᵗᵒᵖ f(v) dv of a function that is not negative, over the octaves below `top`: relative error below 1e-10, however f rises
/// towards 0.
pub(crate) fn over_octaves(top: f64, f: impl Fn(f64) -> f64) -> f64 {
    let f = |v: f64| [f(v)];
    let near = |so_far: [f64; 1], halves: [f64; 1], whole: [f64; 1]| {
        (halves[0] - whole[0]).abs() <= 1e-11 * (so_far[0] + halves[0])
    };
    let (mut sum, mut top, mut budget) = (0.0, top, HALVINGS_MAX);
    while top > 1e-290 {
        let octave = Panel::over(&f, 0.5 * top, top);
        let [part] = settled(&f, octave, [sum], &near, DEPTH_MAX, &mut budget);
        sum += part;
        if part <= 1e-14 * sum {
            break;
        }
        top *= 0.5;
    }
    sum
}

/// An interval and the integrals over it by one rule.
#[derive(Clone, Copy, Debug)]
struct Panel<const N: usize> {
    a: f64,
    b: f64,
    whole: [f64; N],
}

impl<const N: usize> Panel<N> {
    /// The integrals over [a, b] by one rule.
    fn over(f: &impl Fn(f64) -> [f64; N], a: f64, b: f64) -> Self {
        let (middle, half) = (0.5 * (a + b), 0.5 * (b - a));
        let mut sums = [0.0; N];
        for (node, weight) in GAUSS {
            let (low, high) = (f(middle - half * node), f(middle + half * node));
            for i in 0..N {
                sums[i] += weight * (low[i] + high[i]);
            }
        }
        let whole = sums.map(|sum| sum * half);
        Self { a, b, whole }
    }
}

/// The integrals over a panel, halved until both halves together are near the whole, given what was integrated before.
fn settled<const N: usize>(
    f: &impl Fn(f64) -> [f64; N],
    panel: Panel<N>,
    so_far: [f64; N],
    near: &impl Fn([f64; N], [f64; N], [f64; N]) -> bool,
    depth: u32,
    budget: &mut u32,
) -> [f64; N] {
    let middle = 0.5 * (panel.a + panel.b);
    let parts = [(panel.a, middle), (middle, panel.b)].map(|(a, b)| Panel::over(f, a, b));
    let halves = std::array::from_fn(|i| parts[0].whole[i] + parts[1].whole[i]);
    if near(so_far, halves, panel.whole) || depth == 0 || *budget == 0 {
        return halves;
    }
    *budget -= 1;
    let parts = parts.map(|half| settled(f, half, so_far, near, depth - 1, budget));
    std::array::from_fn(|i| parts[0][i] + parts[1][i])
}
