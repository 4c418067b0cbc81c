//! How much is every benefit and every cost, and what part of the expected total is it?
//!
//! # Estimator
//! The share is that of the expected total of its side, E\[line\]/E\[total\]. Where the expected total is not above 0 beyond doubt
//! there is no share.
//!
//! # Error
//! Of a share its bound, (SE of the line + share × SE of the total)/total: no correlation between the two makes it larger.

use super::summary::SummaryRow;
use crate::model::{Model, Side, Total};
use crate::plan::Metric;
use crate::stats::Estimate;

/// Standard errors that an expected total must be above 0 to divide by it.
const CLEAR: f64 = 4.0;

/// One benefit or cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRow {
    /// Its index in the model.
    pub index: usize,
    /// Its expected amount.
    pub amount: Estimate,
    /// Its 95 % uncertainty interval.
    pub interval: [Estimate; 2],
    /// Its part of the expected total of its side.
    pub share: Option<Estimate>,
}

/// Every line that the summary of a run has, in the order of the file.
#[must_use]
pub fn lines(model: &Model, summary: &[SummaryRow]) -> Vec<LineRow> {
    let name = Metric::Line(0).name();
    let all = model.lines.iter().enumerate();
    let rows = all.filter_map(|(index, line)| {
        let mut of_lines = summary.iter().filter(|row| row.metric == name);
        let row = of_lines.find(|row| row.subject.as_deref() == Some(&line.name))?;
        let quantiles = row.spread.as_ref()?.quantiles;
        let total = match line.side {
            Side::Benefit => Total::Benefits,
            Side::Cost => Total::Costs,
        };
        let total = Metric::Total(total).name();
        let total = summary.iter().find(|row| row.metric == total);
        Some(LineRow {
            index,
            amount: row.mean,
            interval: [quantiles[0], quantiles[6]],
            share: total.and_then(|total| share(row.mean, total.mean)),
        })
    });
    rows.collect()
}

fn share(amount: Estimate, total: Estimate) -> Option<Estimate> {
    let clear = total.value > CLEAR * total.standard_error;
    let share = amount.value / total.value;
    let error = (amount.standard_error + share.abs() * total.standard_error) / total.value;
    clear.then_some(Estimate::new(share, error))
}

#[cfg(test)]
mod tests {
    use super::share;
    use crate::stats::Estimate;

    #[test]
    fn shares_have_the_largest_error_there_can_be() {
        let of = |total| share(Estimate::new(30.0, 1.0), total);
        assert_eq!(
            of(Estimate::new(120.0, 2.0)),
            Some(Estimate::new(0.25, 0.0125))
        );
        assert_eq!(of(Estimate::new(7.0, 2.0)), None);
        assert_eq!(of(Estimate::exact(0.0)), None);
    }
}
