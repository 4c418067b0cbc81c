//! What was done, and how: enough to repeat it.

mod analyse;
mod compare;
mod run;

pub use analyse::{AnalyseManifest, SampleFile};
pub use compare::{CompareManifest, ComparedCase};
pub use run::{Analysed, Manifest, OtherRun, PriceFactors, Until};
