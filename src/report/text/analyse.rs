//! The analyses of a sample on the terminal, within 80 columns.

use crate::analysis::sample::{
    Acceptability, Ellipse, Evppi, IcerRow, OneWay, PlanePoints, Psa, Regression, Threshold,
};
use crate::report::digits::{error, number, percent, rounded, significant};
use crate::report::grid::{Align, grid, wrapped};
use crate::report::tables::regression_of;
use crate::stats::Estimate;
use crate::text::Lang;

const WIDTH: usize = 80;
/// Longest name of an option or input.
const NAME: usize = 24;
/// Most thresholds that are shown.
const THRESHOLDS: usize = 11;
/// Most inputs that are shown.
const INPUTS: usize = 20;

/// The results of all analyses of a sample.
#[derive(Debug)]
pub struct AnalyseReport<'a> {
    /// The sample.
    pub psa: &'a Psa,
    /// CEAC, CEAF, expected losses, EVPI.
    pub acceptability: Acceptability,
    /// The table of ICERs.
    pub icers: Option<Vec<IcerRow>>,
    /// Increments, draw by draw.
    pub plane: Option<Vec<PlanePoints>>,
    /// Ellipses on the cost-effectiveness plane.
    pub ellipses: Option<Vec<Ellipse>>,
    /// Willingness to pay of the analyses by input; NaN for net benefits.
    pub at: Vec<f64>,
    /// EVPPI of inputs and groups.
    pub evppi: Vec<Evppi>,
    /// Conditional means and first-order indices.
    pub one_way: Vec<OneWay>,
    /// Regressions on all inputs.
    pub regressions: Vec<Regression>,
}

/// What the analyses say.
#[must_use]
pub fn analyse_text(lang: Lang, report: &AnalyseReport) -> String {
    let mut text = opening(lang, report);
    text += &icers(lang, report);
    text += &acceptability(lang, report);
    for wtp in &report.at {
        text += &inputs(lang, report, *wtp);
    }
    text
}

fn paragraph(text: &str) -> String {
    wrapped(text, WIDTH, "") + "\n"
}

fn opening(lang: Lang, report: &AnalyseReport) -> String {
    let psa = report.psa;
    let count = |n: usize| rounded(lang, n as f64, 0);
    let (draws, options, inputs) = (psa.draws(), psa.options().len(), psa.inputs().len());
    let (draws, options, inputs) = (count(draws), count(options), count(inputs));
    let reference = &psa.options()[psa.reference()];
    paragraph(&lang.pick(
        format!("{draws} draws, {options} options, {inputs} inputs. Increments are against {reference}. MCSE: Monte Carlo standard \
                 error, for independent draws."),
        format!("{draws} trekkingen, {options} opties, {inputs} invoerwaarden. Verschillen zijn met {reference}. MCSE: Monte \
                 Carlo-standaardfout, voor onafhankelijke trekkingen."),
    ))
}

fn icers(lang: Lang, report: &AnalyseReport) -> String {
    let Some(rows) = &report.icers else {
        return String::new();
    };
    let mut text = "\n".to_owned();
    text += &paragraph(lang.pick(
        "Expected costs and effects. D: dominated, another option costs no more and brings no less. ED: extendedly dominated, \
         a mixture of two others does better. ICER: extra cost per extra effect, against the option above that is neither.",
        "Verwachte kosten en effecten. D: gedomineerd, een andere optie kost niet meer en levert niet minder op. ED: zwak \
         gedomineerd, een mengsel van twee andere is beter. ICER: extra kosten per extra effect, tegenover de optie erboven die geen \
         van beide is.",
    ));
    let header = [
        ("", Align::Left),
        (lang.pick("cost", "kosten"), Align::Right),
        (lang.pick("effect", "effect"), Align::Right),
        ("ICER", Align::Right),
        ("MCSE", Align::Right),
        ("", Align::Left),
    ];
    let lines = rows.iter().map(|row| {
        let (icer, mcse) = match row.icer {
            Some(icer) => (number(lang, icer), error(lang, icer.standard_error)),
            None => (String::new(), String::new()),
        };
        let status = row.status.code();
        vec![
            shortened(&row.strategy, NAME),
            number(lang, row.cost),
            number(lang, row.effect),
            icer,
            mcse,
            if status == "ND" { "" } else { status }.to_owned(),
        ]
    });
    text + "\n" + &grid(&header, lines.collect())
}

