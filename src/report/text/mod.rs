//! What is printed on the terminal, in English or Dutch.

mod analyse;
mod audit;
mod bench;
mod chain;
mod check;
mod check_parties;
mod compare;
mod crossing;
mod histogram;
mod overruled;
mod predictive;
mod price;
mod reproduce;
mod run;
mod scenarios;
mod self_check;
mod sobol_indices;
mod stakeholders;
mod study;
mod tornado;
mod voi;

pub use analyse::{AnalyseReport, analyse_text};
pub use audit::audit_text;
pub use bench::{BenchRow, bench_text};
pub use check::check_text;
pub use compare::compare_text;
pub use crossing::{CrossingReport, crossing_text};
pub use histogram::{BarSide, Paint, unpainted};
pub use reproduce::reproduce_text;
pub use run::{RunReport, run_text, until_text};
pub use scenarios::{ScenariosReport, scenarios_text};
pub use sobol_indices::{SobolReport, sobol_text};
pub use stakeholders::{PartiesReport, parties_text};
pub use tornado::{TornadoReport, tornado_text};
pub use voi::{VoiReport, voi_text};

// Words that publications have as well.
pub(super) use audit::scope;
pub(super) use chain::not_assessed_parts;
pub(super) use overruled::overruled_in;
pub(super) use predictive::{for_whom, next};
pub(super) use price::converted;
pub(super) use reproduce::{corrected, like};
pub(super) use run::{certain, departures, design};
pub(super) use scenarios::{label as row_label, signed};
pub(super) use self_check::said as not_exact;
pub(super) use stakeholders::paid_by;
pub(super) use study::{capital, label as input_label};
pub(super) use tornado::label as bar_label;
pub(super) use voi::name as group_label;
