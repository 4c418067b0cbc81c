//! What the program understood of a case, within 100 columns.

use super::chain::not_assessed;
use super::check_parties::{payers, perspectives};
use super::price::price_years;
use super::run::per;
use crate::dist::Probability;
use crate::model::{Formula, Input, Matrix, Model, Prediction, Uncertainty};
use crate::plan::evaluate;
use crate::report::digits::{euro, significant};
use crate::report::grid::{Align, entries, grid, shortened, wrapped};
use crate::report::notation::notation;
use crate::report::words::{self, FIGURE, INPUT, LINE, PRINTED_TABLE};
use crate::stats::Estimate;
use crate::text::Lang;

/// Columns of a terminal that is wide enough to review a case.
const WIDTH: usize = 100;
/// Longest label of a memo line.
const LABEL: usize = 72;

/// The case as understood: inputs, what of them is drawn jointly, lines, memo lines, scenarios and switches.
#[must_use]
pub fn check_text(lang: Lang, model: &Model) -> String {
    let mut text = heading(lang, model);
    let mut section = |[english, dutch]: [&str; 2], body: &str| {
        if !body.is_empty() {
            text += &format!("\n{}\n{body}", lang.pick(english, dutch));
        }
    };
    section(
        [
            "Inputs, below each its label, prior, basis and sources",
            "Parameters, met eronder label, verdeling, onderbouwing en bronnen",
        ],
        &inputs(lang, model),
    );
    section(["Price years", "Prijsjaren"], &price_years(lang, model));
    section(
        ["Drawn jointly", "Gezamenlijk getrokken"],
        &jointly(lang, model),
    );
    section(
        [
            "Drawn by `--predictive` runs only",
            "Alleen getrokken met `--predictive`",
        ],
        &predicted(lang, model),
    );
    section(
        [
            "Lines, at the published points",
            "Posten, bij de gepubliceerde puntwaarden",
        ],
        &(lines(lang, model) + &not_assessed(lang, model)),
    );
    section(
        [
            "Whose money it is, at the published points",
            "Wiens geld het is, bij de gepubliceerde puntwaarden",
        ],
        &payers(lang, model),
    );
    section(
        ["Perspectives", "Perspectieven"],
        &perspectives(lang, model),
    );
    section(
        ["Memo lines (no amount)", "PM-posten (zonder bedrag)"],
        &memo(lang, model),
    );
    section(["Scenarios", "Scenario's"], &scenarios(lang, model));
    section(
        [
            "Switches (default first)",
            "Structurele keuzes (standaard eerst)",
        ],
        &switches(model),
    );
    text
}

fn heading(lang: Lang, model: &Model) -> String {
    let drawn = model.inputs.iter().filter(|input| input.is_drawn()).count();
    let drawn = match lang {
        Lang::En => format!("{drawn} drawn"),
        Lang::Nl => format!("{drawn} getrokken"),
    };
    let second = format!(
        "{}; {}, {drawn}; {}; {}",
        per(lang, model),
        INPUT.counted(lang, model.inputs.len() as u64),
        LINE.counted(lang, model.lines.len() as u64),
        published(lang, model)
    );
    [model.heading(lang), &second]
        .map(|line| wrapped(line, WIDTH, "") + "\n")
        .concat()
}

/// Published figures, and printed tables if there are any.
fn published(lang: Lang, model: &Model) -> String {
    let figures = FIGURE.counted(lang, model.published.len() as u64);
    match model.tables.len() as u64 {
        0 => figures,
        tables => format!("{figures}, {}", PRINTED_TABLE.counted(lang, tables)),
    }
}

