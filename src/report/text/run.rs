//! The summary at the end of a run, within 80 columns.

use super::chain::not_assessed;
use super::histogram::{Paint, histogram_text};
use super::overruled::overruled;
use super::predictive;
use super::price::converted;
use super::self_check::self_check_text;
use super::stakeholders::{PartiesReport, parties_text};
use super::tornado::bars;
use crate::analysis::{Balance, Findings, Headline, Reproduction};
use crate::math;
use crate::model::{BreakEven, Memo, Model};
use crate::report::digits::{error, euro, number, percent, percentage, rounded, significant};
use crate::report::grid::{Align, grid, shortened, wrapped};
use crate::report::notation::notation;
use crate::report::words::{self, DRAW, INPUT};
use crate::report::{Manifest, Until};
use crate::stats::Estimate;
use crate::text::Lang;

/// Columns of a terminal.
pub(super) const WIDTH: usize = 80;
/// Below this tail quantiles rest on some twenty draws.
const FEW_DRAWS: u64 = 1_000;
/// Longest title of the rows on break-even.
const BREAK_EVEN: usize = 28;

/// What the summary is made of.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The case.
    pub model: &'a Model,
    /// What was run.
    pub manifest: &'a Manifest,
    /// The published figures.
    pub reproduction: &'a Reproduction,
    /// ROI at the published points, for all and hard euros.
    pub at_points: [f64; 2],
    /// Break-even attribution at the published points, for all and hard euros.
    pub attribution_at_points: [f64; 2],
    /// The results.
    pub findings: &'a Findings,
    /// The colours of the bars.
    pub paint: Paint,
}

impl<'a> RunReport<'a> {
    fn parties(self) -> PartiesReport<'a> {
        PartiesReport {
            model: self.model,
            headline: &self.findings.headline,
            stakeholders: &self.findings.stakeholders,
            perspectives: &self.findings.perspectives,
        }
    }
}

/// The summary.
#[must_use]
pub fn run_text(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let mut text = heading(report);
    text += "\n";
    text += &paragraph(&sentence(report));
    text += "\n";
    text += &balance_table(report);
    text += &remarks(report);
    if let Some(histogram) = &report.findings.histogram {
        text += &histogram_text(lang, histogram, report.paint);
    }
    text += &self_check_text(lang, &report.findings.self_check);
    text += &bars(report);
    text += &predictive::spread_text(lang, report.model, &report.findings.spreads);
    text += &parties_text(lang, report.parties());
    text + &memo(lang, report.model) + &not_assessed(lang, report.model)
}

/// A text broken into lines, with the end of the last one.
pub(super) fn paragraph(text: &str) -> String {
    wrapped(text, WIDTH, "") + "\n"
}

fn heading(report: RunReport<'_>) -> String {
    let (lang, model, manifest) = (report.lang, report.model, report.manifest);
    let mut lines = vec![
        model.heading(lang).to_owned(),
        per(lang, model),
        drawn(lang, model, manifest),
    ];
    lines.extend(predictive::heading(lang, model, manifest));
    let until = manifest.until.iter();
    lines.extend(until.map(|until| until_text(lang, until, manifest.draws)));
    lines.extend(conditions(lang, model, manifest));
    lines.extend(figures(lang, report.reproduction));
    if manifest.interrupted {
        let asked = rounded(lang, manifest.draws_requested as f64, 0);
        lines.push(match lang {
            Lang::En => format!("INTERRUPTED: these are the first draws of the {asked} asked for"),
            Lang::Nl => {
                format!("AFGEBROKEN: dit zijn de eerste van de {asked} gevraagde trekkingen")
            }
        });
    }
    lines.iter().map(|line| paragraph(line)).collect()
}

/// What draws are joint, and what departs from the base case.
pub(super) fn conditions(lang: Lang, model: &Model, manifest: &Manifest) -> Vec<String> {
    let joint = manifest.correlations.iter().chain(&manifest.dirichlet);
    let joint = joint.map(|(name, statement)| format!("{name}: {}", notation(lang, statement)));
    let mut lines: Vec<String> = joint.collect();
    lines.extend(departures(lang, model, manifest));
    lines.extend(overruled(lang, model, manifest));
    if let (Some(prices), Some(to)) = (&manifest.reindexing, manifest.price_year) {
        lines.extend(converted(lang, prices, to, WIDTH));
    }
    lines
}

