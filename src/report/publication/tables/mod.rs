//! The tables of a publication, one file each.

mod convergence;
mod lines;
mod memo;
mod parameters;
mod perspectives;
mod print;
mod published;
mod results;
mod scenarios;
mod self_check;
mod sources;
mod stakeholders;
mod tornado;
mod voi;

pub(super) use scenarios::name as scenario_name;
pub(super) use sources::cited;

use super::{Publication, PublicationTable};

/// All tables, in the order in which a publication has them; those that would be empty are left out.
#[must_use]
pub fn publication_tables(publication: &Publication<'_>) -> Vec<PublicationTable> {
    let all = [
        parameters::parameters,
        sources::sources,
        results::results,
        lines::lines,
        stakeholders::stakeholders,
        perspectives::perspectives,
        scenarios::scenarios,
        tornado::tornado,
        tornado::choices,
        voi::voi,
        published::published,
        memo::memo,
        convergence::convergence,
        self_check::self_check,
    ];
    let tables = all.into_iter().map(|table| table(publication));
    tables.filter(|table| !table.rows.is_empty()).collect()
}
