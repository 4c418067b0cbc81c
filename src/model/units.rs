//! The units of a case.

use crate::case::{Case, Spanned, keys};
use crate::text::{Diagnostic, Diagnostics, Span};
use crate::unit::{BUILT_IN, Registry, Unit};

/// The units that a case may use, and those it could not declare.
pub(super) struct Units {
    registry: Registry,
    /// Names that were refused; a unit that holds one of them is not a mistake of its own.
    refused: Vec<String>,
    /// Whether the list of units could not be read at all.
    unread: bool,
}

impl Units {
    /// Declares the counting units of a case; reports those that cannot be units.
    pub(super) fn collect(case: &Case, diagnostics: &mut Diagnostics) -> Self {
        let mut units = Self {
            registry: Registry::default(),
            refused: Vec::new(),
            unread: case.unread.contains(keys::HEADER.what, "units"),
        };
        for unit in &case.header.units {
            let name = unit.value.as_str();
            let readable = name.starts_with(char::is_alphabetic)
                && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            if !readable {
                units.refused.push(unit.value.clone());
                diagnostics.push(
                    Diagnostic::error("unit", format!("`{name}` cannot be a unit"))
                        .at(unit.span, "")
                        .help("a unit is one word: letters, digits and underscores"),
                );
            } else if !units.registry.declare(name) {
                let built_in = BUILT_IN.iter().any(|known| known.name == name);
                let message = if built_in {
                    format!("the unit `{name}` is built in")
                } else {
                    format!("the unit `{name}` is declared twice")
                };
                diagnostics.push(
                    Diagnostic::error("unit", message)
                        .at(unit.span, "")
                        .help("leave it out"),
                );
            }
        }
        units
    }

    /// Whether there is a unit of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.registry.get(name).is_some()
    }

    /// Reads a unit of the case file; reports what is wrong at its place.
    pub(super) fn parse(
        &self,
        text: &Spanned<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Unit> {
        let error = match self.registry.parse(&text.value) {
            Ok(unit) => return Some(unit),
            Err(error) => error,
        };
        let refused = |name: &String| text.value.contains(name.as_str());
        if self.unread || self.refused.iter().any(refused) {
            return None;
        }
        // The place is exact when the text stands in the file as it is; with escapes it is the whole string.
        let exact = text.span.end - text.span.start == text.value.len();
        let span = if exact {
            Span {
                start: text.span.start + error.place.start,
                end: text.span.start + error.place.end,
            }
        } else {
            text.span
        };
        diagnostics.push(
            Diagnostic::error("unit", error.message)
                .at(span, "")
                .maybe_help(error.help),
        );
        None
    }
}
