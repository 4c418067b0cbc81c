//! What the run found.

use super::sentence::cut_short;
use crate::analysis::SummaryRow;
use crate::model::Side;
use crate::report::digits::{error, euro, number, percent, rounded};
use crate::report::publication::Publication;
use crate::report::publication::unit::{each, per};
use crate::report::text::{for_whom, group_label};
use crate::report::words::DRAW;
use crate::stats::Estimate;
use crate::text::Lang;

fn total<'a>(publication: &Publication<'a>, metric: &str) -> Option<&'a SummaryRow> {
    let mut summary = publication.findings.summary.iter();
    summary.find(|row| row.metric == metric)
}

/// " (95 % uncertainty interval € 1 to € 2)" of a total or of B/C; nothing where it does not vary.
pub(super) fn interval(publication: &Publication<'_>, metric: &str) -> String {
    let lang = publication.lang;
    let spread = total(publication, metric).and_then(|row| row.spread.as_ref());
    let ends = spread.map(|spread| [spread.quantiles[0], spread.quantiles[6]]);
    let Some([low, high]) = ends.filter(|[low, high]| low.value < high.value) else {
        return String::new();
    };
    let is_ratio = metric.ends_with("roi");
    let print = |end: Estimate| {
        if is_ratio {
            number(lang, end)
        } else {
            euro(lang, end)
        }
    };
    let (low, high) = (print(low), print(high));
    match (lang, is_ratio) {
        (Lang::En, false) => format!(" (95 % uncertainty interval {low} to {high})"),
        (Lang::En, true) => {
            format!(" (95 % uncertainty interval of benefits over costs {low} to {high})")
        }
        (Lang::Nl, false) => format!(" (95 %-onzekerheidsinterval {low} tot {high})"),
        (Lang::Nl, true) => {
            format!(" (95 %-onzekerheidsinterval van baten gedeeld door kosten {low} tot {high})")
        }
    }
}

/// "60 % (Monte Carlo standard error 0.15 percentage points)".
pub(super) fn chance_with_error(lang: Lang, chance: Estimate) -> String {
    let shown = percent(lang, chance);
    // Where it is none or all of the draws a bound is shown, and where nothing varies there is no error.
    if chance.standard_error == 0.0 || chance.value == 0.0 || chance.value == 1.0 {
        return shown;
    }
    let of = error(lang, chance.standard_error * 100.0);
    lang.pick(
        format!("{shown} (Monte Carlo standard error {of} percentage points)"),
        format!("{shown} (Monte-Carlo-standaardfout {of} procentpunten)"),
    )
}

/// The results paragraph.
pub(in crate::report::publication) fn main(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    let headline = &publication.findings.headline;
    let print =
        |estimate, metric| format!("{}{}", euro(lang, estimate), interval(publication, metric));
    let benefits = print(headline.all.benefits, "benefits");
    let costs = print(headline.costs, "costs");
    let net = print(headline.all.net_benefit, "net_benefit");
    let per = per(lang, publication.model);
    let across = if manifest.drawn_inputs.is_empty() {
        lang.pick("With nothing drawn", "Zonder trekkingen")
            .to_owned()
    } else {
        let draws = DRAW.counted(lang, manifest.draws);
        lang.pick(format!("Across {draws}"), format!("Over {draws}"))
    };
    let mut text = lang.pick(
        format!("{across}, expected benefits were {benefits} and expected costs {costs}{per}: an expected net benefit of {net}."),
        format!("{across} waren de verwachte baten {benefits} en de verwachte kosten {costs}{per}: verwachte netto baten van {net}."),
    );
    text += &ratio(publication);
    text += " ";
    text += &chance(publication);
    text
}

/// Whether a case has a line on this side.
pub(super) fn has(publication: &Publication<'_>, side: Side) -> bool {
    let mut lines = publication.model.lines.iter();
    lines.any(|line| line.side == side)
}

/// Of a case with benefits and costs, what becomes of their ratio.
fn ratio(publication: &Publication<'_>) -> String {
    if !has(publication, Side::Benefit) || !has(publication, Side::Cost) {
        return String::new();
    }
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let Some(ratio) = headline.all.ratio_of_means else {
        let share = percent(lang, Estimate::exact(headline.nonpositive_costs));
        return lang.pick(
            format!(" Costs were not positive in {share} of the draws, so that no ratio of benefits to costs is given."),
            format!(" In {share} van de trekkingen waren de kosten niet positief, zodat er geen verhouding van baten en kosten is."),
        );
    };
    let interval = interval(publication, "roi");
    let ratio = number(lang, ratio);
    lang.pick(
        format!(" The ratio of expected benefits to expected costs was {ratio}{interval}."),
        format!(" De verhouding van verwachte baten en verwachte kosten was {ratio}{interval}."),
    )
}

