//! What more research would be worth.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Bars, Frame, bars, height};
use super::lines::LABEL;
use super::names::Name;
use super::sheet::Sheet;
use super::style::BLUE;
use super::table::{Column, Table};
use super::value::{Kind, Value};
use crate::analysis::VoiRow;
use crate::model::Euros;
use crate::report::grid::shortened;
use crate::report::publication::{Publication, ResearchValue};
use crate::text::Lang;

/// Bars of the chart.
const BARS: usize = 15;
/// Width of the chart.
const WIDTH: u32 = 960;
/// The column of the labels of the bars.
const SHORT: usize = 9;

/// None where it is not known.
pub(super) fn voi(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let Some(research) = publication.voi else {
        return Ok(None);
    };
    let rows = &research.voi.rows;
    let table =
        Table::new(columns(lang)).with(rows.iter().map(|row| cells(publication, research, row)));
    let name = Name::Voi;
    let mut sheet = Sheet::new(name.of(lang), name.of(lang), &table.columns)?;
    sheet.caption(name.about(lang))?;
    let per = &model.per_text;
    sheet.caption(&lang.pick(
        format!("Amounts are per {per}. EVPPI by regression on draws of their own; 0 where it cannot be told from zero. Never more than EVPI."),
        format!("Bedragen zijn per {per}. EVPPI door regressie op eigen trekkingen; 0 waar die niet van nul te onderscheiden is. Nooit meer dan EVPI."),
    ))?;
    sheet.heading("EVPI")?;
    sheet.table(&evpi(lang, research))?;
    sheet.heading("EVPPI")?;
    if rows.is_empty() {
        sheet.caption(lang.pick(
            "There are no inputs to ask for.",
            "Er zijn geen parameters om naar te vragen.",
        ))?;
        return Ok(Some(sheet.done()?));
    }
    // Rows are in order of value, so those that are worth something come first.
    let worth = rows
        .iter()
        .take_while(|row| row.regression.distinguishable && row.regression.value.value > 0.0);
    let shown = worth.count().min(BARS);
    if shown == 0 {
        sheet.table_below(&table, 1)?;
        return Ok(Some(sheet.done()?));
    }
    let size = [WIDTH, height(shown, 1)];
    let top = sheet.room(size[1]);
    let place = sheet.table_below(&table, 1)?;
    let all = [Bars {
        name: "EVPPI",
        values: place.part(2, 0, shown),
        colour: BLUE,
        interval: None,
    }];
    let axis = format!("{} {per}", lang.pick("euros per", "euro per"));
    let frame = Frame {
        title: lang.pick(
            "What knowing an input would be worth (EVPPI)",
            "Wat het waard is een parameter te kennen (EVPPI)",
        ),
        x: Axis::new(&axis, Kind::Euro),
        y: Axis::new("", Kind::Plain),
        size,
    };
    sheet.chart(
        top,
        0,
        bars(&frame, &place.part(SHORT, 0, shown), &all, false),
    )?;
    Ok(Some(sheet.done()?))
}

fn evpi(lang: Lang, research: ResearchValue<'_>) -> Table {
    let columns = vec![
        Column::label(lang.pick("choice", "keuze"), 40.0),
        Column::label(
            lang.pick("best in expectation", "naar verwachting de beste"),
            30.0,
        ),
        Column::number(lang.pick(
            "share of draws in which it is best",
            "aandeel trekkingen waarin zij de beste is",
        )),
        Column::number("MCSE"),
        Column::number(lang.pick("expected loss", "verwacht verlies")),
        Column::number("MCSE"),
        Column::number("EVPI"),
        Column::number("MCSE"),
        Column::label(lang.pick("draws", "trekkingen"), 12.0),
    ];
    let threshold = &research.voi.threshold;
    let names = lang.pick(
        ["not to implement", "to implement"],
        ["niet invoeren", "invoeren"],
    );
    let euros = match research.voi.euros {
        Euros::All => "",
        Euros::Hard => lang.pick(" (hard euros only)", " (alleen harde euro's)"),
    };
    let rows = threshold
        .options
        .iter()
        .zip(names)
        .enumerate()
        .map(|(option, (at, name))| {
            vec![
                Value::text(format!("{name}{euros}")),
                Value::truth(
                    lang.pick(["yes", "no"], ["ja", "nee"]),
                    option == threshold.frontier,
                ),
                Kind::Percent.value(at.proportion),
                Kind::Percent.error(at.proportion),
                Kind::Euro.value(at.expected_loss),
                Kind::Euro.error(at.expected_loss),
                Kind::Euro.value(threshold.evpi),
                Kind::Euro.error(threshold.evpi),
                Value::whole(research.voi.draws),
            ]
        });
    Table::new(columns).with(rows)
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::prose(lang.pick("input or group", "parameter of groep"), 40.0),
        Column::prose(lang.pick("inputs", "parameters"), 30.0),
        Column::number("EVPPI"),
        Column::number("MCSE"),
        Column::number(lang.pick("distinguishable from zero", "van nul te onderscheiden")),
        Column::number(lang.pick("exact, where known", "exact, waar bekend")),
        Column::number(lang.pick("plain estimate", "kale schatting")),
        Column::number(lang.pick("its bias", "vertekening daarvan")),
        Column::prose(lang.pick("raised to that of", "verhoogd tot die van"), 24.0),
        Column::aside(lang.pick("label of the bar", "label van de balk"), 12.0),
    ]
}

fn cells(publication: &Publication<'_>, research: ResearchValue<'_>, row: &VoiRow) -> Vec<Value> {
    let (lang, model) = (publication.lang, publication.model);
    let inputs = &row.group.inputs;
    let label = match inputs[..] {
        [index] => model.inputs[index]
            .label
            .or(lang, &row.group.name)
            .to_owned(),
        _ => format!(
            "{} ({} {})",
            row.group.name,
            inputs.len(),
            lang.pick("together", "samen")
        ),
    };
    let names = inputs
        .iter()
        .map(|&index| model.inputs[index].name.as_str());
    let exact = research.exact.iter().find(|(of, _)| of == inputs);
    let regression = &row.regression;
    let raised = regression.raised_to.as_ref().map(|names| names.join(", "));
    vec![
        Value::text(&label),
        Value::text(names.collect::<Vec<_>>().join(", ")),
        Kind::Euro.value(regression.value),
        Kind::Euro.error(regression.value),
        Value::truth(
            lang.pick(["yes", "no"], ["ja", "nee"]),
            regression.distinguishable,
        ),
        exact.map_or(Value::Empty, |(_, value)| Kind::Euro.exact(*value)),
        Kind::Euro.exact(regression.raw),
        Kind::Euro.exact(regression.bias),
        raised.map_or(Value::Empty, Value::text),
        Value::text(shortened(&label, LABEL)),
    ]
}
