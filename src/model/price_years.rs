//! Price years: what stands in euros of another year than the case, and whether the index can convert it.

use super::Model;
use crate::case::{Case, Setting, Spanned};
use crate::text::{Diagnostic, Diagnostics, Span, listed};

/// An amount with a price year of its own.
struct Dated<'a> {
    year: &'a Spanned<i32>,
    input: &'a str,
    /// The scenario or alternative that says so.
    place: Option<String>,
    /// Whether it may be converted.
    converted: bool,
}

/// What a case sets, and where.
type Set = [(Spanned<String>, Spanned<Setting>)];

/// Inputs and settings with a price year.
fn dated<'a>(case: &'a Case, model: &Model) -> Vec<Dated<'a>> {
    let anywhere = anywhere(model);
    let inputs = case.inputs.iter().zip(&model.inputs);
    let mut all: Vec<Dated<'a>> = inputs
        .filter(|(_, input)| input.is_in_euros())
        .filter_map(|(written, _)| {
            Some(Dated {
                year: written.price_year.as_ref()?,
                input: &written.name.value,
                place: None,
                converted: anywhere,
            })
        })
        .collect();
    let mut settings = |set: &'a Set, place: &str, converted: bool| {
        all.extend(set.iter().filter_map(|(name, setting)| {
            Some(Dated {
                year: setting.value.price_year.as_ref()?,
                input: &name.value,
                place: Some(place.to_owned()),
                converted,
            })
        }));
    };
    for (index, scenario) in case.scenarios.iter().enumerate() {
        let place = format!("scenario `{}`", scenario.name.value);
        settings(&scenario.set, &place, model.reindexes(Some(index)));
    }
    for switch in &case.switches {
        for alternative in &switch.alternatives {
            let (switch, alternative_name) = (&switch.name.value, &alternative.name.value);
            let place = format!("`{switch}` = `{alternative_name}`");
            settings(&alternative.set, &place, anywhere);
        }
    }
    all
}

/// Whether the case or any of its scenarios converts euros.
fn anywhere(model: &Model) -> bool {
    model.reindex || model.scenarios.iter().any(|s| s.reindex == Some(true))
}

/// Price years of settings belong to inputs in euros.
pub(super) fn check_setting(
    in_euros: bool,
    (name, setting): (&Spanned<String>, &Setting),
    diagnostics: &mut Diagnostics,
) {
    if let Some(year) = setting.price_year.as_ref().filter(|_| !in_euros) {
        let message = format!("`{}` is not in euros, so it has no price year", name.value);
        diagnostics.push(Diagnostic::error("price-year", message).at(year.span, ""));
    }
}

/// A case that converts euros needs a price year, and an index with all years.
pub(super) fn check(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    if !anywhere(model) {
        return;
    }
    let flags = case.scenarios.iter().map(|scenario| &scenario.reindex);
    let mut flags = std::iter::once(&case.header.reindex).chain(flags).flatten();
    let flag = flags.find(|flag| flag.value);
    let Some(to) = model.price_year else {
        let message = "`reindex` needs the price year of the case";
        let place = flag.map_or(case.header.span, |flag| flag.span);
        diagnostics.push(
            Diagnostic::error("price-year", message)
                .at(place, "")
                .help("add `price_year = 2023` to `[case]`"),
        );
        return;
    };
    let refuse = |year: i32, what: String, span: Span| {
        Diagnostic::error("price-index", format!("no price index for {year}, {what}"))
            .at(span, "")
            .note(years_of(model))
            .help(way_out(model.price_index.is_own()))
    };
    if !model.price_index.has(to) {
        let what = "the price year of the case".to_owned();
        diagnostics.push(refuse(to, what, case.header.span));
        return;
    }
    for amount in dated(case, model) {
        let year = amount.year.value;
        if amount.converted && year != to && !model.price_index.has(year) {
            let what = format!("so `{}` cannot be converted to euros of {to}", amount.input);
            diagnostics.push(refuse(year, what, amount.year.span));
        }
    }
}

/// The way out where the index lacks a year.
fn way_out(case_has_index: bool) -> &'static str {
    if case_has_index {
        "add the year to `[price_index]`"
    } else {
        "give an index that has it, in `[price_index]`; it takes the place of the built-in one"
    }
}

fn years_of(model: &Model) -> String {
    let (name, years) = (model.price_index.name(), model.price_index.years());
    format!("the {name} has {years}")
}

