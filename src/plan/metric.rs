//! What a run reports.

use crate::model::{Euros, Model, Party, PartyResult, Total};

/// A quantity of a run with a distribution of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// A total or ratio of the case.
    Total(Total),
    /// A line, by index.
    Line(usize),
    /// A quantity of one stakeholder, by index.
    Stakeholder(usize, StakeholderMetric),
    /// A quantity of one perspective, by index.
    Perspective(usize, PartyResult),
    /// A quantity of one variant of a family, by index; the first is the base from which the others depart.
    Variant(usize, VariantMetric),
    /// A derived quantity that is predicted, by index.
    Quantity(usize),
    /// The share of the money of a stakeholder, by index, that is a party's.
    Share(Party, usize),
}

/// Quantities of one variant of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariantMetric {
    /// A total.
    Total(Total),
    /// 1 in draws in which net benefit is positive, else 0.
    BreaksEven(Euros),
    /// Net benefit minus that of the base, in each draw.
    NetBenefitDifference(Euros),
    /// Whether it breaks even minus whether the base does, in each draw: 1, 0 or −1.
    BreaksEvenDifference(Euros),
}

/// A ratio of two expectations: one number per run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ratio {
    /// Benefits over costs.
    Roi,
    /// Hard benefits over costs.
    HardRoi,
    /// The benefits of a stakeholder, by index, over all benefits.
    BenefitShare(usize),
    /// The costs of a stakeholder, by index, over all costs.
    CostShare(usize),
    /// The benefits of a party over its costs.
    PartyRoi(Party),
    /// Benefits over costs of one variant of a family, by index.
    Variant(usize, Euros),
}

impl Ratio {
    /// Its numerator and its denominator.
    #[must_use]
    pub fn parts(self) -> (Metric, Metric) {
        let (benefits, costs) = (Metric::Total(Total::Benefits), Metric::Total(Total::Costs));
        let of = |who: usize, what: PartyResult| Metric::of(Party::Stakeholder(who), what);
        match self {
            Self::Roi => (benefits, costs),
            Self::HardRoi => (Metric::Total(Total::HardBenefits), costs),
            Self::BenefitShare(who) => (of(who, PartyResult::Benefits), benefits),
            Self::CostShare(who) => (of(who, PartyResult::Costs), costs),
            Self::PartyRoi(party) => (
                Metric::of(party, PartyResult::Benefits),
                Metric::of(party, PartyResult::Costs),
            ),
            Self::Variant(variant, euros) => {
                let total = |total| Metric::Variant(variant, VariantMetric::Total(total));
                (total(euros.benefits()), total(Total::Costs))
            }
        }
    }
}

/// Quantities of one stakeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StakeholderMetric {
    /// What it gains.
    Benefits,
    /// What it pays.
    Costs,
    /// What it gains minus what it pays.
    NetBenefit,
    /// What it gains over what it pays.
    Roi,
    /// Its share of all benefits, in each draw.
    BenefitShare,
    /// Its share of all costs, in each draw.
    CostShare,
}

impl Metric {
    /// A result of a party.
    #[must_use]
    pub fn of(party: Party, what: PartyResult) -> Self {
        match party {
            Party::Perspective(index) => Self::Perspective(index, what),
            Party::Stakeholder(index) => Self::Stakeholder(
                index,
                match what {
                    PartyResult::Benefits => StakeholderMetric::Benefits,
                    PartyResult::Costs => StakeholderMetric::Costs,
                    PartyResult::NetBenefit => StakeholderMetric::NetBenefit,
                    PartyResult::Roi => StakeholderMetric::Roi,
                },
            ),
        }
    }

