//! Native charts: lines over numbers, and bars by category.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartAxisLabelPosition, ChartErrorBars,
    ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartRange, ChartSolidFill, ChartType,
};

use super::clean::clean;
use super::style::{GREY, LIGHT};
use super::value::Kind;
use crate::math;

/// Characters of a title of a chart or axis.
const TITLE: usize = 120;
/// Steps of an axis, at most.
const STEPS: f64 = 10.0;
/// Pixels of a bar with its gap.
const BAR: u32 = 28;
/// Pixels around the bars.
const AROUND: u32 = 175;

/// What a chart and its axes are called, and its size in pixels.
#[derive(Clone, Debug)]
pub(super) struct Frame<'a> {
    /// The title.
    pub(super) title: &'a str,
    /// Along the bottom.
    pub(super) x: Axis<'a>,
    /// Along the side.
    pub(super) y: Axis<'a>,
    /// Width and height.
    pub(super) size: [u32; 2],
}

/// An axis of numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis<'a> {
    /// Its title; empty for none.
    pub(super) title: &'a str,
    /// What its numbers are.
    pub(super) kind: Kind,
    /// Where it begins and ends, where that is not left to the program.
    pub(super) ends: [Option<f64>; 2],
}

/// A line over numbers.
#[derive(Clone)]
pub(super) struct Curve<'a> {
    /// Its name in the legend.
    pub(super) name: &'a str,
    /// Along the bottom.
    pub(super) x: ChartRange,
    /// Along the side.
    pub(super) y: ChartRange,
    /// Its colour.
    pub(super) colour: u32,
    /// Whether it is a mark of reference, thin and dashed.
    pub(super) is_mark: bool,
}

/// Bars of one colour.
#[derive(Clone)]
pub(super) struct Bars<'a> {
    /// Their name in the legend.
    pub(super) name: &'a str,
    /// Their lengths.
    pub(super) values: ChartRange,
    /// Their colour.
    pub(super) colour: u32,
    /// How far an interval reaches beyond them and back.
    pub(super) interval: Option<[ChartRange; 2]>,
}

impl<'a> Axis<'a> {
    /// An axis that begins and ends where its numbers do.
    pub(super) fn new(title: &'a str, kind: Kind) -> Self {
        Self {
            title,
            kind,
            ends: [None; 2],
        }
    }

    /// An axis of probabilities.
    pub(super) fn chance(title: &'a str) -> Self {
        Self {
            ends: [Some(0.0), Some(1.0)],
            ..Self::new(title, Kind::Percent)
        }
    }

    /// The same axis over all of these and 0, from one round number to another.
    pub(super) fn over(self, values: impl Iterator<Item = f64>) -> Self {
        let values = values.filter(|value| value.is_finite());
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let range = high - low;
        if range <= 0.0 || !range.is_finite() {
            return self;
        }
        let power = math::pow(10.0, math::log10(range).floor());
        let steps = [0.1, 0.2, 0.5, 1.0].map(|step| step * power);
        let fits = steps.into_iter().find(|step| range / step <= STEPS);
        let step = fits.unwrap_or(power);
        self.between((low / step).floor() * step, (high / step).ceil() * step)
    }

    /// The same axis from one number to another.
    pub(super) fn between(self, low: f64, high: f64) -> Self {
        Self {
            ends: [Some(low), Some(high)],
            ..self
        }
    }
}

/// Lines through points.
pub(super) fn curves(frame: &Frame<'_>, all: &[Curve<'_>]) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for curve in all {
        let series = chart.add_series();
        series.set_name(inert(curve.name).as_str());
        series.set_categories(&curve.x).set_values(&curve.y);
        series.set_marker(ChartMarker::new().set_none());
        let mut line = ChartLine::new();
        line.set_color(curve.colour);
        if curve.is_mark {
            line.set_width(1.0).set_dash_type(ChartLineDashType::Dash);
        } else {
            line.set_width(2.0);
        }
        series.set_format(&mut line);
    }
    framed(&mut chart, frame, all.len());
    numbers(chart.x_axis(), frame.x);
    numbers(chart.y_axis(), frame.y);
    // Both axes stay at the edges where there are numbers below 0.
    chart.x_axis().set_crossing(ChartAxisCrossing::Min);
    chart.y_axis().set_crossing(ChartAxisCrossing::Min);
    chart
}

