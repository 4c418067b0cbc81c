//! Scenarios and alternatives beside each other, within 100 columns.

use super::overruled::{overruled, overruled_in};
use super::price::converted;
use super::run::{departures, design, per};
use crate::analysis::{ScenarioRow, Shift, largest_change};
use crate::model::{Departure, Family, Model};
use crate::report::Manifest;
use crate::report::digits::{euro, number, percent, rounded};
use crate::report::grid::{Align, grid, shortened, wrapped};
use crate::report::words::{DRAW, INPUT};
use crate::stats::Estimate;
use crate::text::Lang;

const WIDTH: usize = 100;
/// Labels are never cut off below this.
const LABEL: usize = 12;
/// Lines of the header.
const HEADER: usize = 2;

/// What the table is made of.
#[derive(Clone, Copy, Debug)]
pub struct ScenariosReport<'a> {
    /// The case.
    pub model: &'a Model,
    /// What was run.
    pub manifest: &'a Manifest,
    /// What was compared.
    pub family: &'a Family,
    /// The results, the base first.
    pub rows: &'a [ScenarioRow],
}

/// Heading, table, remarks, and the choice that changes most.
#[must_use]
pub fn scenarios_text(lang: Lang, report: ScenariosReport<'_>) -> String {
    let scale = Scale::of(report.rows);
    let mut text = heading(lang, report, scale);
    text.push('\n');
    text += &table(lang, report, scale);
    text += &remarks(lang, report);
    text.push('\n');
    text += &wrapped(&conclusion(lang, report), WIDTH, "");
    text.push('\n');
    text
}

/// In what amounts are printed.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    Euros,
    Thousands,
    Millions,
}

impl Scale {
    fn of(rows: &[ScenarioRow]) -> Self {
        let sizes = rows
            .iter()
            .flat_map(|row| [row.costs.value.abs(), row.counted[0].benefits.value.abs()]);
        match sizes.fold(0.0, f64::max) {
            size if size >= 1e8 => Self::Millions,
            size if size >= 1e5 => Self::Thousands,
            _ => Self::Euros,
        }
    }

    fn amount(self, lang: Lang, estimate: Estimate) -> String {
        let unit = match self {
            Self::Euros => return euro(lang, estimate).replace("€ ", ""),
            Self::Thousands => 1e3,
            Self::Millions => 1e6,
        };
        number(
            lang,
            Estimate::new(estimate.value / unit, estimate.standard_error / unit),
        )
    }

    fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Euros => lang.pick("amounts in euros", "bedragen in euro's"),
            Self::Thousands => lang.pick(
                "amounts in thousands of euros",
                "bedragen in duizenden euro's",
            ),
            Self::Millions => lang.pick(
                "amounts in millions of euros",
                "bedragen in miljoenen euro's",
            ),
        }
    }
}

fn heading(lang: Lang, report: ScenariosReport<'_>, scale: Scale) -> String {
    let ScenariosReport {
        model,
        manifest,
        family,
        ..
    } = report;
    let mut lines = vec![
        model.title.or(lang, &model.name).to_owned(),
        format!("{} {}", scale.text(lang), per(lang, model)),
        draws(lang, manifest),
    ];
    let base = departures(lang, model, manifest);
    if !base.is_empty() {
        let base = base.join("; ");
        lines.push(lang.pick(
            format!("base case: {base}"),
            format!("uitgangspunt: {base}"),
        ));
    }
    lines.extend(overruled(lang, model, manifest));
    if let Some(scenario) = &manifest.scenario {
        lines.push(lang.pick(
            format!("scenarios below are in place of {scenario}, not on top of it"),
            format!("scenario's hieronder staan in plaats van {scenario}, niet erbovenop"),
        ));
    }
    lines.extend(overruled_rows(lang, model, family));
    if let (Some(prices), Some(to)) = (&manifest.reindexing, manifest.price_year) {
        lines.extend(converted(lang, prices, to, WIDTH));
    }
    lines.extend(family.left_out.iter().map(|(departure, why)| {
        let name = name(model, *departure);
        lang.pick(
            format!("left out: {name}, since {why}"),
            format!("weggelaten: {name} ({why})"),
        )
    }));
    if manifest.interrupted {
        let asked = rounded(lang, manifest.draws_requested as f64, 0);
        lines.push(lang.pick(
            format!("INTERRUPTED: these are the first draws of the {asked} asked for"),
            format!("AFGEBROKEN: dit zijn de eerste van de {asked} gevraagde trekkingen"),
        ));
    }
    let lines = lines.iter().map(|line| wrapped(line, WIDTH, "") + "\n");
    lines.collect()
}