fn acceptability(lang: Lang, report: &AnalyseReport) -> String {
    let mut text = "\n".to_owned();
    text += &paragraph(lang.pick(
        "CEAC: share of the draws in which an option has the highest net benefit; the first of equals wins. CEAF: that share for \
         the option with the highest mean net benefit, which is the one to choose. EVPI: what is lost on average by choosing it \
         without perfect information, per decision.",
        "CEAC: aandeel van de trekkingen waarin een optie de hoogste netto baten heeft; bij gelijke stand wint de eerste. CEAF: dat \
         aandeel voor de optie met de hoogste gemiddelde netto baten, die te verkiezen is. EVPI: wat het gemiddeld kost om die te \
         kiezen zonder volledige informatie, per beslissing.",
    ));
    let header = [
        (lang.pick("wtp", "wtp"), Align::Right),
        (
            lang.pick("best on average", "gemiddeld de beste"),
            Align::Left,
        ),
        ("CEAF", Align::Right),
        ("MCSE", Align::Right),
        ("EVPI", Align::Right),
        ("MCSE", Align::Right),
    ];
    let lines = shown(&report.acceptability).into_iter().map(|at| {
        let ceaf = at.ceaf();
        vec![
            threshold(lang, at.wtp),
            shortened(&report.psa.options()[at.frontier], NAME),
            percent(lang, ceaf),
            error(lang, 100.0 * ceaf.standard_error),
            amount(lang, at.evpi),
            error(lang, at.evpi.standard_error),
        ]
    });
    text + "\n" + &grid(&header, lines.collect())
}

/// An estimate that may be zero for certain.
fn amount(lang: Lang, estimate: Estimate) -> String {
    if estimate.value == 0.0 {
        return rounded(lang, 0.0, 0);
    }
    number(lang, estimate)
}

fn threshold(lang: Lang, wtp: f64) -> String {
    if wtp.is_nan() {
        return "–".to_owned();
    }
    significant(lang, wtp, 6)
}

/// Not more thresholds than fit: evenly spaced ones, and always the first and the last.
fn shown(acceptability: &Acceptability) -> Vec<&Threshold> {
    let all = &acceptability.thresholds;
    if all.len() <= THRESHOLDS {
        return all.iter().collect();
    }
    let place = |i: usize| i * (all.len() - 1) / (THRESHOLDS - 1);
    (0..THRESHOLDS).map(|i| &all[place(i)]).collect()
}

/// The option whose net benefit is shown by input: the best on average, or the best of the others where that is the reference.
fn subject(report: &AnalyseReport, wtp: f64) -> Option<usize> {
    let at = at(report, wtp)?;
    if at.frontier != report.psa.reference() {
        return Some(at.frontier);
    }
    let value = |option: &usize| at.options[*option].incremental.value;
    report
        .psa
        .others()
        .max_by(|a, b| value(a).total_cmp(&value(b)))
}

fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

fn at<'a>(report: &'a AnalyseReport, wtp: f64) -> Option<&'a Threshold> {
    let thresholds = &report.acceptability.thresholds;
    thresholds.iter().find(|at| same(at.wtp, wtp))
}

