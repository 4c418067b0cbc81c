//! What are mean, variance, Sobol' indices and single-input EVPPI without drawing?
//!
//! # Question
//! Mean, variance and first-order and total Sobol' indices of benefits, hard benefits, costs and the net benefits, and the expected
//! value of knowing one input before deciding whether to implement, for cases whose form allows it: a check of the whole simulation
//! that shares with it the formulas and the priors, and nothing else.
//!
//! # Form
//! Every line is a polynomial in the drawn inputs, and every product in it has each input to the first power at most, and at
//! most one member of every correlated group and of every whole. Division by constants and conditions, functions and
//! powers of constants are allowed. Business cases are sums of products, so most have the form; what has not is refused with
//! the line and the reason ([`NotExact`]).
//!
//! # Estimator
//! The drawn inputs fall into independent blocks B: a single input, a correlated group, a whole. With Z = (X − mean)/sd each amount is
//! expanded into Y = Σₜ cₜ Π\_{B ∈ Sₜ} Zₜᴮ, where Zₜᴮ is one member of block B. Terms with different sets of blocks are uncorrelated,
//! and what has the set S is the component of S in the analysis of variance (Hoeffding 1948; Sobol' 1993):
//!
//! - E\[Y\] = c of the empty product, Var(Y) = Σ\_S V\_S with V\_S = Σ\_{t, t′: Sₜ = Sₜ′ = S} cₜ cₜ′ Π\_{B ∈ S} E\[Zₜᴮ Zₜ′ᴮ\];
//! - first-order index of a block: V\_{B}/Var(Y); total index: Σ\_{S ∋ B} V\_S/Var(Y) (Homma and Saltelli 1996).
//!
//! E\[Zᵢ Zⱼ\] is 1 for an input with itself, −√(αᵢαⱼ/((α₀ − αᵢ)(α₀ − αⱼ))) for shares, and an integral over normal scores for
//! members of a Gaussian copula: a series in Hermite polynomials.
//!
//! EVPPI of X is E\[max(E\[NB | X\], 0)\] − max(E\[NB\], 0), where E\[NB | X\] is affine in X for an input on its own and for a share,
//! and a series in the normal score for a member of a group.
//!
//! # Cost
//! Terms² at most, and some thousand quantiles per input: 0.1 s for netwerkzorg with its 40 drawn inputs.
//!
//! # Error
//! Rounding, and quadrature: correlations of values to 1e-10, EVPPI of single inputs and shares to a relative 1e-9, EVPPI of members of a
//! group to 1e-9 of the standard deviation of the net benefit.

mod blocks;
mod copula;
mod evppi;
mod expand;
mod grid;
mod indices;
mod polynomial;
mod score;

use super::blocks::Block;
pub use expand::Obstacle;
pub use indices::Index;

use blocks::{Blocks, Dependence};
use evppi::evppi;
use expand::Expansion;
use indices::decompose;
use polynomial::{Polynomial, TERMS_MAX};

use crate::model::{Euro, Euros, Model, Side, Total, Variant};

/// The totals that are sums of lines, in the order of [`Exact::outcomes`].
pub const EXACT_TOTALS: [Total; 5] = [
    Total::Benefits,
    Total::HardBenefits,
    Total::Costs,
    Total::NetBenefit,
    Total::HardNetBenefit,
];

/// What is known of a case without drawing, per what the case is per and in base units.
#[derive(Clone, Debug)]
pub struct Exact {
    /// The totals, in the order of [`EXACT_TOTALS`].
    pub outcomes: Vec<ExactOutcome>,
    /// The independent blocks of drawn inputs.
    pub blocks: Vec<Block>,
}

/// Moments of one total.
#[derive(Clone, Debug)]
pub struct ExactOutcome {
    /// Which.
    pub total: Total,
    /// Its mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// The parts of the variance, one per block of [`Exact::blocks`].
    pub indices: Vec<Index>,
}

/// The expected value of knowing one input before deciding whether to implement, or not to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactEvppi {
    /// The input, by index.
    pub input: usize,
    /// When all euros count.
    pub all: f64,
    /// When only hard benefits count.
    pub hard: f64,
}

/// Why a case cannot be computed without drawing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotExact {
    /// Quantities are drawn around their formulas.
    #[error("quantities are predicted, not computed")]
    Predictive,
    /// A line is no polynomial.
    #[error("the line `{line}` is no polynomial in the drawn inputs: {obstacle}")]
    NotPolynomial {
        /// The line.
        line: String,
        /// What a polynomial has not.
        obstacle: Obstacle,
    },
    /// An input is multiplied by itself.
    #[error("the line `{line}` has a higher power of the drawn input `{input}`")]
    Power {
        /// The line.
        line: String,
        /// The input.
        input: String,
    },
    /// Inputs that depend on each other are multiplied.
    #[error("the line `{line}` multiplies `{}` and `{}`, which depend on each other by `{block}`", inputs[0], inputs[1])]
    SharedBlock {
        /// The line.
        line: String,
        /// The inputs.
        inputs: [String; 2],
        /// Their group or whole.
        block: String,
    },
    /// The expansion is too long.
    #[error("with the line `{line}` there are more than {most} terms")]
    TooManyTerms {
        /// The line.
        line: String,
        /// Most terms.
        most: usize,
    },
    /// A line is no number, whatever is drawn.
    #[error("the line `{line}` is not finite")]
    NotFinite {
        /// The line.
        line: String,
    },
    /// A prior has no variance.
    #[error("the prior of `{input}` has no finite mean and standard deviation")]
    Moments {
        /// The input.
        input: String,
    },
    /// A correlation of values is not known well enough.
    #[error("the correlation between `{}` and `{}` cannot be computed from their priors to 1e-10", inputs[0], inputs[1])]
    Correlation {
        /// The inputs.
        inputs: [String; 2],
    },
}

