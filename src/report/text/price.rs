//! Price years: what of a case stands in euros of another year, and what a run converted.

use crate::model::Model;
use crate::report::PriceFactors;
use crate::report::digits::significant;
use crate::report::grid::{Align, grid, wrapped};
use crate::text::Lang;

/// Digits of a factor between years.
const DIGITS: i32 = 4;

/// What a run converted to euros of the price year of the case, for its heading.
pub(in crate::report) fn converted(
    lang: Lang,
    prices: &PriceFactors,
    to: i32,
    width: usize,
) -> Vec<String> {
    let factors = prices.inputs.iter().map(|(input, from, factor)| {
        let factor = significant(lang, *factor, DIGITS);
        format!("{input} ({from}) × {factor}")
    });
    let factors: Vec<String> = factors.collect();
    let mut lines = Vec::new();
    if factors.is_empty() {
        lines.push(lang.pick(
            format!("all euros with a price year are of {to} already"),
            format!("alle euro's met een prijsjaar zijn al van {to}"),
        ));
    } else {
        let what = lang.pick("converted to euros of", "omgerekend naar euro's van");
        lines.push(format!("{what} {to}: {}", factors.join(", ")));
    }
    if !prices.without_price_year.is_empty() {
        let what = lang.pick(
            "left as given, in euros without a price year:",
            "gelaten zoals gegeven, in euro's zonder prijsjaar:",
        );
        lines.push(format!("{what} {}", prices.without_price_year.join(", ")));
    }
    lines.iter().map(|line| wrapped(line, width, "")).collect()
}

/// Inputs in euros of another year than the case, or of none, with the factors that convert them.
pub(super) fn price_years(lang: Lang, model: &Model) -> String {
    let Some(to) = model.price_year else {
        return String::new();
    };
    let in_euros = model.inputs.iter().enumerate();
    let in_euros = in_euros.filter(|(_, input)| input.is_in_euros());
    let others = in_euros.filter(|(_, input)| input.price_year != Some(to));
    let rows: Vec<Vec<String>> = others
        .map(|(index, input)| {
            let factor = input
                .price_year
                .and_then(|year| model.price_factor(index, year));
            let year = input.price_year.map(|year| year.to_string());
            vec![
                input.name.clone(),
                year.unwrap_or_else(|| lang.pick("not stated", "niet vermeld").to_owned()),
                factor.map_or_else(|| "–".to_owned(), |f| significant(lang, f, DIGITS)),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let heading = lang.pick(format!("factor to {to}"), format!("factor naar {to}"));
    let columns = [
        (lang.pick("input", "parameter"), Align::Left),
        (lang.pick("price year", "prijsjaar"), Align::Left),
        (heading.as_str(), Align::Right),
    ];
    let name = if model.price_index.is_own() {
        model.price_index.name()
    } else {
        lang.pick(model.price_index.name(), "consumentenprijsindex (CBS)")
    };
    let years = model.price_index.years();
    let status = format!("{}; {name}, {years}", status(lang, model));
    grid(&columns, rows) + &wrapped(&status, 100, "  ") + "\n"
}

/// Where the factors are used.
fn status(lang: Lang, model: &Model) -> String {
    if model.reindex {
        return lang
            .pick("converted in the base case", "omgerekend in het basisgeval")
            .to_owned();
    }
    let scenarios = model.scenarios.iter().filter(|s| s.reindex == Some(true));
    let names: Vec<&str> = scenarios.map(|s| s.name.as_str()).collect();
    if names.is_empty() {
        let text = "not converted; `reindex = true` or `sroi run --reindex` converts";
        let dutch = "niet omgerekend; `reindex = true` of `sroi run --reindex` rekent om";
        return lang.pick(text, dutch).to_owned();
    }
    let what = lang.pick("converted in scenario", "omgerekend in scenario");
    format!("{what} {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_converted_in_both_languages() {
        let prices = PriceFactors {
            index: "index".to_owned(),
            inputs: vec![("wage".to_owned(), 2019, 1.187_872_771_8)],
            without_price_year: vec!["food".to_owned()],
        };
        assert_eq!(
            converted(Lang::En, &prices, 2023, 80),
            [
                "converted to euros of 2023: wage (2019) × 1.188",
                "left as given, in euros without a price year: food"
            ]
        );
        assert_eq!(
            converted(Lang::Nl, &prices, 2023, 80),
            [
                "omgerekend naar euro's van 2023: wage (2019) × 1,188",
                "gelaten zoals gegeven, in euro's zonder prijsjaar: food"
            ]
        );
        let none = PriceFactors {
            inputs: Vec::new(),
            without_price_year: Vec::new(),
            ..prices
        };
        let lines = converted(Lang::Nl, &none, 2023, 80);
        assert_eq!(lines, ["alle euro's met een prijsjaar zijn al van 2023"]);
    }
}
