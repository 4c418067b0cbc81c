//! Checks inputs and builds their priors.

use super::names::{Names, unknown};
use super::units::Units;
use crate::case::{self, Case, Localised, PriorText};
use crate::dist::{self, Prior};
use crate::text::{Diagnostic, Diagnostics, Span};
use crate::unit::Unit;

/// What an input is, which decides how it is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An uncertain quantity of the world: drawn.
    Parameter,
    /// A value judgement: varied by scenarios.
    Value,
    /// A reference price: varied by scenarios.
    Price,
    /// A structural choice: varied by scenarios.
    Structure,
    /// Variation between people or teams: no uncertainty of the mean.
    Variability,
}

impl Kind {
    /// As the case language writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Value => "value",
            Self::Price => "price",
            Self::Structure => "structure",
            Self::Variability => "variability",
        }
    }
}

/// Where knowledge of an input comes from: its grade of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Printed in the publication of the case.
    Seed,
    /// Follows from printed figures.
    Derived,
    /// Read in the literature.
    Literature,
    /// Elicited from experts.
    Expert,
    /// Assumed.
    Assumption,
}

impl Basis {
    /// As the case language writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Derived => "derived",
            Self::Literature => "literature",
            Self::Expert => "expert",
            Self::Assumption => "assumption",
        }
    }
}

/// A quantity of the case. Values are in base units: multiply by 1/[`Unit::scale`] to write them as the case does.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its name for readers.
    pub label: Localised,
    /// Its unit, with scale.
    pub unit: Unit,
    /// Its unit as the file writes it.
    pub unit_text: String,
    /// The published point, in base units.
    pub point: f64,
    /// What is known of it, in base units; absent when it is fixed. A member of a joint prior has its marginal one.
    pub prior: Option<Prior>,
    /// The shared prior it refers to.
    pub shared_prior: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Grade of evidence.
    pub basis: Option<Basis>,
    /// Price year of an input in euros.
    pub price_year: Option<i32>,
    /// Where its values should lie, in base units.
    pub range: Option<(f64, f64)>,
    /// Key of a source and place in it.
    pub sources: Vec<(String, Option<String>)>,
    /// Anything else.
    pub note: Option<String>,
}

impl Input {
    /// Whether it is drawn in the base case: a parameter with a prior that is not a single point.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.kind == Kind::Parameter && self.prior.as_ref().is_some_and(|prior| !prior.is_fixed())
    }

    /// A value in base units, as the case writes it.
    #[must_use]
    pub fn in_own_unit(&self, value: f64) -> f64 {
        value / self.unit.scale()
    }
}

/// Checks one input. Its unit is already parsed.
pub(super) fn check(
    input: &case::Input,
    unit: Option<Unit>,
    case: &Case,
    diagnostics: &mut Diagnostics,
) -> Option<Input> {
    check_sources(&input.sources, case, diagnostics);
    let prior = input
        .prior
        .as_ref()
        .map(|text| prior(text, case, diagnostics));
    let unit = unit?;
    let scale = unit.scale();
    let prior = match prior {
        Some(None) => return None,
        Some(Some(prior)) => Some(prior.scaled(scale)),
        None => None,
    };
    let shared_prior = match &input.prior {
        Some(PriorText::Shared(name)) => Some(name.value.clone()),
        _ => None,
    };
    let sources = input
        .sources
        .iter()
        .map(|source| (source.key.value.clone(), source.place.clone()))
        .collect();
    Some(Input {
        name: input.name.value.clone(),
        label: input.label.clone(),
        unit_text: input.unit.value.clone(),
        point: input.point.value * scale,
        prior,
        shared_prior,
        kind: input
            .kind
            .as_ref()
            .map_or(Kind::Parameter, |kind| kind_of(&kind.value)),
        basis: input
            .basis
            .as_ref()
            .and_then(|basis| basis_of(&basis.value)),
        price_year: input.price_year.as_ref().map(|year| year.value),
        range: input
            .range
            .as_ref()
            .map(|range| (range.value.0 * scale, range.value.1 * scale)),
        sources,
        note: input.note.clone(),
        unit,
    })
}

