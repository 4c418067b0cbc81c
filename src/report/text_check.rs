//! What the program understood of a case.

use super::digits::{counted, euro, significant};
use super::grid::{Align, grid, wrapped};
use crate::dist::Probability;
use crate::model::{Formula, Input, Model, Prediction, Uncertainty, label_or};
use crate::plan::evaluate;
use crate::stats::Estimate;
use crate::text::Lang;

/// The case as understood: inputs, what of them is drawn jointly, lines, memo lines, scenarios and switches.
#[must_use]
pub fn check_text(model: &Model) -> String {
    let mut text = heading(model);
    text += &section("Inputs", &inputs(model));
    text += &section("Drawn jointly", &jointly(model));
    text += &section("Drawn by `--predictive` runs only", &predicted(model));
    text += &section("Lines, at the published points", &lines(model));
    text += &section("Memo lines (no amount)", &memo(model));
    text += &section("Scenarios", &scenarios(model));
    text += &section("Switches (default first)", &switches(model));
    text
}

fn section(title: &str, body: &str) -> String {
    if body.is_empty() {
        String::new()
    } else {
        format!("\n{title}\n{body}")
    }
}

fn heading(model: &Model) -> String {
    let drawn = model.inputs.iter().filter(|input| input.is_drawn()).count();
    let price_year = model
        .price_year
        .map_or_else(String::new, |year| format!(", euros of {year}"));
    format!(
        "{}\nper {}{price_year}; {}, {drawn} drawn; {}; {}\n",
        model.heading(),
        model.per_text,
        counted(Lang::En, model.inputs.len(), "input"),
        counted(Lang::En, model.lines.len(), "line"),
        counted(Lang::En, model.published.len(), "published figure")
    )
}

fn inputs(model: &Model) -> String {
    const COLUMNS: [(&str, Align); 8] = [
        ("input", Align::Left),
        ("prior", Align::Left),
        ("point", Align::Right),
        ("mean", Align::Right),
        ("95 % range", Align::Left),
        ("unit", Align::Left),
        ("source", Align::Left),
        ("grade", Align::Left),
    ];
    let base = model.base();
    let rows = model
        .inputs
        .iter()
        .zip(&base.uncertainties)
        .map(|(input, uncertainty)| {
            let own = |value: f64| significant(Lang::En, input.in_own_unit(value), 4);
            let (prior, mean, range) = match uncertainty {
                Uncertainty::Fixed(value) => (
                    format!("fixed ({})", input.kind.name()),
                    own(*value),
                    "–".to_owned(),
                ),
                Uncertainty::Drawn(prior) => {
                    let at = |p: f64| own(prior.quantile(Probability::new(p)));
                    let written = prior.scaled(1.0 / input.unit.scale());
                    (
                        written.to_string(),
                        own(prior.mean()),
                        format!("{} to {}", at(0.025), at(0.975)),
                    )
                }
            };
            let grade = input.basis.map_or("–", |basis| basis.name()).to_owned();
            vec![
                input.name.clone(),
                prior,
                own(input.point),
                mean,
                range,
                input.unit_text.clone(),
                sources(input),
                grade,
            ]
        });
    grid(&COLUMNS, rows.collect())
}

fn sources(input: &Input) -> String {
    let keys: Vec<&str> = input.sources.iter().map(|(key, _)| key.as_str()).collect();
    if keys.is_empty() {
        "–".to_owned()
    } else {
        keys.join(", ")
    }
}

fn jointly(model: &Model) -> String {
    let mut text = String::new();
    let names = |members: &[usize]| {
        let names: Vec<&str> = members
            .iter()
            .map(|&index| model.inputs[index].name.as_str())
            .collect();
        names.join(", ")
    };
    let correlations = model.correlations.iter().map(|group| {
        let names = names(&group.members);
        format!("{}: {} between {names}", group.name, group.statement)
    });
    let shares = model.compositions.iter().map(|group| {
        let (names, statement) = (names(&group.members), &group.statement);
        format!("{}: {names} sum to one, {statement}", group.name)
    });
    for line in correlations.chain(shares) {
        text += &wrapped(&line, 100, "  ");
        text.push('\n');
    }
    if let Some(reason) = &model.independence {
        text += &wrapped(&format!("all others independent: {reason}"), 100, "  ");
        text.push('\n');
    }
    text
}

/// What predictive runs draw, with the expected value at the points.
fn predicted(model: &Model) -> String {
    const COLUMNS: [(&str, Align); 4] = [
        ("quantity", Align::Left),
        ("law", Align::Left),
        ("expected", Align::Right),
        ("unit", Align::Left),
    ];
    let base = model.base();
    let of = |prediction: &Prediction, quantity: usize| {
        let derived = &model.derived[quantity];
        let value = evaluate(model, &base, &base.points, &Formula::Derived(quantity));
        vec![
            derived.name.clone(),
            prediction.law.name().to_owned(),
            significant(Lang::En, value, 4),
            derived.unit.to_string(),
        ]
    };
    let all = model.predictions.iter();
    let rows: Vec<Vec<String>> = all
        .flat_map(|prediction| {
            prediction
                .quantities
                .iter()
                .map(move |&q| of(prediction, q))
        })
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        grid(&COLUMNS, rows)
    }
}

fn lines(model: &Model) -> String {
    const COLUMNS: [(&str, Align); 5] = [
        ("line", Align::Left),
        ("side", Align::Left),
        ("stakeholder", Align::Left),
        ("euros", Align::Left),
        ("amount", Align::Right),
    ];
    let base = model.base();
    let rows = model.lines.iter().map(|line| {
        let amount = evaluate(model, &base, &base.points, &line.formula);
        let stakeholder = model.stakeholders[line.stakeholder].name.clone();
        let (side, euros) = (line.side.name().to_owned(), line.euro.name().to_owned());
        vec![
            line.name.clone(),
            side,
            stakeholder,
            euros,
            euro(Lang::En, Estimate::exact(amount)),
        ]
    });
    grid(&COLUMNS, rows.collect())
}

fn memo(model: &Model) -> String {
    const COLUMNS: [(&str, Align); 3] = [
        ("memo line", Align::Left),
        ("side", Align::Left),
        ("sign", Align::Left),
    ];
    if model.memo.is_empty() {
        return String::new();
    }
    let rows = model.memo.iter().map(|memo| {
        vec![
            label_or(&memo.label, &memo.name).to_owned(),
            memo.side.name().to_owned(),
            memo.sign.clone(),
        ]
    });
    grid(&COLUMNS, rows.collect())
}

fn scenarios(model: &Model) -> String {
    let rows: Vec<Vec<String>> = model
        .scenarios
        .iter()
        .map(|scenario| {
            vec![
                scenario.name.clone(),
                label_or(&scenario.label, "").to_owned(),
            ]
        })
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        grid(&[("", Align::Left), ("", Align::Left)], rows)
    }
}

fn switches(model: &Model) -> String {
    let rows: Vec<Vec<String>> = model
        .switches
        .iter()
        .map(|switch| {
            let others = (0..switch.alternatives.len()).filter(|&index| index != switch.default);
            let names: Vec<&str> = std::iter::once(switch.default)
                .chain(others)
                .filter_map(|index| switch.alternatives.get(index))
                .map(|alternative| alternative.name.as_str())
                .collect();
            vec![switch.name.clone(), names.join(" | ")]
        })
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        grid(&[("", Align::Left), ("", Align::Left)], rows)
    }
}