/// Rows that do not say all they say on their own, because a choice for all rows wins over theirs.
fn overruled_rows(lang: Lang, model: &Model, family: &Family) -> Vec<String> {
    let known = overruled_in(lang, model, &family.base);
    let mut lines = Vec::new();
    for (departure, variant) in &family.others {
        let row = name(model, *departure);
        let own = overruled_in(lang, model, variant).into_iter();
        let own = own.filter(|line| !known.contains(line));
        lines.extend(own.map(|line| {
            lang.pick(
                format!("in row {row}: {line}"),
                format!("in rij {row}: {line}"),
            )
        }));
    }
    lines
}

/// How many draws, of what.
fn draws(lang: Lang, manifest: &Manifest) -> String {
    let draws = DRAW.counted(lang, manifest.draws);
    let (design, seed) = (design(lang, manifest), manifest.seed);
    let drawn = INPUT.counted(lang, manifest.drawn_inputs.len() as u64);
    lang.pick(
        format!("{draws}{design}, seed {seed}, the same for every row; {drawn} drawn"),
        format!("{draws}{design}, startwaarde {seed}, dezelfde voor elke rij; {drawn} getrokken"),
    )
}

/// A line of the table: a heading that takes the whole width, or a row.
enum Line<'a> {
    Heading(String),
    Row(&'a ScenarioRow),
}

fn table(lang: Lang, report: ScenariosReport<'_>, scale: Scale) -> String {
    let lines = lines(lang, report);
    let rows = |width: Option<usize>| -> Vec<Vec<String>> {
        let row = |line: &Line<'_>| match line {
            Line::Heading(_) => vec![String::new(); 10],
            Line::Row(row) => {
                let mut cells = cells(lang, row, scale);
                if let Some(width) = width {
                    cells[0] = shortened(&label(lang, report, row), width);
                }
                cells
            }
        };
        lines.iter().map(row).collect()
    };
    let columns = columns(lang);
    let columns: Vec<(&str, Align)> = columns.iter().map(|(t, a)| (t.as_str(), *a)).collect();
    // What the figures leave is for the labels.
    let taken = grid(&columns, rows(None));
    let taken = taken.lines().map(|line| line.chars().count()).max();
    let width = WIDTH.saturating_sub(taken.unwrap_or(0)).max(LABEL);
    let text = grid(&columns, rows(Some(width)));
    let mut printed = String::new();
    for (place, line) in text.lines().enumerate() {
        match place.checked_sub(HEADER).and_then(|place| lines.get(place)) {
            Some(Line::Heading(heading)) => printed += &shortened(heading, WIDTH),
            _ => printed += line,
        }
        printed.push('\n');
    }
    printed
}

fn columns(lang: Lang) -> Vec<(String, Align)> {
    let title = |first: &str, second: &str| (format!("{first}\n{second}"), Align::Right);
    let mut columns = vec![(String::new(), Align::Left)];
    columns.extend([
        title("", "E[B]"),
        title("", lang.pick("E[C]", "E[K]")),
        title("E[B]/", lang.pick("E[C]", "E[K]")),
        title("95 %", lang.pick("of B/C", "van B/K")),
        title("P", lang.pick("B > C", "B > K")),
        title(
            lang.pick("B/C at", "B/K bij"),
            lang.pick("points", "punten"),
        ),
        title("Δ E[B]", lang.pick("/E[C]", "/E[K]")),
        title(lang.pick("Δ P,", "Δ P,"), lang.pick("points", "punten")),
        title("Δ", lang.pick("E[B−C]", "E[B−K]")),
    ]);
    columns
}

