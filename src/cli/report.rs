//! `sroi report`: the results of a run as one web page.

use super::arguments::ReportOptions;
use super::output::Exit;
use super::rebuild::rebuild;
use crate::report;
use crate::text::Lang;

pub(super) fn report(lang: Lang, options: &ReportOptions) -> Result<(), Exit> {
    let source = &options.source;
    let rebuilt = rebuild(lang, &source.results, source.threads, source.quiet)?;
    let publication = rebuilt.publication(lang);
    let figures = report::figures(&publication, 120.0);
    println!(
        "{} {:?}",
        figures.len(),
        publication.carried.map(|c| (
            c.draws,
            c.shares.len(),
            c.effect.as_ref().map(Vec::len),
            c.dials.clone()
        ))
    );
    println!(
        "{:?}",
        publication.voi.map(|v| (v.voi.rows.len(), v.exact.len()))
    );
    Ok(())
}
