//! The balance: benefits against costs, and how sure that is.

use super::print::{Print, mcse};
use crate::analysis::{Balance, Headline, SummaryRow};
use crate::report::publication::unit::per;
use crate::report::publication::{Cell, Column, Publication, PublicationTable};
use crate::stats::Estimate;
use crate::text::Lang;

/// A row: its title, how it is printed, and its estimate for all and for hard euros.
type Row = (String, Print, [Option<Estimate>; 2]);

pub(super) fn results(publication: &Publication<'_>) -> PublicationTable {
    let lang = publication.lang;
    let headline = &publication.findings.headline;
    let mut rows = money(publication);
    rows.extend(ratios(lang, headline));
    rows.extend(break_even(publication));
    let rows = rows
        .into_iter()
        .filter(|(_, _, pair)| pair.iter().any(Option::is_some));
    let rows = rows.map(|(title, print, [all, hard])| {
        let mut cells = vec![Cell::text(title)];
        cells.extend(print.both(lang, all));
        cells.extend(print.both(lang, hard));
        cells
    });
    let per = per(lang, publication.model);
    PublicationTable {
        name: "results",
        caption: lang.pick(
            format!("Benefits and costs{per}"),
            format!("Baten en kosten{per}"),
        ),
        columns: vec![
            Column::left(lang.pick("Result", "Resultaat")),
            Column::right(lang.pick("All euros", "Alle euro's")),
            Column::right("MCSE"),
            Column::right(lang.pick("Hard euros", "Harde euro's")),
            Column::right("MCSE"),
        ],
        rows: rows.collect(),
        notes: notes(publication),
    }
}

/// Titles of the ends of a 95 % uncertainty interval.
fn ends(lang: Lang) -> [&'static str; 2] {
    lang.pick(
        ["2.5 % quantile", "97.5 % quantile"],
        ["2,5e percentiel", "97,5e percentiel"],
    )
}

/// Mean and interval of the three totals.
fn money(publication: &Publication<'_>) -> Vec<Row> {
    let lang = publication.lang;
    let totals = [
        (
            lang.pick("Expected benefits", "Verwachte baten"),
            lang.pick("Benefits", "Baten"),
            ["benefits", "hard_benefits"],
        ),
        (
            lang.pick("Expected costs", "Verwachte kosten"),
            lang.pick("Costs", "Kosten"),
            ["costs", "costs"],
        ),
        (
            lang.pick("Expected net benefit", "Verwachte netto baten"),
            lang.pick("Net benefit", "Netto baten"),
            ["net_benefit", "hard_net_benefit"],
        ),
    ];
    let rows = totals.into_iter().flat_map(|(expected, name, metrics)| {
        let found = metrics.map(|metric| total(publication, metric));
        let quantile = |place: usize| found.map(|row| Some(row?.spread.as_ref()?.quantiles[place]));
        let [low, high] = ends(lang);
        [
            (
                expected.to_owned(),
                Print::Euro,
                found.map(|row| Some(row?.mean)),
            ),
            (format!("{name}, {low}"), Print::Euro, quantile(0)),
            (format!("{name}, {high}"), Print::Euro, quantile(6)),
        ]
    });
    rows.collect()
}

fn total<'a>(publication: &Publication<'a>, metric: &str) -> Option<&'a SummaryRow> {
    let mut summary = publication.findings.summary.iter();
    summary.find(|row| row.metric == metric)
}

