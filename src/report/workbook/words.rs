//! What metrics are called.

use crate::model::{Model, Party};
use crate::report::publication::Publication;
use crate::text::Lang;

/// Metrics as result files name them, in English and Dutch.
const METRICS: [(&str, &str, &str); 30] = [
    ("benefits", "benefits", "baten"),
    ("costs", "costs", "kosten"),
    ("net_benefit", "net benefit", "netto baten"),
    ("roi", "B/C in each draw", "B/K per trekking"),
    (
        "hard_benefits",
        "benefits in hard euros",
        "baten in harde euro's",
    ),
    (
        "hard_net_benefit",
        "net benefit in hard euros",
        "netto baten in harde euro's",
    ),
    (
        "hard_roi",
        "B/C in each draw, hard euros",
        "B/K per trekking, harde euro's",
    ),
    ("break_even", "break-even effect", "effect bij break-even"),
    (
        "hard_break_even",
        "break-even effect, hard euros",
        "effect bij break-even, harde euro's",
    ),
    ("line", "line", "post"),
    ("quantity", "predicted quantity", "voorspelde grootheid"),
    ("share", "share", "aandeel"),
    (
        "stakeholder_benefits",
        "benefits of stakeholder",
        "baten van belanghebbende",
    ),
    (
        "stakeholder_costs",
        "costs of stakeholder",
        "kosten van belanghebbende",
    ),
    (
        "stakeholder_net_benefit",
        "net benefit of stakeholder",
        "netto baten van belanghebbende",
    ),
    (
        "stakeholder_roi",
        "B/C of stakeholder",
        "B/K van belanghebbende",
    ),
    (
        "stakeholder_benefit_share",
        "share of benefits",
        "aandeel in de baten",
    ),
    (
        "stakeholder_cost_share",
        "share of costs",
        "aandeel in de kosten",
    ),
    (
        "perspective_benefits",
        "benefits from perspective",
        "baten vanuit perspectief",
    ),
    (
        "perspective_costs",
        "costs from perspective",
        "kosten vanuit perspectief",
    ),
    (
        "perspective_net_benefit",
        "net benefit from perspective",
        "netto baten vanuit perspectief",
    ),
    (
        "perspective_roi",
        "B/C from perspective",
        "B/K vanuit perspectief",
    ),
    ("ratio_of_means", "ROI = E[B]/E[C]", "ROI = E[B]/E[K]"),
    (
        "hard_ratio_of_means",
        "ROI = E[B]/E[C], hard euros",
        "ROI = E[B]/E[K], harde euro's",
    ),
    (
        "break_even_attribution",
        "break-even attribution",
        "break-even-attributie",
    ),
    (
        "hard_break_even_attribution",
        "break-even attribution, hard euros",
        "break-even-attributie, harde euro's",
    ),
    (
        "p_break_even",
        "P(benefits > costs)",
        "kans op kostendekking",
    ),
    (
        "hard_p_break_even",
        "P(benefits > costs), hard euros",
        "kans op kostendekking, harde euro's",
    ),
    ("evpi", "EVPI", "EVPI"),
    ("hard_evpi", "EVPI, hard euros", "EVPI, harde euro's"),
];

/// What a metric of result files is called.
pub(super) fn metric(lang: Lang, name: &str) -> String {
    let known = METRICS.iter().find(|(known, ..)| *known == name);
    known.map_or_else(
        || name.to_owned(),
        |(_, english, dutch)| lang.pick(*english, *dutch).to_owned(),
    )
}

/// What a metric is of, as readers know it.
pub(super) fn subject(lang: Lang, model: &Model, metric: &str, name: &str) -> String {
    let stakeholder = || {
        let place = model.stakeholders.iter().position(|who| who.name == name);
        place.map(|place| model.party_label(Party::Stakeholder(place), lang))
    };
    let perspective = || {
        let place = model.perspectives.iter().position(|of| of.name == name);
        place.map(|place| model.party_label(Party::Perspective(place), lang))
    };
    let line = || {
        let line = model.lines.iter().find(|line| line.name == name);
        line.map(|line| line.label.or(lang, name))
    };
    let quantity = || {
        let derived = model.derived.iter().find(|derived| derived.name == name);
        derived.map(|derived| derived.label.or(lang, name))
    };
    let label = match metric {
        "line" => line(),
        "quantity" => quantity(),
        of if of.starts_with("perspective") => perspective(),
        _ => stakeholder(),
    };
    label.unwrap_or(name).to_owned()
}

/// Whether a metric of result files is a share or probability.
pub(super) fn is_share(publication: &Publication<'_>, metric: &str) -> bool {
    match metric {
        "break_even" | "hard_break_even" => {
            let of = publication.model.break_even.as_ref();
            of.is_some_and(|of| of.unit.is_dimensionless() && of.unit.scale() == 1.0)
        }
        "p_break_even" | "hard_p_break_even" => true,
        of => of.ends_with("attribution") || of.ends_with("_share"),
    }
}
