//! Scenarios and alternatives beside each other.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Bars, Frame, bars, height};
use super::departure::{named, typed};
use super::lines::{BARS, LABEL};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, GREEN};
use super::table::{Column, Table};
use super::value::{Kind, Value};
use crate::analysis::ScenarioRow;
use crate::model::Model;
use crate::report::grid::shortened;
use crate::report::publication::{Publication, Scenarios};
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

/// Width of the chart.
const WIDTH: u32 = 960;
/// The column of the probability of break-even.
const CHANCE: usize = 11;

/// None where there is nothing to compare.
pub(super) fn scenarios(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let Some(compared) = publication.scenarios.filter(|of| of.rows.len() > 1) else {
        return Ok(None);
    };
    let name = Name::Scenarios;
    let title = lang.pick("Scenarios and alternatives", "Scenario's en alternatieven");
    let counted = lang.pick(["All euros", "Hard euros"], ["Alle euro's", "Harde euro's"]);
    let tables = [0, 1].map(|euros| balances(lang, model, compared.rows, euros));
    let mut sheet = Sheet::new(name.of(lang), title, &tables[0].columns)?;
    sheet.caption(&caption(lang, &compared))?;
    sheet.skip();
    let shown = compared.rows.len().min(BARS);
    let size = [WIDTH, height(shown, 2)];
    let top = sheet.room(size[1]);
    let mut bars_of = Vec::new();
    let mut labels = None;
    for ((table, title), colour) in tables.iter().zip(counted).zip([BLUE, GREEN]) {
        sheet.heading(title)?;
        let place = sheet.table(table)?;
        bars_of.push(Bars {
            name: title,
            values: place.part(CHANCE, 0, shown),
            colour,
            interval: None,
        });
        labels.get_or_insert(place.part(table.columns.len() - 1, 0, shown));
    }
    sheet.heading(lang.pick(
        "Difference from the base case",
        "Verschil met het uitgangspunt",
    ))?;
    sheet.caption(lang.pick(
        "Draw by draw, so that what two rows have in common cancels: these errors are far below those of two separate runs.",
        "Trekking voor trekking, zodat wat twee rijen gemeen hebben wegvalt: deze fouten zijn veel kleiner dan die van twee losse runs.",
    ))?;
    sheet.table(&differences(lang, model, compared.rows))?;
    let frame = Frame {
        title: lang.pick(
            "Probability that benefits exceed costs",
            "Kans op kostendekking (baten groter dan kosten)",
        ),
        x: Axis::chance(""),
        y: Axis::new("", Kind::Plain),
        size,
    };
    if let Some(labels) = labels {
        sheet.chart(top, 0, bars(&frame, &labels, &bars_of, false))?;
    }
    sheet.keep(1)?;
    left_out(publication, &compared, &mut sheet)?;
    Ok(Some(sheet.done()?))
}

fn caption(lang: Lang, compared: &Scenarios<'_>) -> String {
    let (draws, seed) = (
        DRAW.counted(lang, compared.manifest.draws),
        compared.manifest.seed,
    );
    let design = compared.manifest.design;
    let about = Name::Scenarios.about(lang);
    lang.pick(
        format!("{about} {draws} ({design}), seed {seed}. Empty where there is no ratio: costs are not positive in some draw."),
        format!("{about} {draws} ({design}), startwaarde {seed}. Leeg waar er geen verhouding is: in sommige trekkingen zijn de kosten niet positief."),
    )
}

/// What contradicts the choices of the run.
fn left_out(
    publication: &Publication<'_>,
    compared: &Scenarios<'_>,
    sheet: &mut Sheet,
) -> Result<(), XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    if compared.family.left_out.is_empty() {
        return Ok(());
    }
    sheet.heading(lang.pick("Left out", "Weggelaten"))?;
    for (departure, why) in &compared.family.left_out {
        let (_, label) = named(lang, model, Some(*departure));
        sheet.paragraph(&format!("{label}: {why}"), &super::style::prose())?;
    }
    Ok(())
}

