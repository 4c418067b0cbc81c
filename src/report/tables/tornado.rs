//! Tables of what moves the result.

use super::estimates;
use crate::analysis::sample::OneWay;
use crate::analysis::{Bar, Choice, Outcome, Tornado, TwoWay};
use crate::model::Model;
use crate::sim::Simulation;
use crate::storage::Table;

/// A row: the outcome by index, a bar or a choice.
enum Row<'a> {
    Bar(usize, &'a Bar),
    Choice(usize, &'a Choice),
}

/// `tornado.parquet`: per outcome the bars of drawn inputs and correlation groups, and then the choices that are not drawn, each
/// widest first.
#[must_use]
pub fn tornado_table(model: &Model, tornado: &Tornado, choices: &[Choice]) -> Table {
    table(model, tornado, choices, |_| true)
}

/// The same of a run: no ratio where costs are not positive in some draw.
pub(super) fn tornado_of_run_table(
    model: &Model,
    simulation: &Simulation,
    tornado: &Tornado,
    choices: &[Choice],
) -> Table {
    table(model, tornado, choices, |outcome| {
        simulation.is_defined(outcome.metric)
    })
}

fn table(
    model: &Model,
    tornado: &Tornado,
    choices: &[Choice],
    keep: impl Fn(&Outcome) -> bool,
) -> Table {
    let mut rows = Vec::new();
    for (index, outcome) in tornado.outcomes.iter().enumerate() {
        if !keep(outcome) {
            continue;
        }
        let bars = tornado.bars_of(index).into_iter();
        rows.extend(bars.map(|bar| Row::Bar(index, bar)));
        let mut all: Vec<_> = choices.iter().collect();
        all.sort_by(|a, b| b.swing(index).total_cmp(&a.swing(index)));
        rows.extend(all.into_iter().map(|choice| Row::Choice(index, choice)));
    }
    let text = |of: &dyn Fn(&Row<'_>) -> String| rows.iter().map(of).collect::<Vec<_>>();
    let maybe = |of: &dyn Fn(&Row<'_>) -> Option<String>| rows.iter().map(of).collect::<Vec<_>>();
    let number = |of: &dyn Fn(&Row<'_>) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    let q = |row: &Row<'_>, end: usize| match row {
        Row::Choice(_, choice) if !choice.quantiles => f64::NAN,
        _ => tornado.ends[end],
    };
    Table::new("tornado")
        .text(
            "outcome",
            text(&|row| tornado.outcomes[row.outcome()].name.clone()),
        )
        .text("panel", text(&|row| row.panel().to_owned()))
        .text("param", text(&|row| row.name()))
        .text("label", text(&|row| row.label(model)))
        .text("kind", text(&|row| row.kind(model)))
        .text("members", text(&|row| row.members(model)))
        .maybe_text("unit", maybe(&|row| row.unit(model)))
        .number("lo_q", number(&|row| q(row, 0)))
        .number("hi_q", number(&|row| q(row, 1)))
        .number("x_lo", number(&|row| row.value(0)))
        .number("x_hi", number(&|row| row.value(1)))
        .maybe_text("lo_name", maybe(&|row| row.alternative(0)))
        .maybe_text("hi_name", maybe(&|row| row.alternative(1)))
        .number("out_lo", number(&|row| row.result(0)))
        .number("out_hi", number(&|row| row.result(1)))
        .number("swing", number(&|row| row.swing()))
        .number("base", number(&|row| tornado.base[row.outcome()]))
}

impl Row<'_> {
    fn outcome(&self) -> usize {
        match self {
            Self::Bar(outcome, _) | Self::Choice(outcome, _) => *outcome,
        }
    }

    fn panel(&self) -> &'static str {
        match self {
            Self::Bar(..) => "inputs",
            Self::Choice(..) => "choices",
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Bar(_, bar) => bar.name.clone(),
            Self::Choice(_, choice) => choice.name.clone(),
        }
    }

    fn label(&self, model: &Model) -> String {
        match self {
            Self::Bar(_, bar) => bar.label.clone(),
            Self::Choice(_, choice) => {
                let english = crate::text::Lang::En;
                choice.label(model, english).to_owned()
            }
        }
    }

    fn kind(&self, model: &Model) -> String {
        let kind = match self {
            Self::Choice(_, choice) => choice.kind,
            Self::Bar(_, bar) => match bar.members[..] {
                [index] => model.inputs[index].kind.name(),
                _ => "correlated",
            },
        };
        kind.to_owned()
    }

    fn members(&self, model: &Model) -> String {
        match self {
            Self::Bar(_, bar) => {
                let names = bar.members.iter();
                let names: Vec<&str> = names.map(|&i| model.inputs[i].name.as_str()).collect();
                names.join(" ")
            }
            Self::Choice(_, choice) => choice.input.map_or_else(String::new, |_| self.name()),
        }
    }

    fn unit(&self, model: &Model) -> Option<String> {
        match self {
            Self::Bar(_, bar) => common_unit(model, &bar.members),
            Self::Choice(_, choice) => choice.input.map(|i| model.inputs[i].unit_text.clone()),
        }
    }

    /// The value at an end. A switch has the alternative that gives the least outcome first.
    fn value(&self, end: usize) -> f64 {
        let value = match self {
            Self::Bar(_, bar) => [&bar.low, &bar.high][end].value,
            Self::Choice(outcome, choice) => choice.shown(*outcome)[end].value,
        };
        value.unwrap_or(f64::NAN)
    }

    fn alternative(&self, end: usize) -> Option<String> {
        match self {
            Self::Bar(..) => None,
            Self::Choice(outcome, choice) => choice.shown(*outcome)[end].name.clone(),
        }
    }

    fn result(&self, end: usize) -> f64 {
        match self {
            Self::Bar(outcome, bar) => [&bar.low, &bar.high][end].outcomes[*outcome],
            Self::Choice(outcome, choice) => choice.shown(*outcome)[end].outcomes[*outcome],
        }
    }

    fn swing(&self) -> f64 {
        match self {
            Self::Bar(outcome, bar) => bar.swing(*outcome),
            Self::Choice(outcome, choice) => choice.swing(*outcome),
        }
    }
}

/// The unit of inputs that all have the same.
fn common_unit(model: &Model, members: &[usize]) -> Option<String> {
    let mut units = members.iter().map(|&index| &model.inputs[index].unit_text);
    let first = units.next()?;
    units.all(|unit| unit == first).then(|| first.clone())
}

/// `conditional_mean.parquet`: the expected outcome along every drawn input, with its band.
#[must_use]
pub fn conditional_mean_table(
    model: &Model,
    outcome: &Outcome,
    curves: &[(usize, OneWay)],
) -> Table {
    let rows = curves.iter();
    let rows = rows.flat_map(|(input, curve)| curve.curve.iter().map(move |point| (input, point)));
    let rows: Vec<_> = rows.collect();
    let table = Table::new("conditional_mean")
        .text("outcome", rows.iter().map(|_| outcome.name.clone()))
        .text(
            "param",
            rows.iter().map(|(i, _)| model.inputs[**i].name.clone()),
        )
        .text(
            "unit",
            rows.iter()
                .map(|(i, _)| model.inputs[**i].unit_text.clone()),
        )
        .number("value", rows.iter().map(|(_, point)| point.x));
    estimates(
        table,
        ["mean", "mcse_mean"],
        rows.iter().map(|(_, point)| point.mean),
    )
    .number("low", rows.iter().map(|(_, point)| point.band()[0]))
    .number("high", rows.iter().map(|(_, point)| point.band()[1]))
}

/// `sensitivity.parquet`: the share of the variance of the outcome that goes when an input is known, from the draws.
#[must_use]
pub fn given_data_table(model: &Model, outcome: &Outcome, curves: &[(usize, OneWay)]) -> Table {
    let name = |input: usize| model.inputs[input].name.clone();
    let table = Table::new("sensitivity")
        .text("outcome", curves.iter().map(|_| outcome.name.clone()))
        .text("param", curves.iter().map(|(input, _)| name(*input)));
    estimates(
        table,
        ["s1", "s1_se"],
        curves.iter().map(|(_, curve)| curve.s1),
    )
    .number(
        "s1_low",
        curves.iter().map(|(_, curve)| curve.s1_interval()[0]),
    )
    .number(
        "s1_high",
        curves.iter().map(|(_, curve)| curve.s1_interval()[1]),
    )
}

/// `two_way.parquet`: outcomes on grids of two inputs; none where no grid was asked for.
#[must_use]
pub fn two_way_table(model: &Model, outcomes: &[Outcome], grids: &[TwoWay]) -> Option<Table> {
    if grids.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    for grid in grids {
        for (index, outcome) in outcomes.iter().enumerate() {
            for (place, values) in grid.outcomes.iter().enumerate() {
                let count = grid.values[1].len();
                let at = [grid.values[0][place / count], grid.values[1][place % count]];
                rows.push((grid.inputs, at, outcome, values[index]));
            }
        }
    }
    let name = |index: usize| model.inputs[index].name.clone();
    Some(
        Table::new("two_way")
            .text("outcome", rows.iter().map(|row| row.2.name.clone()))
            .text("param_1", rows.iter().map(|row| name(row.0[0])))
            .number("value_1", rows.iter().map(|row| row.1[0]))
            .text("param_2", rows.iter().map(|row| name(row.0[1])))
            .number("value_2", rows.iter().map(|row| row.1[1]))
            .number("result", rows.iter().map(|row| row.3)),
    )
}
