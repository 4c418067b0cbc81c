//! The first sheet: the answer, how it was computed, and how it is spread.

use rust_xlsxwriter::{Chart, Worksheet, XlsxError};

use super::names::Name;
use super::run::how;
use super::sheet::Sheet;
use super::style;
use super::table::{Column, Table};
use super::threshold::effect;
use super::value::{Kind, Value};
use crate::analysis::{Balance, SummaryRow};
use crate::report::publication::{Publication, sentence};
use crate::stats::Estimate;
use crate::text::Lang;

/// Height of the chart in pixels.
const HEIGHT: u32 = 380;

/// An estimate and its 95 % interval, for all or for hard euros.
#[derive(Clone, Copy, Default)]
struct Answer {
    estimate: Option<Estimate>,
    interval: Option<[Estimate; 2]>,
}

/// The sheet, with the chart of the distribution where there is one.
pub(super) fn summary(
    publication: &Publication<'_>,
    chart: Option<Chart>,
) -> Result<Worksheet, XlsxError> {
    let (lang, model, manifest) = (publication.lang, publication.model, publication.manifest);
    let table = headline(publication);
    let mut sheet = Sheet::new(Name::Summary.of(lang), model.heading(lang), &table.columns)?;
    let year = manifest.price_year.map_or_else(String::new, |year| {
        format!("{} {year}", lang.pick(", euros of", ", prijspeil"))
    });
    sheet.on_one_page();
    sheet.line(&format!("per {}{year}", model.per_text), &style::caption())?;
    if manifest.predictive {
        sheet.paragraph(&prediction(publication), &style::prose())?;
    }
    if manifest.interrupted {
        sheet.paragraph(
            lang.pick(
                "INTERRUPTED: these are the first draws of those asked for.",
                "AFGEBROKEN: dit zijn de eerste van de gevraagde trekkingen.",
            ),
            &style::heading(),
        )?;
    }
    sheet.skip();
    sheet.paragraph(&sentence(publication), &style::answer())?;
    sheet.heading(lang.pick("The answer", "Het antwoord"))?;
    sheet.table(&table)?;
    sheet.caption(lang.pick(
        "95 % uncertainty intervals over the draws; of the ROI that of B/C. MCSE: Monte Carlo standard error of the estimate.",
        "95 %-onzekerheidsintervallen over de trekkingen; bij de ROI dat van B/K. MCSE: Monte-Carlo-standaardfout van de schatting.",
    ))?;
    if manifest.drawn_inputs.is_empty() {
        sheet.caption(lang.pick(
            "Nothing is drawn: how sure these values are, the case does not say.",
            "Er wordt niets getrokken: hoe zeker deze waarden zijn, zegt de business case niet.",
        ))?;
    }
    if let Some(chart) = chart {
        sheet.skip();
        let top = sheet.room(HEIGHT);
        sheet.chart(top, 0, chart)?;
    }
    sheet.heading(lang.pick("How it was computed", "Hoe het is berekend"))?;
    for (title, value) in how(publication) {
        sheet.pair(title, &value)?;
    }
    sheet.done()
}

fn prediction(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let unnamed = lang.pick("the next people", "de volgende deelnemers");
    let next = model.next.or(lang, unnamed);
    lang.pick(
        format!("PREDICTIVE: {next}. Chance among them is drawn as well as the parameters, so this is not how sure the expected result is."),
        format!("VOORSPELLING: {next}. Naast de parameters is ook het toeval daarin getrokken; dit is dus niet hoe zeker het verwachte resultaat is."),
    )
}

fn headline(publication: &Publication<'_>) -> Table {
    let lang = publication.lang;
    let mut columns = vec![Column::label(lang.pick("result", "uitkomst"), 38.0)];
    for counted in [
        lang.pick("all euros", "alle euro's"),
        lang.pick("hard euros", "harde euro's"),
    ] {
        let titles = lang.pick(
            ["2.5\u{a0}%", "97.5\u{a0}%", "MCSE"],
            ["2,5\u{a0}%", "97,5\u{a0}%", "MCSE"],
        );
        let of = |title: &str| Column::number(format!("{counted}: {title}"));
        columns.push(of(lang.pick("estimate", "schatting")));
        columns.extend(titles.map(of));
    }
    let mut table = Table::new(columns);
    for (title, kind, answers) in rows(publication) {
        // What no balance has is no row.
        if answers.iter().all(|answer| answer.estimate.is_none()) {
            continue;
        }
        let mut row = vec![Value::text(title)];
        for answer in answers {
            row.push(kind.maybe(answer.estimate));
            row.extend([0, 1].map(|end| kind.maybe(answer.interval.map(|of| of[end]))));
            row.push(kind.maybe_error(answer.estimate));
        }
        table.rows.push(row);
    }
    table
}

