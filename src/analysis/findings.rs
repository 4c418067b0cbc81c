//! Everything that a run says, in one place: what its tables hold, its summary shows and its report explains.

use super::{
    AcceptabilityPoint, BreakEvenPoint, Choice, ConvergencePoint, DensityBin, Headline, Histogram,
    NotExact, PerspectiveRow, SelfCheckRow, SpreadRow, StakeholderRow, SummaryRow, Tornado,
};
use super::{
    acceptability_curve, break_even_curve, choices, convergence, density, exact, headline,
    histogram, perspectives, self_check, spreads, stakeholders, summary, tornado,
};
use crate::model::{Euros, Family, Model, Variant};
use crate::sim::Simulation;

/// The results of a run.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Does the programme pay for itself, and how sure is that?
    pub headline: Headline,
    /// How that is spread; `None` where it does not vary.
    pub histogram: Option<Histogram>,
    /// Every metric with its distribution.
    pub summary: Vec<SummaryRow>,
    /// Density of the ROI in all and in hard euros; empty where there is no ROI or it does not vary.
    pub density: [Vec<DensityBin>; 2],
    /// P(B/C > t) over t.
    pub acceptability: Vec<AcceptabilityPoint>,
    /// P(break-even) over the common value of the break-even inputs.
    pub break_even: Vec<BreakEvenPoint>,
    /// Who gains and pays.
    pub stakeholders: Vec<StakeholderRow>,
    /// For whom it is counted.
    pub perspectives: Vec<PerspectiveRow>,
    /// What moves the expected result.
    pub tornado: Tornado,
    /// What could have been chosen otherwise.
    pub choices: Vec<Choice>,
    /// Where the spread of a predictive run comes from.
    pub spreads: Vec<SpreadRow>,
    /// How the headline settled.
    pub convergence: Vec<ConvergencePoint>,
    /// Whether it is what is known without drawing, or why that is not known.
    pub self_check: Result<Vec<SelfCheckRow>, NotExact>,
}

/// All results of a run; `family` says what else could have been chosen, where the choices of the run leave anything.
#[must_use]
pub fn findings(
    model: &Model,
    variant: &Variant,
    family: Option<&Family>,
    simulation: &Simulation,
) -> Findings {
    // Bars are of the expected result: chance has no ends.
    let tornado = tornado(model, &variant.expected(model));
    let choices = family.map_or_else(Vec::new, |family| {
        choices(model, family, &tornado.outcomes, tornado.ends)
    });
    Findings {
        headline: headline(simulation),
        histogram: histogram(simulation),
        summary: summary(model, simulation),
        density: Euros::ALL.map(|euros| {
            let output = simulation.total(euros.roi());
            output.map_or_else(Vec::new, |output| density(simulation, output))
        }),
        acceptability: acceptability_curve(simulation),
        break_even: break_even_curve(model, simulation),
        stakeholders: stakeholders(model, simulation),
        perspectives: perspectives(model, simulation),
        tornado,
        choices,
        spreads: spreads(model, simulation),
        convergence: convergence(simulation),
        self_check: exact(model, variant).map(|exact| self_check(&exact, simulation)),
    }
}
