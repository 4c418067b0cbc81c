//! The names of a case and what they refer to.

use std::collections::BTreeMap;

use crate::case::{Case, FUNCTIONS};
use crate::text::{Diagnostic, Diagnostics, Span, closest};

use super::formula::{ResultName, StakeholderResult, Total};

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
}

impl Names {
    /// Collects the names of a case; reports those that cannot be used.
    pub(super) fn collect(case: &Case, diagnostics: &mut Diagnostics) -> Self {
        let mut names = Self::default();
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
            check_identifier(&name.value, name.span, diagnostics);
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
            check_identifier(&line.name.value, line.name.span, diagnostics);
            names.lines.insert(line.name.value.clone(), index);
        }
        for (index, stakeholder) in case.stakeholders.iter().enumerate() {
            check_identifier(&stakeholder.name.value, stakeholder.name.span, diagnostics);
            names
                .stakeholders
                .insert(stakeholder.name.value.clone(), index);
        }
        names
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
                let index = self.stakeholder(who)?;
                match *what {
                    "benefits" => Some(ResultName::Stakeholder(index, StakeholderResult::Benefits)),
                    "costs" => Some(ResultName::Stakeholder(index, StakeholderResult::Costs)),
                    _ => None,
                }
            }
            [total] => Total::ALL
                .iter()
                .find(|(known, _)| known == total)
                .map(|(_, total)| ResultName::Total(*total)),
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

    /// Every name an expression may use; results only where they are allowed.
    pub(super) fn usable(&self, with_results: bool) -> Vec<String> {
        let mut names: Vec<String> = self.quantities.keys().cloned().collect();
        if with_results {
            names.extend(Total::ALL.iter().map(|(name, _)| (*name).to_owned()));
            names.extend(self.lines.keys().map(|line| format!("lines.{line}")));
            for who in self.stakeholders.keys() {
                names.push(format!("stakeholders.{who}.benefits"));
                names.push(format!("stakeholders.{who}.costs"));
            }
        }
        names
    }
}

/// The error for a name that refers to nothing.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let near = closest(name, known).map(|near| format!("did you mean `{near}`?"));
    Diagnostic::error("name", format!("unknown {what} `{name}`"))
        .at(span, "")
        .maybe_help(near)
}

/// Names must be readable in expressions: lower-case words, not a function or a result.
fn check_identifier(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let reads_well = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !(starts_well && reads_well) {
        diagnostics.push(
            Diagnostic::error("name", format!("`{name}` cannot be a name"))
                .at(span, "")
                .help(
                    "names are lower-case letters, digits and underscores, and begin with a letter",
                ),
        );
    }
    let function =
        FUNCTIONS.iter().any(|row| row.0 == name) || matches!(name, "and" | "or" | "not");
    let result = Total::ALL.iter().any(|(total, _)| *total == name);
    if function || result {
        let what = if function {
            "a word of the expression language"
        } else {
            "the name of a result"
        };
        diagnostics.push(
            Diagnostic::error("name", format!("`{name}` is {what}"))
                .at(span, "choose another name"),
        );
    }
}