/// The base, the scenarios, and the alternatives by switch.
fn lines(lang: Lang, report: ScenariosReport<'_>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut last: Option<Departure> = None;
    for row in report.rows {
        match (last, row.departure) {
            (None, Some(Departure::Scenario(_))) => {
                lines.push(Line::Heading(String::new()));
                let title = lang.pick("Scenarios", "Scenario's");
                lines.push(Line::Heading(title.to_owned()));
            }
            (before, Some(Departure::Alternative { switch, .. })) => {
                let same =
                    matches!(before, Some(Departure::Alternative { switch: s, .. }) if s == switch);
                if !matches!(before, Some(Departure::Alternative { .. })) {
                    lines.push(Line::Heading(String::new()));
                    let title = lang.pick("Switches", "Keuzes");
                    lines.push(Line::Heading(title.to_owned()));
                }
                if !same {
                    lines.push(Line::Heading(switch_heading(lang, report, switch)));
                }
            }
            _ => {}
        }
        lines.push(Line::Row(row));
        last = row.departure;
    }
    lines
}

/// The name and the label of a switch, and what the base has.
fn switch_heading(lang: Lang, report: ScenariosReport<'_>, switch: usize) -> String {
    let chosen = report.family.base.alternatives[switch];
    let switch = &report.model.switches[switch];
    let chosen = &switch.alternatives[chosen];
    format!(
        "  {}: {} ({}: {})",
        switch.name,
        switch.label.or(lang, &switch.name),
        lang.pick("base", "uitgangspunt"),
        chosen.label.or(lang, &chosen.name)
    )
}

/// What a row is called; alternatives are indented.
pub(in crate::report) fn label(
    lang: Lang,
    report: ScenariosReport<'_>,
    row: &ScenarioRow,
) -> String {
    let model = report.model;
    match row.departure {
        None => lang.pick("base case", "uitgangspunt").to_owned(),
        Some(Departure::Scenario(index)) => {
            let scenario = &model.scenarios[index];
            scenario.label.or(lang, &scenario.name).to_owned()
        }
        Some(Departure::Alternative {
            switch,
            alternative,
        }) => {
            let alternative = &model.switches[switch].alternatives[alternative];
            format!("  {}", alternative.label.or(lang, &alternative.name))
        }
    }
}

/// A departure as it is typed.
fn name(model: &Model, departure: Departure) -> String {
    match departure {
        Departure::Scenario(index) => model.scenarios[index].name.clone(),
        Departure::Alternative {
            switch,
            alternative,
        } => {
            let switch = &model.switches[switch];
            format!(
                "{} = {}",
                switch.name, switch.alternatives[alternative].name
            )
        }
    }
}

fn cells(lang: Lang, row: &ScenarioRow, scale: Scale) -> Vec<String> {
    let none = || "–".to_owned();
    let balance = &row.counted[0];
    let amount = |estimate| scale.amount(lang, estimate);
    let interval = |[low, _, high]: [Estimate; 3]| {
        let between = if low.value < 0.0 {
            lang.pick(" to ", " tot ")
        } else {
            "–"
        };
        format!("{}{between}{}", number(lang, low), number(lang, high))
    };
    let points = row.at_points.roi[0];
    let mut cells = vec![
        String::new(),
        amount(balance.benefits),
        amount(row.costs),
        balance
            .ratio_of_means
            .map_or_else(none, |r| number(lang, r)),
        balance.roi_quantiles.map_or_else(none, interval),
        percent(lang, balance.p_break_even),
        if points.is_finite() {
            rounded(lang, points, 3)
        } else {
            none()
        },
    ];
    if let Some(difference) = balance.difference {
        let reach = difference.reach;
        let ratio = |d| signed(lang, d, reach, |d| number(lang, d));
        let p = difference.p_break_even;
        let p = Estimate::new(p.value * 100.0, p.standard_error * 100.0);
        cells.push(difference.ratio.map_or_else(none, ratio));
        cells.push(signed(lang, p, reach, |d| number(lang, d)));
        cells.push(signed(lang, difference.net_benefit, reach, amount));
    } else {
        cells.resize(10, String::new());
    }
    cells
}

