//! What a scenario says and a run does otherwise, as lines of a heading.

use crate::model::{Model, Overruled, Selection, Variant};
use crate::report::Manifest;
use crate::text::Lang;

/// A line per choice of who runs the case that wins over what its scenario says, or over an alternative.
pub(super) fn overruled(lang: Lang, model: &Model, manifest: &Manifest) -> Vec<String> {
    let selection = Selection {
        scenario: manifest.scenario.clone(),
        switches: manifest.switches.clone(),
        set: manifest.set.clone(),
        ..Selection::default()
    };
    let variant = model.variant(&selection);
    variant.map_or_else(
        |_| Vec::new(),
        |variant| overruled_in(lang, model, &variant),
    )
}

/// The same for a variant.
pub(in crate::report) fn overruled_in(lang: Lang, model: &Model, variant: &Variant) -> Vec<String> {
    let scenario = variant
        .scenario
        .map(|index| model.scenarios[index].name.as_str());
    let overruled = model.overruled(variant);
    let lines = overruled.iter();
    lines
        .map(|overruled| line(lang, model, scenario.unwrap_or_default(), overruled))
        .collect()
}

fn line(lang: Lang, model: &Model, scenario: &str, overruled: &Overruled) -> String {
    let choice = |(switch, alternative): (usize, usize)| {
        let switch = &model.switches[switch];
        let alternative = &switch.alternatives[alternative].name;
        format!("{} = {alternative}", switch.name)
    };
    match overruled {
        Overruled::Choice {
            switch,
            alternative,
            scenario: theirs,
        } => {
            let (ours, theirs) = (choice((*switch, *alternative)), choice((*switch, *theirs)));
            lang.pick(
                format!("{ours}, where scenario {scenario} has {theirs}"),
                format!("{ours}, waar scenario {scenario} {theirs} heeft"),
            )
        }
        Overruled::Quantity {
            name,
            winner,
            loser,
        } => {
            let what =
                |who: &Option<(usize, usize)>, otherwise: String| who.map_or(otherwise, &choice);
            let set = lang.pick("the value set", "de opgegeven waarde");
            let winner = what(winner, set.to_owned());
            let loser = what(loser, format!("scenario {scenario}"));
            lang.pick(
                format!("{name}: {winner} wins over {loser}"),
                format!("{name}: {winner} gaat voor {loser}"),
            )
        }
    }
}
