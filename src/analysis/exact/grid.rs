//! Panels of normal scores on which functions of a score are integrated against the normal density.

use crate::dist::GAUSS;
use crate::dist::special::normal_density;

/// Nodes of a panel.
pub(super) const NODES: usize = 2 * GAUSS.len();

/// Width of the panels that are halved, if need be: the halves of one resolve Hermite polynomials of degree 2000.
const WIDTH: f64 = 0.25;
/// Beyond this score neither tail has a probability that doubles hold.
const REACH: f64 = 37.5;
/// From here tails end where they add nothing.
const TAIL: f64 = 9.0;
/// What adds so little to the variance adds less than its root, 1e-14, to a coefficient of any degree.
const NOTHING: f64 = 1e-28;
/// What two halves of a panel may differ from the whole, as a part of the standard deviation and of the variance.
const TOLERANCE: f64 = 1e-13;
/// Panels are halved at most this often, and at most so many times in all.
const DEPTH_MAX: u32 = 42;
const HALVINGS_MAX: u32 = 20_000;

/// An interval of scores, with the values of the functions at its nodes.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) values: Vec<[f64; NODES]>,
}

/// The nodes of the Gauss–Legendre rule on [a, b] in increasing order, with their weights times the normal density.
pub(super) fn nodes(a: f64, b: f64) -> [(f64, f64); NODES] {
    let (middle, half) = (0.5 * (a + b), 0.5 * (b - a));
    let count = GAUSS.len();
    std::array::from_fn(|i| {
        let (z, weight) = if i < count {
            let (node, weight) = GAUSS[count - 1 - i];
            (middle - half * node, weight)
        } else {
            let (node, weight) = GAUSS[i - count];
            (middle + half * node, weight)
        };
        (z, weight * half * normal_density(z))
    })
}

impl Panel {
    fn new<F: Fn(f64) -> f64>(functions: &[F], a: f64, b: f64) -> Self {
        let nodes = nodes(a, b);
        let values = functions.iter().map(|f| nodes.map(|(z, _)| f(z)));
        Self {
            a,
            b,
            values: values.collect(),
        }
    }

    /// The integrals of each function and of its square.
    fn integrals(&self) -> Vec<[f64; 2]> {
        let nodes = nodes(self.a, self.b);
        let of = |values: &[f64; NODES]| {
            let both = nodes.iter().zip(values);
            both.fold([0.0; 2], |[first, second], ((_, weight), g)| {
                [first + weight * g, second + weight * g * g]
            })
        };
        self.values.iter().map(of).collect()
    }
}

/// Panels from the far lower to the far upper tail, narrow where one of the functions has a jump or a kink.
///
/// The functions have mean 0 and variance 1; `corners` are scores at which one of them is known to jump or bend.
pub(super) fn panels<F: Fn(f64) -> f64>(functions: &[F], corners: &[f64]) -> Vec<Panel> {
    let mut panels = Vec::new();
    let mut budget = HALVINGS_MAX;
    for sign in [-1.0, 1.0] {
        for step in 0..(REACH / WIDTH) as u32 {
            let near = f64::from(step) * WIDTH;
            let (a, b) = ordered(sign * near, sign * (near + WIDTH));
            let before = panels.len();
            for (a, b) in cut(a, b, corners) {
                settle(
                    functions,
                    &Panel::new(functions, a, b),
                    DEPTH_MAX,
                    &mut budget,
                    &mut panels,
                );
            }
            if near >= TAIL && adds_nothing(&panels[before..]) {
                break;
            }
        }
    }
    panels.sort_by(|left: &Panel, right| left.a.total_cmp(&right.a));
    panels
}

fn ordered(x: f64, y: f64) -> (f64, f64) {
    (x.min(y), x.max(y))
}

/// [a, b] cut at the corners inside it.
fn cut(a: f64, b: f64, corners: &[f64]) -> Vec<(f64, f64)> {
    let inside = corners.iter().copied().filter(|z| *z > a && *z < b);
    let mut ends: Vec<f64> = inside.chain([a, b]).collect();
    ends.sort_unstable_by(f64::total_cmp);
    ends.dedup();
    ends.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

fn adds_nothing(panels: &[Panel]) -> bool {
    let integrals = panels.iter().flat_map(Panel::integrals);
    integrals.map(|[_, second]| second).sum::<f64>() <= NOTHING
}

/// Halves a panel until both halves together agree with the whole for every function, and enters the halves.
fn settle<F: Fn(f64) -> f64>(
    functions: &[F],
    panel: &Panel,
    depth: u32,
    budget: &mut u32,
    out: &mut Vec<Panel>,
) {
    let middle = 0.5 * (panel.a + panel.b);
    let halves = [(panel.a, middle), (middle, panel.b)].map(|(a, b)| Panel::new(functions, a, b));
    let parts = halves[0].integrals().into_iter().zip(halves[1].integrals());
    let agrees = panel.integrals().iter().zip(parts).all(|(whole, parts)| {
        (0..2).all(|power| (parts.0[power] + parts.1[power] - whole[power]).abs() <= TOLERANCE)
    });
    if agrees || depth == 0 || *budget == 0 {
        out.extend(halves);
        return;
    }
    *budget -= 1;
    for half in halves {
        settle(functions, &half, depth - 1, budget, out);
    }
}