/// Two lines per input: numbers in columns, then what they rest on.
fn inputs(lang: Lang, model: &Model) -> String {
    let columns = [
        (lang.pick("input", "parameter"), Align::Left),
        (lang.pick("point → mean", "punt → gemiddelde"), Align::Left),
        (lang.pick("95 % range", "95 %-interval"), Align::Left),
        (lang.pick("unit", "eenheid"), Align::Left),
    ];
    let base = model.base();
    let all = model
        .inputs
        .iter()
        .zip(&base.points)
        .zip(&base.uncertainties);
    let rows = all.map(|((input, point), uncertainty)| numbers(lang, input, *point, uncertainty));
    let table = grid(&columns, rows.collect());
    let mut text = String::new();
    let mut lines = table.lines();
    text.extend(lines.next().map(|titles| format!("{titles}\n")));
    let all = model.inputs.iter().zip(&base.uncertainties);
    for (line, (input, uncertainty)) in lines.zip(all) {
        let grounds = wrapped(&grounds(lang, input, uncertainty), WIDTH, "      ");
        text += &format!("{line}\n{grounds}\n");
    }
    text
}

/// Name, point and mean where they differ, 95 % range and unit.
fn numbers(lang: Lang, input: &Input, point: f64, uncertainty: &Uncertainty) -> Vec<String> {
    let own = |value: f64| significant(lang, input.in_own_unit(value), 4);
    let point = own(point);
    let (mean, range) = match uncertainty {
        Uncertainty::Fixed(value) => (own(*value), "–".to_owned()),
        Uncertainty::Drawn(prior) => {
            let at = |p: f64| own(prior.quantile(Probability::new(p)));
            let to = lang.pick("to", "tot");
            let range = format!("{} {to} {}", at(0.025), at(0.975));
            (own(prior.mean()), range)
        }
    };
    let both = if mean == point {
        point
    } else {
        format!("{point} → {mean}")
    };
    vec![input.name.clone(), both, range, input.unit_text.clone()]
}