/// Which scenario or alternative, as readers and as programs know it.
fn first_columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::prose(
            lang.pick("scenario or alternative", "scenario of alternatief"),
            42.0,
        ),
        Column::prose(lang.pick("of", "van"), 26.0),
        Column::label(lang.pick("name", "naam"), 30.0),
    ]
}

fn first_cells(lang: Lang, model: &Model, row: &ScenarioRow) -> Vec<Value> {
    let (of, label) = named(lang, model, row.departure);
    let name = typed(model, row.departure);
    [label, of, name].map(Value::text).to_vec()
}

/// Benefits against costs, counting all or hard euros.
fn balances(lang: Lang, model: &Model, rows: &[ScenarioRow], euros: usize) -> Table {
    let mut columns = first_columns(lang);
    let titles = lang.pick(
        [
            "expected benefits",
            "MCSE",
            "expected costs",
            "MCSE",
            "expected net benefit",
            "MCSE",
            "E[B]/E[C]",
            "MCSE",
            "P(benefits > costs)",
            "MCSE",
            "B/C: 2.5 % quantile",
            "median",
            "97.5 % quantile",
            "B/C at the points",
            "break-even at the points",
        ],
        [
            "verwachte baten",
            "MCSE",
            "verwachte kosten",
            "MCSE",
            "verwachte netto baten",
            "MCSE",
            "E[B]/E[K]",
            "MCSE",
            "kans op kostendekking",
            "MCSE",
            "B/K: 2,5e percentiel",
            "mediaan",
            "97,5e percentiel",
            "B/K bij de punten",
            "break-even bij de punten",
        ],
    );
    columns.extend(titles.map(Column::number));
    columns.push(Column::aside(
        lang.pick("label of the bar", "label van de balk"),
        12.0,
    ));
    let cells = |row: &ScenarioRow| {
        let balance = &row.counted[euros];
        let mut cells = first_cells(lang, model, row);
        for amount in [balance.benefits, row.costs, balance.net_benefit] {
            cells.extend(both(Kind::Euro, Some(amount)));
        }
        cells.extend(both(Kind::Plain, balance.ratio_of_means));
        cells.extend(both(Kind::Percent, Some(balance.p_break_even)));
        let quantiles = [0, 1, 2].map(|place| balance.roi_quantiles.map(|of| of[place]));
        cells.extend(quantiles.map(|quantile| Kind::Plain.maybe(quantile)));
        let points = [row.at_points.roi[euros], row.at_points.break_even[euros]];
        cells.extend(points.map(|point| Kind::Plain.exact(point)));
        let (_, label) = named(lang, model, row.departure);
        cells.push(Value::text(shortened(&label, LABEL)));
        cells
    };
    Table::new(columns).with(rows.iter().map(cells))
}

/// How far each is from the base, which is left out.
fn differences(lang: Lang, model: &Model, rows: &[ScenarioRow]) -> Table {
    let mut columns = first_columns(lang);
    let titles = lang.pick(
        ["Δ net benefit", "Δ E[B]/E[C]", "Δ P(benefits > costs)"],
        ["Δ netto baten", "Δ E[B]/E[K]", "Δ kans op kostendekking"],
    );
    for counted in [
        lang.pick("all euros", "alle euro's"),
        lang.pick("hard euros", "harde euro's"),
    ] {
        for title in titles {
            columns.push(Column::number(format!("{title}, {counted}")));
            columns.push(Column::number("MCSE"));
        }
    }
    let cells = |row: &ScenarioRow| {
        let mut cells = first_cells(lang, model, row);
        for balance in &row.counted {
            let difference = balance.difference;
            cells.extend(both(Kind::Euro, difference.map(|of| of.net_benefit)));
            cells.extend(both(Kind::Plain, difference.and_then(|of| of.ratio)));
            cells.extend(both(Kind::Percent, difference.map(|of| of.p_break_even)));
        }
        cells
    };
    let others = rows.iter().filter(|row| row.departure.is_some());
    Table::new(columns).with(others.map(cells))
}

fn both(kind: Kind, estimate: Option<Estimate>) -> [Value; 2] {
    [kind.maybe(estimate), kind.maybe_error(estimate)]
}
