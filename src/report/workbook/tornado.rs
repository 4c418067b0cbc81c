//! What moves the result.

use rust_xlsxwriter::{Chart, Worksheet, XlsxError};

use super::chart::{Axis, Bars, Frame, bars, height};
use super::lines::LABEL;
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, ORANGE};
use super::table::{Column, Place, Table};
use super::value::{Kind, Value};
use crate::analysis::{Bar, Choice, ChoiceEnd, Outcome, Tornado};
use crate::report::digits::{euro, rounded, significant};
use crate::report::grid::shortened;
use crate::report::publication::Publication;
use crate::report::words;
use crate::stats::Estimate;
use crate::text::Lang;

/// Bars of a chart.
const BARS: usize = 15;
/// Width of a chart.
const WIDTH: u32 = 960;
/// Columns that charts need: label, deviation at the low end, deviation at the high end.
const SHORT: usize = 12;

/// An outcome with rows: its place in the tornado, where its rows begin, and how many are of inputs.
struct Block {
    outcome: usize,
    from: usize,
    bars: usize,
}

/// None where nothing is drawn and nothing can be chosen.
pub(super) fn tornado(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, findings) = (publication.lang, publication.findings);
    if findings.tornado.bars.is_empty() && findings.choices.is_empty() {
        return Ok(None);
    }
    let (table, blocks) = table(publication);
    let name = Name::Tornado;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(&caption(lang, &findings.tornado))?;
    sheet.skip();
    let charted = charted(&findings.tornado, &blocks);
    let heights = charted.iter().map(|block| height(block.bars.min(BARS), 1));
    let heights: Vec<u32> = heights.collect();
    let tops: Vec<u32> = heights.iter().map(|height| sheet.room(*height)).collect();
    let place = sheet.table_below(&table, 1)?;
    for ((block, top), height) in charted.into_iter().zip(tops).zip(heights) {
        sheet.chart(top, 0, chart(publication, &place, block, height))?;
    }
    Ok(Some(sheet.done()?))
}

fn caption(lang: Lang, tornado: &Tornado) -> String {
    let [low, high] = tornado
        .ends
        .map(|p| rounded(lang, 100.0 * p, i32::from((100.0 * p).fract() != 0.0)));
    lang.pick(
        format!(
            "Each drawn input goes from its {low} % to its {high} % quantile, all others at their means. A bar shows how far the \
             outcome moves from where all inputs are at their means: right of 0 it rises, left of 0 it falls. Choices are not \
             drawn: every alternative, and value judgements from end to end."
        ),
        format!(
            "Elke getrokken parameter gaat van het {low}e naar het {high}e percentiel, de andere op het gemiddelde. Een balk toont hoe \
             ver de uitkomst afwijkt van die bij alle gemiddelden: rechts van 0 stijgt zij, links van 0 daalt zij. Keuzes worden niet \
             getrokken: elk alternatief, en waardeoordelen van uiterste tot uiterste."
        ),
    )
}

/// All outcomes that mean something, one below the other: inputs first, then choices, the widest first.
fn table(publication: &Publication<'_>) -> (Table, Vec<Block>) {
    let findings = publication.findings;
    let tornado = &findings.tornado;
    let mut table = Table::new(columns(publication.lang));
    let mut blocks = Vec::new();
    for (outcome, of) in tornado.outcomes.iter().enumerate() {
        if !publication.simulation.is_defined(of.metric) || !tornado.base[outcome].is_finite() {
            continue;
        }
        let bars = tornado.bars_of(outcome);
        blocks.push(Block {
            outcome,
            from: table.rows.len(),
            bars: bars.len(),
        });
        let rows = bars.iter().map(|bar| of_bar(publication, bar, outcome));
        table.rows.extend(rows);
        let mut choices: Vec<&Choice> = findings.choices.iter().collect();
        choices.sort_by(|a, b| b.swing(outcome).total_cmp(&a.swing(outcome)));
        let rows = choices
            .iter()
            .map(|choice| of_choice(publication, choice, outcome));
        table.rows.extend(rows);
    }
    (table, blocks)
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::prose(lang.pick("input or choice", "parameter of keuze"), 44.0),
        Column::label(lang.pick("outcome", "uitkomst"), 24.0),
        Column::label(lang.pick("name", "naam"), 26.0),
        Column::label(lang.pick("kind", "soort"), 14.0),
        Column::label(lang.pick("unit", "eenheid"), 14.0),
        Column::wide(lang.pick("from", "van")),
        Column::wide(lang.pick("to", "tot")),
        Column::number(lang.pick("outcome at “from”", "uitkomst bij ‘van’")),
        Column::number(lang.pick("outcome at “to”", "uitkomst bij ‘tot’")),
        Column::number(lang.pick("swing", "verschil")),
        Column::number(lang.pick("outcome at the means", "uitkomst bij gemiddelden")),
        Column::label(lang.pick("panel", "paneel"), 10.0),
        Column::aside(lang.pick("label of the bar", "label van de balk"), 12.0),
        Column::aside(lang.pick("“from” − means", "‘van’ − gemiddelden"), 12.0),
        Column::aside(lang.pick("“to” − means", "‘tot’ − gemiddelden"), 12.0),
    ]
}

fn kind(outcome: &Outcome) -> Kind {
    if outcome.is_ratio {
        Kind::Plain
    } else {
        Kind::Euro
    }
}

/// What a row is of, before its outcomes.
struct Row {
    label: String,
    name: String,
    kind: String,
    unit: String,
    values: [Value; 2],
    outcomes: [f64; 2],
    swing: f64,
    panel: &'static str,
}

