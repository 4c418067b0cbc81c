//! Which options are worth considering at any willingness to pay, and what does another unit of effect cost?
//!
//! # Question
//! Options by expected cost: which are dominated (D), which extendedly dominated (ED), and what is the incremental cost-effectiveness
//! ratio (ICER) of each of the others against the one before?
//!
//! # Estimator
//! On means over the draws. *Dominated*: another option costs no more and brings no less, and is better in one of the two; of two
//! equal options the later is dominated by the earlier. *Extendedly dominated*: a mixture of two others would do better, which shows as
//! an ICER that is higher than the next one's; options on one line are all kept. ICER = Δcost/Δeffect against the previous
//! option that is not dominated (Karlsson & Johannesson 1996, *Pharmacoeconomics* 9:113; Briggs, Claxton & Sculpher 2006).
//!
//! # Cost
//! One pass over the draws for each pair of columns.
//!
//! # Error
//! s/√n for means, the delta method for ratios. Status is that of the means of these draws; how certain it is, the CEAC says. No
//! interval of an ICER is given: percentiles across quadrants mean nothing.
//!
//! # Example
//! See [`icers`].

use super::psa::Psa;
use super::spread::Spread;
use crate::stats::Estimate;

/// An option with its expected cost and effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    /// Its name.
    pub name: String,
    /// Expected cost.
    pub cost: f64,
    /// Expected effect.
    pub effect: f64,
}

/// Whether an option is worth considering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IcerStatus {
    /// Not dominated: best at some willingness to pay.
    NotDominated,
    /// Dominated by a mixture of two others.
    ExtendedlyDominated,
    /// Dominated by another option.
    Dominated,
}

impl IcerStatus {
    /// `ND`, `ED` or `D`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDominated => "ND",
            Self::ExtendedlyDominated => "ED",
            Self::Dominated => "D",
        }
    }
}

/// A row of the table: an option against the previous one that is not dominated.
#[derive(Clone, Debug)]
pub struct IcerRow {
    /// Index of the option.
    pub option: usize,
    /// Its name.
    pub strategy: String,
    /// Expected cost.
    pub cost: Estimate,
    /// Expected effect.
    pub effect: Estimate,
    /// What it costs more; `None` for the cheapest and for dominated options.
    pub inc_cost: Option<Estimate>,
    /// What it brings more.
    pub inc_effect: Option<Estimate>,
    /// Incremental cost per unit of effect.
    pub icer: Option<Estimate>,
    /// Whether it is worth considering.
    pub status: IcerStatus,
}

/// The table of expected costs and effects that are known without error, by cost; at equal cost the more effective first.
///
/// # Example
///
/// ```
/// use sroi::analysis::sample::{IcerStatus, Strategy, icers};
///
/// let strategy = |name: &str, cost, effect| Strategy { name: name.to_owned(), cost, effect };
/// let table = icers(&[strategy("usual", 0.0, 10.0), strategy("new", 4000.0, 10.2), strategy("worse", 4500.0, 10.1)]);
/// assert!((table[1].icer.unwrap().value - 20_000.0).abs() < 1e-6);
/// assert_eq!(table[2].status, IcerStatus::Dominated);
/// ```
#[must_use]
pub fn icers(strategies: &[Strategy]) -> Vec<IcerRow> {
    table(strategies, |option| {
        let strategy = &strategies[option];
        (
            Estimate::exact(strategy.cost),
            Estimate::exact(strategy.effect),
        )
    })
}

/// The table of the means of a sample, with their Monte Carlo errors; `None` for a sample of net benefits.
#[must_use]
pub fn icers_of(psa: &Psa) -> Option<Vec<IcerRow>> {
    if !psa.has_effects() {
        return None;
    }
    let spread = Spread::of(psa);
    let (effects, costs) = (&spread.means[0], &spread.means[1]);
    let strategies: Vec<Strategy> = psa
        .options()
        .iter()
        .zip(effects.iter().zip(costs))
        .map(|(name, (effect, cost))| Strategy {
            name: name.clone(),
            cost: cost.value,
            effect: effect.value,
        })
        .collect();
    let mut rows = table(&strategies, |option| (costs[option], effects[option]));
    let mut before: Option<usize> = None;
    for row in &mut rows {
        if row.status != IcerStatus::NotDominated {
            continue;
        }
        if let Some(before) = before {
            let contrast = spread.contrast(row.option, before);
            let [effect, cost] = contrast.means;
            let ratio = cost / effect;
            row.inc_cost = Some(Estimate::new(cost, contrast.error(0.0, 1.0)));
            row.inc_effect = Some(Estimate::new(effect, contrast.error(1.0, 0.0)));
            let error = contrast.error(-ratio / effect, 1.0 / effect);
            row.icer = Some(Estimate::new(ratio, error));
        }
        before = Some(row.option);
    }
    Some(rows)
}

fn table(
    strategies: &[Strategy],
    estimates: impl Fn(usize) -> (Estimate, Estimate),
) -> Vec<IcerRow> {
    let mut order: Vec<usize> = (0..strategies.len()).collect();
    // Stable: equal options stay in the order they were given in.
    order.sort_by(|&a, &b| {
        let (a, b) = (&strategies[a], &strategies[b]);
        a.cost
            .total_cmp(&b.cost)
            .then(b.effect.total_cmp(&a.effect))
    });
    let (kept, statuses) = judge(strategies, &order);
    let rows = order.iter().map(|&option| {
        let (cost, effect) = estimates(option);
        let place = kept.iter().position(|kept| *kept == option);
        let before = place.and_then(|place| place.checked_sub(1));
        let increments = before.map(|before| {
            let (new, old) = (&strategies[option], &strategies[kept[before]]);
            (new.cost - old.cost, new.effect - old.effect)
        });
        IcerRow {
            option,
            strategy: strategies[option].name.clone(),
            cost,
            effect,
            inc_cost: increments.map(|(cost, _)| Estimate::exact(cost)),
            inc_effect: increments.map(|(_, effect)| Estimate::exact(effect)),
            icer: increments.map(|(cost, effect)| Estimate::exact(cost / effect)),
            status: statuses[option],
        }
    });
    rows.collect()
}

/// The options that are not dominated, by cost, and the status of all.
fn judge(strategies: &[Strategy], order: &[usize]) -> (Vec<usize>, Vec<IcerStatus>) {
    let mut statuses = vec![IcerStatus::Dominated; strategies.len()];
    let mut kept: Vec<usize> = Vec::new();
    for &option in order {
        let effect = strategies[option].effect;
        // All before cost no more; only one that brings more than all of them is not dominated.
        let most = kept.last().map(|&last| strategies[last].effect);
        if most.is_some_and(|most| effect <= most) {
            continue;
        }
        let ratio = |from: usize, to: usize| {
            let (from, to) = (&strategies[from], &strategies[to]);
            (to.cost - from.cost) / (to.effect - from.effect)
        };
        while let [.., before, last] = kept[..] {
            if ratio(before, last) <= ratio(last, option) {
                break;
            }
            statuses[last] = IcerStatus::ExtendedlyDominated;
            kept.pop();
        }
        kept.push(option);
        statuses[option] = IcerStatus::NotDominated;
    }
    (kept, statuses)
}
