//! The answer in one or two sentences.

use super::outcome::{chance_with_error, has, interval};
use crate::model::Side;
use crate::report::digits::{euro, percent, rounded};
use crate::report::publication::Publication;
use crate::report::publication::unit::per;
use crate::report::text::{certain, for_whom};
use crate::stats::Estimate;
use crate::text::Lang;

/// The answer: what each euro returns, and how sure it is that benefits exceed costs.
#[must_use]
pub fn sentence(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let nothing_drawn = publication.manifest.drawn_inputs.is_empty();
    let answer = match [Side::Benefit, Side::Cost].map(|side| has(publication, side)) {
        [benefits, costs] if !benefits || !costs => one_sided(publication, benefits),
        _ if nothing_drawn => certain(lang, publication.findings.headline.all.ratio_of_means),
        _ => format!("{} {}", returned(publication), chance(publication)),
    };
    let cut_short = cut_short(publication);
    if cut_short.is_empty() {
        answer
    } else {
        format!("{answer} {cut_short}")
    }
}

/// Of a run that was stopped, that it was.
pub(super) fn cut_short(publication: &Publication<'_>) -> String {
    let (lang, manifest) = (publication.lang, publication.manifest);
    if !manifest.interrupted {
        return String::new();
    }
    let [done, asked] =
        [manifest.draws, manifest.draws_requested].map(|n| rounded(lang, n as f64, 0));
    lang.pick(
        format!(
            "The run was interrupted: these are the first {done} of the {asked} draws asked for."
        ),
        format!(
            "De run is afgebroken: dit zijn de eerste {done} van de {asked} gevraagde trekkingen."
        ),
    )
}

/// A case with benefits or costs only.
fn one_sided(publication: &Publication<'_>, benefits: bool) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let per = per(lang, publication.model);
    let (metric, amount) = if benefits {
        ("benefits", headline.all.benefits)
    } else {
        ("costs", headline.costs)
    };
    let interval = interval(publication, metric);
    let amount = euro(lang, amount);
    if benefits {
        lang.pick(
            format!("The case has benefits and no costs: {amount} is expected{interval}{per}. There is no ratio of benefits to costs."),
            format!("De business case heeft baten en geen kosten: verwacht wordt {amount}{interval}{per}. Er is geen verhouding van baten en kosten."),
        )
    } else {
        lang.pick(
            format!("The case has costs and no benefits: expected costs are {amount}{interval}{per}."),
            format!("De business case heeft kosten en geen baten: de verwachte kosten zijn {amount}{interval}{per}."),
        )
    }
}

/// What each euro returns; net benefit where a ratio means nothing.
fn returned(publication: &Publication<'_>) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let Some(ratio) = headline.all.ratio_of_means else {
        let net = euro(lang, headline.all.net_benefit);
        let interval = interval(publication, "net_benefit");
        let per = per(lang, publication.model);
        let share = percent(lang, Estimate::exact(headline.nonpositive_costs));
        return lang.pick(
            format!(
                "Benefits minus costs are expected to be {net}{interval}{per}; costs are not positive in {share} of the draws, \
                 so that no ratio is given."
            ),
            format!(
                "De baten minus de kosten zijn naar verwachting {net}{interval}{per}; in {share} van de trekkingen zijn de kosten \
                 niet positief, zodat er geen verhouding is."
            ),
        );
    };
    let ratio = euro(lang, ratio);
    let spread = interval(publication, "roi");
    lang.pick(
        format!("Each euro is expected to return {ratio}{spread}."),
        format!("Elke euro levert naar verwachting {ratio} op{spread}."),
    )
}

fn chance(publication: &Publication<'_>) -> String {
    let (lang, headline) = (publication.lang, &publication.findings.headline);
    let whom = for_whom(lang, publication.model, publication.manifest);
    let chance = chance_with_error(lang, headline.all.p_break_even);
    let hard = hard(lang, publication);
    lang.pick(
        format!(
            "The probability that benefits exceed costs{whom}, given the model and its probability distributions, is {chance}{hard}."
        ),
        format!(
            "De kans op kostendekking (baten groter dan kosten){whom}, gegeven het model en zijn kansverdelingen, is {chance}{hard}."
        ),
    )
}

/// The same for hard euros, where there are soft ones.
fn hard(lang: Lang, publication: &Publication<'_>) -> String {
    let headline = &publication.findings.headline;
    let (all, hard) = (headline.all.p_break_even, headline.hard.p_break_even);
    if headline.all.benefits == headline.hard.benefits && all == hard {
        return String::new();
    }
    let hard = percent(lang, hard);
    lang.pick(
        format!("; counting hard euros only it is {hard}"),
        format!("; met alleen harde euro's is die kans {hard}"),
    )
}
