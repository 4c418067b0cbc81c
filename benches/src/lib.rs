//! What the benchmarks share.

pub mod oracle;

use std::path::Path;

use sroi::case;
use sroi::model::{self, Model};
use sroi::text::render;

/// Reads a case of the repository.
///
/// # Panics
/// When it is wrong: a benchmark has nobody to tell.
#[must_use]
pub fn load(path: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let source = case::decode(&path.to_string_lossy(), bytes)
        .unwrap_or_else(|diagnostic| panic!("{}", diagnostic.message));
    let (case, mut diagnostics) = case::read(&source);
    let model = case.and_then(|case| model::check(&case, &mut diagnostics));
    model.unwrap_or_else(|| {
        panic!(
            "{}",
            render(&diagnostics.sorted(), &source, sroi::text::Colour::Never)
        )
    })
}