type Row = (String, Kind, [Answer; 2]);

fn rows(publication: &Publication<'_>) -> Vec<Row> {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let of = |title: &str, kind, what: &dyn Fn(&Balance) -> Answer| {
        (
            title.to_owned(),
            kind,
            [what(&headline.all), what(&headline.hard)],
        )
    };
    let alone = |estimate: Option<Estimate>| Answer {
        estimate,
        interval: None,
    };
    let within = |estimate, metric| Answer {
        estimate: Some(estimate),
        interval: interval(publication, metric),
    };
    let mut rows = vec![
        (
            lang.pick("expected benefits", "verwachte baten").to_owned(),
            Kind::Euro,
            [
                within(headline.all.benefits, "benefits"),
                within(headline.hard.benefits, "hard_benefits"),
            ],
        ),
        (
            lang.pick("expected costs", "verwachte kosten").to_owned(),
            Kind::Euro,
            [within(headline.costs, "costs"); 2],
        ),
        of(
            lang.pick("expected net benefit", "verwachte netto baten"),
            Kind::Euro,
            &|b| Answer {
                estimate: Some(b.net_benefit),
                interval: Some(b.net_benefit_interval),
            },
        ),
        of(
            lang.pick("ROI = E[B]/E[C]", "ROI = E[B]/E[K]"),
            Kind::Plain,
            &|b| Answer {
                estimate: b.ratio_of_means,
                interval: b.roi_interval,
            },
        ),
        of(
            lang.pick("median of B/C", "mediaan van B/K"),
            Kind::Plain,
            &|b| alone(b.roi_median),
        ),
        of(
            lang.pick(
                "mean of B/C (not the ROI)",
                "gemiddelde van B/K (niet de ROI)",
            ),
            Kind::Plain,
            &|b| alone(b.mean_of_ratios),
        ),
        of(
            lang.pick("P(benefits > costs)", "kans op kostendekking"),
            Kind::Percent,
            &|b| alone(Some(b.p_break_even)),
        ),
        of(
            lang.pick("break-even attribution", "break-even-attributie"),
            Kind::Percent,
            &|b| alone(b.break_even_attribution),
        ),
        of("EVPI", Kind::Euro, &|b| alone(b.evpi)),
    ];
    rows.extend(effect_row(publication));
    rows.extend(at_points(lang, publication));
    rows
}

/// The 95 % interval of a metric.
fn interval(publication: &Publication<'_>, metric: &str) -> Option<[Estimate; 2]> {
    let is_it = |row: &&SummaryRow| row.metric == metric && row.subject.is_none();
    let row = publication.findings.summary.iter().find(is_it)?;
    let [low, .., high] = row.spread.as_ref()?.quantiles;
    Some([low, high])
}

/// Median and interval of the effect at which benefits equal costs, in the unit of its inputs.
fn effect_row(publication: &Publication<'_>) -> Option<Row> {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let scale = publication.model.break_even.as_ref()?.unit.scale();
    let own =
        |estimate: Estimate| Estimate::new(estimate.value / scale, estimate.standard_error / scale);
    let answer = |balance: &Balance| Answer {
        estimate: balance.break_even.map(|of| own(of[0])),
        interval: balance.break_even.map(|of| [own(of[1]), own(of[2])]),
    };
    let (label, kind) = effect(lang, publication.model);
    let title = lang.pick("break-even (median)", "break-even (mediaan)");
    Some((
        format!("{title}: {label}"),
        kind,
        [answer(&headline.all), answer(&headline.hard)],
    ))
}

/// ROI where nothing is drawn; no ratio, not even at one point, where costs are not positive in some draw.
fn at_points(lang: Lang, publication: &Publication<'_>) -> Option<Row> {
    if publication.findings.headline.nonpositive_costs > 0.0 {
        return None;
    }
    let title = lang.pick(
        "ROI at the points, nothing drawn",
        "ROI bij de puntwaarden, zonder trekkingen",
    );
    let answers = publication.at_points.map(|value| Answer {
        estimate: value.is_finite().then(|| Estimate::exact(value)),
        interval: None,
    });
    Some((title.to_owned(), Kind::Plain, answers))
}