/// What one evaluation stands for, and in which euros: "per team·year, euros of 2023".
pub(super) fn per(lang: Lang, model: &Model) -> String {
    let year = model.price_year.map_or_else(String::new, |year| {
        format!("{} {year}", lang.pick(", euros of", ", prijspeil"))
    });
    format!("per {}{year}", model.per_text)
}

pub(super) fn drawn(lang: Lang, model: &Model, manifest: &Manifest) -> String {
    let draws = DRAW.counted(lang, manifest.draws);
    let design = design(lang, manifest);
    let (drawn, inputs) = (manifest.drawn_inputs.len(), model.inputs.len() as u64);
    let (seed, inputs) = (manifest.seed, INPUT.counted(lang, inputs));
    match lang {
        Lang::En => format!("{draws}{design}, seed {seed}; {drawn} of {inputs} drawn"),
        Lang::Nl => {
            format!("{draws}{design}, startwaarde {seed}; {drawn} van de {inputs} getrokken")
        }
    }
}

/// What departs from the base case: scenario, switches, inputs fixed.
pub(in crate::report) fn departures(lang: Lang, model: &Model, manifest: &Manifest) -> Vec<String> {
    let labelled = |text: String, label: &str| {
        if label.is_empty() {
            text
        } else {
            format!("{text}: {label}")
        }
    };
    let mut lines = Vec::new();
    for scenario in &model.scenarios {
        if manifest.scenario.as_ref() == Some(&scenario.name) {
            let text = format!("scenario {}", scenario.name);
            lines.push(labelled(text, scenario.label.or(lang, "")));
        }
    }
    for (switch, (name, chosen)) in model.switches.iter().zip(&manifest.switches) {
        let mut alternatives = switch.alternatives.iter().enumerate();
        let chosen = alternatives.find(|(_, alternative)| alternative.name == *chosen);
        if let Some((_, alternative)) = chosen.filter(|(index, _)| *index != switch.default) {
            let word = lang.pick("switch", "keuze");
            let text = format!("{word} {name} = {}", alternative.name);
            lines.push(labelled(text, alternative.label.or(lang, "")));
        }
    }
    let fixed = lang.pick("fixed at", "vastgezet op");
    let set = manifest.set.iter();
    lines.extend(set.map(|(name, value)| {
        // As typed: nothing is rounded away from a value that somebody chose.
        let value = value.to_string().replace('.', lang.pick(".", ","));
        format!("{name} {fixed} {value}")
    }));
    lines
}

/// How many published figures are fine, if there are any.
fn figures(lang: Lang, reproduction: &Reproduction) -> Option<String> {
    let (fine, all) = (reproduction.fine(), reproduction.verdicts().count());
    (all > 0).then(|| match lang {
        Lang::En => format!("published figures reproduced or explained: {fine} of {all}"),
        Lang::Nl => format!("gepubliceerde cijfers gereproduceerd of verklaard: {fine} van {all}"),
    })
}

/// The design of the draws, when they are not independent.
pub(in crate::report) fn design(lang: Lang, manifest: &Manifest) -> String {
    let name = match manifest.design {
        "lhs" => lang.pick("Latin hypercubes", "Latijnse hyperkubussen"),
        "sobol" => lang.pick(
            "scrambled Sobol' sequences",
            "gerandomiseerde Sobol'-reeksen",
        ),
        _ => return String::new(),
    };
    format!(" in {} {name}", manifest.replicates)
}

/// What became of a precision that was asked for.
#[must_use]
pub fn until_text(lang: Lang, until: &Until, draws: u64) -> String {
    let verdict = if until.reached {
        lang.pick("reached with", "bereikt met")
    } else {
        lang.pick("not reached with", "niet bereikt met")
    };
    format!(
        "`{}` {verdict} {}: ± {}",
        until.goal,
        DRAW.counted(lang, draws),
        significant(lang, until.half_width, 2)
    )
}

