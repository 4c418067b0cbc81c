//! Expressions after checking: names resolved, numbers in base units.

use super::parties::Party;
use crate::case::{BinaryOp, Function, UnaryOp};

/// A checked expression. Its value is in base units; truth values are 1 and 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A number.
    Constant(f64),
    /// An input, by index.
    Input(usize),
    /// A derived quantity, by index.
    Derived(usize),
    /// A result of the case.
    Result(ResultName),
    /// One operand.
    Unary(UnaryOp, Box<Formula>),
    /// Two operands.
    Binary(BinaryOp, Box<Formula>, Box<Formula>),
    /// A function of its arguments.
    Call(Function, Vec<Formula>),
}

/// A result that a published figure may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultName {
    /// A line, by index.
    Line(usize),
    /// A total of the case.
    Total(Total),
    /// Of a stakeholder or perspective.
    Of(Party, PartyResult),
    /// Costs over benefits, all or hard: the share of the benefits that must be due to the programme for benefits to equal
    /// costs.
    BreakEvenAttribution(Euros),
}

/// Which benefits are set against the costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Euros {
    /// All.
    All,
    /// Those in hard euros.
    Hard,
}

/// Totals and ratios of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Total {
    /// Sum of the benefit lines.
    Benefits,
    /// Sum of the cost lines.
    Costs,
    /// Benefits minus costs.
    NetBenefit,
    /// Benefits over costs.
    Roi,
    /// Sum of the benefit lines in hard euros.
    HardBenefits,
    /// Hard benefits minus all costs.
    HardNetBenefit,
    /// Hard benefits over all costs.
    HardRoi,
    /// The common value of the break-even inputs at which benefits equal costs.
    BreakEven,
    /// The same for hard benefits.
    HardBreakEven,
}

impl Total {
    /// Every total with its name in the case language.
    pub const ALL: [(&'static str, Self); 9] = [
        ("benefits", Self::Benefits),
        ("costs", Self::Costs),
        ("net_benefit", Self::NetBenefit),
        ("roi", Self::Roi),
        ("hard_benefits", Self::HardBenefits),
        ("hard_net_benefit", Self::HardNetBenefit),
        ("hard_roi", Self::HardRoi),
        ("break_even", Self::BreakEven),
        ("hard_break_even", Self::HardBreakEven),
    ];
}

impl Euros {
    /// The break-even attribution of all and of hard euros, with its name in the case language.
    pub const ATTRIBUTIONS: [(&'static str, Self); 2] = [
        ("break_even_attribution", Self::All),
        ("hard_break_even_attribution", Self::Hard),
    ];

    /// Both ways to count.
    pub const ALL: [Self; 2] = [Self::All, Self::Hard];

    /// The benefits in these euros.
    #[must_use]
    pub fn benefits(self) -> Total {
        match self {
            Self::All => Total::Benefits,
            Self::Hard => Total::HardBenefits,
        }
    }

    /// These benefits minus all costs.
    #[must_use]
    pub fn net_benefit(self) -> Total {
        match self {
            Self::All => Total::NetBenefit,
            Self::Hard => Total::HardNetBenefit,
        }
    }

    /// These benefits over all costs.
    #[must_use]
    pub fn roi(self) -> Total {
        match self {
            Self::All => Total::Roi,
            Self::Hard => Total::HardRoi,
        }
    }
}

/// Results of one stakeholder or perspective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartyResult {
    /// What it gains.
    Benefits,
    /// What it pays.
    Costs,
    /// What it gains minus what it pays.
    NetBenefit,
    /// What it gains over what it pays.
    Roi,
}

impl PartyResult {
    /// Every result with its name in the case language.
    pub const ALL: [(&'static str, Self); 4] = [
        ("benefits", Self::Benefits),
        ("costs", Self::Costs),
        ("net_benefit", Self::NetBenefit),
        ("roi", Self::Roi),
    ];
}

impl Formula {
    /// Calls `visit` on every part, the whole first.
    pub fn walk(&self, visit: &mut impl FnMut(&Formula)) {
        visit(self);
        match self {
            Self::Constant(_) | Self::Input(_) | Self::Derived(_) | Self::Result(_) => {}
            Self::Unary(_, operand) => operand.walk(visit),
            Self::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
        }
    }

    /// The derived quantities it uses directly.
    #[must_use]
    pub fn derived_used(&self) -> Vec<usize> {
        let mut used = Vec::new();
        self.walk(&mut |part| {
            if let Self::Derived(index) = part {
                used.push(*index);
            }
        });
        used
    }

    /// The value of a number, with or without a sign.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Unary(UnaryOp::Negate, operand) => operand.number().map(|value| -value),
            _ => None,
        }
    }

    /// Product of two formulas.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::Binary(BinaryOp::Multiply, Box::new(self), Box::new(other))
    }

    /// `1 − self`.
    #[must_use]
    pub fn complement(self) -> Self {
        Self::Binary(
            BinaryOp::Subtract,
            Box::new(Self::Constant(1.0)),
            Box::new(self),
        )
    }
}