fn ratios(lang: Lang, headline: &Headline) -> Vec<Row> {
    let row = |title: &str, print, what: fn(&Balance) -> Option<Estimate>| {
        let pair = [what(&headline.all), what(&headline.hard)];
        (title.to_owned(), print, pair)
    };
    let [low, high] = ends(lang);
    let ratio = lang.pick("B/C", "B/K");
    let (low, high) = (format!("{ratio}, {low}"), format!("{ratio}, {high}"));
    vec![
        row(
            lang.pick(
                "Ratio of expectations E[B]/E[C]",
                "Verhouding van verwachtingen E[B]/E[K]",
            ),
            Print::Number,
            |b| b.ratio_of_means,
        ),
        row(
            lang.pick("B/C, median", "B/K, mediaan"),
            Print::Number,
            |b| b.roi_median,
        ),
        row(&low, Print::Number, |b| b.roi_interval.map(|i| i[0])),
        row(&high, Print::Number, |b| b.roi_interval.map(|i| i[1])),
        row(
            lang.pick(
                "Probability of break-even P(B > C)",
                "Kans op kostendekking P(B > K)",
            ),
            Print::Percent,
            |b| Some(b.p_break_even),
        ),
        row(
            lang.pick(
                "Break-even attribution E[C]/E[B]",
                "Break-even-attributie E[K]/E[B]",
            ),
            Print::Ratio,
            |b| b.break_even_attribution,
        ),
        row("EVPI", Print::Loss, |b| b.evpi),
    ]
}

/// Median and interval of break-even: a percentage where it is a share, else in the unit of its inputs.
fn break_even(publication: &Publication<'_>) -> Vec<Row> {
    let Headline { all, hard, .. } = &publication.findings.headline;
    let Some(of) = &publication.model.break_even else {
        return Vec::new();
    };
    let is_share = of.unit.is_dimensionless();
    let (print, scale) = if is_share {
        (Print::Ratio, 1.0)
    } else {
        (Print::Number, of.unit.scale())
    };
    let at = |place: usize| {
        [all.break_even, hard.break_even].map(|balance| {
            let Estimate {
                value,
                standard_error,
            } = balance?[place];
            Some(Estimate::new(value / scale, standard_error / scale))
        })
    };
    let lang = publication.lang;
    let unit = if is_share {
        String::new()
    } else {
        format!(" ({})", of.unit)
    };
    let title = lang.pick("Break-even", "Break-even bij");
    let label = of.label.or(lang, "effect").to_lowercase();
    let label = format!("{title} {label}{unit}");
    let median = lang.pick("median", "mediaan");
    let [low, high] = ends(lang);
    let titles = [median, low, high].map(|end| format!("{label}, {end}"));
    let titles = titles.into_iter().enumerate();
    titles
        .map(|(place, title)| (title, print, at(place)))
        .collect()
}

fn notes(publication: &Publication<'_>) -> Vec<String> {
    let lang = publication.lang;
    let mut notes = vec![
        mcse(lang),
        lang.pick(
            "The quantiles are the ends of 95 % uncertainty intervals. Hard euros: benefits that can be spent again, against all costs.",
            "De percentielen zijn de uiteinden van 95 %-onzekerheidsintervallen. Harde euro's: baten die opnieuw besteed kunnen worden, tegenover alle kosten.",
        )
        .to_owned(),
        lang.pick(
            "B: benefits, C: costs. Probabilities are given the model and its probability distributions. EVPI: expected value of perfect information for the decision to implement or not.",
            "B: baten, K: kosten. Kansen gelden gegeven het model en zijn kansverdelingen. EVPI: verwachte waarde van volledige informatie voor de beslissing om in te voeren of niet.",
        )
        .to_owned(),
    ];
    let headline = &publication.findings.headline;
    if headline.nonpositive_costs > 0.0 {
        notes.push(
            lang.pick(
                "No ratio of benefits to costs, since costs are not positive in some draw.",
                "Geen verhouding van baten en kosten, want in sommige trekkingen zijn de kosten niet positief.",
            )
            .to_owned(),
        );
    }
    if publication.manifest.predictive {
        notes.push(
            lang.pick(
                "A predictive run: the spread includes chance, which no information takes away.",
                "Een voorspellende run: de spreiding bevat ook toeval, dat met geen informatie verdwijnt.",
            )
            .to_owned(),
        );
    }
    notes
}
