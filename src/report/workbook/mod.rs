//! The results of a run as an Excel workbook, with charts that spreadsheet programs draw themselves.
//!
//! Cells hold numbers in full precision, and number formats show the digits that the Monte Carlo error allows. There are no formulas:
//! every text of a case is a string, whatever it begins with. The same publication gives the same bytes, wherever it is made.

mod chart;
mod checks;
mod clean;
mod convergence;
mod density;
mod departure;
mod fill;
mod guide;
mod inputs;
mod lines;
mod names;
mod parties;
mod published;
mod results;
mod run;
mod scenarios;
mod sheet;
mod sources;
mod style;
mod summary;
mod table;
mod threshold;
mod tornado;
mod value;
mod voi;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::names::Name;
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
    made(publication).map_err(|error| WorkbookError(error.to_string()))
}

fn made(publication: &Publication<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // No clock: the same results are the same file.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = clean::clean(publication.model.heading(publication.lang), clean::PROPERTY);
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&date);
    workbook.set_properties(&properties);
    for (_, worksheet) in sheets(publication)? {
        workbook.push_worksheet(worksheet);
    }
    workbook.save_to_buffer()
}

/// The sheets that have something to show, in their order.
fn sheets(publication: &Publication<'_>) -> Result<Vec<(Name, Worksheet)>, XlsxError> {
    let (data, chart) = match density::distribution(publication)? {
        Some(found) => (Some(found.worksheet), Some(found.chart)),
        None => (None, None),
    };
    let mut all = vec![(Name::Summary, summary::summary(publication, chart)?)];
    let others = vec![
        (Name::Inputs, Some(inputs::inputs(publication)?)),
        (Name::Results, Some(results::results(publication)?)),
        (Name::Lines, lines::lines(publication)?),
        (Name::Stakeholders, parties::parties(publication)?),
        (Name::Scenarios, scenarios::scenarios(publication)?),
        (Name::Tornado, tornado::tornado(publication)?),
        (Name::Acceptability, threshold::acceptability(publication)?),
        (Name::BreakEven, threshold::break_even(publication)?),
        (Name::Voi, voi::voi(publication)?),
        (Name::Predictive, results::predictive(publication)?),
        (Name::Published, published::published(publication)?),
        (Name::Memo, lines::memo(publication)?),
        (Name::Convergence, convergence::convergence(publication)?),
        (Name::Checks, checks::checks(publication)?),
        (Name::Sources, sources::sources(publication)?),
        (Name::Density, data),
    ];
    let others = others
        .into_iter()
        .filter_map(|(name, sheet)| Some((name, sheet?)));
    all.extend(others);
    let names: Vec<Name> = all.iter().map(|(name, _)| *name).collect();
    all.insert(1, (Name::Guide, guide::guide(publication.lang, &names)?));
    Ok(all)
}
