//! Integrate quantile functions, for the moments of distributions that have no closed form.

use super::distribution::Distribution;
use super::probability::Probability;

/// Nodes and weights of the ten-point Gauss–Legendre rule, one half of each.
const GAUSS: [(f64, f64); 5] = [
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
            let part = integrated(&powers, 0.5 * top, top);
            let octave = Panel {
                a: 0.5 * top,
                b: top,
                whole: part,
            };
            let part = settled(&powers, octave, sums, DEPTH_MAX, &mut budget);
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

/// The integrals over [a, b] by one rule.
fn integrated(f: &impl Fn(f64) -> [f64; 2], a: f64, b: f64) -> [f64; 2] {
    let (middle, half) = (0.5 * (a + b), 0.5 * (b - a));
    let mut sums = [0.0; 2];
    for (node, weight) in GAUSS {
        let (low, high) = (f(middle - half * node), f(middle + half * node));
        for i in 0..2 {
            sums[i] += weight * (low[i] + high[i]);
        }
    }
    sums.map(|sum| sum * half)
}

/// An interval and the integrals over it by one rule.
#[derive(Clone, Copy, Debug)]
struct Panel {
    a: f64,
    b: f64,
    whole: [f64; 2],
}

/// The integrals over a panel, halved until both halves together agree with the whole.
fn settled(
    f: &impl Fn(f64) -> [f64; 2],
    panel: Panel,
    so_far: [f64; 2],
    depth: u32,
    budget: &mut u32,
) -> [f64; 2] {
    let Panel { a, b, whole } = panel;
    let middle = 0.5 * (a + b);
    let (left, right) = (integrated(f, a, middle), integrated(f, middle, b));
    let halves = [left[0] + right[0], left[1] + right[1]];
    let scale = (so_far[1] + halves[1]).max(0.0);
    let agrees = (halves[1] - whole[1]).abs() <= 1e-13 * scale
        && (halves[0] - whole[0]).abs() <= 1e-13 * scale.sqrt();
    if agrees || depth == 0 || *budget == 0 {
        return halves;
    }
    *budget -= 1;
    let parts = [(a, middle, left), (middle, b, right)].map(|(a, b, whole)| {
        let half = Panel { a, b, whole };
        settled(f, half, so_far, depth - 1, budget)
    });
    [parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]]
}