/// Bars by category, the first on top; those of one category stand on each other's place where `together` says so.
pub(super) fn bars(
    frame: &Frame<'_>,
    labels: &ChartRange,
    all: &[Bars<'_>],
    together: bool,
) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    for bars in all {
        let series = chart.add_series();
        series.set_name(inert(bars.name).as_str());
        series.set_categories(labels).set_values(&bars.values);
        let mut fill = ChartSolidFill::new();
        fill.set_color(bars.colour);
        if together {
            // Where both ends are on one side neither hides the other.
            fill.set_transparency(25);
        }
        series.set_format(ChartFormat::new().set_solid_fill(&fill));
        series.set_gap(if together { 40 } else { 60 });
        series.set_overlap(if together { 100 } else { 0 });
        if let Some([above, below]) = &bars.interval {
            let mut line = ChartLine::new();
            line.set_color(0x0033_3333).set_width(1.0);
            let mut interval = ChartErrorBars::new();
            interval.set_type(ChartErrorBarsType::Custom(above.clone(), below.clone()));
            interval.set_format(&mut line);
            // Along the axis of the numbers, which lies along the bottom.
            series.set_x_error_bars(&interval);
        }
    }
    framed(&mut chart, frame, all.len());
    // The axes of a bar chart lie as they are named: categories are along the side.
    let categories = chart.y_axis();
    categories
        .set_reverse()
        .set_crossing(ChartAxisCrossing::Max);
    categories.set_label_position(ChartAxisLabelPosition::Low);
    categories.set_label_interval(1);
    categories.set_font(ChartFont::new().set_size(9));
    categories.set_format(ChartLine::new().set_color(GREY));
    categories.set_major_gridlines(false);
    numbers(chart.x_axis(), frame.x);
    chart
}

/// The height of a chart with so many bars, in so many groups.
pub(super) fn height(categories: usize, each: usize) -> u32 {
    let bars = categories as u32 * (if each > 1 { BAR * 4 / 3 } else { BAR });
    (AROUND + bars).clamp(260, 1_400)
}

fn framed(chart: &mut Chart, frame: &Frame<'_>, series: usize) {
    let [width, height] = frame.size;
    chart.set_width(width).set_height(height);
    let mut font = ChartFont::new();
    font.set_size(12);
    chart
        .title()
        .set_name(inert(frame.title).as_str())
        .set_font(&font);
    if series > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    chart.set_alt_text(inert(frame.title));
}

fn numbers(axis: &mut ChartAxis, as_said: Axis<'_>) {
    if !as_said.title.is_empty() {
        let mut font = ChartFont::new();
        font.set_size(10).unset_bold();
        axis.set_name(inert(as_said.title).as_str())
            .set_name_font(&font);
    }
    axis.set_num_format(as_said.kind.axis());
    axis.set_font(ChartFont::new().set_size(9));
    axis.set_major_gridlines(true);
    axis.set_major_gridlines_line(ChartLine::new().set_color(LIGHT).set_width(0.5));
    axis.set_format(ChartLine::new().set_color(GREY));
    if let Some(low) = as_said.ends[0] {
        axis.set_min(low);
    }
    if let Some(high) = as_said.ends[1] {
        axis.set_max(high);
    }
}

/// A text that no program takes for a reference to cells.
fn inert(text: &str) -> String {
    let text = text.replace('!', " ");
    let text = text.trim_start_matches(|c: char| c == '=' || c.is_whitespace());
    clean(text.trim_end(), TITLE)
}

#[cfg(test)]
mod tests {
    use super::{Axis, inert};
    use crate::report::workbook::value::Kind;

    #[test]
    fn axes_end_at_round_numbers() {
        let axis = |values: &[f64]| Axis::new("", Kind::Euro).over(values.iter().copied()).ends;
        assert_eq!(
            axis(&[402_962.0, -16_669.0]),
            [Some(-50_000.0), Some(450_000.0)]
        );
        assert_eq!(axis(&[3.0, f64::NAN]), [Some(0.0), Some(3.0)]);
        assert_eq!(axis(&[0.0]), [None, None]);
    }

    #[test]
    fn titles_refer_to_nothing() {
        assert_eq!(inert("=Sheet1!$A$1"), "Sheet1 $A$1");
        assert_eq!(inert(" = =(A1)"), "(A1)");
        assert_eq!(inert("ROI = E[B]/E[C]"), "ROI = E[B]/E[C]");
    }
}