/// Mean, variance, indices and EVPPI of a variant, without drawing.
///
/// # Errors
/// When the variant has not the form, see the module; the first reason in the order of the lines.
///
/// # Example
///
/// A product of independent inputs with coefficients of variation v has the squared one Π(1 + v²) − 1:
///
/// ```
/// use sroi::analysis::exact;
/// use sroi::text::Source;
///
/// let source = Source::new("case", r#"
///     [case]
///     name = "product"
///     [stakeholders.all]
///     [inputs.clients]
///     unit = "1"
///     point = 10
///     prior.gamma = { mean = 10, cv = 0.3 }
///     kind = "parameter"
///     [inputs.saving]
///     unit = "EUR"
///     point = 100
///     prior.normal = { mean = 100, cv = 0.4 }
///     kind = "parameter"
///     [lines.savings]
///     side = "benefit"
///     amount = "clients * saving"
///     to = "all"
///     euro = "hard"
/// "#);
/// let (case, mut diagnostics) = sroi::case::read(&source);
/// let model = sroi::model::check(&case.unwrap(), &mut diagnostics).unwrap();
/// let benefits = &exact(&model, &model.base()).unwrap().outcomes[0];
/// let squared = benefits.variance / (benefits.mean * benefits.mean);
/// assert!((squared - (1.09 * 1.16 - 1.0)).abs() < 1e-14);
/// assert!((benefits.indices[0].total - 0.09 * 1.16 / squared).abs() < 1e-14);
/// ```
pub fn exact(model: &Model, variant: &Variant) -> Result<Exact, NotExact> {
    let form = Form::of(model, variant)?;
    let outcomes = EXACT_TOTALS.iter().zip(&form.amounts);
    let outcomes = outcomes.map(|(&total, amount)| {
        let parts = decompose(amount, &form.blocks, &form.dependences);
        ExactOutcome {
            total,
            mean: amount.mean(),
            variance: parts.variance,
            indices: parts.indices,
        }
    });
    Ok(Exact {
        outcomes: outcomes.collect(),
        blocks: form.blocks.list,
    })
}

/// What it is worth to know each drawn input that reaches a line, in the order of the file, without drawing. It takes longer than
/// [`exact`]: exact quantiles by the thousand.
///
/// # Errors
/// As for [`exact`].
pub fn exact_evppi(model: &Model, variant: &Variant) -> Result<Vec<ExactEvppi>, NotExact> {
    let form = Form::of(model, variant)?;
    let [.., all, hard] = &form.amounts;
    let inputs = (0..model.inputs.len()).filter(|&input| form.blocks.place(input).is_some());
    let known = inputs.map(|input| ExactEvppi {
        input,
        all: evppi(all, input, &form.blocks, &form.dependences),
        hard: evppi(hard, input, &form.blocks, &form.dependences),
    });
    Ok(known.collect())
}

/// A variant that has the form.
struct Form<'a> {
    blocks: Blocks<'a>,
    /// The totals, in the order of [`EXACT_TOTALS`].
    amounts: [Polynomial; 5],
    dependences: Vec<Dependence<'a>>,
}

impl<'a> Form<'a> {
    fn of(model: &Model, variant: &'a Variant) -> Result<Self, NotExact> {
        if variant.predictive {
            return Err(NotExact::Predictive);
        }
        let blocks = Blocks::new(model, variant)?;
        let amounts = amounts(model, variant, &blocks)?;
        let dependences = blocks.dependences(model)?;
        Ok(Self {
            blocks,
            amounts,
            dependences,
        })
    }
}

/// The totals as polynomials, in the order of [`EXACT_TOTALS`].
fn amounts(model: &Model, variant: &Variant, blocks: &Blocks) -> Result<[Polynomial; 5], NotExact> {
    let expansion = Expansion::new(model, variant, blocks);
    let [mut benefits, mut hard, mut costs] = [(); 3].map(|()| Polynomial::default());
    for (index, line) in model.lines.iter().enumerate() {
        let refused = |refusal: expand::Refusal| refusal.of_line(model, blocks, index);
        let amount = expansion.line(index).map_err(refused)?;
        let add = |sum: Polynomial| sum.plus(1.0, &amount).map_err(|c| refused(c.into()));
        match line.side {
            Side::Cost => costs = add(costs)?,
            Side::Benefit => {
                benefits = add(benefits)?;
                if line.euro == Euro::Hard {
                    hard = add(hard)?;
                }
            }
        }
    }
    let last = model.lines.len().saturating_sub(1);
    let net = |sum: &Polynomial| {
        let net = sum.clone().plus(-1.0, &costs);
        net.map_err(|c| expand::Refusal::from(c).of_line(model, blocks, last))
    };
    let (all, hard_net) = (net(&benefits)?, net(&hard)?);
    Ok([benefits, hard, costs, all, hard_net])
}

impl Exact {
    /// The moments of a total; `None` for ratios and break-even.
    #[must_use]
    pub fn outcome(&self, total: Total) -> Option<&ExactOutcome> {
        self.outcomes.iter().find(|outcome| outcome.total == total)
    }
}

impl ExactEvppi {
    /// The value in these euros.
    #[must_use]
    pub fn of(&self, euros: Euros) -> f64 {
        match euros {
            Euros::All => self.all,
            Euros::Hard => self.hard,
        }
    }
}
