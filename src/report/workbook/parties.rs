//! Who gains and who pays, and for whom it is counted.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart::{Axis, Bars, Frame, bars, height};
use super::lines::{BARS, LABEL};
use super::names::Name;
use super::sheet::Sheet;
use super::style::{BLUE, ORANGE};
use super::table::{Column, Table};
use super::value::{Kind, Value};
use super::words::subject;
use crate::analysis::{PerspectiveRow, StakeholderRow};
use crate::model::Party;
use crate::report::grid::shortened;
use crate::report::publication::Publication;
use crate::stats::Estimate;
use crate::text::Lang;

/// Width of the chart.
const WIDTH: u32 = 960;

/// What stakeholders and perspectives have in common.
struct Money {
    label: String,
    pays_for: String,
    benefits: Estimate,
    costs: Estimate,
    net_benefit: Estimate,
    interval: [Estimate; 2],
    p_net_benefit: Estimate,
    p_wrong_pocket: Estimate,
    ratio_of_means: Option<Estimate>,
    /// Median and 95 % interval.
    roi: Option<[Estimate; 3]>,
}

/// The sheet of the stakeholders; none where the case has none.
pub(super) fn parties(publication: &Publication<'_>) -> Result<Option<Worksheet>, XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let rows = &publication.findings.stakeholders;
    if rows.is_empty() {
        return Ok(None);
    }
    let all: Vec<Money> = rows
        .iter()
        .map(|row| Money::of_stakeholder(publication, row))
        .collect();
    let table = amounts(lang.pick("stakeholder", "belanghebbende"), lang, &all);
    let name = Name::Stakeholders;
    let title = lang.pick("Who gains and who pays", "Wie ontvangt en wie betaalt");
    let mut sheet = Sheet::new(name.of(lang), title, &table.columns)?;
    sheet.caption(name.about(lang))?;
    sheet.skip();
    let shown = rows.len().min(BARS);
    let size = [WIDTH, height(shown, 2)];
    let top = sheet.room(size[1]);
    let place = sheet.table_below(&table, 1)?;
    if rows.iter().any(|row| !row.pays_for.is_empty()) {
        sheet.caption(lang.pick(
            "A stakeholder that pays for others has its part of their benefits and costs as well: that is the same money as in their rows.",
            "Een belanghebbende die voor anderen betaalt heeft ook zijn deel van hun baten en kosten: dat is hetzelfde geld als in hun rijen.",
        ))?;
    }
    let sides = [
        Bars {
            name: lang.pick("benefits", "baten"),
            values: place.part(2, 0, shown),
            colour: BLUE,
            interval: None,
        },
        Bars {
            name: lang.pick("costs", "kosten"),
            values: place.part(4, 0, shown),
            colour: ORANGE,
            interval: None,
        },
    ];
    let axis = format!("{} {}", lang.pick("euros per", "euro per"), model.per_text);
    let frame = Frame {
        title: lang.pick(
            "Expected benefits and costs by stakeholder",
            "Verwachte baten en kosten per belanghebbende",
        ),
        x: Axis::new(&axis, Kind::Euro),
        y: Axis::new("", Kind::Plain),
        size,
    };
    let labels = place.part(table.columns.len() - 1, 0, shown);
    sheet.chart(top, 0, bars(&frame, &labels, &sides, false))?;
    sheet.heading(lang.pick(
        "Ratios, and who pays for what others gain (the wrong pocket)",
        "Verhoudingen, en wie betaalt voor wat anderen ontvangen (de verkeerde portemonnee)",
    ))?;
    sheet.table(&ratios(
        lang.pick("stakeholder", "belanghebbende"),
        lang,
        &all,
    ))?;
    sheet.heading(lang.pick(
        "Shares of all benefits and costs",
        "Aandelen in alle baten en kosten",
    ))?;
    sheet.table(&shares(lang, &all, rows))?;
    perspectives(publication, &mut sheet)?;
    Ok(Some(sheet.done()?))
}

fn perspectives(publication: &Publication<'_>, sheet: &mut Sheet) -> Result<(), XlsxError> {
    let (lang, model) = (publication.lang, publication.model);
    let rows = &publication.findings.perspectives;
    if !model.perspectives.iter().any(|of| of.declared) || rows.is_empty() {
        return Ok(());
    }
    sheet.heading(lang.pick("From whose perspective", "Vanuit wiens perspectief"))?;
    sheet.caption(lang.pick(
        "Perspectives overlap: they are not parts of a whole.",
        "Perspectieven overlappen: het zijn geen delen van een geheel.",
    ))?;
    let all: Vec<Money> = rows
        .iter()
        .map(|row| Money::of_perspective(publication, row))
        .collect();
    let first = lang.pick("perspective", "perspectief");
    sheet.table(&amounts(first, lang, &all))?;
    sheet.skip();
    sheet.table(&ratios(first, lang, &all))?;
    Ok(())
}

fn first_columns(first: &str, lang: Lang) -> Vec<Column> {
    let second = lang.pick("pays for", "betaalt voor");
    vec![Column::prose(first, 34.0), Column::prose(second, 24.0)]
}