/// Sources that are cited must be in the bibliography.
pub(super) fn check_sources(cited: &[case::SourceRef], case: &Case, diagnostics: &mut Diagnostics) {
    let keys = || case.sources.iter().map(|known| known.key.value.as_str());
    for source in cited {
        if !keys().any(|key| key == source.key.value) {
            let what = ("source", "sources");
            diagnostics.extend(unknown(what, &source.key, keys(), &case.unread));
        }
    }
}

fn kind_of(word: &str) -> Kind {
    use Kind::{Parameter, Price, Structure, Value, Variability};
    [Parameter, Value, Price, Structure, Variability]
        .into_iter()
        .find(|kind| kind.name() == word)
        .unwrap_or(Parameter)
}

fn basis_of(word: &str) -> Option<Basis> {
    use Basis::{Assumption, Derived, Expert, Literature, Seed};
    [Seed, Derived, Literature, Expert, Assumption]
        .into_iter()
        .find(|basis| basis.name() == word)
}

/// Builds a prior, in the unit it is written in.
pub(super) fn prior(text: &PriorText, case: &Case, diagnostics: &mut Diagnostics) -> Option<Prior> {
    match text {
        PriorText::Shared(name) => {
            let Some((_, shared)) = case
                .priors
                .iter()
                .find(|(known, _)| known.value == name.value)
            else {
                let known = case.priors.iter().map(|(known, _)| known.value.as_str());
                let what = ("shared prior", "priors");
                diagnostics.extend(unknown(what, name, known, &case.unread));
                return None;
            };
            // Mistakes in the shared prior itself are reported once, where it stands.
            match shared {
                PriorText::Family {
                    family, parameters, ..
                } => dist::build(&family.value, parameters).ok(),
                PriorText::Shared(_) | PriorText::Unread => None,
            }
        }
        PriorText::Unread => None,
        PriorText::Family {
            family,
            parameters,
            places,
            span,
        } => match dist::build(&family.value, parameters) {
            Ok(prior) => Some(prior),
            Err(error) => {
                let span = error
                    .key
                    .as_deref()
                    .and_then(|key| place_of(key, places))
                    .unwrap_or(*span);
                diagnostics.push(
                    Diagnostic::error("prior", error.message)
                        .at(span, "")
                        .maybe_help(error.help),
                );
                None
            }
        },
    }
}

/// Where a parameter stands; of a nested one that is not there, where the prior that lacks it stands.
fn place_of(key: &str, places: &[(String, Span)]) -> Option<Span> {
    // Later places of the same name are narrower: that of a nested prior without its key.
    let known = |key: &str| places.iter().rev().find(|(name, _)| name == key);
    let mut key = key;
    loop {
        if let Some((_, span)) = known(key) {
            return Some(*span);
        }
        key = key.rsplit_once('.')?.0;
    }
}

/// Checks shared priors where they stand.
pub(super) fn check_shared(case: &Case, diagnostics: &mut Diagnostics) {
    for (name, text) in &case.priors {
        match text {
            PriorText::Family { .. } => {
                prior(text, case, diagnostics);
            }
            PriorText::Shared(other) => diagnostics.push(
                Diagnostic::error(
                    "prior",
                    format!("the shared prior `{}` must be a family", name.value),
                )
                .at(other.span, "a shared prior cannot refer to another"),
            ),
            PriorText::Unread => {}
        }
    }
}

/// Units of all inputs, `None` where the unit could not be read.
pub(super) fn units(
    case: &Case,
    units: &Units,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Unit>> {
    case.inputs
        .iter()
        .map(|input| units.parse(&input.unit, diagnostics))
        .collect()
}

/// Reports uses of names that are not inputs.
pub(super) fn resolve(
    names: &Names,
    name: &case::Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = names.input(&name.value);
    if found.is_none() && !names.is_unread(&name.value) {
        let error = unknown(INPUT, name, names.inputs(), names.unread());
        if names.derived(&name.value).is_some() {
            let message = format!("`{}` is a derived quantity, not an input", name.value);
            diagnostics.push(Diagnostic::error("name", message).at(name.span, ""));
        } else {
            diagnostics.extend(error);
        }
    }
    found
}

/// How messages call an input, and its section.
pub(super) const INPUT: (&str, &str) = ("input", "inputs");
