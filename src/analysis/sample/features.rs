//! What a regression on some inputs is made of.
//!
//! For one input: its smooth functions. For a group: fewer functions of each input, and products of the smoothest functions of each pair
//! and each triple, as many as the draws can carry. Business cases are sums of products of inputs, which such products contain.

use super::basis::Spline;

/// Most features of a regression; time grows with their square.
const FEATURES_MAX: usize = 160;

/// Draws per feature at least.
const DRAWS_PER_FEATURE: usize = 5;

/// Inner knots of an input by itself, and draws per knot at least.
const KNOTS: usize = 20;
const DRAWS_PER_KNOT: usize = 25;

/// Most functions of an input in a group.
const MAINS_MAX: usize = 12;

/// Most functions per input in products of two.
const LEVEL_MAX: usize = 3;

/// Features of one or several inputs.
#[derive(Clone, Debug)]
pub(super) struct Features {
    splines: Vec<Spline>,
    /// Functions used of each input.
    mains: Vec<usize>,
    /// Products, as places among the columns of the mains.
    products: Vec<Vec<usize>>,
    /// Roughness of each feature, the constant first.
    pub(super) penalties: Vec<f64>,
    /// Most factors of a product.
    pub(super) order: usize,
}

impl Features {
    /// How many inputs a sample of so many draws can carry.
    pub(super) fn inputs_max(draws: usize) -> usize {
        (draws / DRAWS_PER_FEATURE).min(FEATURES_MAX)
    }

    /// The features of some inputs, given by their draws.
    pub(super) fn new(columns: &[&[f64]]) -> Self {
        let count = columns.len();
        let draws = columns.first().map_or(0, |column| column.len());
        let knots = KNOTS.min(draws / DRAWS_PER_KNOT).max(1);
        let budget = Self::inputs_max(draws);
        let most = if count == 1 {
            usize::MAX
        } else {
            (budget / (2 * count)).clamp(1, MAINS_MAX)
        };
        let splines: Vec<Spline> = columns
            .iter()
            .map(|column| {
                Spline::new(
                    column,
                    if count == 1 {
                        knots
                    } else {
                        knots.min(MAINS_MAX)
                    },
                )
            })
            .collect();
        let mains: Vec<usize> = splines
            .iter()
            .map(|spline| (spline.functions() - 1).min(most))
            .collect();
        let used: usize = 1 + mains.iter().sum::<usize>();
        let products = products(&mains, budget.saturating_sub(used));
        let mut penalties = vec![0.0];
        for (spline, count) in splines.iter().zip(&mains) {
            penalties.extend(&spline.penalties[1..=*count]);
        }
        let of_products: Vec<f64> = products
            .iter()
            .map(|factors| {
                1.0 + factors
                    .iter()
                    .map(|place| penalties[place + 1])
                    .sum::<f64>()
            })
            .collect();
        penalties.extend(of_products);
        Self {
            order: products.iter().map(Vec::len).max().unwrap_or(1),
            splines,
            mains,
            products,
            penalties,
        }
    }

    /// Number of features, the constant included.
    pub(super) fn width(&self) -> usize {
        self.penalties.len()
    }

    /// The features at some rows of the inputs, as columns one after the other.
    pub(super) fn fill(&self, inputs: &[&[f64]], out: &mut [f64]) {
        let rows = inputs.first().map_or(0, |column| column.len());
        let (constant, rest) = out.split_at_mut(rows);
        constant.fill(1.0);
        let used: usize = self.mains.iter().sum();
        let (mains, products) = rest.split_at_mut(used * rows);
        let mut start = 0;
        for ((spline, x), count) in self.splines.iter().zip(inputs).zip(&self.mains) {
            let end = start + count * rows;
            spline.fill(x, *count, &mut mains[start..end]);
            start = end;
        }
        for (factors, out) in self.products.iter().zip(products.chunks_exact_mut(rows)) {
            out.fill(1.0);
            for place in factors {
                let main = &mains[place * rows..(place + 1) * rows];
                out.iter_mut().zip(main).for_each(|(out, x)| *out *= x);
            }
        }
    }
}

/// The products that fit in a budget: of pairs, with up to three functions of each input, then of triples of straight lines.
fn products(mains: &[usize], budget: usize) -> Vec<Vec<usize>> {
    let starts: Vec<usize> = mains
        .iter()
        .scan(0, |sum, count| {
            let start = *sum;
            *sum += count;
            Some(start)
        })
        .collect();
    let pairs = |level: usize| {
        let mut found = Vec::new();
        for j in 0..mains.len() {
            for i in 0..j {
                for a in 0..level.min(mains[i]) {
                    for b in 0..level.min(mains[j]) {
                        found.push(vec![starts[i] + a, starts[j] + b]);
                    }
                }
            }
        }
        found
    };
    let level = (1..=LEVEL_MAX).rev();
    let mut found = level
        .map(pairs)
        .find(|pairs| pairs.len() <= budget)
        .unwrap_or_default();
    let mut triples = Vec::new();
    for k in 0..mains.len() {
        for j in 0..k {
            for i in 0..j {
                triples.push(vec![starts[i], starts[j], starts[k]]);
            }
        }
        if triples.len() > budget {
            return found;
        }
    }
    if !found.is_empty() && found.len() + triples.len() <= budget {
        found.extend(triples);
    }
    found
}