/// Benefits, costs and net benefit.
fn amounts(first: &str, lang: Lang, all: &[Money]) -> Table {
    let mut columns = first_columns(first, lang);
    let titles = lang.pick(
        [
            "benefits",
            "MCSE",
            "costs",
            "MCSE",
            "net benefit",
            "MCSE",
            "2.5 % quantile",
            "97.5 % quantile",
            "P(net benefit > 0)",
            "MCSE",
        ],
        [
            "baten",
            "MCSE",
            "kosten",
            "MCSE",
            "saldo",
            "MCSE",
            "2,5e percentiel",
            "97,5e percentiel",
            "P(saldo > 0)",
            "MCSE",
        ],
    );
    columns.extend(titles.map(Column::number));
    columns.push(Column::aside(
        lang.pick("label of the bar", "label van de balk"),
        12.0,
    ));
    Table::new(columns).with(all.iter().map(|of| {
        let mut cells = of.first_cells();
        for euros in [of.benefits, of.costs, of.net_benefit] {
            cells.extend([Kind::Euro.value(euros), Kind::Euro.error(euros)]);
        }
        cells.extend(of.interval.map(|end| Kind::Euro.value(end)));
        let chance = of.p_net_benefit;
        cells.extend([Kind::Percent.value(chance), Kind::Percent.error(chance)]);
        cells.push(Value::text(shortened(&of.label, LABEL)));
        cells
    }))
}

/// Ratios, and how often society gains while they lose.
fn ratios(first: &str, lang: Lang, all: &[Money]) -> Table {
    let mut columns = first_columns(first, lang);
    let titles = lang.pick(
        [
            "E[B]/E[C]",
            "MCSE",
            "B/C: median",
            "2.5 % quantile",
            "97.5 % quantile",
            "P(society gains, they lose)",
            "MCSE",
        ],
        [
            "E[B]/E[K]",
            "MCSE",
            "B/K: mediaan",
            "2,5e percentiel",
            "97,5e percentiel",
            "P(samenleving wint, zij verliezen)",
            "MCSE",
        ],
    );
    columns.extend(titles.map(Column::number));
    Table::new(columns).with(all.iter().map(|of| {
        let mut cells = of.first_cells();
        let ratio = of.ratio_of_means;
        cells.extend([Kind::Plain.maybe(ratio), Kind::Plain.maybe_error(ratio)]);
        let quantiles = [0, 1, 2].map(|place| of.roi.map(|roi| roi[place]));
        cells.extend(quantiles.map(|quantile| Kind::Plain.maybe(quantile)));
        let wrong = of.p_wrong_pocket;
        cells.extend([Kind::Percent.value(wrong), Kind::Percent.error(wrong)]);
        cells
    }))
}

/// The shares of stakeholders in expected benefits and costs, and where they lie in 95 % of the draws.
fn shares(lang: Lang, all: &[Money], rows: &[StakeholderRow]) -> Table {
    let mut columns = first_columns(lang.pick("stakeholder", "belanghebbende"), lang);
    let titles = lang.pick(
        [
            "of expected benefits",
            "MCSE",
            "2.5 % quantile",
            "97.5 % quantile",
            "of expected costs",
            "MCSE",
            "2.5 % quantile",
            "97.5 % quantile",
        ],
        [
            "van verwachte baten",
            "MCSE",
            "2,5e percentiel",
            "97,5e percentiel",
            "van verwachte kosten",
            "MCSE",
            "2,5e percentiel",
            "97,5e percentiel",
        ],
    );
    columns.extend(titles.map(Column::number));
    Table::new(columns).with(all.iter().zip(rows).map(|(of, row)| {
        let mut cells = of.first_cells();
        for (share, quantiles) in [
            (row.share_of_means, row.share_quantiles),
            (row.cost_share_of_means, row.cost_share_quantiles),
        ] {
            cells.extend([Kind::Percent.value(share), Kind::Percent.error(share)]);
            let ends = [1, 2].map(|place| quantiles.map(|of| of[place]));
            cells.extend(ends.map(|end| Kind::Percent.maybe(end)));
        }
        cells
    }))
}

impl Money {
    fn of_stakeholder(publication: &Publication<'_>, row: &StakeholderRow) -> Self {
        let (lang, model) = (publication.lang, publication.model);
        let paid = row.pays_for.iter();
        let paid = paid.map(|who| subject(lang, model, "stakeholder_costs", who));
        Self {
            label: model
                .party_label(Party::Stakeholder(row.index), lang)
                .to_owned(),
            pays_for: paid.collect::<Vec<_>>().join(", "),
            benefits: row.benefits,
            costs: row.costs,
            net_benefit: row.net_benefit,
            interval: row.net_benefit_interval,
            p_net_benefit: row.p_net_benefit,
            p_wrong_pocket: row.p_wrong_pocket,
            ratio_of_means: row.ratio_of_means,
            roi: row.roi,
        }
    }

    fn of_perspective(publication: &Publication<'_>, row: &PerspectiveRow) -> Self {
        let party = Party::Perspective(row.index);
        Self {
            label: publication
                .model
                .party_label(party, publication.lang)
                .to_owned(),
            pays_for: String::new(),
            benefits: row.benefits,
            costs: row.costs,
            net_benefit: row.net_benefit,
            interval: row.net_benefit_interval,
            p_net_benefit: row.p_net_benefit,
            p_wrong_pocket: row.p_wrong_pocket,
            ratio_of_means: row.ratio_of_means,
            roi: row.roi,
        }
    }

    fn first_cells(&self) -> Vec<Value> {
        [&self.label, &self.pays_for]
            .map(|text| Value::text(text.as_str()))
            .to_vec()
    }
}