/// The answer in one or two sentences.
fn sentence(report: RunReport<'_>) -> String {
    let (lang, headline) = (report.lang, &report.findings.headline);
    if report.manifest.drawn_inputs.is_empty() {
        return certain(lang, headline.all.ratio_of_means);
    }
    if !report.model.has_benefits() {
        return without_benefits(lang, headline);
    }
    let chance = percent(lang, headline.all.p_break_even);
    let hard = percent(lang, headline.hard.p_break_even);
    let Some(ratio) = headline.all.ratio_of_means else {
        let nonpositive = percent(lang, Estimate::exact(headline.nonpositive_costs));
        return match lang {
            Lang::En => format!(
                "Benefits exceed costs in {chance} of the draws ({hard} counting hard euros only). Costs are not positive \
                 in {nonpositive} of the draws, so a ratio of benefits to costs means nothing here."
            ),
            Lang::Nl => format!(
                "In {chance} van de trekkingen zijn de baten groter dan de kosten (met alleen harde euro's in {hard}). In \
                 {nonpositive} van de trekkingen zijn de kosten niet positief; een verhouding van baten en kosten zegt hier \
                 dus niets."
            ),
        };
    };
    let ratio = euro(lang, ratio);
    let whom = predictive::for_whom(lang, report.model, report.manifest);
    match lang {
        Lang::En => format!(
            "Each euro is expected to return {ratio}. The probability that benefits exceed costs{whom}, given the model and its \
             priors, is {chance}; counting hard euros only it is {hard}."
        ),
        Lang::Nl => format!(
            "Elke euro levert naar verwachting {ratio} op. De kans op kostendekking (baten groter dan kosten){whom}, gegeven het \
             model en de gekozen verdelingen, is {chance}; met alleen harde euro's is die kans {hard}."
        ),
    }
}

/// The answer where there is nothing to set against the costs.
fn without_benefits(lang: Lang, headline: &Headline) -> String {
    let costs = euro(lang, headline.costs);
    lang.pick(
        format!("The case has no benefits: its costs are expected to be {costs}, and nothing stands against them."),
        format!("De business case heeft geen baten: de verwachte kosten zijn {costs}, en daar staat niets tegenover."),
    )
}

/// The answer where nothing is drawn.
pub(in crate::report) fn certain(lang: Lang, ratio: Option<Estimate>) -> String {
    let ratio = ratio.map(|ratio| euro(lang, ratio));
    match lang {
        Lang::En => {
            let returned = ratio.map_or_else(
                || "costs are not positive".to_owned(),
                |ratio| format!("each euro returns {ratio}"),
            );
            format!(
                "Nothing is drawn. At these values {returned}; how sure that is, the case does not say."
            )
        }
        Lang::Nl => {
            let returned = ratio.map_or_else(
                || "zijn de kosten niet positief".to_owned(),
                |ratio| format!("levert elke euro {ratio} op"),
            );
            format!(
                "Er wordt niets getrokken. Bij deze waarden {returned}; hoe zeker dat is, zegt de business case niet."
            )
        }
    }
}

/// How a row of the balance prints its estimates.
#[derive(Clone, Copy)]
enum Print {
    Euro,
    /// An expected loss, which no draw may have shown.
    Loss,
    Number,
    Percent,
    Ratio,
}

/// A row of the balance: its title, how it is printed, and its estimate for all and for hard euros.
type Row = (String, Print, [Option<Estimate>; 2]);

fn balance_table(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let columns = [
        ("", Align::Left),
        (lang.pick("all euros", "alle euro's"), Align::Right),
        ("MCSE", Align::Right),
        (lang.pick("hard euros", "harde euro's"), Align::Right),
        ("MCSE", Align::Right),
    ];
    let mut rows = money_rows(lang, &report.findings.headline);
    rows.extend(ratio_rows(lang, &report.findings.headline));
    rows.extend(break_even_rows(report));
    let cells = rows.into_iter().map(|(title, print, pair)| {
        let mut cells = vec![title];
        for estimate in pair {
            cells.push(estimate.map_or_else(|| "–".to_owned(), |e| print.value(lang, e)));
            cells.push(estimate.map_or_else(String::new, |e| print.error(lang, e)));
        }
        cells
    });
    grid(&columns, cells.collect())
}

impl Print {
    fn value(self, lang: Lang, estimate: Estimate) -> String {
        match self {
            // No draw has a loss: the error is not known.
            Self::Loss if estimate.standard_error.is_nan() => "≈ 0".to_owned(),
            Self::Euro | Self::Loss => euro(lang, estimate),
            Self::Number => number(lang, estimate),
            Self::Percent => percent(lang, estimate),
            Self::Ratio => percentage(lang, estimate),
        }
    }

    fn error(self, lang: Lang, estimate: Estimate) -> String {
        match (self, estimate.standard_error) {
            (_, 0.0) => "exact".to_owned(),
            (Self::Loss, points) if points.is_nan() => "–".to_owned(),
            (Self::Percent | Self::Ratio, points) => error(lang, points * 100.0),
            (_, points) => error(lang, points),
        }
    }
}

