//! Result files: a table each. The README lists their columns, with their meaning.

mod analyse;
mod compare;
mod crossing;
mod exact;
mod parties;
mod run;
mod scenarios;
mod sobol_indices;
mod tornado;
mod voi;

use crate::stats::Estimate;
use crate::storage::Table;

pub use analyse::analyse_tables;
pub(super) use analyse::regression_of;
pub use compare::{compare_stakeholders_table, compare_table};
pub use crossing::{crossing_grid_table, crossings_table};
pub use run::run_tables;
pub use scenarios::scenarios_table;
pub use sobol_indices::sobol_tables;
pub use tornado::{conditional_mean_table, given_data_table, tornado_table, two_way_table};
pub use voi::voi_tables;

/// A column and the column of its errors.
fn estimates(
    table: Table,
    [name, error]: [&'static str; 2],
    values: impl Iterator<Item = Estimate>,
) -> Table {
    let values: Vec<Estimate> = values.collect();
    table
        .number(name, values.iter().map(|estimate| estimate.value))
        .number(error, values.iter().map(|estimate| estimate.standard_error))
}