impl Model {
    /// Why euros cannot be converted in a run that asks for it, and the way out; `None` when they can.
    pub(super) fn reindex_refusal(&self) -> Option<(String, String)> {
        let Some(to) = self.price_year else {
            let help = "add `price_year = 2023` to `[case]`".to_owned();
            return Some(("the case has no price year".to_owned(), help));
        };
        let settings = self.switches.iter().flat_map(|switch| &switch.alternatives);
        let settings = settings.flat_map(|alternative| &alternative.set);
        let scenarios = self.scenarios.iter().flat_map(|scenario| &scenario.set);
        let settings = settings.chain(scenarios);
        let settings = settings.filter_map(|setting| Some((setting.input, setting.price_year?)));
        let inputs = self.inputs.iter().enumerate();
        let inputs = inputs.filter_map(|(index, input)| Some((index, input.price_year?)));
        let mut years = inputs
            .chain(settings)
            .filter(|(index, _)| self.inputs[*index].is_in_euros())
            .map(|(_, year)| year)
            .filter(|year| *year != to);
        let missing = years.find(|year| !(self.price_index.has(*year) && self.price_index.has(to)));
        let year = missing?;
        let lacking = if self.price_index.has(to) { year } else { to };
        let message = format!("no price index for {lacking}: {}", years_of(self));
        Some((message, way_out(self.price_index.is_own()).to_owned()))
    }
}

/// Remarks on inputs in euros of another price year than the case, or of none.
pub(super) fn warn(case: &Case, model: &Model, diagnostics: &mut Diagnostics) {
    let inputs = case.inputs.iter().zip(&model.inputs);
    let in_euros: Vec<_> = inputs.filter(|(_, input)| input.is_in_euros()).collect();
    if in_euros.is_empty() {
        return;
    }
    let Some(year) = model.price_year else {
        diagnostics.push(
            Diagnostic::warning("price-year", "the case has no price year")
                .at(case.header.span, "")
                .help("add `price_year = 2023` to `[case]`"),
        );
        return;
    };
    let undated: Vec<_> = in_euros
        .iter()
        .filter(|(written, _)| written.price_year.is_none())
        .map(|(written, _)| (written.name.value.as_str(), written.unit.span))
        .collect();
    diagnostics.extend(without_year(&undated, anywhere(model)));
    if !model.reindex {
        diagnostics.extend(mixed(year, &dated(case, model), model));
    }
}

/// The remark on inputs in euros of an unstated year.
fn without_year(undated: &[(&str, Span)], reindexed: bool) -> Option<Diagnostic> {
    let (first, span) = undated.first()?;
    let message = match undated.len() {
        1 => format!("`{first}` is in euros of an unstated price year"),
        count => format!("{count} inputs are in euros without a price year"),
    };
    let mut warning = Diagnostic::warning("price-year", message).at(*span, "add `price_year`");
    if undated.len() > 1 {
        warning = warning.note(names(undated.iter().map(|(name, _)| *name)));
    }
    if reindexed {
        warning = warning.note("left as given where the others are converted");
    }
    Some(warning)
}

/// The remark on amounts in euros of other years, year by year.
fn mixed(to: i32, dated: &[Dated<'_>], model: &Model) -> Option<Diagnostic> {
    let mut others: Vec<&Dated<'_>> = dated.iter().filter(|d| d.year.value != to).collect();
    let first = others.first()?.year.span;
    let message = match others.as_slice() {
        [only] if only.place.is_none() => format!(
            "mixed price years: `{}` is in euros of {}, the case in euros of {to}",
            only.input, only.year.value
        ),
        _ => format!("mixed price years: the case is in euros of {to}, but not all its inputs are"),
    };
    let mut warning = Diagnostic::warning("price-year", message).at(first, "");
    others.sort_by_key(|amount| amount.year.value);
    if others.len() > 1 || others.iter().any(|amount| amount.place.is_some()) {
        warning.notes = others
            .chunk_by(|a, b| a.year.value == b.year.value)
            .map(|same| {
                let amounts: Vec<String> = same.iter().map(|amount| amount.shown()).collect();
                format!("{}: {}", same[0].year.value, amounts.join(", "))
            })
            .collect();
    }
    let converting = model.scenarios.iter().filter(|s| s.reindex == Some(true));
    let converting: Vec<&str> = converting.map(|s| s.name.as_str()).collect();
    Some(if converting.is_empty() {
        warning.help("`reindex = true`, in `[case]` or in a scenario, converts them with the consumer price index")
    } else {
        warning.note(format!("converted in the scenario {}", listed(converting)))
    })
}

impl Dated<'_> {
    fn shown(&self) -> String {
        match &self.place {
            Some(place) => format!("`{}` in {place}", self.input),
            None => format!("`{}`", self.input),
        }
    }
}

/// Names in backticks with commas.
fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