/// A row with the same statistic of both balances.
fn row_of(
    headline: &Headline,
    title: &str,
    print: Print,
    what: fn(&Balance) -> Option<Estimate>,
) -> Row {
    let pair = [what(&headline.all), what(&headline.hard)];
    (title.to_owned(), print, pair)
}

/// Titles of the ends of a 95 % uncertainty interval.
fn ends(lang: Lang) -> [&'static str; 2] {
    lang.pick(
        ["  2.5 % quantile", "  97.5 % quantile"],
        ["  2,5e percentiel", "  97,5e percentiel"],
    )
}

fn money_rows(lang: Lang, headline: &Headline) -> Vec<Row> {
    let row = |title, what| row_of(headline, title, Print::Euro, what);
    let costs = lang.pick("expected costs", "verwachte kosten").to_owned();
    let [low, high] = ends(lang);
    vec![
        row(lang.pick("expected benefits", "verwachte baten"), |b| {
            Some(b.benefits)
        }),
        (costs, Print::Euro, [Some(headline.costs); 2]),
        row(
            lang.pick("expected net benefit", "verwachte netto baten"),
            |b| Some(b.net_benefit),
        ),
        row(low, |b| Some(b.net_benefit_interval[0])),
        row(high, |b| Some(b.net_benefit_interval[1])),
    ]
}

fn ratio_rows(lang: Lang, headline: &Headline) -> Vec<Row> {
    let row = |title, what| row_of(headline, title, Print::Number, what);
    let chance = lang.pick("P(benefits > costs)", "kans op kostendekking");
    let attribution = lang.pick("break-even attribution", "break-even-attributie");
    let [low, high] = ends(lang);
    vec![
        row(lang.pick("ROI = E[B]/E[C]", "ROI = E[B]/E[K]"), |b| {
            b.ratio_of_means
        }),
        row(lang.pick("B/C: median", "B/K: mediaan"), |b| b.roi_median),
        row(low, |b| b.roi_interval.map(|i| i[0])),
        row(high, |b| b.roi_interval.map(|i| i[1])),
        row(
            lang.pick("  mean of ratios *", "  gemiddelde ratio *"),
            |b| b.mean_of_ratios,
        ),
        row_of(headline, chance, Print::Percent, |b| Some(b.p_break_even)),
        row_of(headline, attribution, Print::Ratio, |b| {
            b.break_even_attribution
        }),
        row_of(headline, "EVPI", Print::Loss, |b| b.evpi),
    ]
}

/// Median and interval of break-even: as a percentage where it is a share, else in the unit of its inputs.
fn break_even_rows(report: RunReport<'_>) -> Vec<Row> {
    let Headline { all, hard, .. } = &report.findings.headline;
    let Some(break_even) = &report.model.break_even else {
        return Vec::new();
    };
    if all.break_even.is_none() && hard.break_even.is_none() {
        return Vec::new();
    }
    let is_share = break_even.unit.is_dimensionless();
    let (print, scale) = if is_share {
        (Print::Ratio, 1.0)
    } else {
        (Print::Number, break_even.unit.scale())
    };
    let at = |i: usize| {
        [all.break_even, hard.break_even].map(|balance| {
            let estimate: Estimate = balance?[i];
            Some(Estimate::new(
                estimate.value / scale,
                estimate.standard_error / scale,
            ))
        })
    };
    let label = break_even_label(report.lang, break_even);
    let [low, high] = ends(report.lang).map(str::to_owned);
    [label, low, high]
        .into_iter()
        .enumerate()
        .map(|(i, title)| (title, print, at(i)))
        .collect()
}

/// What the common value of the break-even inputs is called.
fn break_even_label(lang: Lang, break_even: &BreakEven) -> String {
    let label = break_even.label.or(lang, "effect").to_lowercase();
    let title = lang.pick("break-even", "break-even bij");
    shortened(&format!("{title} {label}"), BREAK_EVEN)
}