/// Label, prior, grade of evidence and sources.
fn grounds(lang: Lang, input: &Input, uncertainty: &Uncertainty) -> String {
    let prior = match uncertainty {
        Uncertainty::Fixed(_) => {
            let fixed = lang.pick("fixed", "vast");
            format!("{fixed} ({})", words::kind(lang, input.kind))
        }
        Uncertainty::Drawn(prior) => {
            let written = prior.scaled(1.0 / input.unit.scale());
            notation(lang, &written.to_string())
        }
    };
    let keys: Vec<&str> = input.sources.iter().map(|(key, _)| key.as_str()).collect();
    let basis = input.basis.map_or("", |basis| words::basis(lang, basis));
    let parts = [input.label.or(lang, ""), &prior, basis, &keys.join(", ")];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn jointly(lang: Lang, model: &Model) -> String {
    let mut text = String::new();
    let mut say = |line: &str, indent: &str| {
        text += &wrapped(line, WIDTH, indent);
        text.push('\n');
    };
    let names = |members: &[usize]| {
        let names = members
            .iter()
            .map(|&index| model.inputs[index].name.as_str());
        names.collect::<Vec<&str>>().join(", ")
    };
    for group in &model.correlations {
        let (name, statement) = (&group.name, notation(lang, &group.statement));
        let between = lang.pick("between", "tussen");
        say(
            &format!("{name}: {statement} {between} {}", names(&group.members)),
            "  ",
        );
        for pairs in group
            .stated
            .iter()
            .flat_map(|stated| pairs(lang, model, &group.members, stated))
        {
            say(&pairs, "      ");
        }
    }
    for group in &model.compositions {
        let (name, statement) = (&group.name, notation(lang, &group.statement));
        let sum = lang.pick("sum to one", "zijn samen één");
        say(
            &format!("{name}: {} {sum}, {statement}", names(&group.members)),
            "  ",
        );
    }
    if let Some(reason) = &model.independence {
        let others = lang.pick("all others independent", "alle andere onafhankelijk");
        say(&format!("{others}: {reason}"), "  ");
    }
    text
}

/// A correlation matrix in words: each member with those before it.
fn pairs(lang: Lang, model: &Model, members: &[usize], stated: &Matrix) -> Vec<String> {
    let name = |place: usize| model.inputs[members[place]].name.as_str();
    let with = lang.pick("with", "met");
    let row = |place: usize| {
        let pair = |other: usize| {
            let r = significant(lang, (stated[place][other] * 1e4).round() / 1e4, 4);
            format!("{} {r}", name(other))
        };
        let pairs: Vec<String> = (0..place).map(pair).collect();
        format!("{} {with} {}", name(place), pairs.join("; "))
    };
    (1..members.len()).map(row).collect()
}

/// What predictive runs draw, with the expected value at the points.
fn predicted(lang: Lang, model: &Model) -> String {
    let columns = [
        (lang.pick("quantity", "grootheid"), Align::Left),
        (lang.pick("law", "kansverdeling"), Align::Left),
        (lang.pick("expected", "verwacht"), Align::Right),
        (lang.pick("unit", "eenheid"), Align::Left),
    ];
    let base = model.base();
    let of = |prediction: &Prediction, quantity: usize| {
        let derived = &model.derived[quantity];
        let value = evaluate(model, &base, &base.points, &Formula::Derived(quantity));
        vec![
            derived.name.clone(),
            prediction.law.name().to_owned(),
            significant(lang, value, 4),
            derived.unit.to_string(),
        ]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for prediction in &model.predictions {
        rows.extend(prediction.quantities.iter().map(|&q| of(prediction, q)));
    }
    if rows.is_empty() {
        return String::new();
    }
    grid(&columns, rows)
}

fn lines(lang: Lang, model: &Model) -> String {
    let columns = [
        (lang.pick("line", "post"), Align::Left),
        (lang.pick("side", "soort"), Align::Left),
        (lang.pick("stakeholder", "belanghebbende"), Align::Left),
        (lang.pick("euros", "euro's"), Align::Left),
        (lang.pick("amount", "bedrag"), Align::Right),
    ];
    let base = model.base();
    let rows = model.lines.iter().map(|line| {
        let amount = evaluate(model, &base, &base.points, &line.formula);
        vec![
            line.name.clone(),
            words::side(lang, line.side).to_owned(),
            model.stakeholders[line.stakeholder].name.clone(),
            words::euro(lang, line.euro).to_owned(),
            euro(lang, Estimate::exact(amount)),
        ]
    });
    grid(&columns, rows.collect())
}

fn memo(lang: Lang, model: &Model) -> String {
    let columns = [
        (lang.pick("memo line", "PM-post"), Align::Left),
        (lang.pick("side", "soort"), Align::Left),
        (lang.pick("sign", "teken"), Align::Left),
    ];
    if model.memo.is_empty() {
        return String::new();
    }
    let rows = model.memo.iter().map(|memo| {
        vec![
            shortened(memo.label.or(lang, &memo.name), LABEL),
            words::side(lang, memo.side).to_owned(),
            memo.sign.clone(),
        ]
    });
    grid(&columns, rows.collect())
}

fn scenarios(lang: Lang, model: &Model) -> String {
    let all = model.scenarios.iter();
    let items: Vec<(String, String)> = all
        .map(|scenario| {
            (
                scenario.name.clone(),
                scenario.label.or(lang, "").to_owned(),
            )
        })
        .collect();
    entries(&items, WIDTH)
}

fn switches(model: &Model) -> String {
    let all = model.switches.iter().map(|switch| {
        let others = (0..switch.alternatives.len()).filter(|&index| index != switch.default);
        let names: Vec<&str> = std::iter::once(switch.default)
            .chain(others)
            .filter_map(|index| switch.alternatives.get(index))
            .map(|alternative| alternative.name.as_str())
            .collect();
        (switch.name.clone(), names.join(" | "))
    });
    entries(&all.collect::<Vec<_>>(), WIDTH)
}
