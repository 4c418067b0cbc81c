//! What a run reports.

use crate::model::{Model, Total};

/// A quantity of a run with a distribution of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// A total or ratio of the case.
    Total(Total),
    /// A line, by index.
    Line(usize),
    /// A quantity of one stakeholder, by index.
    Stakeholder(usize, StakeholderMetric),
    /// A derived quantity that is predicted, by index.
    Quantity(usize),
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
}

impl Ratio {
    /// Its numerator and its denominator.
    #[must_use]
    pub fn parts(self) -> (Metric, Metric) {
        let (benefits, costs) = (Metric::Total(Total::Benefits), Metric::Total(Total::Costs));
        match self {
            Self::Roi => (benefits, costs),
            Self::HardRoi => (Metric::Total(Total::HardBenefits), costs),
            Self::BenefitShare(who) => (
                Metric::Stakeholder(who, StakeholderMetric::Benefits),
                benefits,
            ),
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
    /// Its share of all benefits, in each draw.
    BenefitShare,
}

impl Metric {
    /// The name of the metric in result files: `net_benefit`, `line`, `stakeholder_costs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Total(total) => Total::ALL
                .iter()
                .find(|(_, known)| *known == total)
                .map_or("", |(name, _)| name),
            Self::Line(_) => "line",
            Self::Quantity(_) => "quantity",
            Self::Stakeholder(_, StakeholderMetric::Benefits) => "stakeholder_benefits",
            Self::Stakeholder(_, StakeholderMetric::Costs) => "stakeholder_costs",
            Self::Stakeholder(_, StakeholderMetric::NetBenefit) => "stakeholder_net_benefit",
            Self::Stakeholder(_, StakeholderMetric::BenefitShare) => "stakeholder_benefit_share",
        }
    }

    /// Which line or stakeholder it is of.
    #[must_use]
    pub fn subject(self, model: &Model) -> Option<&str> {
        match self {
            Self::Total(_) => None,
            Self::Line(index) => Some(&model.lines[index].name),
            Self::Quantity(index) => Some(&model.derived[index].name),
            Self::Stakeholder(index, _) => Some(&model.stakeholders[index].name),
        }
    }

    /// Whether it is a sum of lines, or a quantity of the case: no ratio of sums.
    #[must_use]
    pub fn is_sum(self) -> bool {
        !matches!(
            self,
            Self::Total(Total::Roi | Total::HardRoi | Total::BreakEven | Total::HardBreakEven)
                | Self::Stakeholder(_, StakeholderMetric::BenefitShare)
        )
    }

    /// How many base units one of its unit is: break-even is in the unit of its inputs, all else in base units.
    #[must_use]
    pub fn scale(self, model: &Model) -> f64 {
        match self {
            Self::Total(Total::BreakEven | Total::HardBreakEven) => {
                model.break_even.as_ref().map_or(1.0, |b| b.unit.scale())
            }
            _ => 1.0,
        }
    }

    /// Its unit: euros per what the case is per, a plain number, or the unit of the break-even inputs.
    #[must_use]
    pub fn unit(self, model: &Model) -> String {
        match self {
            Self::Total(Total::Roi | Total::HardRoi)
            | Self::Stakeholder(_, StakeholderMetric::BenefitShare) => "1".to_owned(),
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