fn inputs(lang: Lang, report: &AnalyseReport, wtp: f64) -> String {
    let mut rows: Vec<&Evppi> = report
        .evppi
        .iter()
        .filter(|row| same(row.wtp, wtp))
        .collect();
    let (Some(option), Some(at)) = (subject(report, wtp), at(report, wtp)) else {
        return String::new();
    };
    if rows.is_empty() {
        return String::new();
    }
    let one_way = |row: &Evppi| {
        let [input] = row.inputs[..] else { return None };
        let mut all = report.one_way.iter();
        all.find(|one| one.input == input && one.option == option && same(one.wtp, wtp))
    };
    let s1 = |row: &Evppi| one_way(row).map_or(f64::NEG_INFINITY, |one| one.s1.value);
    rows.sort_by(|a, b| {
        let value = b.value.value.total_cmp(&a.value.value);
        value.then(s1(b).total_cmp(&s1(a)))
    });
    let left = rows.len().saturating_sub(INPUTS);
    rows.truncate(INPUTS);
    let mut text = "\n".to_owned();
    text += &paragraph(&introduction(lang, report, wtp, option));
    let header = [
        ("", Align::Left),
        ("EVPPI", Align::Right),
        ("MCSE", Align::Right),
        (lang.pick("of EVPI", "van EVPI"), Align::Right),
        ("S₁", Align::Right),
        ("SRC", Align::Right),
        ("PRCC", Align::Right),
    ];
    let lines = rows
        .iter()
        .map(|row| line(lang, report, row, at.evpi, one_way(row)));
    text += "\n";
    text += &grid(&header, lines.collect());
    if left > 0 {
        text += &lang.pick(
            format!("  … and {left} more in the tables\n"),
            format!("  … en {left} meer in de tabellen\n"),
        );
    }
    text
}

fn introduction(lang: Lang, report: &AnalyseReport, wtp: f64, option: usize) -> String {
    let options = report.psa.options();
    let (option, reference) = (&options[option], &options[report.psa.reference()]);
    let at = if wtp.is_nan() {
        String::new()
    } else {
        let wtp = threshold(lang, wtp);
        lang.pick(
            format!(" at a willingness to pay of {wtp}"),
            format!(" bij een betalingsbereidheid van {wtp}"),
        )
    };
    lang.pick(
        format!(
            "What knowing an input would be worth{at}, per decision (EVPPI; ≈ 0 is not distinguishable from zero), and how the net \
             benefit of {option} over {reference} goes with it: share of its variance (S₁), standardised regression coefficient (SRC), \
             partial rank correlation (PRCC)."
        ),
        format!(
            "Wat het waard zou zijn een invoerwaarde te kennen{at}, per beslissing (EVPPI; ≈ 0 is niet van nul te onderscheiden), en \
             hoe de netto baten van {option} boven {reference} ermee samenhangen: aandeel van de variantie (S₁), gestandaardiseerde \
             regressiecoëfficiënt (SRC), partiële rangcorrelatie (PRCC)."
        ),
    )
}

fn line(
    lang: Lang,
    report: &AnalyseReport,
    row: &Evppi,
    evpi: Estimate,
    one_way: Option<&OneWay>,
) -> Vec<String> {
    let dash = || "–".to_owned();
    let (value, share) = if row.distinguishable {
        let scale = |x: f64| x / evpi.value;
        let share = Estimate::new(scale(row.value.value), scale(row.value.standard_error));
        (number(lang, row.value), percent(lang, share))
    } else {
        ("≈ 0".to_owned(), dash())
    };
    let regression = one_way.and_then(|one| {
        let regression = regression_of(report, one)?;
        regression.rows.get(one.input)
    });
    vec![
        shortened(&row.names.join(" + "), NAME),
        value,
        error(lang, row.value.standard_error),
        share,
        one_way.map_or_else(dash, |one| number(lang, one.s1)),
        regression.map_or_else(dash, |row| number(lang, row.src)),
        regression.map_or_else(dash, |row| number(lang, row.prcc)),
    ]
}

/// The text, cut off with an ellipsis where it is longer than `width`.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}