    /// The name of the metric in result files: `net_benefit`, `line`, `stakeholder_costs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Total(total) | Self::Variant(_, VariantMetric::Total(total)) => Total::ALL
                .iter()
                .find(|(_, known)| *known == total)
                .map_or("", |(name, _)| name),
            Self::Variant(_, VariantMetric::BreaksEven(_)) => "breaks_even",
            Self::Variant(_, VariantMetric::NetBenefitDifference(_)) => "net_benefit_difference",
            Self::Variant(_, VariantMetric::BreaksEvenDifference(_)) => "breaks_even_difference",
            Self::Line(_) => "line",
            Self::Quantity(_) => "quantity",
            Self::Share(..) => "share",
            Self::Stakeholder(_, StakeholderMetric::Benefits) => "stakeholder_benefits",
            Self::Stakeholder(_, StakeholderMetric::Costs) => "stakeholder_costs",
            Self::Stakeholder(_, StakeholderMetric::NetBenefit) => "stakeholder_net_benefit",
            Self::Stakeholder(_, StakeholderMetric::Roi) => "stakeholder_roi",
            Self::Stakeholder(_, StakeholderMetric::BenefitShare) => "stakeholder_benefit_share",
            Self::Stakeholder(_, StakeholderMetric::CostShare) => "stakeholder_cost_share",
            Self::Perspective(_, PartyResult::Benefits) => "perspective_benefits",
            Self::Perspective(_, PartyResult::Costs) => "perspective_costs",
            Self::Perspective(_, PartyResult::NetBenefit) => "perspective_net_benefit",
            Self::Perspective(_, PartyResult::Roi) => "perspective_roi",
        }
    }

    /// Which line, stakeholder or perspective it is of.
    #[must_use]
    pub fn subject(self, model: &Model) -> Option<&str> {
        match self {
            Self::Total(_) | Self::Variant(..) => None,
            Self::Line(index) => Some(&model.lines[index].name),
            Self::Quantity(index) => Some(&model.derived[index].name),
            Self::Stakeholder(index, _) | Self::Share(_, index) => {
                Some(&model.stakeholders[index].name)
            }
            Self::Perspective(index, _) => Some(&model.perspectives[index].name),
        }
    }

    /// Whether it is a sum of lines, or a quantity of the case: no ratio of sums.
    #[must_use]
    pub fn is_sum(self) -> bool {
        !matches!(
            self,
            Self::Total(Total::Roi | Total::HardRoi | Total::BreakEven | Total::HardBreakEven)
                | Self::Stakeholder(
                    _,
                    StakeholderMetric::Roi
                        | StakeholderMetric::BenefitShare
                        | StakeholderMetric::CostShare
                )
                | Self::Perspective(_, PartyResult::Roi)
                | Self::Variant(..)
                | Self::Share(..)
        )
    }

    /// Whether it is of a stakeholder or perspective: a sum of lines, shares of them or a ratio of these.
    #[must_use]
    pub fn is_of_party(self) -> bool {
        matches!(
            self,
            Self::Stakeholder(..) | Self::Perspective(..) | Self::Share(..)
        )
    }

    /// How many base units one of its unit is: break-even is in the unit of its inputs, all else in base units.
    #[must_use]
    pub fn scale(self, model: &Model) -> f64 {
        match self {
            Self::Total(Total::BreakEven | Total::HardBreakEven)
            | Self::Variant(_, VariantMetric::Total(Total::BreakEven | Total::HardBreakEven)) => {
                model.break_even.as_ref().map_or(1.0, |b| b.unit.scale())
            }
            _ => 1.0,
        }
    }

    /// Its unit: euros per what the case is per, a plain number, or the unit of the break-even inputs.
    #[must_use]
    pub fn unit(self, model: &Model) -> String {
        match self {
            Self::Variant(_, VariantMetric::Total(total)) => Self::Total(total).unit(model),
            Self::Total(Total::Roi | Total::HardRoi)
            | Self::Stakeholder(
                _,
                StakeholderMetric::Roi
                | StakeholderMetric::BenefitShare
                | StakeholderMetric::CostShare,
            )
            | Self::Perspective(_, PartyResult::Roi)
            | Self::Share(..)
            | Self::Variant(
                _,
                VariantMetric::BreaksEven(_) | VariantMetric::BreaksEvenDifference(_),
            ) => "1".to_owned(),
            Self::Total(Total::BreakEven | Total::HardBreakEven) => model
                .break_even
                .as_ref()
                .and_then(|b| model.inputs.get(*b.inputs.first()?))
                .map_or_else(String::new, |input| input.unit_text.clone()),
            Self::Quantity(index) => model.derived[index].unit.to_string(),
            _ => model.amount_unit().to_string(),
        }
    }
}