fn remarks(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let mut text = paragraph(lang.pick(
        "MCSE: Monte Carlo standard error in the unit of the row (for % in points).",
        "MCSE: Monte-Carlo-standaardfout, in de eenheid van de rij (%: procentpunten).",
    ));
    text += &next_digit(report);
    text += &paragraph(lang.pick(
        "* the mean of ratios is not an estimate of the return on the programme.",
        "* de gemiddelde ratio is geen schatting van het rendement van het programma.",
    ));
    // No ratio, not even at one point, where costs are not positive in some draw.
    if report.findings.headline.nonpositive_costs == 0.0 {
        text += &without_draws(report);
        text += &attribution_at_points(report);
    }
    if report.model.break_even.is_some() && report.findings.headline.all.break_even.is_none() {
        text += &paragraph(lang.pick(
            "No break-even for all euros: benefits minus costs are not linear in it, or in some draw they are positive \
             without it and more of it does not help.",
            "Geen break-even voor alle euro's: de baten minus de kosten zijn niet lineair in het effect, of zijn in een trekking \
             zonder effect al positief terwijl meer effect niet helpt.",
        ));
    }
    if report.manifest.draws < FEW_DRAWS {
        text += &paragraph(lang.pick(
            "Fewer than 1,000 draws: tail quantiles and their errors are rough.",
            "Minder dan 1.000 trekkingen: de buitenste percentielen en hun fouten zijn ruw.",
        ));
    }
    text
}

/// What one more digit of the headline takes.
fn next_digit(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let draws = |metric: &str| {
        let mut points = report.findings.convergence.iter().rev();
        let last = points.find(|point| point.metric == metric)?;
        let draws = last.next_digit?;
        Some(rounded(lang, draws, 1 - math::log10(draws).floor() as i32))
    };
    let known = [
        ("ratio_of_means", "ROI"),
        (
            "p_break_even",
            lang.pick("P(benefits > costs)", "P(baten > kosten)"),
        ),
    ];
    let known = known
        .into_iter()
        .filter_map(|(metric, name)| Some((name, draws(metric)?)));
    let known: Vec<(&str, String)> = known.collect();
    let each = known.iter().map(|(name, draws)| format!("{name} {draws}"));
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        return String::new();
    }
    let title = lang.pick(
        "Draws for one more digit",
        "Trekkingen voor een cijfer meer",
    );
    paragraph(&format!("{title}: {}.", each.join(", ")))
}

/// The ratios at the published points and at the means.
fn without_draws(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let exact = |value: f64| rounded(lang, value, 3);
    let (at_means, hard_at_means) = (
        report.findings.tornado.base[1],
        report.findings.tornado.base[3],
    );
    let [points, means] = lang.pick(
        [
            "At the points, nothing drawn:",
            "At the means of the priors:  ",
        ],
        [
            "Bij de puntwaarden, zonder trekkingen:",
            "Bij de gemiddelden van de verdelingen:",
        ],
    );
    let hard_euros = lang.pick("hard euros", "harde euro's");
    let mut text = String::new();
    for (place, [all, hard]) in [
        (points, report.at_points),
        (means, [at_means, hard_at_means]),
    ] {
        if all.is_finite() {
            let (all, hard) = (exact(all), exact(hard));
            text += &format!("{place} ROI {all}, {hard_euros} {hard}.\n");
        }
    }
    text
}

/// The share of the benefits that must be due to the programme, at the published points.
fn attribution_at_points(report: RunReport<'_>) -> String {
    let lang = report.lang;
    let [all, hard] = report.attribution_at_points;
    if !all.is_finite() {
        return String::new();
    }
    let percent = |share: f64| format!("{} %", rounded(lang, share * 100.0, 1));
    let (title, of_hard) = lang.pick(
        ("Break-even attribution at the points", "hard euros"),
        ("Break-even-attributie bij de puntwaarden", "harde euro's"),
    );
    let mut text = format!("{title}: {}", percent(all));
    if hard.is_finite() {
        text += &format!(", {of_hard} {}", percent(hard));
    }
    text + ".\n"
}

/// What has no amount, with its side and expected sign.
fn memo(lang: Lang, model: &Model) -> String {
    if model.memo.is_empty() {
        return String::new();
    }
    let item = |memo: &Memo| {
        let (label, side) = (
            memo.label.or(lang, &memo.name),
            words::side(lang, memo.side),
        );
        format!("{label} ({side} {})", memo.sign)
    };
    let items: Vec<String> = model.memo.iter().map(item).collect();
    let title = lang.pick("Not counted (P.M.)", "Niet meegeteld (PM)");
    format!(
        "\n{}",
        paragraph(&format!("{title}: {}.", items.join("; ")))
    )
}
