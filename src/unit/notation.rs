//! Reads the notation of units.
//!
//! ```text
//! unit   ::= factor (("*" | "·") factor)* ("/" factor)*
//! factor ::= (NAME | "1" | "%" | "(" unit ")") ("^" INTEGER)?
//! ```
//!
//! A product after a slash without parentheses is refused: `EUR/team·year` could mean two things.

use std::ops::Range;

use super::{Registry, Unit};
use crate::text::closest;

/// Why a text is not a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError {
    /// Bytes of the text that are at fault.
    pub place: Range<usize>,
    /// The sentence.
    pub message: String,
    /// The way out, when it is sure.
    pub help: Option<String>,
}

pub(super) fn parse(text: &str, registry: &Registry) -> Result<Unit, UnitError> {
    let mut reader = Reader {
        text,
        at: 0,
        registry,
        depth: 0,
    };
    let unit = reader.unit()?;
    reader.skip_blanks();
    if reader.at < text.len() {
        let rest = reader.at..text.len();
        return Err(reader.fail(
            rest,
            "expected `*`, `/` or the end of the unit".to_owned(),
            None,
        ));
    }
    Ok(unit)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    registry: &'a Registry,
    depth: usize,
}

impl Reader<'_> {
    fn unit(&mut self) -> Result<Unit, UnitError> {
        let mut unit = self.factor()?;
        let mut divided = false;
        loop {
            let before = self.at;
            if self.eat('/') {
                unit = unit.per(&self.factor()?);
                divided = true;
            } else if self.eat('*') || self.eat('·') {
                if divided {
                    let help = "write `a·b/c` or `a/(b·c)`".to_owned();
                    let message = "a product after `/` is ambiguous without parentheses".to_owned();
                    return Err(self.fail(before..self.at, message, Some(help)));
                }
                unit = unit.times(&self.factor()?);
            } else {
                return Ok(unit);
            }
        }
    }

    fn factor(&mut self) -> Result<Unit, UnitError> {
        let unit = if self.eat('(') {
            self.depth += 1;
            if self.depth > 20 {
                return Err(self.fail(
                    self.at..self.at,
                    "too many parentheses in a unit".to_owned(),
                    None,
                ));
            }
            let inner = self.unit()?;
            self.depth -= 1;
            if !self.eat(')') {
                return Err(self.fail(self.at..self.at, "expected `)`".to_owned(), None));
            }
            inner
        } else {
            self.name()?
        };
        if self.eat('^') {
            Ok(unit.to_power(self.power()?))
        } else {
            Ok(unit)
        }
    }

    fn name(&mut self) -> Result<Unit, UnitError> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '%'))
            .unwrap_or(rest.len());
        if length == 0 {
            return Err(self.fail(
                self.at..self.text.len(),
                "expected the name of a unit".to_owned(),
                None,
            ));
        }
        let place = self.at..self.at + length;
        let name = &self.text[place.clone()];
        self.at = place.end;
        self.registry.get(name).ok_or_else(|| {
            let help = closest(name, self.registry.names()).map_or_else(
                || format!("declare it under `units` in `[case]` if it is something the case counts: `{name}`"),
                |near| format!("did you mean `{near}`?"),
            );
            self.fail(place, format!("unknown unit `{name}`"), Some(help))
        })
    }

    fn power(&mut self) -> Result<i32, UnitError> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '-'))
            .unwrap_or(rest.len());
        let place = self.at..self.at + length;
        self.at = place.end;
        match self.text[place.clone()].parse::<i32>() {
            Ok(power) if (-9..=9).contains(&power) => Ok(power),
            _ => Err(self.fail(
                place,
                "expected a whole power between -9 and 9".to_owned(),
                None,
            )),
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        let found = self.text[self.at..].starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fail(&self, place: Range<usize>, message: String, help: Option<String>) -> UnitError {
        UnitError {
            place: place.start..place.end.min(self.text.len()),
            message,
            help,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> Registry {
        let mut registry = Registry::default();
        for name in ["client", "team"] {
            assert!(registry.declare(name));
        }
        assert!(!registry.declare("EUR"), "a built-in name is taken");
        registry
    }

    #[test]
    fn reads_what_it_prints() {
        let registry = registry();
        for text in [
            "1",
            "EUR",
            "QALY/(client·year)",
            "EUR/(team·year)",
            "EUR^2/client^2",
            "1/year",
        ] {
            let unit = registry.parse(text).unwrap();
            assert_eq!(unit.to_string(), text);
            assert_eq!(registry.parse(&unit.to_string()).unwrap(), unit);
        }
    }

    #[test]
    fn scales_multiply() {
        let unit = registry().parse("kEUR/month").unwrap();
        assert!((unit.scale() - 12_000.0).abs() < 1e-9);
        assert_eq!(unit.to_string(), "EUR/year");
        assert!((registry().parse("%").unwrap().scale() - 0.01).abs() < 1e-15);
    }

    #[test]
    fn refuses_with_a_place() {
        let registry = registry();
        let error = registry.parse("EUR/clint").unwrap_err();
        assert_eq!(
            (error.place, error.help),
            (4..9, Some("did you mean `client`?".to_owned()))
        );
        assert!(
            registry
                .parse("EUR/team·year")
                .unwrap_err()
                .message
                .contains("ambiguous")
        );
        for text in ["", "EUR/", "(EUR", "EUR^x", "EUR EUR", "EUR^99", "é/"] {
            assert!(registry.parse(text).is_err(), "{text}");
        }
    }
}
