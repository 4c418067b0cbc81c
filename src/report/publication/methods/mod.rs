//! The sentences of a publication, with the numbers filled in.

mod case;
mod outcome;
mod sentence;
mod simulation;
mod structure;

pub use sentence::sentence;

pub(super) use case::{chain, memo, reproduced, self_checked, unit};
pub(super) use outcome::{at_points, counting_hard, evpi, main};
pub(super) use simulation::{dependence, draws, error, fixed, prices};
pub(super) use structure::structure;

use super::Publication;
use super::format::paragraph;

/// The methods paragraph and the results, as Markdown.
#[must_use]
pub fn methods(publication: &Publication<'_>) -> String {
    let lang = publication.lang;
    let title = lang.pick("Methods and results", "Methode en resultaten");
    let heading = publication.model.heading(lang);
    let sections = [
        (
            lang.pick("In short", "In het kort"),
            vec![sentence(publication)],
        ),
        (
            lang.pick("Methods", "Methode"),
            vec![
                draws(publication),
                unit(publication),
                dependence(publication),
                fixed(publication),
                simulation::predictive(publication),
                simulation::departures(publication),
                prices(publication),
                error(publication),
            ],
        ),
        (
            lang.pick("Results", "Resultaten"),
            vec![
                main(publication),
                counting_hard(publication),
                at_points(publication),
                evpi(publication),
            ],
        ),
        (
            lang.pick("Structural uncertainty", "Structurele onzekerheid"),
            vec![structure(publication)],
        ),
        (
            lang.pick("What is not counted", "Wat niet is meegeteld"),
            vec![memo(publication), chain(publication)],
        ),
        (
            lang.pick("Checks", "Controles"),
            vec![reproduced(publication), self_checked(publication)],
        ),
    ];
    let mut text = format!("# {title}: {}\n", paragraph(heading));
    for (title, paragraphs) in sections {
        let kept: Vec<String> = paragraphs
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| paragraph(text))
            .collect();
        if !kept.is_empty() {
            text += &format!("\n## {title}\n\n{}\n", kept.join("\n\n"));
        }
    }
    text
}
