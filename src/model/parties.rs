//! Parties: stakeholders, whose money theirs really is, and perspectives.
//!
//! Every euro of a case belongs to one line, and every line to one stakeholder. Payers and perspectives are further cuts
//! through the same money: they add no flow, and nothing that is counted for them is counted again in a total.

use super::Model;
use super::formula::Formula;
use super::lines::Side;
use crate::case::Localised;
use crate::text::Lang;

/// The perspective of all stakeholders together, which every case has.
pub const SOCIETAL: &str = "societal";

/// Who gains or pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Stakeholder {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Whose money its benefits and costs are; empty when it is its own.
    pub paid_by: Vec<Payment>,
    /// Whether one of the payers has what the others leave, so that the shares sum to one in every draw.
    pub has_rest: bool,
}

/// A part of a stakeholder's money that is another's.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Index of the stakeholder whose money it is.
    pub payer: usize,
    /// Its share of every benefit and cost.
    pub share: Formula,
}

/// A weighted set of stakeholders for whom benefits and costs are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Perspective {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Whether the case declares it; [`SOCIETAL`] exists without.
    pub declared: bool,
    /// Indices of stakeholders and the share of each that counts; `None` is all stakeholders, every line once.
    pub shares: Option<Vec<(usize, Formula)>>,
}

/// A stakeholder or a perspective, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// A stakeholder.
    Stakeholder(usize),
    /// A perspective.
    Perspective(usize),
}

/// The money of a party, in terms of the lines of stakeholders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Purse {
    /// Stakeholders whose lines are its own in whole.
    pub whole: Vec<usize>,
    /// Stakeholders of whose lines it has a share.
    pub shares: Vec<(usize, Formula)>,
}

impl Perspective {
    /// The perspective of a case that declares none of that name.
    pub(super) fn societal() -> Self {
        Self {
            name: SOCIETAL.to_owned(),
            label: Localised {
                en: Some("Society".to_owned()),
                nl: Some("Samenleving".to_owned()),
            },
            declared: false,
            shares: None,
        }
    }
}

impl Model {
    /// The money of a party: that of a stakeholder is its own lines and what it pays of others.
    #[must_use]
    pub fn purse(&self, party: Party) -> Purse {
        let mut purse = Purse::default();
        match party {
            Party::Stakeholder(who) => self.fill(&mut purse, who, &Formula::Constant(1.0)),
            Party::Perspective(index) => match &self.perspectives[index].shares {
                None => purse.whole.extend(0..self.stakeholders.len()),
                Some(shares) => shares
                    .iter()
                    .for_each(|(who, share)| self.fill(&mut purse, *who, share)),
            },
        }
        purse
    }

    fn fill(&self, purse: &mut Purse, who: usize, weight: &Formula) {
        let in_whole = *weight == Formula::Constant(1.0);
        if in_whole {
            purse.whole.push(who);
        } else {
            purse.shares.push((who, weight.clone()));
        }
        for (paid, stakeholder) in self.stakeholders.iter().enumerate() {
            for payment in stakeholder.paid_by.iter().filter(|p| p.payer == who) {
                let share = payment.share.clone();
                let share = if in_whole {
                    share
                } else {
                    weight.clone().times(share)
                };
                purse.shares.push((paid, share));
            }
        }
    }

    /// Whether a stakeholder has a line of its own on this side.
    #[must_use]
    pub fn has_line(&self, who: usize, side: Side) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| line.stakeholder == who && line.side == side)
    }

    /// Whether a party has any money on this side.
    #[must_use]
    pub fn has_flow(&self, party: Party, side: Side) -> bool {
        let purse = self.purse(party);
        let shared = purse.shares.iter().map(|(who, _)| who);
        let mut all = purse.whole.iter().chain(shared);
        all.any(|&who| self.has_line(who, side))
    }

    /// The stakeholders that a stakeholder pays for, by index.
    #[must_use]
    pub fn pays_for(&self, payer: usize) -> Vec<usize> {
        let pays = |who: &usize| {
            let mut payments = self.stakeholders[*who].paid_by.iter();
            payments.any(|payment| payment.payer == payer)
        };
        (0..self.stakeholders.len()).filter(pays).collect()
    }

    /// The name of a party.
    #[must_use]
    pub fn party_name(&self, party: Party) -> &str {
        match party {
            Party::Stakeholder(index) => &self.stakeholders[index].name,
            Party::Perspective(index) => &self.perspectives[index].name,
        }
    }

    /// The name of a party for readers.
    #[must_use]
    pub fn party_label(&self, party: Party, lang: Lang) -> &str {
        let label = match party {
            Party::Stakeholder(index) => &self.stakeholders[index].label,
            Party::Perspective(index) => &self.perspectives[index].label,
        };
        label.or(lang, self.party_name(party))
    }

    /// The shares that say whose money is whose.
    pub(super) fn party_shares(&self) -> impl Iterator<Item = &Formula> {
        let payments = self.stakeholders.iter().flat_map(|who| &who.paid_by);
        let perspectives = self.perspectives.iter().flat_map(|p| &p.shares);
        let weights = perspectives.flatten().map(|(_, share)| share);
        payments.map(|payment| &payment.share).chain(weights)
    }
}
