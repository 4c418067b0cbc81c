//! What a sensitivity analysis looks at: net benefit or ROI, of society or of a party.

use crate::model::{Euros, Model, Party, PartyResult, Total, Variant};
use crate::plan::Metric;
use crate::text::{Lang, closest, listed};

/// A result that inputs move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its name on the command line and in result files: `net_benefit`, `hard_roi`, or that of a stakeholder or perspective
    /// whose net benefit it is.
    pub name: String,
    /// Its column in a plan.
    pub metric: Metric,
    /// Whether it is a ratio to costs, which means nothing where these are not positive.
    pub is_ratio: bool,
    /// Whose it is; `None` for society.
    pub party: Option<Party>,
}

/// There is no such outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no outcome `{name}`{}; outcomes are {known}", .close.as_ref().map_or_else(String::new, |close| format!(", did you mean `{close}`?")))]
pub struct OutcomeError {
    name: String,
    close: Option<String>,
    known: String,
}

impl Outcome {
    /// The totals that are outcomes.
    pub const TOTALS: [(&'static str, Total); 7] = [
        ("net_benefit", Total::NetBenefit),
        ("roi", Total::Roi),
        ("hard_net_benefit", Total::HardNetBenefit),
        ("hard_roi", Total::HardRoi),
        ("benefits", Total::Benefits),
        ("hard_benefits", Total::HardBenefits),
        ("costs", Total::Costs),
    ];

    /// A total.
    #[must_use]
    pub fn total(total: Total) -> Self {
        let metric = Metric::Total(total);
        Self {
            name: metric.name().to_owned(),
            metric,
            is_ratio: matches!(total, Total::Roi | Total::HardRoi),
            party: None,
        }
    }

    /// Net benefit, counting all euros or hard ones only.
    #[must_use]
    pub fn net_benefit(euros: Euros) -> Self {
        Self::total(euros.net_benefit())
    }

    /// The outcome of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(model: &Model, name: &str) -> Result<Self, OutcomeError> {
        if let Some((_, total)) = Self::TOTALS.iter().find(|(known, _)| *known == name) {
            return Ok(Self::total(*total));
        }
        let party = parties(model).find(|party| Self::name_of(model, *party) == name);
        let Some(party) = party else {
            let names: Vec<String> = Self::names(model).collect();
            let names = || names.iter().map(String::as_str);
            return Err(OutcomeError {
                name: name.to_owned(),
                close: closest(name, names()).map(str::to_owned),
                known: listed(names()),
            });
        };
        Ok(Self {
            name: name.to_owned(),
            metric: Metric::of(party, PartyResult::NetBenefit),
            is_ratio: false,
            party: Some(party),
        })
    }

    /// The names of all outcomes of a model.
    pub fn names(model: &Model) -> impl Iterator<Item = String> {
        let totals = Self::TOTALS.iter().map(|(name, _)| *name);
        totals
            .map(str::to_owned)
            .chain(parties(model).map(|party| Self::name_of(model, party)))
    }

    /// A party is known by its name; a perspective that has the name of a stakeholder as `perspectives.NAME`.
    fn name_of(model: &Model, party: Party) -> String {
        let name = model.party_name(party);
        let taken = |who: usize| model.party_name(Party::Stakeholder(who)) == name;
        let clashes =
            matches!(party, Party::Perspective(_)) && (0..model.stakeholders.len()).any(taken);
        if clashes {
            format!("perspectives.{name}")
        } else {
            name.to_owned()
        }
    }

    /// Which inputs reach it: whose money it is moves no total.
    #[must_use]
    pub fn uses(&self, model: &Model, variant: &Variant) -> Vec<bool> {
        match self.party {
            Some(_) => variant.uses(model),
            None => variant.uses_in_lines(model),
        }
    }

    /// What it is called: "net benefit of Clients".
    #[must_use]
    pub fn label(&self, model: &Model, lang: Lang) -> String {
        if let Some(party) = self.party {
            let of = lang.pick("net benefit of", "netto baten van");
            return format!("{of} {}", model.party_label(party, lang));
        }
        let Metric::Total(total) = self.metric else {
            return self.name.clone();
        };
        let text = match total {
            Total::Benefits => lang.pick("benefits", "baten"),
            Total::Costs => lang.pick("costs", "kosten"),
            Total::NetBenefit => lang.pick("net benefit", "netto baten"),
            Total::Roi => "ROI",
            Total::HardBenefits => lang.pick("benefits in hard euros", "baten in harde euro's"),
            Total::HardNetBenefit => {
                lang.pick("net benefit in hard euros", "netto baten in harde euro's")
            }
            Total::HardRoi => lang.pick("ROI in hard euros", "ROI in harde euro's"),
            Total::BreakEven | Total::HardBreakEven => "",
        };
        text.to_owned()
    }
}

/// Stakeholders, then perspectives.
fn parties(model: &Model) -> impl Iterator<Item = Party> {
    let stakeholders = (0..model.stakeholders.len()).map(Party::Stakeholder);
    stakeholders.chain((0..model.perspectives.len()).map(Party::Perspective))
}
