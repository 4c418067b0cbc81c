//! The names of a case and what they refer to.

use std::collections::BTreeMap;

use crate::case::{Case, FUNCTIONS, Spanned, Unread, keys};
use crate::text::{Diagnostic, Diagnostics, Span, closest};

use super::check_parties::declares_societal;
use super::formula::{Euros, PartyResult, ResultName, Total};
use super::parties::{Party, SOCIETAL};

/// What a name in an expression refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Input(usize),
    Derived(usize),
}

/// Names of inputs, derived quantities, lines, stakeholders and so on, with their indices.
#[derive(Debug, Default)]
pub(super) struct Names {
    quantities: BTreeMap<String, (Meaning, Span)>,
    lines: BTreeMap<String, usize>,
    stakeholders: BTreeMap<String, usize>,
    perspectives: BTreeMap<String, usize>,
    unread: Unread,
}

impl Names {
    /// Collects the names of a case; reports those that cannot be used.
    pub(super) fn collect(case: &Case, diagnostics: &mut Diagnostics) -> Self {
        let mut names = Self {
            unread: case.unread.clone(),
            ..Self::default()
        };
        let inputs = case
            .inputs
            .iter()
            .enumerate()
            .map(|(i, input)| (&input.name, Meaning::Input(i)));
        let derived = case
            .derived
            .iter()
            .enumerate()
            .map(|(i, derived)| (&derived.name, Meaning::Derived(i)));
        for (name, meaning) in inputs.chain(derived) {
            check_identifier(name, diagnostics);
            check_reserved(name, diagnostics);
            if let Some((_, earlier)) = names.quantities.get(&name.value) {
                diagnostics.push(
                    Diagnostic::error("name", format!("`{}` is defined twice", name.value))
                        .at(name.span, "defined again")
                        .and(*earlier, "first defined here"),
                );
            } else {
                names
                    .quantities
                    .insert(name.value.clone(), (meaning, name.span));
            }
        }
        for (index, line) in case.lines.iter().enumerate() {
            names.lines.insert(line.name.value.clone(), index);
        }
        for (index, stakeholder) in case.stakeholders.iter().enumerate() {
            names
                .stakeholders
                .insert(stakeholder.name.value.clone(), index);
        }
        let implicit = (!declares_societal(case)).then_some(SOCIETAL);
        let declared = case.perspectives.iter().map(|p| p.name.value.as_str());
        for (index, perspective) in implicit.into_iter().chain(declared).enumerate() {
            names.perspectives.insert(perspective.to_owned(), index);
        }
        for name in other_names(case) {
            check_identifier(name, diagnostics);
        }
        names
    }

    /// What the file has but could not be read.
    pub(super) fn unread(&self) -> &Unread {
        &self.unread
    }

    /// Whether an input or derived quantity of that name, or the result it names, could not be read.
    pub(super) fn is_unread(&self, name: &str) -> bool {
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["lines", line] => self.unread.contains("lines", line),
            ["stakeholders", who, _] => self.unread.contains("stakeholders", who),
            ["perspectives", name, _] => self.unread.contains("perspectives", name),
            ["break_even" | "hard_break_even"] => {
                self.unread.contains(keys::CASE_FILE.what, "break_even")
            }
            _ => self.unread.contains("inputs", name) || self.unread.contains("derived", name),
        }
    }

    pub(super) fn quantity(&self, name: &str) -> Option<Meaning> {
        self.quantities.get(name).map(|(meaning, _)| *meaning)
    }

    pub(super) fn input(&self, name: &str) -> Option<usize> {
        match self.quantity(name)? {
            Meaning::Input(index) => Some(index),
            Meaning::Derived(_) => None,
        }
    }

    pub(super) fn derived(&self, name: &str) -> Option<usize> {
        match self.quantity(name)? {
            Meaning::Derived(index) => Some(index),
            Meaning::Input(_) => None,
        }
    }

    pub(super) fn stakeholder(&self, name: &str) -> Option<usize> {
        self.stakeholders.get(name).copied()
    }

    pub(super) fn result(&self, name: &str) -> Option<ResultName> {
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["lines", line] => self.lines.get(*line).map(|index| ResultName::Line(*index)),
            ["stakeholders", who, what] => {
                let party = Party::Stakeholder(self.stakeholder(who)?);
                Some(ResultName::Of(party, named(&PartyResult::ALL, what)?))
            }
            ["perspectives", name, what] => {
                let party = Party::Perspective(*self.perspectives.get(*name)?);
                Some(ResultName::Of(party, named(&PartyResult::ALL, what)?))
            }
            [total] => named(&Total::ALL, total)
                .map(ResultName::Total)
                .or_else(|| {
                    named(&Euros::ATTRIBUTIONS, total).map(ResultName::BreakEvenAttribution)
                }),
            _ => None,
        }
    }

    /// Names of inputs.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &str> {
        let is_input = |meaning: &Meaning| matches!(meaning, Meaning::Input(_));
        self.quantities
            .iter()
            .filter(move |(_, (meaning, _))| is_input(meaning))
            .map(|(name, _)| name.as_str())
    }

    /// Names of derived quantities.
    pub(super) fn derived_names(&self) -> impl Iterator<Item = &str> {
        let is_derived = |meaning: &Meaning| matches!(meaning, Meaning::Derived(_));
        self.quantities
            .iter()
            .filter(move |(_, (meaning, _))| is_derived(meaning))
            .map(|(name, _)| name.as_str())
    }

    /// Names of stakeholders.
    pub(super) fn stakeholders(&self) -> impl Iterator<Item = &str> {
        self.stakeholders.keys().map(String::as_str)
    }

    /// The name an expression may use that is closest to `name`; results count only where they are allowed.
    pub(super) fn closest_usable(&self, name: &str, with_results: bool) -> Option<String> {
        let quantities = self.quantities.keys().map(String::as_str);
        if !with_results {
            return closest(name, quantities).map(str::to_owned);
        }
        let totals = total_names().map(str::to_owned);
        let lines = self.lines.keys().map(|line| format!("lines.{line}"));
        let stakeholders = self.stakeholders.keys();
        let stakeholders = stakeholders.map(|who| format!("stakeholders.{who}"));
        let perspectives = self.perspectives.keys();
        let parties = stakeholders.chain(perspectives.map(|name| format!("perspectives.{name}")));
        let of_party = |party: String| PartyResult::ALL.map(|(what, _)| format!("{party}.{what}"));
        let results: Vec<String> = {
            let all = totals.chain(lines);
            all.chain(parties.flat_map(of_party)).collect()
        };
        let results = results.iter().map(String::as_str);
        closest(name, quantities.chain(results)).map(str::to_owned)
    }
}

