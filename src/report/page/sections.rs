//! The sections of a page, in the order in which a reader needs them.

use super::controls;
use super::matter::Matter;
use super::{moves, outcomes, repeat, sources};

/// A section of the page.
pub(super) struct Section {
    /// Where links go.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Its name among the contents.
    pub(super) short: &'static str,
    /// What is in it.
    pub(super) body: String,
}

impl Section {
    /// With its heading.
    pub(super) fn html(&self) -> String {
        let Self {
            id, title, body, ..
        } = self;
        format!(
            "<section id=\"{id}\" aria-labelledby=\"heading-{id}\">\n<h2 id=\"heading-{id}\">{title}</h2>\n{body}</section>\n"
        )
    }
}

/// All sections that say anything.
pub(super) fn sections(matter: &Matter<'_>) -> Vec<Section> {
    let lang = matter.lang();
    let section = |id, [title, short]: [&'static str; 2], body| Section {
        id,
        title,
        short,
        body,
    };
    let what_if = lang.pick(["What if?", "What if?"], ["Wat als?", "Wat als?"]);
    let mut all = vec![section("what-if", what_if, controls::panel(matter))];
    all.extend(outcomes::sections(matter));
    all.extend(moves::sections(matter));
    let parameters = lang.pick(
        ["What the case assumes", "Parameters"],
        ["Waar de business case van uitgaat", "Parameters"],
    );
    all.push(section("parameters", parameters, matter.open("parameters")));
    let listed = lang.pick(["Sources", "Sources"], ["Bronnen", "Bronnen"]);
    all.push(section("sources", listed, sources::list(matter)));
    all.extend(repeat::sections(matter));
    all.retain(|section| !section.body.trim().is_empty());
    all
}