impl Row {
    fn cells(self, publication: &Publication<'_>, outcome: usize) -> Vec<Value> {
        let tornado = &publication.findings.tornado;
        let (of, base) = (&tornado.outcomes[outcome], tornado.base[outcome]);
        let kind = kind(of);
        let [low, high] = self.outcomes;
        let [from, to] = self.values;
        vec![
            Value::text(&self.label),
            Value::text(of.label(publication.model, publication.lang)),
            Value::text(self.name),
            Value::text(self.kind),
            Value::text(self.unit),
            from,
            to,
            kind.exact(low),
            kind.exact(high),
            kind.exact(self.swing),
            kind.exact(base),
            Value::text(self.panel),
            Value::text(shortened(&self.label, LABEL)),
            kind.exact(low - base),
            kind.exact(high - base),
        ]
    }
}

fn of_bar(publication: &Publication<'_>, bar: &Bar, outcome: usize) -> Vec<Value> {
    let (lang, model) = (publication.lang, publication.model);
    let alone = match bar.members[..] {
        [index] => Some(&model.inputs[index]),
        _ => None,
    };
    let together = lang.pick("together", "samen");
    let label = alone.map_or_else(
        || format!("{} ({} {together})", bar.name, bar.members.len()),
        |input| input.label.or(lang, &bar.name).to_owned(),
    );
    let kind = alone.map_or(lang.pick("correlated", "gecorreleerd"), |input| {
        words::kind(lang, input.kind)
    });
    let units = bar
        .members
        .iter()
        .map(|&index| model.inputs[index].unit_text.as_str());
    let units: Vec<&str> = units.collect();
    let is_common = units.windows(2).all(|pair| pair[0] == pair[1]);
    let value = |value: Option<f64>| value.map_or(Value::Empty, Value::plain);
    let row = Row {
        label,
        name: bar.name.clone(),
        kind: kind.to_owned(),
        unit: units
            .first()
            .filter(|_| is_common)
            .map_or_else(String::new, |unit| (*unit).to_owned()),
        values: [value(bar.low.value), value(bar.high.value)],
        outcomes: [bar.low.outcomes[outcome], bar.high.outcomes[outcome]],
        swing: bar.swing(outcome),
        panel: lang.pick("inputs", "parameters"),
    };
    row.cells(publication, outcome)
}

fn of_choice(publication: &Publication<'_>, choice: &Choice, outcome: usize) -> Vec<Value> {
    let (lang, model) = (publication.lang, publication.model);
    let [low, high] = choice.shown(outcome);
    let value = |end: &ChoiceEnd| match (&end.name, end.value) {
        (Some(name), _) => Value::text(name),
        (None, value) => value.map_or(Value::Empty, Value::plain),
    };
    let unit = choice
        .input
        .map(|index| model.inputs[index].unit_text.clone());
    let kind = choice
        .input
        .map(|index| words::kind(lang, model.inputs[index].kind));
    let row = Row {
        label: choice.label(model, lang).to_owned(),
        name: choice.name.clone(),
        kind: kind.unwrap_or(lang.pick("switch", "keuze")).to_owned(),
        unit: unit.unwrap_or_default(),
        values: [value(low), value(high)],
        outcomes: [low.outcomes[outcome], high.outcomes[outcome]],
        swing: choice.swing(outcome),
        panel: lang.pick("choices", "keuzes"),
    };
    row.cells(publication, outcome)
}

/// Net benefit, and the ratio where there is one.
fn charted<'a>(tornado: &Tornado, blocks: &'a [Block]) -> Vec<&'a Block> {
    let wanted = |block: &&Block| {
        ["net_benefit", "roi"].contains(&tornado.outcomes[block.outcome].name.as_str())
    };
    blocks
        .iter()
        .filter(wanted)
        .filter(|block| block.bars > 0)
        .collect()
}

fn chart(publication: &Publication<'_>, place: &Place, block: &Block, height: u32) -> Chart {
    let lang = publication.lang;
    let tornado = &publication.findings.tornado;
    let outcome = &tornado.outcomes[block.outcome];
    let shown = block.bars.min(BARS);
    let ends = tornado
        .ends
        .map(|p| rounded(lang, 100.0 * p, i32::from((100.0 * p).fract() != 0.0)));
    let [low, high] = ends.map(|end| {
        lang.pick(
            format!("input at its {end} % quantile"),
            format!("parameter op het {end}e percentiel"),
        )
    });
    let all = [
        Bars {
            name: &low,
            values: place.part(SHORT + 1, block.from, shown),
            colour: ORANGE,
            interval: None,
        },
        Bars {
            name: &high,
            values: place.part(SHORT + 2, block.from, shown),
            colour: BLUE,
            interval: None,
        },
    ];
    let base = tornado.base[block.outcome];
    let base = if outcome.is_ratio {
        significant(lang, base, 4)
    } else {
        euro(lang, Estimate::exact(base))
    };
    let label = outcome.label(publication.model, lang);
    let title = lang.pick(
        format!("What moves {label} most"),
        format!("Wat {label} het meest beweegt"),
    );
    let axis = lang.pick(
        format!("difference from {label} with all inputs at their means ({base})"),
        format!("verschil met {label} bij alle gemiddelden ({base})"),
    );
    let frame = Frame {
        title: &title,
        x: Axis::new(&axis, kind(outcome)),
        y: Axis::new("", Kind::Plain),
        size: [WIDTH, height],
    };
    let labels = place.part(SHORT, block.from, shown);
    bars(&frame, &labels, &all, true)
}