/// What a name stands for in a list of them.
fn named<T: Copy>(all: &[(&'static str, T)], name: &str) -> Option<T> {
    let found = all.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| *value)
}

/// The names of results of the whole case.
fn total_names() -> impl Iterator<Item = &'static str> {
    let totals = Total::ALL.iter().map(|(total, _)| *total);
    totals.chain(Euros::ATTRIBUTIONS.iter().map(|(name, _)| *name))
}

/// Names other than those of quantities that commands, results or other parts of the file use.
fn other_names(case: &Case) -> impl Iterator<Item = &Spanned<String>> {
    let lines = case.lines.iter().map(|line| &line.name);
    let stakeholders = case.stakeholders.iter().map(|who| &who.name);
    let perspectives = case
        .perspectives
        .iter()
        .map(|perspective| &perspective.name);
    let priors = case.priors.iter().map(|(name, _)| name);
    let correlations = case.correlations.iter().map(|group| &group.name);
    let shares = case.dirichlet.iter().map(|group| &group.name);
    let normals = case.multivariate_normal.iter().map(|group| &group.name);
    let predictive = case.predictive.iter().map(|table| &table.name);
    let memo = case.memo.iter().map(|memo| &memo.name);
    let scenarios = case.scenarios.iter().map(|scenario| &scenario.name);
    let tables = case.tables.iter().flat_map(|table| {
        let columns = table.columns.iter().map(|(name, _)| name);
        std::iter::once(&table.name)
            .chain(&table.rows)
            .chain(columns)
    });
    let switches = case.switches.iter().flat_map(|switch| {
        let alternatives = switch.alternatives.iter().map(|a| &a.name);
        std::iter::once(&switch.name).chain(alternatives)
    });
    lines
        .chain(stakeholders)
        .chain(perspectives)
        .chain(priors)
        .chain(correlations)
        .chain(shares)
        .chain(normals)
        .chain(predictive)
        .chain(memo)
        .chain(scenarios)
        .chain(switches)
        .chain(tables)
}

/// The error for a name of `section` that refers to nothing; `None` when what it refers to could not be read.
pub(super) fn unknown<'a>(
    (what, section): (&str, &str),
    name: &Spanned<String>,
    known: impl IntoIterator<Item = &'a str>,
    unread: &Unread,
) -> Option<Diagnostic> {
    if unread.contains(section, &name.value) {
        return None;
    }
    let near = closest(&name.value, known).map(|near| format!("did you mean `{near}`?"));
    let error = Diagnostic::error("name", format!("unknown {what} `{}`", name.value));
    Some(error.at(name.span, "").maybe_help(near))
}

/// Whether a word can be a name: readable in expressions and on a command line.
#[must_use]
pub fn is_name(word: &str) -> bool {
    let reads_well = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(reads_well)
}

/// Reports a name that cannot be one.
fn check_identifier(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    if !is_name(&name.value) {
        diagnostics.push(
            Diagnostic::error("name", format!("`{}` cannot be a name", name.value))
                .at(name.span, "")
                .help("names begin with a small letter and go on with small letters, digits and underscores"),
        );
    }
}

/// A quantity cannot be called like a function or a result.
fn check_reserved(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    let word = name.value.as_str();
    let function =
        FUNCTIONS.iter().any(|row| row.name == word) || matches!(word, "and" | "or" | "not");
    let result = total_names().any(|total| total == word);
    if function || result {
        let what = if function {
            "a word of the expression language"
        } else {
            "the name of a result"
        };
        diagnostics.push(
            Diagnostic::error("name", format!("`{word}` is {what}"))
                .at(name.span, "")
                .help("choose another name"),
        );
    }
}