/// A difference with its sign, when it can be told from zero.
pub(in crate::report) fn signed(
    lang: Lang,
    difference: Estimate,
    reach: f64,
    print: impl Fn(Estimate) -> String,
) -> String {
    match Shift::of(difference, reach) {
        Shift::None => lang.pick("none", "geen").to_owned(),
        Shift::Unclear => "≈ 0".to_owned(),
        Shift::Clear if difference.value > 0.0 => format!("+{}", print(difference)),
        Shift::Clear => print(difference),
    }
}

fn remarks(lang: Lang, report: ScenariosReport<'_>) -> String {
    let mut text = lang
        .pick(
            "Δ: difference from the base case over the same draws; its standard error is in \
             scenarios.parquet.\n\
             none: the same in every draw. ≈ 0: cannot be told from zero with these draws.\n",
            "Δ: verschil met het uitgangspunt over dezelfde trekkingen; standaardfout in \
             scenarios.parquet.\n\
             geen: in elke trekking gelijk. ≈ 0: met deze trekkingen niet van nul te onderscheiden.\n",
        )
        .to_owned();
    if report.rows.iter().any(|row| row.nonpositive_costs > 0) {
        text += lang.pick(
            "–: no ratio, since costs are not positive in some draw.\n",
            "–: geen verhouding, want in sommige trekkingen zijn de kosten niet positief.\n",
        );
    }
    text
}

/// The choice that moves P(B > C) most, and the one of the other kind that does.
fn conclusion(lang: Lang, report: ScenariosReport<'_>) -> String {
    let is_switch = |departure| matches!(departure, Departure::Alternative { .. });
    let Some(largest) = largest_change(report.rows, |_| true) else {
        return lang
            .pick(
                "No scenario and no switch changes the probability of break-even by more than these draws can tell.",
                "Geen scenario en geen keuze verandert de kans op kostendekking meer dan deze trekkingen kunnen zeggen.",
            )
            .to_owned();
    };
    let (who, told) = (who(lang, report, largest), told(lang, report, largest));
    let mut text = lang.pick(
        format!(
            "The largest change comes from {who}: the probability of break-even goes from {told}."
        ),
        format!(
            "De grootste verandering komt van {who}: de kans op kostendekking gaat van {told}."
        ),
    );
    let switch = largest.departure.is_some_and(is_switch);
    if let Some(second) = largest_change(report.rows, |departure| is_switch(departure) != switch) {
        let kind = if switch {
            lang.pick("Among the scenarios", "Van de scenario's")
        } else {
            lang.pick("Among the switches", "Van de keuzes")
        };
        let (who, told) = (
            self::who(lang, report, second),
            self::told(lang, report, second),
        );
        text += &lang.pick(
            format!(" {kind} it is {who}: from {told}."),
            format!(" {kind} is het {who}: van {told}."),
        );
    }
    text
}

/// What to type, and the label where it says more.
fn who(lang: Lang, report: ScenariosReport<'_>, row: &ScenarioRow) -> String {
    let Some(departure) = row.departure else {
        return String::new();
    };
    let (name, label) = (name(report.model, departure), label(lang, report, row));
    if label.trim() == name {
        name
    } else {
        format!("{name} ({})", label.trim())
    }
}

/// `60 % to 11 %`.
fn told(lang: Lang, report: ScenariosReport<'_>, row: &ScenarioRow) -> String {
    let [from, to] = [&report.rows[0], row].map(|row| percent(lang, row.counted[0].p_break_even));
    lang.pick(format!("{from} to {to}"), format!("{from} naar {to}"))
}
