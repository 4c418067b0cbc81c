//! Several variants of a case as one program, each compared with the first.

use super::builder::Builder;
use super::compile::{self, Output, Plan, RatioDifference, assemble};
use super::inputs::Inputs;
use super::metric::{Metric, VariantMetric};
use super::operation::BinaryOperation;
use super::program::Operand;
use crate::model::{Euros, Model, Total, Variant};

/// Compiles a base and variants of it into one plan, whose outputs are [`Metric::Variant`]s: 0 is the base, 1 the first of
/// `others`.
///
/// An input that several variants draw alike is one column, and what they compute alike is computed once: their draws are
/// common by construction. Every variant has the columns that a plan of its own would have, bit for bit.
#[must_use]
pub fn compile_family(model: &Model, base: &Variant, others: &[Variant]) -> Plan {
    let variants: Vec<&Variant> = std::iter::once(base).chain(others).collect();
    let inputs = Inputs::of(model, &variants);
    let mut family = Family {
        builder: Builder::new(model, base, inputs.registers),
        outputs: Vec::new(),
        differences: Vec::new(),
        base: None,
    };
    for (index, (variant, operands)) in variants.iter().zip(&inputs.operands).enumerate() {
        family.add(index, variant, operands);
    }
    let nodes = compile::Nodes {
        outputs: family.outputs,
        expected: Vec::new(),
        affine: Vec::new(),
        differences: family.differences,
    };
    assemble(&inputs, Vec::new(), &family.builder, nodes)
}

/// The nodes of a variant that comparisons need.
#[derive(Clone, Copy, Debug)]
struct Nodes {
    costs: Operand,
    /// Counting all euros, and hard ones only.
    counted: [Counted; 2],
}

/// The nodes of one way to count.
#[derive(Clone, Copy, Debug)]
struct Counted {
    benefits: Operand,
    net_benefit: Operand,
    breaks_even: Operand,
}

/// A plan under construction.
struct Family<'a> {
    builder: Builder<'a>,
    outputs: Vec<Output>,
    differences: Vec<RatioDifference>,
    base: Option<Nodes>,
}

impl<'a> Family<'a> {
    fn add(&mut self, index: usize, variant: &'a Variant, operands: &[Operand]) {
        self.builder.turn_to(variant);
        let mut env = self.builder.environment(operands.to_vec());
        let mut total = |total: Total, builder: &mut Builder<'a>| {
            let operand = builder.total(total, &mut env);
            operand.unwrap_or(Operand::Constant(f64::NAN))
        };
        let costs = total(Total::Costs, &mut self.builder);
        self.push(index, VariantMetric::Total(Total::Costs), costs, false);
        let counted = Euros::ALL.map(|euros| {
            let builder = &mut self.builder;
            let [benefits, net_benefit, roi] = [euros.benefits(), euros.net_benefit(), euros.roi()]
                .map(|wanted| total(wanted, builder));
            let breaks_even =
                builder.binary(BinaryOperation::Less, Operand::Constant(0.0), net_benefit);
            for (metric, operand, distributed) in [
                (VariantMetric::Total(euros.benefits()), benefits, false),
                (
                    VariantMetric::Total(euros.net_benefit()),
                    net_benefit,
                    false,
                ),
                (VariantMetric::Total(euros.roi()), roi, true),
                (VariantMetric::BreaksEven(euros), breaks_even, false),
            ] {
                self.push(index, metric, operand, distributed);
            }
            Counted {
                benefits,
                net_benefit,
                breaks_even,
            }
        });
        let nodes = Nodes { costs, counted };
        match self.base {
            None => self.base = Some(nodes),
            Some(base) => self.compare(index, &nodes, &base),
        }
    }

    fn push(&mut self, variant: usize, metric: VariantMetric, operand: Operand, distributed: bool) {
        self.outputs.push(Output {
            metric: Metric::Variant(variant, metric),
            operand,
            distributed,
        });
    }

    /// Differences from the base, in each draw.
    fn compare(&mut self, index: usize, nodes: &Nodes, base: &Nodes) {
        let costs = self.minus(nodes.costs, base.costs);
        for ((euros, mine), base_of) in Euros::ALL.into_iter().zip(nodes.counted).zip(base.counted)
        {
            let benefits = self.minus(mine.benefits, base_of.benefits);
            let net_benefit = self.minus(mine.net_benefit, base_of.net_benefit);
            let breaks_even = self.minus(mine.breaks_even, base_of.breaks_even);
            for (metric, operand) in [
                (VariantMetric::NetBenefitDifference(euros), net_benefit),
                (VariantMetric::BreaksEvenDifference(euros), breaks_even),
            ] {
                self.push(index, metric, operand, false);
            }
            self.differences.push(RatioDifference {
                variant: index,
                euros,
                columns: [benefits, costs, base_of.benefits, base.costs],
            });
        }
    }

    /// The difference of two columns; 0 where they are the same column.
    fn minus(&mut self, a: Operand, b: Operand) -> Operand {
        if a == b {
            return Operand::Constant(0.0);
        }
        self.builder.binary(BinaryOperation::Subtract, a, b)
    }
}