fn chance(publication: &Publication<'_>) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    if publication.manifest.drawn_inputs.is_empty() {
        return lang
            .pick(
                "How sure that is, the case does not say.",
                "Hoe zeker dat is, zegt de business case niet.",
            )
            .to_owned();
    }
    let whom = for_whom(lang, publication.model, publication.manifest);
    let chance = chance_with_error(lang, headline.all.p_break_even);
    let text = lang.pick(
        format!("The probability of break-even (benefits above costs){whom}, given the model and its probability distributions, was {chance}."),
        format!("De kans op kostendekking (baten boven kosten){whom}, gegeven het model en zijn kansverdelingen, was {chance}."),
    );
    match cut_short(publication) {
        cut_short if cut_short.is_empty() => text,
        cut_short => format!("{text} {cut_short}"),
    }
}

/// Hard euros beside all, and whether they lead to another conclusion.
pub(in crate::report::publication) fn counting_hard(publication: &Publication<'_>) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    if !has(publication, Side::Benefit) {
        return String::new();
    }
    if headline.all.benefits == headline.hard.benefits {
        return lang
            .pick(
                "All benefits are in hard euros.",
                "Alle baten zijn in harde euro's.",
            )
            .to_owned();
    }
    let net = format!(
        "{}{}",
        euro(lang, headline.hard.net_benefit),
        interval(publication, "hard_net_benefit")
    );
    let chance = chance_with_error(lang, headline.hard.p_break_even);
    let ratio = headline.hard.ratio_of_means;
    let ratio = ratio.map_or_else(String::new, |ratio| {
        let ratio = number(lang, ratio);
        lang.pick(
            format!(", the ratio {ratio}"),
            format!(", de verhouding {ratio}"),
        )
    });
    let verdict = if headline.depends_on_soft_euros() {
        lang.pick(
            "So the conclusion differs: it depends on benefits that cannot be spent again.",
            "De conclusie verschilt dus: ze hangt af van baten die niet opnieuw besteed kunnen worden.",
        )
    } else {
        lang.pick(
            "That does not lead to another conclusion.",
            "Dat leidt niet tot een andere conclusie.",
        )
    };
    lang.pick(
        format!("Counting benefits in hard euros only, expected net benefit was {net}{ratio} and the probability of break-even {chance}. {verdict}"),
        format!("Met alleen baten in harde euro's waren de verwachte netto baten {net}{ratio} en de kans op kostendekking {chance}. {verdict}"),
    )
}

/// The ratio without drawing, beside that of the simulation.
pub(in crate::report::publication) fn at_points(publication: &Publication<'_>) -> String {
    if publication.manifest.drawn_inputs.is_empty() || !has(publication, Side::Benefit) {
        return String::new();
    }
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let (points, means) = (
        publication.at_points[0],
        publication.findings.tornado.base[1],
    );
    let Some(ratio) = headline.all.ratio_of_means else {
        return String::new();
    };
    if !points.is_finite() || !means.is_finite() {
        return String::new();
    }
    let [points, means] = [points, means].map(|value| rounded(lang, value, 3));
    let ratio = number(lang, ratio);
    lang.pick(
        format!("At the published values, with nothing drawn, benefits over costs are {points}; with every input at its mean they are {means}; the simulation gives {ratio} as the ratio of expectations."),
        format!("Bij de gepubliceerde waarden, zonder trekkingen, zijn de baten gedeeld door de kosten {points}; met elke parameter op zijn gemiddelde {means}; de simulatie geeft {ratio} als verhouding van verwachtingen."),
    )
}

/// What more research would be worth.
pub(in crate::report::publication) fn evpi(publication: &Publication<'_>) -> String {
    let (lang, model) = (publication.lang, publication.model);
    let Some(evpi) = publication.findings.headline.all.evpi else {
        return String::new();
    };
    let per = each(model);
    if evpi.standard_error == 0.0 {
        return String::new();
    }
    let mut text = if evpi.value == 0.0 {
        lang.pick(
            "The decision to implement or not was the same in every draw, so that more research is worth nothing that these draws can show.",
            "De beslissing om in te voeren of niet was in elke trekking dezelfde, zodat meer onderzoek niets waard is dat deze trekkingen laten zien.",
        )
        .to_owned()
    } else {
        let (value, of) = (euro(lang, evpi), error(lang, evpi.standard_error));
        lang.pick(
            format!("Deciding on implementation without any uncertainty would be worth {value}{per} (expected value of perfect information, Monte Carlo standard error {of})."),
            format!("Zonder enige onzekerheid over invoering beslissen zou {value}{per} waard zijn (verwachte waarde van volledige informatie, Monte-Carlo-standaardfout {of})."),
        )
    };
    let rows = publication
        .voi
        .iter()
        .flat_map(|research| &research.voi.rows);
    let best = rows
        .filter(|row| row.regression.distinguishable && row.group.inputs.len() == 1)
        .max_by(|a, b| {
            a.regression
                .value
                .value
                .total_cmp(&b.regression.value.value)
        });
    if let Some(row) = best {
        let what = group_label(lang, model, row);
        let value = euro(lang, row.regression.value);
        text += &lang.pick(
            format!(" Of single inputs the most valuable to know is {what}: {value}."),
            format!(" Van losse parameters is {what} het meest waard om te weten: {value}."),
        );
    }
    text
}
